"""Word times in the medium: no words in silence, and which speech got no words.

Whisper's alignment makes every word last until the next begins, so words swallow pauses; the voice
detector knows better where speech begins and ends, and the sound itself where a short pause lies.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass
from pipeline.speech.short_pauses import find_short_pauses
from pipeline.speech.windows import RATE_HZ, Window
from pipeline.text import is_spoken_long, is_unspaced, spoken_letters
from pipeline.timing import MS_PER_SECOND

if TYPE_CHECKING:
    from pipeline.speech.recogniser import HeardWord
    from pipeline.speech.spans import Span

_LEAD = RATE_HZ * 80 // 1000
"""Attention turns to the next word while the last one still sounds: alignments of Whisper are early by
80 to 110 ms. Measured on synthetic voices, whose word times are known: mean error 111 ms before, 44 ms after."""
_NEAR = RATE_HZ * 150 // 1000
"""A first word that begins this soon after speech does begins with it."""
_SIDE = RATE_HZ * 100 // 1000
"""Where a pause lies inside a word, the part after it is the word, if it is at least this long."""
_LETTER = RATE_HZ * 90 // 1000
_BASE = RATE_HZ * 280 // 1000
"""A slow speaker's time for a letter and for a word without its letters. A word that lasts longer was stretched over
what is not its own, silence or speech."""
_LOOSE_LETTER = RATE_HZ * 200 // 1000
"""Digits and letters that are spelled out, with the pauses between their groups."""
_CLOSURE = RATE_HZ * 80 // 1000
"""The p of `people` can be silent for nearly as long; the names of digits and letters hold no such stop."""
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
    placed: list[PlacedWord] = []
    reached = 0
    for number, (word, heard) in enumerate(zip(words, _times_in_window(words, window), strict=True)):
        start, end = window.to_medium(heard[0]), window.to_medium(heard[1], is_end=True)
        start, end = _cut(word.text, start, max(start, end), window.spans)
        start = _snapped(start, reached, window.spans)
        reached = end
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


def _times_in_window(words: Sequence[HeardWord], window: Window) -> Iterator[tuple[int, int]]:
    """Start and end of each word: as attention tells them, the start after a short pause that is there."""
    pauses = find_short_pauses(window.samples)
    reached = 0
    for word in words:
        end = word.end + _LEAD
        closure = 0 if is_spoken_long(word.text) else _CLOSURE
        reached = pauses.onset(word.start + _LEAD, end, before=reached, closure=closure)
        yield reached, max(reached, end)


def _cut(text: str, start: int, end: int, spans: Sequence[Span]) -> tuple[int, int]:
    if not is_spoken_long(text):
        return cut_to_speech(start, end, spans)
    return cut_to_speech(start, end, spans, longest=_BASE + _LOOSE_LETTER * spoken_letters(text))


def cut_to_speech(start: int, end: int, spans: Sequence[Span], *, longest: int = 0) -> tuple[int, int]:
    """The part of a time in which somebody speaks; where a pause lies inside, what comes after it.

    A time that lies in a pause entirely is left as it is.

    Args:
        start: In samples, as all.
        end: At or after the start.
        spans: Speech, in order.
        longest: A word that is spelled out holds pauses: they are kept as long as it is no longer than this.

    >>> from pipeline.speech.spans import Span
    >>> cut_to_speech(0, 9000, [Span(1000, 6000), Span(8900, 13000)])
    (1000, 6000)
    >>> cut_to_speech(0, 13000, [Span(1000, 6000), Span(8900, 13000)], longest=16000)
    (1000, 13000)
    """
    first = bisect_right(spans, start, key=lambda span: span.end)
    last = bisect_left(spans, end, key=lambda span: span.start)
    touched = [(max(start, span.start), min(end, span.end)) for span in spans[first:last]]
    if not touched:
        return start, end
    sides = [part for part in touched if part[1] - part[0] >= _SIDE]
    if not sides:
        return max(touched, key=lambda part: part[1] - part[0])
    end = sides[-1][1]
    return next((begin for begin, _ in sides if end - begin <= longest), sides[-1][0]), end


def _snapped(start: int, reached: int, spans: Sequence[Span]) -> int:
    """The beginning of the span of speech, if a word starts just after it and no word lies between."""
    index = bisect_right(spans, start, key=lambda span: span.start) - 1
    if index < 0 or start - spans[index].start >= _NEAR or reached > spans[index].start:
        return start
    return spans[index].start


def missed_speech(words: Sequence[PlacedWord], window: Window) -> Iterator[tuple[Span, ...]]:
    """Runs of neighbouring speech to which no word belongs, long enough to hear again.

    What is left of the spans when each word's reach is taken out of them, and no word lies between.
    """
    reaches = sorted(_reach(word) for word in words)
    run: list[Span] = []
    for is_after_word, rest in _rests(window.spans, reaches):
        if is_after_word:
            yield from _long_enough(run)
            run = []
        if rest.length:
            run.append(rest)
    yield from _long_enough(run)


def _rests(spans: Sequence[Span], reaches: Sequence[tuple[int, int]]) -> Iterator[tuple[bool, Span]]:
    """What words leave of each span, each with whether a word lies between it and the rest before; may be empty."""
    place = 0
    for span in spans:
        start, is_after_word = span.start, False
        while place < len(reaches) and reaches[place][0] < span.end:
            begin, end = reaches[place]
            if end > span.start:
                if begin > start:
                    yield is_after_word, replace(span, start=start, end=begin)
                start, is_after_word = max(start, end), True
            if end > span.end:
                break
            place += 1
        yield is_after_word, replace(span, start=min(start, span.end))


def _long_enough(run: Sequence[Span]) -> Iterator[tuple[Span, ...]]:
    if sum(span.length for span in run) > _MISSED:
        yield tuple(run)


def _reach(word: PlacedWord) -> tuple[int, int]:
    """The speech that a word may speak for: as long as it can take to say it, and a little on both sides."""
    start, end = (time_ms * RATE_HZ // MS_PER_SECOND for time_ms in (word.start_ms, word.end_ms))
    letter = _LOOSE_LETTER if is_spoken_long(word.text) else _LETTER * (3 if is_unspaced(word.text[0]) else 1)
    return start - _SPREAD, min(end, start + _BASE + letter * spoken_letters(word.text)) + _SPREAD
