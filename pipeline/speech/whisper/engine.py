"""openai-whisper, fast on a processor: batches of windows, one pass of the encoder for everything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pipeline.model import EngineSignature, Transcript
from pipeline.models import processor_count
from pipeline.protocols import ProgressSink, TranscribeOptions
from pipeline.settings import TranscriptionSettings
from pipeline.speech.listener import BEAM_SIZE
from pipeline.speech.recogniser import Heard
from pipeline.speech.transcribing import hear
from pipeline.speech.whisper.encoder import FastEncoder, Features, joined
from pipeline.speech.whisper.weights import LICENCE, load_whisper, model_version
from pipeline.speech.windows import Window

if TYPE_CHECKING:
    from whisper.model import Whisper

    from pipeline.speech.whisper.decoding import Decoder

ENGINE = "whisper"
BATCH_SIZE = 16
GROUP_SIZE = 4
"""Windows that one thread decodes at once, always as many, so that a text does not depend on the machine."""
DETECTED = 4
"""How many windows of the first batch tell the language."""

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Encoded:
    """Some windows and the encoder's output for them."""

    windows: tuple[Window, ...]
    features: tuple[Features, ...]
    """Of one window each."""


class WhisperRecogniser:
    """Hears batches of windows with a model that is loaded at first use.

    Windows and groups of windows are spread over threads, each of which computes alone. Letting torch
    use all threads for each small operation instead is slower, ten times so on a busy machine: its
    threads wait for each other some hundred times for every token.
    """

    batch_size = BATCH_SIZE

    def __init__(self, model: str, *, device: str, threads: int) -> None:
        self._model_name = model
        self._device = device
        self._threads = threads or processor_count()

    @property
    def languages(self) -> frozenset[str]:
        from whisper.tokenizer import LANGUAGES

        if not self._model.is_multilingual:
            return frozenset({"en"})
        return frozenset([*LANGUAGES][: self._model.num_languages])

    def prepare(self) -> None:
        """Load the model; its decoder gets ready beside the encoding that comes first."""
        _ = self._encoder, self._coming_decoder

    def encode(self, windows: Iterable[Window], done: Callable[[Sequence[Window], int], None]) -> Encoded:
        """Run the encoder, window by window: a batch is not faster on a processor."""
        known: list[Window] = []
        features: list[Features] = []
        for encoded in self._spread(self._encode_one, _noted(windows, known)):
            features.append(encoded)
            done(known, len(features))
        return Encoded(tuple(known), tuple(features))

    def detect(self, encoded: Encoded) -> tuple[Mapping[str, float], ...]:
        """Language probabilities of some windows, evenly spread; empty for the rest, since each costs time."""
        found: list[Mapping[str, float]] = [{} for _ in encoded.windows]
        if self._model.is_multilingual:
            step = -(-len(found) // DETECTED)
            found[::step] = self._spread(self._detect_one, encoded.features[::step])
        return tuple(found)

    def pick(self, encoded: Encoded, rows: Sequence[int]) -> Encoded:
        """Some of the windows."""
        return Encoded(tuple(encoded.windows[row] for row in rows), tuple(encoded.features[row] for row in rows))

    def decode(
        self, encoded: Encoded, language: str, task: str, before: Sequence[str] = (), beam_size: int = 1
    ) -> tuple[Heard, ...]:
        """Text, probabilities and word times of each window."""

        def decode_group(group: slice) -> tuple[Heard, ...]:
            features, windows = joined(encoded.features[group]), encoded.windows[group]
            tokenizer = self._decoder.tokenizer(language, task)
            return self._decoder.decode(features, windows, tokenizer, before=before[group], beam_size=beam_size)

        return tuple(chain.from_iterable(self._spread(decode_group, even_groups(len(encoded.windows)))))

    def read_otherwise(
        self, encoded: Encoded, language: str, task: str, heard: Sequence[str]
    ) -> tuple[tuple[str, ...], ...]:
        """Other texts of each window, drawn by chance from what is likely."""

        def read_group(group: slice) -> tuple[tuple[str, ...], ...]:
            features, windows = joined(encoded.features[group]), encoded.windows[group]
            tokenizer = self._decoder.tokenizer(language, task)
            return self._decoder.read_otherwise(features, windows, tokenizer, heard[group])

        return tuple(chain.from_iterable(self._spread(read_group, even_groups(len(encoded.windows)))))

    def score(
        self, encoded: Encoded, language: str, readings: Sequence[Sequence[str]]
    ) -> tuple[tuple[float, ...], ...]:
        """How likely each reading of each window is, as a whole: see `scoring`."""
        from pipeline.speech.whisper.scoring import score_readings

        def score_group(group: slice) -> tuple[tuple[float, ...], ...]:
            tokenizer = self._decoder.tokenizer(language, "transcribe")
            return score_readings(self._decoder, joined(encoded.features[group]), tokenizer, readings[group])

        return tuple(chain.from_iterable(self._spread(score_group, even_groups(len(encoded.windows)))))

    def align(self, encoded: Encoded, language: str, texts: Sequence[Sequence[str]]) -> tuple[Heard, ...]:
        """When each word of a given text is said in each window: see `scoring`."""
        from pipeline.speech.whisper.scoring import align_words

        def align_group(group: slice) -> tuple[Heard, ...]:
            tokenizer = self._decoder.tokenizer(language, "transcribe")
            features = joined(encoded.features[group])
            return align_words(self._decoder, features, encoded.windows[group], tokenizer, texts[group])

        return tuple(chain.from_iterable(self._spread(align_group, even_groups(len(encoded.windows)))))

    def _detect_one(self, features: Features) -> Mapping[str, float]:
        return self._decoder.detect(features)[0]

    def _encode_one(self, window: Window) -> Features:
        import torch

        return self._encoder.encode(torch.from_numpy(window.samples).to(self._model.device))

    @cached_property
    def _model(self) -> Whisper:
        import torch

        device = self._device
        if device == "auto":
            device = "cuda" if torch.cuda.is_available() else "cpu"
        return load_whisper(self._model_name, device=device)

    @cached_property
    def _encoder(self) -> FastEncoder:
        return FastEncoder(self._model)

    @property
    def _decoder(self) -> Decoder:
        return self._coming_decoder.result()

    @cached_property
    def _coming_decoder(self) -> Future[Decoder]:
        import torch

        from pipeline.speech.whisper.decoding import Decoder

        pool = ThreadPoolExecutor(1, initializer=torch.set_num_threads, initargs=(1,))
        coming = pool.submit(Decoder, self._model)
        pool.shutdown(wait=False)
        return coming

    def _spread(self, work: Callable[[_Item], _Result], items: Iterable[_Item]) -> Iterator[_Result]:
        """The result for each item, in order, from as many threads as wanted; a GPU gets one."""
        import torch

        def alone(item: _Item) -> _Result:
            with torch.inference_mode():
                return work(item)

        workers = self._threads if self._model.device.type == "cpu" else 1
        with ThreadPoolExecutor(workers, initializer=torch.set_num_threads, initargs=(1,)) as pool:
            yield from pool.map(alone, items)


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
            settings=(("beam_size", str(BEAM_SIZE)),),
        )

    def transcribe(self, media: Path, options: TranscribeOptions, progress: ProgressSink) -> Transcript:
        """See `pipeline.protocols.Transcriber`."""
        return hear(self._recogniser, media, options, progress, engine=ENGINE)


def _noted(windows: Iterable[Window], known: list[Window]) -> Iterator[Window]:
    for window in windows:
        known.append(window)
        yield window


def even_groups(count: int) -> tuple[slice, ...]:
    """Groups of at most four windows, at least two groups, of sizes that differ by one at most.

    >>> even_groups(5)
    (slice(0, 3, None), slice(3, 5, None))
    """
    groups = min(count, max(2, -(-count // GROUP_SIZE)))
    edges = [-(-count * number // groups) for number in range(groups + 1)]
    return tuple(slice(start, end) for start, end in pairwise(edges))


def make_transcriber(settings: TranscriptionSettings, folder: Path) -> WhisperTranscriber:
    """Registry factory; a model's relative path is one in the project's folder."""
    from dataclasses import replace

    path = folder / settings.model
    if path.is_file():
        settings = replace(settings, model=str(path))
    return WhisperTranscriber(settings)
