"""openai-whisper, fast on a processor: batches of windows, one pass of the encoder for everything."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.engines.hearing import Heard, hear
from pipeline.engines.whisper_weights import LICENCE, load_whisper, model_version
from pipeline.engines.windows import Window
from pipeline.model import EngineSignature, Transcript
from pipeline.protocols import ProgressSink, TranscribeOptions
from pipeline.settings import TranscriptionSettings

if TYPE_CHECKING:
    from torch import Tensor
    from whisper.model import Whisper

    from pipeline.engines.whisper_decoding import Decoder

ENGINE = "whisper"
BATCH_SIZE = 8
"""Windows at once: more costs memory (37 MB each for the base model) and gains little."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """The encoder's output for some windows, shape (windows, 1500, width)."""

    features: Tensor


class WhisperRecogniser:
    """Hears batches of windows with a model that is loaded at first use."""

    batch_size = BATCH_SIZE

    def __init__(self, model: str, *, device: str, threads: int) -> None:
        self._model_name = model
        self._device = device
        self._threads = threads

    @property
    def languages(self) -> frozenset[str]:
        from whisper.tokenizer import LANGUAGES

        return (
            frozenset([*LANGUAGES][: self._model.num_languages]) if self._model.is_multilingual else frozenset({"en"})
        )

    def encode(self, windows: Sequence[Window], done: Callable[[int], None]) -> Encoded:
        """Run the encoder, window by window: a batch is not faster on a processor."""
        import torch
        from whisper.audio import N_SAMPLES, log_mel_spectrogram, pad_or_trim

        features = []
        with self._settled():
            for count, window in enumerate(windows, 1):
                audio = torch.from_numpy(window.samples).to(self._model.device)
                mel = log_mel_spectrogram(pad_or_trim(audio, N_SAMPLES), self._model.dims.n_mels)
                features.append(self._model.encoder(mel[None])[0])
                done(count)
            return Encoded(torch.stack(features))

    def detect(self, encoded: Encoded) -> tuple[Mapping[str, float], ...]:
        """Language probabilities of each window."""
        if not self._model.is_multilingual:
            return ({},) * len(encoded.features)
        with self._settled():
            return self._decoder.detect(encoded.features)

    def decode(self, encoded: Encoded, windows: Sequence[Window], language: str, task: str) -> tuple[Heard, ...]:
        """Text, probabilities and word times of each window."""
        with self._settled():
            return self._decoder.decode(encoded.features, windows, language=language, task=task)

    @cached_property
    def _model(self) -> Whisper:
        import torch

        device = self._device
        if device == "auto":
            device = "cuda" if torch.cuda.is_available() else "cpu"
        return load_whisper(self._model_name, device=device)

    @cached_property
    def _decoder(self) -> Decoder:
        from pipeline.engines.whisper_decoding import Decoder

        return Decoder(self._model)

    @contextmanager
    def _settled(self) -> Iterator[None]:
        """No gradients, and as many threads as wanted; both as they were before, afterwards."""
        import torch

        before = torch.get_num_threads()
        torch.set_num_threads(self._threads or os.cpu_count() or 1)
        try:
            with torch.inference_mode():
                yield
        finally:
            torch.set_num_threads(before)


class WhisperTranscriber:
    """The transcriber of the engine `whisper`."""

    def __init__(self, settings: TranscriptionSettings) -> None:
        self._settings = settings
        self._recogniser = WhisperRecogniser(settings.model, device=settings.device, threads=settings.threads)

    @cached_property
    def signature(self) -> EngineSignature:
        """Names and versions; loads no model and not torch."""
        return EngineSignature(
            engine=ENGINE,
            engine_version=version("openai-whisper"),
            model=self._settings.model,
            model_version=model_version(self._settings.model),
            licence=LICENCE,
            settings=(("beam_size", "1"),),
        )

    def transcribe(self, media: Path, options: TranscribeOptions, progress: ProgressSink) -> Transcript:
        """See `pipeline.protocols.Transcriber`."""
        return hear(self._recogniser, media, options, progress, engine=ENGINE)


def make_transcriber(settings: TranscriptionSettings, folder: Path) -> WhisperTranscriber:
    """Registry factory; a model's relative path is one in the project's folder."""
    from dataclasses import replace

    path = folder / settings.model
    if path.is_file():
        settings = replace(settings, model=str(path))
    return WhisperTranscriber(settings)
