"""Which marks end a sentence, in which script."""

from __future__ import annotations

import pytest

from pipeline.text.punctuation import CLAUSE_ENDS, COMMAS, SENTENCE_ENDS, ends_sentence, sentence_end


@pytest.mark.parametrize(
    "text",
    ["Yes.", "«Oui !»", "हाँ।", "نعم؟", "ہاں۔", "はい。」", "<i>No!</i>", "Այո։", "ဟုတ်။", "បាទ។", "አዎ።", "Ναι\u037e"],
)
def test_a_sentence_ends_in_every_script(text: str) -> None:
    """Quotes, brackets and tags may stand behind the mark."""
    assert ends_sentence(text)


@pytest.mark.parametrize("text", ["Yes", "one,", "एक,", "نعم،", "first;", "", "…and", "ဟုတ်၊"])
def test_no_sentence_ends_at_a_comma(text: str) -> None:
    """A mark inside or before the words ends nothing."""
    assert sentence_end(text) == ""


def test_no_mark_is_of_two_kinds() -> None:
    """A mark ends a sentence, a clause, or neither."""
    assert not set(SENTENCE_ENDS) & set(CLAUSE_ENDS + COMMAS)
    assert not set(CLAUSE_ENDS) & set(COMMAS)
