"""What the embedded translation packages know of words."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.settings import TranslationSettings
from pipeline.translation import NO_LEXICON
from pipeline.translation.engines import load_lexicon


def test_a_package_tells_words_from_names() -> None:
    """By its tokenizer: no network is loaded."""
    lexicon = load_lexicon(TranslationSettings(), Path(), source="en", target="pt-BR")
    assert lexicon.knows_words
    assert lexicon.knows_pairs
    assert [lexicon.is_word(word) for word in ("Friday", "Labour", "Trabalhista", "Kowalski", "Widodo")] == [
        False,
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(("word", "other"), [("Slovenia", "Eslovênia"), ("Friday", "sexta"), ("Labour", "Trabalhista")])
def test_a_shortlist_says_what_may_stand_for_a_word(word: str, other: str) -> None:
    """And a name of its own stands for none."""
    lexicon = load_lexicon(TranslationSettings(), Path(), source="en", target="pt")
    assert lexicon.may_become(word, other)
    assert not lexicon.may_become(word, "Nairobi")


def test_without_a_package_nothing_is_known() -> None:
    """Names are then judged by their spelling alone."""
    assert load_lexicon(TranslationSettings(), Path(), source="is", target="mt") is NO_LEXICON
