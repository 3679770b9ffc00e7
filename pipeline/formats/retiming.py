"""Captions moved in time: by a shift, a frame rate, or points that somebody compared with the picture."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

from pipeline.formats.styled import StyledCue
from pipeline.model import Cue
from pipeline.timing import MS_PER_SECOND, format_clock, parse_timestamp

Retime = Callable[[int], int]
"""From a time in milliseconds to another, never decreasing."""

_AnyCue = TypeVar("_AnyCue", Cue, StyledCue)
_BROADCAST = {"23.976": (24_000, 1_001), "23.98": (24_000, 1_001), "29.97": (30_000, 1_001), "59.94": (60_000, 1_001)}
_SECONDS = re.compile(r"(?P<number>\d+(?:[.,]\d+)?)\s*(?P<unit>ms|s|)")


def shift(by_ms: int) -> Retime:
    """Everything later by so many milliseconds, or earlier if negative."""
    return lambda time_ms: time_ms + by_ms


def change_rate(made_for: Fraction, plays_at: Fraction) -> Retime:
    """Times of captions that were made for one frame rate, for the same frames at another.

    >>> change_rate(Fraction(25), Fraction(24))(60_000)
    62500
    """
    return lambda time_ms: round(time_ms * made_for / plays_at)


def go_through(points: Sequence[tuple[int, int]]) -> Retime:
    """Times that take each point's first time to its second, in proportion between and beyond them.

    One point is a shift.

    Raises:
        ValueError: Two points are at one time, or a later one would come before an earlier one.

    >>> go_through([(0, 500), (10_000, 11_500)])(5_000)
    6000
    """
    ordered = sorted(points)
    befores, afters = [point[0] for point in ordered], [point[1] for point in ordered]
    if any(first >= second for times in (befores, afters) for first, second in pairwise(times)):
        raise ValueError("the points must be at different times, and in the same order before and after")
    if len(ordered) == 1:
        return shift(afters[0] - befores[0])

    def retime(time_ms: int) -> int:
        left = min(max(bisect_right(befores, time_ms) - 1, 0), len(ordered) - 2)
        rate = Fraction(afters[left + 1] - afters[left], befores[left + 1] - befores[left])
        return round(afters[left] + (time_ms - befores[left]) * rate)

    return retime


def retime_cues(cues: Iterable[_AnyCue], retime: Retime, *, since_ms: int = 0) -> tuple[_AnyCue, ...]:
    """The cues that start at or after a time, moved; words with times move along.

    Raises:
        ValueError: A cue would begin before zero; its text names the first one.
    """
    return tuple(_moved(cue, retime) if cue.start_ms >= since_ms else cue for cue in cues)


def parse_span(text: str) -> int:
    """A length of time with its sign, in milliseconds: `-1.5`, `2s`, `+250ms`, `-0:01:02.5`.

    Raises:
        ValueError: It is none.

    >>> parse_span("-1.5"), parse_span("+250ms"), parse_span("-0:00:01,5")
    (-1500, 250, -1500)
    """
    sign, bare = (-1, text.strip()[1:]) if text.strip()[:1] in ("-", "−") else (1, text.strip().removeprefix("+"))
    match = _SECONDS.fullmatch(bare)
    if match is None:
        return sign * parse_timestamp(bare)
    number = Fraction(match["number"].replace(",", "."))
    return sign * round(number if match["unit"] == "ms" else number * MS_PER_SECOND)


def parse_rate(text: str) -> Fraction:
    """Frames a second: `25`, `23.976` (which is 24000/1001), `30000/1001`.

    Raises:
        ValueError: It is none.

    >>> parse_rate("23.976")
    Fraction(24000, 1001)
    """
    try:
        rate = Fraction(*_BROADCAST[text.strip()]) if text.strip() in _BROADCAST else Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        rate = Fraction(0)
    if not 1 <= rate <= 1_000:
        raise ValueError(f"not a frame rate: {text!r}")
    return rate


def _moved(cue: _AnyCue, retime: Retime) -> _AnyCue:
    start_ms, end_ms = retime(cue.start_ms), retime(cue.end_ms)
    if start_ms < 0:
        before_s = -start_ms / MS_PER_SECOND
        raise ValueError(f"the cue at {format_clock(cue.start_ms)} would begin {before_s:g} s before the video")
    if isinstance(cue, StyledCue):
        tokens = tuple(
            token._replace(value=str(max(0, retime(int(token.value))))) if token.kind == "time" else token
            for token in cue.tokens
        )
        return replace(cue, start_ms=start_ms, end_ms=end_ms, tokens=tokens)
    return replace(cue, start_ms=start_ms, end_ms=end_ms)
