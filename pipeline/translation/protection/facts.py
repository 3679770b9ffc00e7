"""What a fact of a sentence is: its place, what may be sent to a model for it, and what a translation says."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from pipeline.dataclass import dataclass


class Kind(StrEnum):
    """Kinds of facts; the value is what a fault says of a lost one."""

    NUMBER = "number"
    MONEY = "amount of money"
    MEASURE = "measure"
    PERCENT = "percentage"
    ORDINAL = "ordinal"
    TIME = "time"
    DATE = "date"
    FRACTION = "fraction"
    LITERAL = "address, code or name"
    FORMULA = "formula"
    SYMBOL = "symbol"
    NAME = "name"
    CAPITALS = "capitals"
    TERM = "glossary term"
    STYLE = "dash or quotation mark"
    """Punctuation that the model cannot read: sent as one that it can, put back where it comes back, never missed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One part of a sentence that has to come through."""

    kind: Kind
    start: int
    end: int
    text: str
    forms: tuple[str, ...] = ()
    """What may be sent in its place, the cheapest first; the text itself is the first where the model can read it."""
    written: str = ""
    """What a placeholder becomes, in the target's own format; empty where a placeholder would not do."""
    values: tuple[Decimal, ...] = ()
    """Numbers, any one of which keeps the fact (1953, or 53 in 1950-53)."""
    marker: str = ""
    """Key of its currency or unit."""
    accepted: tuple[str, ...] = ()
    """Spellings of it, besides `written`, that keep it."""
    forbidden: tuple[str, ...] = ()
    """Spellings that show that it is not kept."""

    @property
    def levels(self) -> int:
        """How many ways there are to send it."""
        return len(self.forms) + bool(self.written)
