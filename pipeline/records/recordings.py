"""What was heard in a video: `machine/transcript.json`, and the names that were misheard in it."""

from __future__ import annotations

from fractions import Fraction

from pipeline.dataclass import dataclass
from pipeline.model import EngineSignature, Transcript, Word


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
