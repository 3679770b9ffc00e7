"""What the stages and the application need from outside: engines and a place for progress."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from pipeline.dataclass import dataclass
from pipeline.model import EngineSignature, Transcript, Translation


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far one long step has come."""

    step: str
    """What is being done, for a person: `transcribe social-credit`."""
    done: int
    total: int
    """Same unit as `done`; 0 while it is not known."""
    unit: str
    """`ms` (of audio), `sentences`, `bytes`, …"""
    left_ms: int = 0
    """How long it will still take by the clock, as far as that can be estimated; 0 where it cannot."""


ProgressSink = Callable[[Progress], None]


def ignore_progress(progress: Progress) -> None:
    """The sink that shows nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscribeOptions:
    """What a recogniser may be asked; everything here changes its output."""

    language: str | None = None
    """BCP-47 tag of the spoken language, or None to detect it."""
    audio_stream: int | None = None
    """Index among the audio streams, or None for the container's default one, and others where nobody speaks in it."""
    audio_channel: str = ""
    """`mix`, a channel's name (`left`, `right`, `centre`, or FFmpeg's, as FC) or number from 0; empty for what
    carries the voice."""
    task: str = "transcribe"
    """`transcribe`, or `translate` for Whisper's own translation to English."""


class Transcriber(Protocol):
    """A recogniser. One instance keeps its model loaded."""

    @property
    def signature(self) -> EngineSignature:
        """Engine, model and versions; cheap: loads no model."""

    def transcribe(self, media: Path, options: TranscribeOptions, progress: ProgressSink) -> Transcript:
        """Recognise the speech of one file; a transcript without words where nobody speaks.

        Raises:
            InputError: The file is not a readable medium with audio.
            EngineError: The engine failed.
        """


class Translator(Protocol):
    """A translator for one direction of one pair. One instance keeps its model loaded."""

    @property
    def signature(self) -> EngineSignature:
        """Engine, model and versions; cheap: loads no model."""

    def translate(self, sentences: Sequence[str], progress: ProgressSink) -> tuple[Translation, ...]:
        """Translate whole sentences, in one call; as many come back as went in, in the same order.

        Raises:
            EngineError: The engine failed, or gave another number of sentences.
        """


@runtime_checkable
class LoadableTranslator(Protocol):
    """A translator whose model can be loaded before its first sentence."""

    def load(self) -> None:
        """Load the model now.

        Raises:
            EngineError: It cannot be loaded; `translate` says the same.
        """
