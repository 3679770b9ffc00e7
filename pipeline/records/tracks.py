"""What the machine remembers of the captions in one language: `machine/<lang>.json`."""

from __future__ import annotations

from enum import StrEnum

from pipeline.dataclass import dataclass
from pipeline.model import Cue, EngineSignature


class EditState(StrEnum):
    """What became of a person's cue."""

    EDITED = "edited"
    RETIMED = "retimed"
    """Only times or line breaks are a person's, the words are the machine's."""
    CONFLICT = "conflict"
    """The machine would now write something else than when the person edited."""
    STALE = "stale"
    """The sentence that the text translates has changed since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceRecord:
    """One sentence as the machine made it."""

    id: str
    source: str
    """The sentence it was translated from; empty in the spoken language."""
    text: str
    score: float | None = None
    alignment: tuple[tuple[int, int], ...] | None = None
    faults: tuple[str, ...] = ()
    disagreement: float | None = None
    """See `Translation.disagreement`."""
    terms: str = ""
    """What the glossary said of the terms in `source`, as a key; empty without any."""
    memory: str = ""
    """Whose text this is, and from where, if it came from the translation memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A cue that a person made or changed, and what it was written against."""

    text: str
    basis: str
    """What stood under the cue when the person wrote it, a sentence a line: the source sentences for a
    translation, the recognised sentences for the spoken language."""
    basis_now: str
    """What stands under it now; the text is stale where the two differ."""
    machine: str
    """What the machine had written there then."""
    suggestion: str
    """What the machine would write there now."""
    state: EditState
    start_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackHead:
    """What can be known of a track without reading its sentences and cues."""

    language: str
    origin: str
    """The language that it was translated from; empty for the spoken language."""
    key: str
    written: str
    """SHA-256 of the caption file as it was last written; empty if none was written."""
    memory_key: str
    """Of the engine that made the sentences: texts may be used again under the same one."""
    signatures: tuple[EngineSignature, ...]
    edits: tuple[Edit, ...] = ()
    deleted: int = 0
    """How many of the machine's sentences a person took out."""
    is_own: bool = False
    """Whether the whole file is a person's, since the machine had written none before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineTrack:
    """`machine/<lang>.json`: the track of one language as the machine last made it."""

    head: TrackHead
    sentences: tuple[SentenceRecord, ...]
    cues: tuple[Cue, ...]
    """What the machine last wrote, before any person's edit."""
