"""From the texts of some windows to their words: placed, with what was left out, and with other readings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import fmean
from typing import Any

from pipeline.dataclass import dataclass
from pipeline.model import Reading
from pipeline.speech.beam import BEAM_SIZE
from pipeline.speech.notices import Observations
from pipeline.speech.readings import compare_readings
from pipeline.speech.recogniser import Encoded, Heard, Recogniser
from pipeline.speech.spans import Span
from pipeline.speech.windows import RATE_HZ, Window, part_of
from pipeline.speech.word_times import PlacedWord, missed_speech, place_words
from pipeline.timing import MS_PER_SECOND

_DOUBT_OF_READING = -0.04
"""Of windows less probable than this other readings are asked for."""
_CONVINCING = 0.6
"""Mean probability of words that are believed where the voice detector doubts that anybody speaks."""
_LEAST_SPEECH = RATE_HZ
"""A window with less speech is most often a noise: of its words a mean probability of `_PLAUSIBLE` is asked."""
_PLAUSIBLE = 0.4
_LEAST_LIKELY = -1.0
"""Mean log-probability of a text that is believed where the first hearing left a stretch out: Whisper's own limit."""
_EDGE_MS = 250
"""A word that is found again may reach this far beyond the stretch that was left out."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What came of one window."""

    words: tuple[PlacedWord, ...]
    readings: tuple[Reading, ...]


class Finisher:
    """Turns texts into words; several threads may use it at once."""

    def __init__(self, recogniser: Recogniser[Any], language: str, task: str, seen: Observations) -> None:
        self._recogniser = recogniser
        self._language = language
        self._task = task
        self._seen = seen

    def finish(self, encoded: Encoded, heard: Sequence[Heard]) -> list[Finished]:
        """The words and other readings of some windows, in their order.

        Args:
            encoded: The windows.
            heard: Of each window its text.
        """
        texts = [*zip(encoded.windows, heard, strict=True)]
        placed = [place_words(one.words, window) if one.is_reliable else () for window, one in texts]
        self._complete(encoded.windows, placed)
        placed = [self._convincing(words, window) for window, words in zip(encoded.windows, placed, strict=True)]
        readings = self._read_otherwise(encoded, heard, placed)
        return [Finished(words, readings.get(row, ())) for row, words in enumerate(placed)]

    def _complete(self, windows: Sequence[Window], placed: list[tuple[PlacedWord, ...]]) -> None:
        """Add to the words of some windows those of speech in them that got none at first."""
        missed = [
            (row, spans, part_of(window, spans))
            for row, (window, words) in enumerate(zip(windows, placed, strict=True))
            for spans in self._worth_hearing(window, words)
        ]
        self._seen.again(part for _, _, part in missed)
        most = self._recogniser.batch_size
        for some in (missed[start : start + most] for start in range(0, len(missed), most)):
            encoded = self._recogniser.encode([part for _, _, part in some], _ignore)
            heard = self._recogniser.decode(encoded, self._language, self._task, (), BEAM_SIZE)
            for (row, spans, part), one in zip(some, heard, strict=True):
                is_believed = one.is_reliable and one.log_probability > _LEAST_LIKELY
                found = _inside(place_words(one.words, part), spans) if is_believed else ()
                if not found:
                    self._seen.unheard(spans)
                placed[row] = _joined(placed[row], found)

    def _worth_hearing(self, window: Window, words: tuple[PlacedWord, ...]) -> Sequence[tuple[Span, ...]]:
        """Speech in a window that got no words; not where it is all that the window holds: it was heard as it is."""
        missed = [*missed_speech(words, window)]
        if missed == [window.spans] and len(window.spans) == 1:
            self._seen.unheard(window.spans)
            return ()
        return missed

    def _convincing(self, words: tuple[PlacedWord, ...], window: Window) -> tuple[PlacedWord, ...]:
        """The words without those that are likely invented: in faint speech, and in a noise alone."""
        dropped: set[int] = set()
        limits = [(span, _CONVINCING) for span in window.spans if span.is_faint]
        if window.speech < _LEAST_SPEECH:
            limits += [(span, _PLAUSIBLE) for span in window.spans if not span.is_faint]
        for span, limit in limits:
            inside = [number for number, word in enumerate(words) if _lies_in(word, span, edge_ms=_EDGE_MS)]
            if inside and fmean(words[number].probability for number in inside) < limit:
                dropped.update(inside)
                self._seen.unheard([span])
            elif inside and span.is_faint:
                self._seen.faint(span)
        return tuple(word for number, word in enumerate(words) if number not in dropped)

    def _read_otherwise(
        self, encoded: Encoded, heard: Sequence[Heard], placed: Sequence[tuple[PlacedWord, ...]]
    ) -> dict[int, tuple[Reading, ...]]:
        """What else the doubtful windows may say, by row: the words stay, and a person sees both."""
        doubtful = [row for row, one in enumerate(heard) if placed[row] and one.log_probability < _DOUBT_OF_READING]
        others = {row: known for row in doubtful if (known := heard[row].others) is not None}
        if rows := [row for row in doubtful if row not in others]:
            picked = self._recogniser.pick(encoded, rows)
            said = [[" " * word.space_before + word.text for word in placed[row]] for row in rows]
            others.update(
                zip(rows, self._recogniser.read_otherwise(picked, self._language, self._task, said), strict=True)
            )
        return {row: tuple(compare_readings(placed[row], others[row])) for row in doubtful}


def _lies_in(word: PlacedWord, span: Span, *, edge_ms: int = 0) -> bool:
    middle_ms = (word.start_ms + word.end_ms) // 2
    start_ms, end_ms = (sample * MS_PER_SECOND // RATE_HZ for sample in (span.start, span.end))
    return start_ms - edge_ms <= middle_ms < end_ms + edge_ms


def _inside(words: Iterable[PlacedWord], spans: Sequence[Span]) -> tuple[PlacedWord, ...]:
    """The words of a stretch, without those of its neighbours that its margins let in."""
    return tuple(word for word in words if any(_lies_in(word, span, edge_ms=_EDGE_MS) for span in spans))


def _joined(words: tuple[PlacedWord, ...], found: tuple[PlacedWord, ...]) -> tuple[PlacedWord, ...]:
    """Both in order; a word that was stretched over what was found ends before it."""
    if not found:
        return words
    first_ms = found[0].start_ms
    kept = [replace(w, end_ms=first_ms) if w.start_ms < first_ms < w.end_ms else w for w in words]
    return tuple(sorted([*kept, *found], key=lambda word: word.start_ms))


def _ignore(windows: Sequence[Window], count: int) -> None:
    """Windows that are heard again move no bar."""
