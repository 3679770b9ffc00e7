"""Which recognisers there are; a module is imported when its engine is first used."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from pipeline.errors import ConfigError
from pipeline.protocols import Transcriber
from pipeline.settings import TranscriptionSettings

TRANSCRIBERS = {
    "whisper": "pipeline.speech.whisper.transcriber:make_transcriber",
    "faster-whisper": "pipeline.speech.faster_whisper:make_transcriber",
    "scripted": "pipeline.speech.scripted:make_transcriber",
}
"""Engine name to `module:factory`; a factory takes the settings and the project's folder."""


def load_transcriber(settings: TranscriptionSettings, folder: Path) -> Transcriber:
    """The recogniser that the settings name; its model is loaded when it first hears something.

    Args:
        settings: `engine` chooses; the rest is the engine's.
        folder: The project, from which relative paths start.

    Raises:
        ConfigError: There is no such engine.
    """
    if settings.engine not in TRANSCRIBERS:
        known = ", ".join(name for name in TRANSCRIBERS if name != "scripted")
        raise ConfigError(key="transcription.engine", reason=f"unknown engine {settings.engine!r}; known: {known}")
    module, _, factory = TRANSCRIBERS[settings.engine].partition(":")
    make = cast(Callable[[TranscriptionSettings, Path], Transcriber], getattr(import_module(module), factory))
    return make(settings, folder)
