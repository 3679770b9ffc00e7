"""Which of several texts is taken that the sound makes about as likely."""

from math import inf
from types import SimpleNamespace

import pytest

from pipeline.speech.faster_whisper_decoding import choose_text
from pipeline.speech.usual import ask_once, differing, find_alike, most_usual

SPELT = {1: " Quem", 2: " Que", 3: " sabe", 4: "?", 5: " é", 6: " ele", 7: " hoje", 8: "."}


def _spell(tokens: list[int]) -> str:
    return "".join(SPELT[token] for token in tokens)


def test_only_texts_that_are_nearly_as_likely_are_compared_the_likeliest_first():
    totals, means = [-3.4, -3.0, -3.8, -3.6], [-0.34, -0.3, -0.29, -0.36]
    assert find_alike(totals, means) == [2, 1, 0, 3]
    assert find_alike([-3.0, -3.6, -3.8], [-0.3, -0.36, -0.38]) == [0, 1]


def test_no_more_than_five_texts_are_compared():
    assert find_alike([-3.0] * 9, [-0.3] * 9) == [0, 1, 2, 3, 4]


def test_a_text_that_is_sure_is_compared_with_none():
    assert find_alike([-1.0, -0.9], [-0.1, -0.09]) == [1]


def test_what_is_usual_decides_where_the_sound_hardly_does():
    texts = [[1, 3], [2, 3]]
    assert most_usual(texts, [-3.0, -3.5], lambda texts: [-20.0, -10.0]) == 1
    assert most_usual(texts, [-3.0, -3.5], lambda texts: [-20.0, -18.0]) == 0


def test_a_longer_text_is_not_less_usual_for_its_length():
    assert most_usual([[1, 3], [1, 3, 5, 6]], [-3.0, -3.0], lambda texts: [-6.0, -11.0]) == 1


def test_one_text_needs_no_other_opinion():
    def never(texts):
        raise AssertionError(texts)

    assert most_usual([[1, 3]], [-3.0], never) == 0


def test_silence_is_not_asked_about_punctuation():
    """Of texts that say the same the likeliest is kept; where all do, nothing is asked."""
    asked = []

    def ask(about):
        asked.append(about)
        return [-5.0, -7.0]

    assert ask_once([[1, 3, 8], [1, 3, 4], [2, 3, 8]], _spell, ask) == [-5.0, -inf, -7.0]
    assert [about.texts for about in asked] == [[[1, 3, 8], [2, 3, 8]]]
    assert ask_once([[1, 3, 8], [1, 3, 4]], _spell, ask) == [0.0, -inf]
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("texts", "kept", "before"),
    [
        ([[5, 1, 3], [5, 2, 3]], [[5, 1, 3], [5, 2, 3]], 1),
        ([[5, 1, *range(10, 19)], [5, 2, *range(10, 19)]], [[5, 1, 10, 11, 12, 13], [5, 2, 10, 11, 12, 13]], 1),
        ([[1, 1, 1], [1, 1]], [[1, 1, 1], [1, 1]], 2),
    ],
    ids=["short", "with much behind it", "one goes on from the other"],
)
def test_what_is_alike_at_the_end_is_left_out(texts, kept, before):
    found = differing(texts)
    assert (found.texts, found.before) == (kept, before)


@pytest.mark.parametrize(("first", "mean"), [(1, -0.3), (2, -0.28)])
def test_ctranslate2_gives_log_probabilities_for_each_token(first, mean):
    """A longer text is not likelier for its length; and of two as likely the usual one is taken."""
    result = SimpleNamespace(scores=[-0.4, -0.35], sequences_ids=[[1, 3, 5], [2, 3, 5, 6]])
    place, found = choose_text(result, lambda texts: [-8.0 if text[0] == first else -12.0 for text in texts])
    assert result.sequences_ids[place][0] == first
    assert found == pytest.approx(mean)
