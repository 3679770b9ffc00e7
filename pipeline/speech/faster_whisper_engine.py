"""CTranslate2's Whisper, window by window on threads of our own, each no longer than its sound."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.dataclass import dataclass
from pipeline.errors import EngineError
from pipeline.models import processor_count
from pipeline.speech.faster_whisper_decoding import Decoder, detect_language
from pipeline.speech.faster_whisper_silence import FRAME, Silence
from pipeline.speech.recogniser import Heard, Otherwise
from pipeline.speech.whisper.weights import base_files, base_folder
from pipeline.speech.windows import RATE_HZ, Window

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

ENGINE = "faster-whisper"
BATCH_SIZE = 8
_SILENCE = RATE_HZ
"""Silence after the sound. Whisper was taught with up to half a minute of it: as many words wrong with that (225 of
1,854, and 226), for several times the time of a short recording."""
_SHORTEST = 10 * RATE_HZ
"""Sound and silence. With less, a sentence of two seconds was heard three times over."""
_DETECTED = 4
"""How many windows of the first batch tell the language."""

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Encoded:
    """Some windows, and the encoder's output for each."""

    windows: tuple[Window, ...]
    outputs: tuple[Any, ...]


class FasterWhisperRecogniser:
    """Hears windows with a model that is loaded at first use.

    Every thread has a window of its own. CTranslate2's threads for one window wait for each other in each small
    operation: two of them take nearly twice as long as one.
    """

    batch_size = BATCH_SIZE

    def __init__(self, model: str, *, device: str, threads: int) -> None:
        self._model_name = model
        self._device = device
        self._threads = threads or processor_count()

    @property
    def languages(self) -> frozenset[str]:
        return frozenset(self._model.supported_languages)

    def prepare(self) -> None:
        """Load the model."""
        _ = self._model

    def encode(self, windows: Iterable[Window], done: Callable[[Sequence[Window], int], None]) -> Encoded:
        """Spectrograms and encoder, beginning with the first window while others are fetched."""
        known: list[Window] = []
        outputs: list[Any] = []
        for output in self._spread(self._encode_one, _noted(windows, known)):
            outputs.append(output)
            done(known, len(outputs))
        return Encoded(tuple(known), tuple(outputs))

    def detect(self, encoded: Encoded) -> tuple[Mapping[str, float], ...]:
        """Language probabilities of some windows, evenly spread; empty for the rest, since each costs time."""
        found: list[Mapping[str, float]] = [{} for _ in encoded.windows]
        step = -(-len(found) // _DETECTED)
        found[::step] = self._spread(lambda output: detect_language(self._model, output), encoded.outputs[::step])
        return tuple(found)

    def pick(self, encoded: Encoded, rows: Sequence[int]) -> Encoded:
        """Some of the windows."""
        return Encoded(tuple(encoded.windows[row] for row in rows), tuple(encoded.outputs[row] for row in rows))

    def decode(
        self, encoded: Encoded, language: str, task: str, before: Sequence[str] = (), beam_size: int = 1
    ) -> tuple[Heard, ...]:
        """Text, probabilities and word times of each window; what fails is decoded again.

        With the text before each window that is left out: who gives it has another text to fall back to.
        """
        decoder = Decoder(self._model, self._silence, language, task)
        prompts = decoder.prompts(before) if before else [None] * len(encoded.windows)

        def decode_one(row: int) -> Heard:
            return decoder.decode(encoded.windows[row], encoded.outputs[row], prompts[row], beam_size)

        return tuple(self._spread(decode_one, range(len(encoded.windows))))

    def read_otherwise(
        self, encoded: Encoded, language: str, task: str, heard: Sequence[Sequence[str]]
    ) -> tuple[tuple[Otherwise, ...], ...]:
        """The other hypotheses that a search ends with; CTranslate2's own chance cannot be repeated."""
        decoder = Decoder(self._model, self._silence, language, task)
        return tuple(self._spread(decoder.read_otherwise, encoded.outputs))

    def _encode_one(self, window: Window) -> Any:  # noqa: ANN401
        import numpy as np

        extract = self._model.feature_extractor
        length = max(_SHORTEST, len(window.samples) + _SILENCE)
        wanted = min(extract.nb_max_frames, -(-length // (2 * FRAME)) * 2)
        padded = np.pad(window.samples, (0, max(0, wanted * FRAME - len(window.samples))))
        return self._model.encode(extract(padded)[None, :, :wanted])

    def _spread(self, work: Callable[[_Item], _Result], items: Iterable[_Item]) -> Iterator[_Result]:
        """The result for each item, in order, from as many threads as wanted."""
        with ThreadPoolExecutor(self._threads) as pool:
            yield from pool.map(work, items)

    @cached_property
    def _silence(self) -> Silence:
        return Silence(self._model)

    @cached_property
    def _model(self) -> WhisperModel:
        from faster_whisper import WhisperModel

        device = self._device if self._device != "auto" else _best_device()
        options: dict[str, Any] = {
            "device": device,
            "compute_type": "int8" if device == "cpu" else "float16",
            "cpu_threads": 1,
            "num_workers": self._threads if device == "cpu" else 1,
        }
        try:
            if self._model_name != "base":
                return WhisperModel(self._model_name, **options)
            folder = base_folder()
            if folder is not None:
                return WhisperModel(str(folder), **options)
            return WhisperModel("base", files=base_files(), **options)
        except (OSError, RuntimeError, ValueError) as error:
            raise EngineError(engine=ENGINE, reason=_why(self._model_name, error)) from error


def _noted(windows: Iterable[Window], known: list[Window]) -> Iterator[Window]:
    for window in windows:
        known.append(window)
        yield window


def _best_device() -> str:
    import ctranslate2

    return "cuda" if ctranslate2.get_cuda_device_count() > 0 else "cpu"


def _why(model: str, error: Exception) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return f"the model {model!r} cannot be loaded ({lines[0][:160]}); the model 'base' is installed"
