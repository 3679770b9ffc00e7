"""What an installed translation model knows of words: which are usual, and which may stand for which."""

from __future__ import annotations

from typing import Protocol


class Lexicon(Protocol):
    """Words as a model of two languages has them."""

    @property
    def knows_words(self) -> bool:
        """Whether `is_word` and `is_spelling` say anything."""

    @property
    def knows_pairs(self) -> bool:
        """Whether `may_become` says anything."""

    def is_word(self, word: str) -> bool:
        """Whether a word is a usual one of either language in small letters, so no name alone."""

    def is_spelling(self, word: str) -> bool:
        """Whether a word is known as it is spelt."""

    def may_become(self, word: str, other: str) -> bool:
        """Whether a word of the source may be translated with another one."""


class EmptyLexicon:
    """Stands where no model is installed that could say anything."""

    knows_words = False
    knows_pairs = False

    def is_word(self, word: str) -> bool:
        """No word is known."""
        return False

    def is_spelling(self, word: str) -> bool:
        """No spelling is known."""
        return False

    def may_become(self, word: str, other: str) -> bool:
        """Nothing is known."""
        return False


NO_LEXICON = EmptyLexicon()
