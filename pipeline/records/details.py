"""What the machine remembers of title, description and chapters in one language: `machine/<lang>.details.json`."""

from __future__ import annotations

from enum import StrEnum

from pipeline.dataclass import dataclass
from pipeline.model import EngineSignature
from pipeline.records.tracks import EditState, SentenceRecord


class DetailPlace(StrEnum):
    """A field of what is said about a video."""

    TITLE = "title"
    DESCRIPTION = "description"
    CHAPTER = "chapter"


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailField:
    """A title, a paragraph of a description, or the title of a chapter, as the machine made it."""

    place: DetailPlace
    source: str
    """What it translates; in the spoken language the text itself."""
    text: str
    start_ms: int = 0
    """Of a chapter."""
    faults: tuple[str, ...] = ()
    """What is known to be wrong with `text`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailEdit:
    """A field that a person wrote or changed, and what it was written against."""

    place: DetailPlace
    text: str
    basis: str
    """The source's field when the person wrote it; empty for a field that the source did not have."""
    basis_now: str
    """The source's field now; the text is stale where the two differ."""
    machine: str
    """What the machine had written there then."""
    suggestion: str
    """What the machine would write there now."""
    state: EditState
    start_ms: int = 0
    """Of a chapter, as it stands in the file."""
    machine_ms: int = -1
    """When the machine's chapter begins that it stands for; -1 where there is none."""
    paragraph: int = 0
    """Of a description, counted from 1; 0 for the whole."""

    @property
    def is_waiting(self) -> bool:
        """Whether a person should decide about it."""
        return self.state in {EditState.STALE, EditState.CONFLICT}


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailsRecord:
    """`machine/<lang>.details.json`: title, description and chapters of one language as the machine last made them."""

    language: str
    origin: str
    """The language that they were translated from; empty for the spoken language."""
    key: str
    written: str
    """SHA-256 of the file as it was last written; empty if none was written."""
    memory_key: str
    """Of the engine that made the sentences: texts may be used again under the same one."""
    signatures: tuple[EngineSignature, ...] = ()
    sentences: tuple[SentenceRecord, ...] = ()
    """The sentences of all fields with their translations; none in the spoken language."""
    fields: tuple[DetailField, ...] = ()
    edits: tuple[DetailEdit, ...] = ()
    deleted: int = 0
    """How many of the machine's chapters a person took out."""
