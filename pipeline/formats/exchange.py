"""What translators' own tools get and give back: one unit a sentence, under the sentence's key, never its time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class UnitState(StrEnum):
    """What became of a sentence's text so far."""

    APPROVED = "approved"
    EDITED = "edited"
    """A person wrote it; nobody approved it yet."""
    STALE = "stale"
    """A person wrote it for another source than there is now."""
    MACHINE = "machine"
    """No person read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportUnit:
    """One sentence as it goes out."""

    key: str
    source: str
    text: str
    machine: str
    """What the machine makes of it; empty where it made nothing."""
    state: UnitState
    earlier_source: str = ""
    """What a stale text was written for."""
    start_ms: int
    shown_ms: int
    most_chars: int
    """How many characters can be read in its time."""
    comments: tuple[str, ...] = ()
    """Why to read it, and its terms: for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFile:
    """One caption file as it goes out."""

    video: str
    source_language: str
    language: str
    base: str
    """SHA-256 of the caption file that it was made from."""
    units: tuple[ExportUnit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedUnit:
    """One sentence as it came back."""

    key: str
    source: str
    """As the tool gave it back; empty if the format has none."""
    text: str
    is_approved: bool
    """Whether somebody marked it as right."""
    note: str = ""
    place: str = ""
    """Where it stands in the file, for messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedFile:
    """A file of a translator's tool."""

    video: str
    language: str
    """Empty, like the others, if the file does not say it."""
    base: str
    units: tuple[ReturnedUnit, ...]
    told: tuple[str, ...] = ()
    """What could not be read."""
