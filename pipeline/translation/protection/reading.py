"""What a model can read: asked of its own tokenizer, where the engine has one."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

KNOWN_WORD = -13.8
"""Log-probability above which a spelling is a word that a model knows: one piece of its vocabulary, as a rule."""


@runtime_checkable
class Reader(Protocol):
    """A translator that knows its vocabulary."""

    def unreadable(self, text: str) -> frozenset[str]:
        """The characters of a text that the model does not know."""

    def likelihood(self, word: str) -> float:
        """How usual a spelling is: the log-probability of its pieces."""


class AnyReader:
    """Stands for an engine that does not say what it can read: everything."""

    def unreadable(self, text: str) -> frozenset[str]:
        """No character."""
        return frozenset()

    def likelihood(self, word: str) -> float:
        """Small letters are the more usual ones."""
        return 0.0 if word.islower() else -1.0


ANY_READER = AnyReader()
