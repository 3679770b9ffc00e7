"""Milliseconds: parse them, format them, round to them. The only place that knows time text."""

from __future__ import annotations

import re
from fractions import Fraction

MS_PER_SECOND = 1_000
MS_PER_MINUTE = 60 * MS_PER_SECOND
MS_PER_HOUR = 60 * MS_PER_MINUTE
MAX_TIME_MS = 10_000 * MS_PER_HOUR
"""More than a year: no recording lasts so long, and no number of a file is worked with beyond it."""
DEFAULT_FRAME_RATE = Fraction(25)
"""Of a medium without pictures; a gap of two frames is then 80 ms."""

_TIMESTAMP = re.compile(r"(?:(?P<hours>\d{1,6}):)?(?P<minutes>\d{1,4}):(?P<seconds>\d{1,4})(?:[.,:](?P<fraction>\d+))?")


def seconds_to_ms(seconds: float) -> int:
    """Round an engine's seconds to whole milliseconds, never below zero.

    >>> seconds_to_ms(1.2345)
    1234
    """
    return max(0, round(float(seconds) * MS_PER_SECOND))


def frames_to_ms(frames: int, *, frame_rate: Fraction) -> int:
    """The shortest whole number of milliseconds that lasts at least `frames` frames.

    >>> frames_to_ms(2, frame_rate=Fraction(25))
    80
    """
    return -(-frames * MS_PER_SECOND * frame_rate.denominator // frame_rate.numerator)


def parse_timestamp(text: str) -> int:
    """Read `H:MM:SS,mmm`, with a point for the comma, without hours, or without a fraction.

    A fraction is read as one: `,5` is half a second.

    Raises:
        ValueError: If the text is not a time.

    >>> parse_timestamp("01:02:03,5")
    3723500
    """
    match = _TIMESTAMP.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not a time: {text.strip()[:40]!r}")
    hours, minutes, seconds = (int(match[name] or 0) for name in ("hours", "minutes", "seconds"))
    fraction = int(((match["fraction"] or "") + "000")[:3])
    return hours * MS_PER_HOUR + minutes * MS_PER_MINUTE + seconds * MS_PER_SECOND + fraction


def format_timestamp(time_ms: int, *, separator: str = ",") -> str:
    """Write `HH:MM:SS,mmm`; hours grow beyond two digits when they must.

    Raises:
        ValueError: If the time is negative.

    >>> format_timestamp(3723500)
    '01:02:03,500'
    >>> format_timestamp(3723500, separator=".")
    '01:02:03.500'
    """
    if time_ms < 0:
        raise ValueError(f"a time cannot be negative: {time_ms} ms")
    hours, rest = divmod(time_ms, MS_PER_HOUR)
    minutes, rest = divmod(rest, MS_PER_MINUTE)
    seconds, milliseconds = divmod(rest, MS_PER_SECOND)
    return f"{hours:02}:{minutes:02}:{seconds:02}{separator}{milliseconds:03}"


def format_clock(time_ms: int) -> str:
    """Write a time for people, without milliseconds: `4:05`, `1:02:03`.

    >>> format_clock(3723500)
    '1:02:03'
    """
    minutes, seconds = divmod(time_ms // MS_PER_SECOND, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


_FRAME_RATE = re.compile(r"[0-9]{1,7}(?:/[0-9]{1,7}|\.[0-9]{1,7})?")


def parse_frame_rate(text: str) -> Fraction:
    """A frame rate as people and files write it, in frames a second.

    Raises:
        ValueError: It is none, or not between 1 and 1000; no exponent is worked out, however large.

    >>> parse_frame_rate("30000/1001"), parse_frame_rate("25")
    (Fraction(30000, 1001), Fraction(25, 1))
    """
    try:
        rate = Fraction(text) if _FRAME_RATE.fullmatch(text) else Fraction(0)
    except ZeroDivisionError:
        rate = Fraction(0)
    if not 1 <= rate <= 1_000:
        raise ValueError(f"not a frame rate: {text[:40]!r}")
    return rate
