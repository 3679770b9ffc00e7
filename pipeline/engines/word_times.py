"""Word times in the medium: no words in silence, and which speech got no words.

Whisper's alignment makes every word last until the next begins, so words swallow pauses; the voice
detector knows better where speech begins and ends.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.engines.windows import RATE_HZ, Window
from pipeline.timing import MS_PER_SECOND

if TYPE_CHECKING:
    from pipeline.engines.hearing import HeardWord
    from pipeline.engines.voice_activity import Span

_LONGEST_WORD = RATE_HZ
"""A word that is said in more than a second is taken to be this long when coverage is counted."""
_SPREAD = RATE_HZ * 4 // 10
"""A word speaks for the speech this near to it: detectors and alignments differ by that much."""
_MISSED = RATE_HZ * 18 // 10
"""More speech than this without a word is heard again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedWord:
    """A word with its time in the medium."""

    text: str
    start_ms: int
    end_ms: int
    probability: float
    space_before: bool
    starts_segment: bool


def place_words(words: Sequence[HeardWord], window: Window) -> tuple[PlacedWord, ...]:
    """Give the words of a window their times in the medium, cut to where somebody speaks."""
    placed = []
    for number, word in enumerate(words):
        start, end = window.to_medium(word.start), window.to_medium(word.end, is_end=True)
        start, end = cut_to_speech(start, max(start, end), window.spans)
        placed.append(
            PlacedWord(
                text=word.text.strip(),
                start_ms=start * MS_PER_SECOND // RATE_HZ,
                end_ms=end * MS_PER_SECOND // RATE_HZ,
                probability=word.probability,
                space_before=word.text[:1].isspace(),
                starts_segment=number == 0,
            )
        )
    return tuple(placed)


def cut_to_speech(start: int, end: int, spans: Sequence[Span]) -> tuple[int, int]:
    """The part of a time in which somebody speaks; where a pause lies inside, the side with more speech.

    A time that lies in a pause entirely is left as it is.

    >>> from pipeline.engines.voice_activity import Span
    >>> cut_to_speech(0, 100, [Span(10, 60), Span(90, 130)])
    (10, 60)
    """
    first = bisect_right(spans, start, key=lambda span: span.end)
    last = bisect_left(spans, end, key=lambda span: span.start)
    touched = [(max(start, span.start), min(end, span.end)) for span in spans[first:last]]
    if not touched:
        return start, end
    return max(touched, key=lambda part: part[1] - part[0])


def missed_speech(words: Sequence[PlacedWord], window: Window) -> Iterator[tuple[Span, ...]]:
    """Runs of neighbouring spans of speech to which no word belongs, long enough to hear again."""
    run: list[Span] = []
    covered = [_reach(word) for word in words]
    for span in window.spans:
        if any(start < span.end and span.start < end for start, end in covered):
            if sum(one.length for one in run) > _MISSED:
                yield tuple(run)
            run = []
        else:
            run.append(span)
    if sum(one.length for one in run) > _MISSED:
        yield tuple(run)


def _reach(word: PlacedWord) -> tuple[int, int]:
    start, end = (time_ms * RATE_HZ // MS_PER_SECOND for time_ms in (word.start_ms, word.end_ms))
    return start - _SPREAD, min(end, start + _LONGEST_WORD) + _SPREAD
