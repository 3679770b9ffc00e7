"""faster-whisper (CTranslate2): the second engine, on the same windows and the same weights."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from pipeline.model import EngineSignature, Transcript
from pipeline.protocols import ProgressSink, TranscribeOptions
from pipeline.settings import TranscriptionSettings
from pipeline.speech.beam import BEAM_SIZE
from pipeline.speech.faster_whisper_engine import ENGINE, FasterWhisperRecogniser
from pipeline.speech.transcribing import hear
from pipeline.speech.whisper.weights import LICENCE, model_version

_DECODING_VERSION = "3"
"""Of how this engine alone uses CTranslate2; raise it when that changes what is transcribed."""


class FasterWhisperTranscriber:
    """The transcriber of the engine `faster-whisper`."""

    def __init__(self, settings: TranscriptionSettings) -> None:
        self._settings = settings
        self._recogniser = FasterWhisperRecogniser(settings.model, device=settings.device, threads=settings.threads)

    @cached_property
    def signature(self) -> EngineSignature:
        """Names and versions; loads no model and not CTranslate2."""
        model_file = Path(self._settings.model) / "model.bin"
        name = str(model_file) if model_file.is_file() else self._settings.model
        return EngineSignature(
            engine=ENGINE,
            engine_version=version("faster-whisper"),
            model=self._settings.model,
            model_version=model_version(name),
            licence=LICENCE,
            settings=(("beam_size", str(BEAM_SIZE)), ("decoding", _DECODING_VERSION)),
        )

    def transcribe(self, media: Path, options: TranscribeOptions, progress: ProgressSink) -> Transcript:
        """See `pipeline.protocols.Transcriber`."""
        return hear(self._recogniser, media, options, progress, engine=ENGINE)


def make_transcriber(settings: TranscriptionSettings, folder: Path) -> FasterWhisperTranscriber:
    """Registry factory; a model's relative path is one in the project's folder."""
    path = folder / settings.model
    if path.is_dir():
        settings = replace(settings, model=str(path))
    return FasterWhisperTranscriber(settings)
