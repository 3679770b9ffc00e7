"""Texts that are known against a medium's sound: which of several readings is said, and when each word is.

For a script, for captions with bad times, for a transcript that a person typed. Stretches of at most half a minute are
looked at, each by itself; nothing is recognised anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import count, islice
from pathlib import Path
from statistics import fmean
from typing import Any, TypeVar

from pipeline.dataclass import dataclass
from pipeline.media import probe
from pipeline.model import Word
from pipeline.protocols import ProgressSink, TranscribeOptions, ignore_progress
from pipeline.settings import TranscriptionSettings
from pipeline.speech.audio_source import first_source
from pipeline.speech.listener import words_in_order
from pipeline.speech.meter import Meter
from pipeline.speech.spans import speech_spans
from pipeline.speech.spoken_language import whisper_code
from pipeline.speech.voice_activity import load_voice_activity
from pipeline.speech.whisper.engine import Encoded, WhisperRecogniser
from pipeline.speech.whisper.transcriber import ENGINE
from pipeline.speech.windows import MAX_WINDOW, RATE_HZ, Piece, Window
from pipeline.speech.word_times import place_words
from pipeline.timing import MS_PER_SECOND

_Result = TypeVar("_Result")
Choice = Callable[[int, tuple[float, ...]], str]
"""The text of a stretch that holds, by its number and the scores of its texts."""
_MARGIN_MS = 400
"""Sound on both sides of a stretch: Whisper misses words at the very edge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of a medium, and texts that may be said in it."""

    start_ms: int
    end_ms: int
    """At most 28 s after the start."""
    texts: tuple[str, ...]
    """At least one; words stand between spaces."""
    names: tuple[str, ...] = ()
    """What may be said there and no model knows: each score is the mean of two, of which the second is the decoder's
    when it was told these names."""

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms < self.end_ms <= self.start_ms + longest_stretch_ms():
            raise ValueError(f"a stretch lasts up to {longest_stretch_ms()} ms: {self.start_ms} to {self.end_ms}")
        if not self.texts:
            raise ValueError("a stretch has at least one text")


def longest_stretch_ms() -> int:
    """How long a stretch can be: what Whisper hears at once, without the margins."""
    return MAX_WINDOW * MS_PER_SECOND // RATE_HZ - 2 * _MARGIN_MS


class Aligner:
    """Compares texts with sound, by a model of openai-whisper that is loaded at first use."""

    def __init__(self, settings: TranscriptionSettings) -> None:
        model = settings.model if settings.engine == ENGINE else "base"
        self._recogniser = WhisperRecogniser(model, device=settings.device, threads=settings.threads)

    def score(
        self,
        media: Path,
        stretches: Sequence[Stretch],
        options: TranscribeOptions,
        progress: ProgressSink = ignore_progress,
    ) -> tuple[tuple[float, ...], ...]:
        """How well the sound of each stretch supports each of its texts: log-probabilities of the whole texts.

        Args:
            media: Any medium.
            stretches: In order of their starts; they may overlap.
            options: The language must be given; the audio stream and channel may be.
            progress: Told how far the medium is.

        Raises:
            InputError: It is not a readable medium with audio.
            EngineError: The language is none that the model knows, or a text is too long for its stretch.
        """
        code = self._code(options)

        def score(encoded: Encoded, part: Sequence[Stretch]) -> Iterable[tuple[float, ...]]:
            return self._scores(encoded, code, part)

        return tuple(self._over(media, stretches, options, progress, score))

    def align(
        self,
        media: Path,
        stretches: Sequence[Stretch],
        options: TranscribeOptions,
        progress: ProgressSink = ignore_progress,
    ) -> tuple[tuple[Word, ...], ...]:
        """When each word of the first text of each stretch is said: exactly these words, in this order.

        Args and Raises: As `score`.
        """
        code = self._code(options)

        def align(encoded: Encoded, part: Sequence[Stretch]) -> Iterator[tuple[Word, ...]]:
            heard = self._recogniser.align(encoded, code, [stretch.texts[0].split() for stretch in part])
            for window, one in zip(encoded.windows, heard, strict=True):
                yield tuple(words_in_order(place_words(one.words, window)))

        return tuple(self._over(media, stretches, options, progress, align))

    def choose(
        self,
        media: Path,
        stretches: Sequence[Stretch],
        choose: Choice,
        options: TranscribeOptions,
        progress: ProgressSink = ignore_progress,
    ) -> tuple[tuple[Word, ...], ...]:
        """Score the texts of each stretch, choose one by the scores, and say when its words are said.

        The sound is encoded once for both.

        Args:
            media: Any medium.
            stretches: In order of their starts; they may overlap.
            choose: Given the number of a stretch and the scores of its texts, gives the text to be aligned; an empty
                one needs no times, and gets no words.
            options: The language must be given; the audio stream and channel may be.
            progress: Told how far the medium is.

        Raises:
            As `score`.
        """
        code = self._code(options)
        numbers = count()

        def work(encoded: Encoded, part: Sequence[Stretch]) -> Iterator[tuple[Word, ...]]:
            scores = self._scores(encoded, code, part)
            texts = [choose(next(numbers), row).split() for row in scores]
            rows = [row for row, words in enumerate(texts) if words]
            picked = self._recogniser.pick(encoded, rows)
            heard = self._recogniser.align(picked, code, [texts[row] for row in rows]) if rows else ()
            found = dict(zip(rows, heard, strict=True))
            for row, window in enumerate(encoded.windows):
                yield tuple(words_in_order(place_words(found[row].words, window))) if row in found else ()

        return tuple(self._over(media, stretches, options, progress, work))

    def _scores(self, encoded: Encoded, code: str, part: Sequence[Stretch]) -> tuple[tuple[float, ...], ...]:
        texts = [stretch.texts for stretch in part]
        plain = self._recogniser.score(encoded, code, texts)
        if not any(stretch.names for stretch in part):
            return plain
        told = [f"{', '.join(stretch.names)}." if stretch.names else "" for stretch in part]
        others = self._recogniser.score(encoded, code, texts, told)
        return tuple(tuple(map(fmean, zip(*both, strict=True))) for both in zip(plain, others, strict=True))

    def _code(self, options: TranscribeOptions) -> str:
        if options.language is None:
            raise ValueError("the spoken language must be given")
        return whisper_code(options.language, self._recogniser, ENGINE)

    def _over(
        self,
        media: Path,
        stretches: Sequence[Stretch],
        options: TranscribeOptions,
        progress: ProgressSink,
        work: Callable[[Encoded, Sequence[Stretch]], Iterable[_Result]],
    ) -> Iterator[_Result]:
        info = probe(media)
        meter = Meter(f"align {media.stem}", info.duration_ms, progress)
        source = first_source(media, info, options)
        windows = _windows(source.blocks(media, []), stretches)
        left = iter(stretches)
        while (encoded := self._recogniser.encode(islice(windows, self._recogniser.batch_size), meter.encoded)).windows:
            yield from work(encoded, [*islice(left, len(encoded.windows))])
            meter.decoded(encoded.windows)


class ScriptedAligner:
    """Beside the scripted recogniser, for tests: it hears nothing, so that every text is as likely as the others."""

    def score(
        self,
        media: Path,
        stretches: Sequence[Stretch],
        options: TranscribeOptions,
        progress: ProgressSink = ignore_progress,
    ) -> tuple[tuple[float, ...], ...]:
        """See `Aligner.score`."""
        return tuple((0.0,) * len(stretch.texts) for stretch in stretches)

    def choose(
        self,
        media: Path,
        stretches: Sequence[Stretch],
        choose: Choice,
        options: TranscribeOptions,
        progress: ProgressSink = ignore_progress,
    ) -> tuple[tuple[Word, ...], ...]:
        """See `Aligner.choose`; no word gets a time."""
        for number, stretch in enumerate(stretches):
            choose(number, (0.0,) * len(stretch.texts))
        return ((),) * len(stretches)


@cache
def load_aligner(settings: TranscriptionSettings) -> Aligner:
    """The aligner for some settings; it keeps its model."""
    return Aligner(settings)


def load_script_aligner(settings: TranscriptionSettings) -> Aligner | ScriptedAligner:
    """What decides between a script and what was recognised."""
    return ScriptedAligner() if settings.engine == "scripted" else load_aligner(settings)


def _windows(blocks: Iterator[Any], stretches: Iterable[Stretch]) -> Iterator[Window]:
    """The sound of each stretch; what lies beyond the medium's end is silence."""
    import numpy as np

    tape, begin = np.zeros(0, np.float32), 0  # of the tape in the medium
    for stretch in stretches:
        start, end = (
            time_ms * RATE_HZ // MS_PER_SECOND
            for time_ms in (max(0, stretch.start_ms - _MARGIN_MS), stretch.end_ms + _MARGIN_MS)
        )
        if start < begin:
            raise ValueError("stretches come in the order of their starts")
        while begin + len(tape) < end and (block := next(blocks, None)) is not None:
            tape = np.concatenate([tape, block])
            # The next stretch may begin where this one does, not before.
            passed = min(len(tape), max(0, start - begin))
            tape, begin = tape[passed:], begin + passed
        passed = min(len(tape), max(0, start - begin))
        tape, begin = tape[passed:], begin + passed
        samples = tape[: end - start]
        samples = np.pad(samples, (0, max(0, end - start - len(samples))))
        frames = load_voice_activity().probabilities(np.pad(samples, (0, RATE_HZ // 10)))
        spans = tuple(span.moved(start) for span in speech_spans(frames))
        yield Window(samples, (Piece(start, len(samples), 0),), spans)
