"""The doubt that the hypotheses of a translation show."""

import pytest

from pipeline.translation.disagreement import disagreement


def test_hypotheses_that_agree_leave_no_doubt() -> None:
    assert disagreement("Isto é bom.", ["Isto é bom."] * 3) == 0.0


def test_one_hypothesis_says_nothing() -> None:
    assert disagreement("Isto é bom.", []) is None


def test_more_difference_is_more_doubt() -> None:
    near = disagreement("Isto é muito bom.", ["Isto é muito bom!", "Isso é muito bom."])
    far = disagreement("Isto é muito bom.", ["Está ótimo.", "Que bela coisa."])
    assert near is not None
    assert far is not None
    assert 0 < near < far <= 1


def test_it_is_one_minus_chrf_of_sacrebleu() -> None:
    sacrebleu = pytest.importorskip("sacrebleu")
    first, other = "A distância é de 384 mil quilômetros.", "A distância é 384.000 km."
    chrf = sacrebleu.sentence_chrf(other, [first]).score / 100
    assert disagreement(first, [other]) == pytest.approx(1 - chrf, abs=0.002)
