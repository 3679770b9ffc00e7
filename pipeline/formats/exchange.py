"""What translators' own tools get and give back: one unit a sentence or field, under its key, never its time."""

from __future__ import annotations

from enum import StrEnum

from pipeline.dataclass import dataclass
from pipeline.timing import MS_PER_SECOND, format_clock


class UnitState(StrEnum):
    """What became of a text so far."""

    APPROVED = "approved"
    EDITED = "edited"
    """A person wrote it; nobody approved it yet."""
    STALE = "stale"
    """A person wrote it for another source than there is now."""
    MACHINE = "machine"
    """No person read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportUnit:
    """One sentence, or one field of title, description and chapters, as it goes out."""

    key: str
    source: str
    text: str
    machine: str
    """What the machine makes of it; empty where it made nothing."""
    state: UnitState
    earlier_source: str = ""
    """What a stale text was written for."""
    name: str = ""
    """What people call a field; empty for a sentence."""
    start_ms: int = 0
    shown_ms: int = 0
    """For how long a sentence is shown."""
    most_chars: int = 0
    """How many characters can be read in its time, or platforms take; 0 where nothing says so."""
    comments: tuple[str, ...] = ()
    """Why to read it, and its terms: for people."""

    @property
    def place(self) -> str:
        """Where a person finds it: its time, or its name."""
        return self.name or format_clock(self.start_ms)

    @property
    def room(self) -> str:
        """The same with how much room there is."""
        shown = () if self.name else (f"{self.shown_ms / MS_PER_SECOND:.1f} s",)
        most = (f"up to {self.most_chars} characters",) if self.most_chars else ()
        return ", ".join((self.place, *shown, *most))


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFile:
    """One caption file as it goes out."""

    video: str
    source_language: str
    language: str
    base: str
    """SHA-256 of what it was made from."""
    units: tuple[ExportUnit, ...]
    told: tuple[str, ...] = ()
    """What could not be read, and is not in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedUnit:
    """One sentence or field as it came back."""

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
