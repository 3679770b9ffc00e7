"""The transcriber of the engine `whisper`: says who it is without loading what recognises speech."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.model import EngineSignature, Transcript
from pipeline.models import installed_version
from pipeline.protocols import ProgressSink, TranscribeOptions
from pipeline.settings import TranscriptionSettings
from pipeline.speech.beam import BEAM_SIZE
from pipeline.speech.whisper.weights import LICENCE, model_version

if TYPE_CHECKING:
    from pipeline.speech.whisper.engine import WhisperRecogniser

ENGINE = "whisper"


class WhisperTranscriber:
    """The transcriber of the engine `whisper`."""

    def __init__(self, settings: TranscriptionSettings) -> None:
        self._settings = settings

    @cached_property
    def signature(self) -> EngineSignature:
        """Names and versions; loads no model and not torch."""
        return EngineSignature(
            engine=ENGINE,
            engine_version=installed_version("openai-whisper"),
            model=self._settings.model,
            model_version=model_version(self._settings.model),
            licence=LICENCE,
            settings=(("beam_size", str(BEAM_SIZE)),),
        )

    def transcribe(self, media: Path, options: TranscribeOptions, progress: ProgressSink) -> Transcript:
        """See `pipeline.protocols.Transcriber`."""
        from pipeline.speech.transcribing import hear

        return hear(self._recogniser, media, options, progress, engine=ENGINE)

    @cached_property
    def _recogniser(self) -> WhisperRecogniser:
        from pipeline.speech.whisper.engine import WhisperRecogniser

        settings = self._settings
        return WhisperRecogniser(settings.model, device=settings.device, threads=settings.threads)


def make_transcriber(settings: TranscriptionSettings, folder: Path) -> WhisperTranscriber:
    """Registry factory; a model's relative path is one in the project's folder."""
    path = folder / settings.model
    if path.is_file():
        settings = replace(settings, model=str(path))
    return WhisperTranscriber(settings)
