"""Terms whose translation somebody decided: what a glossary must say so that they are enforced like facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pipeline.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TermUse:
    """One occurrence of a term in one source sentence."""

    start: int
    end: int
    """Characters of the sentence."""
    translation: str
    """What is written where the model wrote none of the accepted forms; the term itself if it is not translated."""
    accepted: tuple[str, ...] = ()
    """Other forms that count as kept (inflections); compared as whole words, without regard to case."""
    forbidden: tuple[str, ...] = ()
    """Forms that may not stand in the translation."""

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or not self.translation.strip():
            raise ValueError(f"a term has a place and a translation: {self}")


class TermFinder(Protocol):
    """Finds the terms of a glossary in sentences; goes to other processes, so it can be pickled."""

    def find(self, text: str) -> Sequence[TermUse]:
        """The terms in one sentence, in order, without overlap.

        Args:
            text: A clean sentence without markup.
        """


@dataclass(frozen=True, slots=True)
class NoTerms:
    """A glossary without terms."""

    def find(self, text: str) -> Sequence[TermUse]:
        """None."""
        return ()


NO_TERMS = NoTerms()
