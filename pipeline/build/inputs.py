"""What the jobs of a build depend on: one picklable record for each kind of job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from fractions import Fraction
from pathlib import Path

from pipeline.cues import Cut, CutOptions
from pipeline.dataclass import dataclass
from pipeline.edits import Retiming
from pipeline.model import Cue, EngineSignature, Sentence, Translation
from pipeline.protocols import TranscribeOptions
from pipeline.records import MachineTrack, Recording
from pipeline.settings import TranscriptionSettings, TranslationSettings
from pipeline.timing import DEFAULT_FRAME_RATE
from pipeline.translation import NO_GLOSSARY, GlossaryFinder, Hop


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscribeInput:
    """All that the transcription of one video depends on."""

    video: str
    media: Path
    media_sha256: str
    key: str
    settings: TranscriptionSettings
    folder: Path
    options: TranscribeOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """A medium, and who listens to it."""

    media: Path
    settings: TranscriptionSettings
    options: TranscribeOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptInput:
    """A script and the sound that it was read for."""

    name: str
    """Of the file, for messages."""
    paragraphs: tuple[str, ...]
    sound: Sound
    is_required: bool = False
    """Whether it is an error if less than half of the text is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptedInput:
    """What was recognised in one video, and the script that is brought to it."""

    heard: Recording
    script: ScriptInput
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesInput:
    """A transcript, and the names of the glossary that something in it resembles."""

    recording: Recording
    """As it was recognised."""
    transcript_sha256: str
    names: tuple[str, ...]
    sound: Sound
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslateInput:
    """Sentences of any number of videos for one model."""

    hop: Hop
    texts: tuple[str, ...]
    settings: TranslationSettings
    folder: Path
    terms: GlossaryFinder = NO_GLOSSARY


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenInput:
    """All that the captions in the spoken language depend on."""

    recording: Recording
    profile: str
    key: str
    previous: MachineTrack | None = None
    edited: tuple[Cue, ...] | None = None
    """What the caption file says now; None if there is none."""
    origin: Recording | None = None
    """The speech itself, where the recording is Whisper's translation of it."""
    cuts: Mapping[str, Cut] = field(default_factory=dict)
    """How the last build cut the sentences; only so that it need not be searched for again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslatedInput:
    """All that the captions in one other language depend on."""

    language: str
    origin: str
    options: CutOptions
    profile: str
    sentences: tuple[Sentence, ...]
    """The effective sentences of the origin."""
    retiming: Retiming
    """By how much the origin's captions were shifted or stretched as a whole; not yet in the sentences' times."""
    translations: tuple[Translation, ...]
    signatures: tuple[EngineSignature, ...]
    key: str
    memory_key: str
    formatted: tuple[Cue, ...] = ()
    """The cues that the sentences were read from, where any has formatting."""
    cuts: Mapping[str, Cut] = field(default_factory=dict)
    """As above."""
    previous: MachineTrack | None = None
    edited: tuple[Cue, ...] | None = None


TrackInput = SpokenInput | TranslatedInput
JobRecord = TranscribeInput | ScriptedInput | NamesInput | TranslateInput | TrackInput


def media_of(record: JobRecord) -> Path | None:
    """The video that a job reads; None if it reads none."""
    if isinstance(record, TranscribeInput):
        return record.media
    if isinstance(record, NamesInput):
        return record.sound.media
    return record.script.sound.media if isinstance(record, ScriptedInput) else None


def with_threads(record: JobRecord, threads: int) -> JobRecord:
    """The same job with so many threads, unless the settings say how many; its result is the same."""
    if isinstance(record, ScriptedInput):
        sound = _sound_with(record.script.sound, threads)
        return replace(record, script=replace(record.script, sound=sound))
    if isinstance(record, NamesInput):
        return replace(record, sound=_sound_with(record.sound, threads))
    if isinstance(record, TranscribeInput):
        return replace(record, settings=replace(record.settings, threads=record.settings.threads or threads))
    if isinstance(record, TranslateInput):
        return replace(record, settings=replace(record.settings, threads=record.settings.threads or threads))
    return record


def cut_options(language: str, frame_rate: Fraction | None, duration_ms: int) -> CutOptions:
    """What cutting must know about the medium; 0 for a length that is not known."""
    rate = frame_rate or DEFAULT_FRAME_RATE
    return CutOptions(language=language, frame_rate=rate, limit_ms=duration_ms or None)


def _sound_with(sound: Sound, threads: int) -> Sound:
    return replace(sound, settings=replace(sound.settings, threads=sound.settings.threads or threads))
