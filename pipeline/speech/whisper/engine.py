"""openai-whisper, fast on a processor: batches of windows, one pass of the encoder for everything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from pipeline.dataclass import dataclass
from pipeline.models import processor_count
from pipeline.speech.groups import even_groups, in_order
from pipeline.speech.recogniser import Heard, Otherwise
from pipeline.speech.whisper.encoder import FastEncoder
from pipeline.speech.whisper.halves import Halves
from pipeline.speech.whisper.memory import Sound
from pipeline.speech.whisper.weights import load_whisper
from pipeline.speech.windows import Window

if TYPE_CHECKING:
    from whisper.model import Whisper

    from pipeline.speech.whisper.decoding import Decoder

BATCH_SIZE = 8
"""Four minutes of sound: with twice as many a long medium takes a sixteenth less time, and 190 MB more."""
DETECTED = 4
"""How many windows of the first batch tell the language."""

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Encoded:
    """Some windows and the encoder's output for them."""

    windows: tuple[Window, ...]
    sounds: tuple[Sound, ...]


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
        self._lock = Lock()
        self._pools: dict[int, ThreadPoolExecutor] = {}
        """Worker threads, by how many share the work on one item: however many ask, as many of each compute at once."""

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
        """Run the encoder, window by window: a batch is not faster on a processor. Two threads share a window."""
        known: list[Window] = []
        sounds: list[Sound] = []
        for encoded in self._spread(self._encode_one, _noted(windows, known), sharing=2):
            sounds.append(encoded)
            done(known, len(sounds))
        return Encoded(tuple(known), tuple(sounds))

    def detect(self, encoded: Encoded) -> tuple[Mapping[str, float], ...]:
        """Language probabilities of some windows, evenly spread; empty for the rest, since each costs time."""
        found: list[Mapping[str, float]] = [{} for _ in encoded.windows]
        if self._model.is_multilingual:
            step = -(-len(found) // DETECTED)
            found[::step] = self._spread(self._detect_one, encoded.sounds[::step])
        return tuple(found)

    def pick(self, encoded: Encoded, rows: Sequence[int]) -> Encoded:
        """Some of the windows."""
        return Encoded(tuple(encoded.windows[row] for row in rows), tuple(encoded.sounds[row] for row in rows))

    def decode(
        self, encoded: Encoded, language: str, task: str, before: Sequence[str] = (), beam_size: int = 1
    ) -> tuple[Heard, ...]:
        """Text, probabilities and word times of each window."""

        def decode_group(rows: Sequence[int]) -> tuple[Heard, ...]:
            some = self.pick(encoded, rows)
            texts = [before[row] for row in rows] if before and before[rows[0]] else ()
            tokenizer = self._decoder.tokenizer(language, task)
            return self._decoder.decode(some.sounds, some.windows, tokenizer, before=texts, beam_size=beam_size)

        with_text = [row for row, text in enumerate(before) if text]
        without = [row for row in range(len(encoded.windows)) if row not in with_text]
        groups = [*_groups(encoded.windows, with_text), *_groups(encoded.windows, without)]
        return in_order(groups, self._spread(decode_group, groups))

    def read_otherwise(
        self, encoded: Encoded, language: str, task: str, heard: Sequence[Sequence[str]]
    ) -> tuple[tuple[Otherwise, ...], ...]:
        """What else may be said in each window, place by place."""

        def read_group(rows: Sequence[int]) -> tuple[tuple[Otherwise, ...], ...]:
            sounds = [encoded.sounds[row] for row in rows]
            tokenizer = self._decoder.tokenizer(language, task)
            return self._decoder.read_otherwise(sounds, tokenizer, [heard[row] for row in rows])

        groups = _groups(encoded.windows)
        return in_order(groups, self._spread(read_group, groups))

    def score(
        self, encoded: Encoded, language: str, readings: Sequence[Sequence[str]], before: Sequence[str] = ()
    ) -> tuple[tuple[float, ...], ...]:
        """How likely each reading of each window is, as a whole, with what is told before: see `scoring`."""
        from pipeline.speech.whisper.scoring import score_readings

        def score_group(rows: Sequence[int]) -> tuple[tuple[float, ...], ...]:
            tokenizer = self._decoder.tokenizer(language, "transcribe")
            sounds = [encoded.sounds[row] for row in rows]
            told = [before[row] for row in rows] if before else ()
            return score_readings(self._decoder, sounds, tokenizer, [readings[row] for row in rows], told)

        groups = _groups(encoded.windows)
        return in_order(groups, self._spread(score_group, groups))

    def align(self, encoded: Encoded, language: str, texts: Sequence[Sequence[str]]) -> tuple[Heard, ...]:
        """When each word of a given text is said in each window: see `scoring`."""
        from pipeline.speech.whisper.scoring import align_words

        def align_group(rows: Sequence[int]) -> tuple[Heard, ...]:
            some = self.pick(encoded, rows)
            tokenizer = self._decoder.tokenizer(language, "transcribe")
            return align_words(self._decoder, some.sounds, some.windows, tokenizer, [texts[row] for row in rows])

        groups = _groups(encoded.windows)
        return in_order(groups, self._spread(align_group, groups))

    def _detect_one(self, sound: Sound) -> Mapping[str, float]:
        return self._decoder.detect(sound)

    def _encode_one(self, window: Window) -> Sound:
        import torch

        return Sound(self._encoder.encode(torch.from_numpy(window.samples).to(self._model.device)))

    @cached_property
    def _model(self) -> Whisper:
        import torch

        device = self._device
        if device == "auto":
            device = "cuda" if torch.cuda.is_available() else "cpu"
        return load_whisper(self._model_name, device=device)

    @cached_property
    def _encoder(self) -> FastEncoder:
        is_cut = self._model.device.type == "cpu"
        return FastEncoder(self._model, Halves(count=2, are_parallel=self._threads > 1) if is_cut else Halves())

    @property
    def _decoder(self) -> Decoder:
        return self._coming_decoder.result()

    @cached_property
    def _coming_decoder(self) -> Future[Decoder]:
        import torch

        from pipeline.speech.whisper.decoding import Decoder

        pool = ThreadPoolExecutor(1, initializer=torch.set_num_threads, initargs=(1,))
        coming = pool.submit(Decoder, self._model, self._encoder)
        pool.shutdown(wait=False)
        return coming

    def _spread(
        self, work: Callable[[_Item], _Result], items: Iterable[_Item], *, sharing: int = 1
    ) -> Iterator[_Result]:
        """The result for each item, in order, from as many threads as wanted; a GPU gets one for each kind of work.

        Args:
            work: What is done with an item.
            items: Few or many.
            sharing: How many threads the work on one item takes by itself.
        """
        import torch

        def alone(item: _Item) -> _Result:
            with torch.inference_mode():
                return work(item)

        yield from self._pool(sharing).map(alone, items)

    def _pool(self, sharing: int) -> ThreadPoolExecutor:
        import torch

        with self._lock:
            if sharing not in self._pools:
                workers = -(-self._threads // sharing) if self._model.device.type == "cpu" else 1
                self._pools[sharing] = ThreadPoolExecutor(workers, initializer=torch.set_num_threads, initargs=(1,))
            return self._pools[sharing]


def _noted(windows: Iterable[Window], known: list[Window]) -> Iterator[Window]:
    for window in windows:
        known.append(window)
        yield window


def _groups(windows: Sequence[Window], rows: Sequence[int] | None = None) -> tuple[tuple[int, ...], ...]:
    lengths = [len(window.samples) for window in windows]
    return even_groups(range(len(windows)) if rows is None else rows, lengths)
