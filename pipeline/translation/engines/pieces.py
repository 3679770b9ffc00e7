"""What a SentencePiece vocabulary says of a text: which characters it does not have, and how usual a spelling is."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from pipeline.dataclass import dataclass

_UNKNOWN_SCORE = -25.0
"""Log-probability of a piece that is not in the vocabulary: less than that of any that is."""


@dataclass(frozen=True, kw_only=True)
class Pieces:
    """One vocabulary, and what was asked of it before."""

    processor: Any
    """A `sentencepiece.SentencePieceProcessor`."""
    _known: dict[str, bool] = field(default_factory=dict, repr=False)

    def unreadable(self, text: str) -> frozenset[str]:
        """The characters that the vocabulary lacks where they stand: it may have `Às` although it lacks `À`."""
        words = [word for word in dict.fromkeys(text.split()) if not (word.isascii() and word.isalnum())]
        return frozenset(char for word in words if not self._knows(word) for char in word if not self._knows(char))

    def likelihood(self, word: str) -> float:
        """The log-probability of a word's pieces."""
        unknown = self.processor.unk_id()
        pieces = self.processor.encode(word)
        return sum(_UNKNOWN_SCORE if piece == unknown else float(self.processor.get_score(piece)) for piece in pieces)

    def _knows(self, text: str) -> bool:
        if text not in self._known:
            self._known[text] = self.processor.unk_id() not in self.processor.encode(text)
        return self._known[text]
