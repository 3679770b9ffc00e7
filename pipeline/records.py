"""What the machine remembers about one track between two builds.

These records are written to `subtitles/<video>/machine/`. They hold everything that the next
build needs to tell a person's edit from its own earlier text, and to leave undone what is done.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from pipeline.model import Cue, EngineSignature, Transcript, Word


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


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingHead:
    """What can be known of a recording without reading its words."""

    key: str
    language: str
    media_sha256: str
    has_speech: bool
    """False where nobody speaks: there is nothing to caption."""
    media_duration_ms: int
    frame_rate: Fraction | None
    notices: tuple[str, ...] = ()
    """What a person should know about this recognition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """`machine/transcript.json`: what was heard, and in what."""

    key: str
    media_sha256: str
    media_duration_ms: int
    frame_rate: Fraction | None
    audio_start_ms: int
    signature: EngineSignature
    transcript: Transcript


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePlace:
    """Recognised words in whose place a name of the glossary stands, since the sound supports it."""

    first: int
    """The first of the recognised words, counted from 0."""
    end: int
    """Behind the last of them."""
    name: str
    heard: str
    """What was recognised, without punctuation."""
    words: tuple[Word, ...]
    """What stands there instead."""

    def __post_init__(self) -> None:
        if not 0 <= self.first < self.end or not self.words:
            raise ValueError(f"a name takes the place of words: {self.first} to {self.end}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesRecord:
    """`machine/transcript.names.json`: where names of the glossary were misheard in a transcript."""

    key: str
    transcript_sha256: str
    """Of the transcript that it belongs to; to another one it says nothing."""
    names: tuple[str, ...]
    """The names that something in the transcript resembles."""
    places: tuple[NamePlace, ...]
    """In order, without overlap."""


NoteKind = Literal["note", "clash"]
"""`clash`: what somebody else wrote in the place of this caption, and what could not be merged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a person noted on a caption; viewers never see it."""

    id: str
    language: str
    kind: NoteKind
    cue_text: str
    """The caption that it was written on."""
    start_ms: int
    text: str
    by: str
    date: str
    """ISO 8601 day."""
    is_open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryTerm:
    """A term that people decided about, as `glossary.toml` says it."""

    source: str
    """The term itself."""
    language: str = ""
    """BCP-47 tag of the term; empty for the spoken language of whichever video."""
    translations: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """By language what may stand for it, the preferred first."""
    forbidden: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """By language what may not."""
    forms: tuple[str, ...] = ()
    """Other forms of the term, such as its plural."""
    is_translated: bool = True
    """False for a name that stays as it is."""
    part_of_speech: str = ""
    note: str = ""
    videos: tuple[str, ...] = ()
    """Where it holds; everywhere if none."""
    is_case_sensitive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Somebody read one sentence of one language of one video and vouches for exactly this text."""

    language: str
    by: str
    date: str
    """ISO 8601 day."""
    source: str = ""
    """The sentence that it translates; empty in the spoken language, and where it was not known."""
    text: str = ""
    """The sentence as it was read, without line breaks."""
    text_sha256: str = ""
    """Instead of source and text: `text_digest` of a whole file, as approvals were recorded at first."""
    field: str = ""
    """Empty for a sentence of the captions; else which field of title, description and chapters (`DetailPlace`)."""

    @property
    def is_of_file(self) -> bool:
        """Whether it vouches for a whole file instead of one sentence."""
        return bool(self.text_sha256)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryEntry:
    """A sentence and what a person wrote or approved for it."""

    source: str
    source_language: str
    """BCP-47 tag."""
    text: str
    language: str
    video: str = ""
    by: str = ""
    """Who; empty where a person corrected it without giving a name."""
    date: str = ""
    """ISO 8601 day; empty where it is not known."""
    before: str = ""
    after: str = ""
    """The sentences around `source`."""

    def describe(self) -> str:
        """Whose text it is and from where, for people.

        >>> yes = MemoryEntry(source="Yes.", source_language="en", text="Sim.", language="pt", video="talk", by="Ana")
        >>> yes.describe()
        'talk, Ana'
        """
        return ", ".join(filter(None, (self.video, self.by, self.date)))


def text_digest(cues: Iterable[Cue]) -> str:
    """The hash of a track's text alone: times may move under an approval, words may not."""
    return hashlib.sha256("\0".join(cue.text for cue in cues).encode()).hexdigest()


def digest(*parts: object) -> str:
    """A key: the hash of everything that a result depends on.

    >>> digest("a", 1) == digest("a", 1), digest("a", 1) == digest("a1")
    (True, False)
    """
    plain = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=_plain)
    return hashlib.sha256(plain.encode()).hexdigest()[:32]


def _plain(value: object) -> object:
    if isinstance(value, Fraction):
        return str(value)
    if hasattr(value, "__slots__"):
        return {name: getattr(value, name) for name in value.__slots__}
    raise TypeError(f"{type(value).__name__} cannot be part of a key")
