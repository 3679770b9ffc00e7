"""From the detector's probabilities to spans of speech: the clear ones, and faint ones in what lies between."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from itertools import pairwise
from math import log10
from statistics import fmean, median, pstdev

from pipeline.dataclass import dataclass
from pipeline.speech.detector_sound import FRAME

_STARTS_AT = 0.5
_ENDS_BELOW = 0.35
"""Silero's own thresholds; two, so that a span does not flicker."""
_FAINT_STARTS_AT = 0.2
_FAINT_ENDS_BELOW = 0.12
"""Of speech in a stretch in which nothing clear was found."""
_FAINT_SHARE = 0.3
"""So much of a stretch must be likelier than `_FAINT_ENDS_BELOW` to hold faint speech: of rain, wind, hum, music and
applause not one frame in twenty is."""
_SHORTEST_PAUSE = 4
"""Frames without speech that end a span, 128 ms: about the closure of a stop and a bit."""
_SHORTEST_SPAN = 3
"""Frames of speech that are more than a click, 96 ms."""
_LONGEST_SPAN = 20_000 // 32
"""A span without any pause is cut after 20 s, where it is quietest in its second half."""
_SHORTEST_STRETCH = 3_000 // 32
"""Frames without clear speech that are looked at again."""
_SHORTEST_SOUND = 5_000 // 32
"""Frames of sound like speech without a voice in it that a person should listen to."""
_QUIETEST_SOUND, _BELOW_SPEECH, _NEARLY_ALL = 0.01, 6, 0.8
"""Music and noise that a viewer notices: above -40 dB, less than 16 dB below the speech, in so many of the frames."""
_QUIETEST_SPEECH = 0.001
"""Nobody speaks so that a frame is less loud (root mean square), -60 dB."""

Frame = tuple[float, float]
"""Probability of speech, and loudness (root mean square)."""


@dataclass(frozen=True, slots=True)
class Span:
    """Speech from one sample to another, at 16 kHz from the start of the medium."""

    start: int
    end: int
    is_faint: bool = False
    """True if the detector doubts it: what is heard there must be convincing."""

    @property
    def length(self) -> int:
        return self.end - self.start

    def moved(self, by: int) -> Span:
        """The same span so many samples later."""
        return Span(self.start + by, self.end + by, self.is_faint)


def _ignore(span: Span) -> None:
    """Nobody wants to know."""


def speech_spans(
    frames: Iterable[Frame],
    unexplained: Callable[[Span], None] = _ignore,
    sound: Callable[[Span], None] = _ignore,
) -> Iterator[Span]:
    """Spans of speech, in order, not touching unless a long one was cut.

    Args:
        frames: Probability of speech and loudness of each frame of 32 ms.
        unexplained: Called with each stretch of some seconds that sounds like speech by its energy alone.
        sound: Called with each stretch of some seconds in which something else is heard nearly all the time.

    >>> speech = [(0.0, 0.0)] * 5 + [(0.9, 0.1)] * 10 + [(0.1, 0.0)] * 5
    >>> list(speech_spans(speech))
    [Span(start=2560, end=7680, is_faint=False)]
    """
    clear = _Hysteresis(_STARTS_AT, _ENDS_BELOW)
    stretch: list[Frame] = []
    begin = 0  # of the stretch
    levels: list[float] = []

    def between(frames: Sequence[Frame]) -> Iterator[Span]:
        if _is_sound(frames, levels):
            sound(_span(begin, begin + len(frames) - 1))
        return _between(frames, begin, levels, unexplained)

    for number, frame in enumerate(frames):
        stretch.append(frame)
        for first, last in clear.add(frame):
            yield from between(stretch[: first - begin])
            yield _span(first, last)
            levels = [*levels, *(level for _, level in stretch[first - begin : last + 1 - begin])][-_LONGEST_SPAN:]
            stretch = stretch[last + 1 - begin :]
            begin = last + 1
        if not clear.is_open and len(stretch) >= _LONGEST_SPAN:
            yield from between(stretch)
            begin, stretch = number + 1, []
    for first, last in clear.finish():
        yield from between(stretch[: first - begin])
        yield _span(first, last)
        stretch = stretch[last + 1 - begin :]
        begin = last + 1
    yield from between(stretch)


def _span(first: int, last: int, *, is_faint: bool = False) -> Span:
    return Span(first * FRAME, (last + 1) * FRAME, is_faint)


def _between(
    stretch: Sequence[Frame], begin: int, levels: Sequence[float], unexplained: Callable[[Span], None]
) -> Iterator[Span]:
    """Faint speech in a stretch without clear speech; else its sound, if that is like speech."""
    if len(stretch) < _SHORTEST_STRETCH:
        return
    likely = sum(p >= _FAINT_ENDS_BELOW and level >= _QUIETEST_SPEECH for p, level in stretch)
    if likely >= _FAINT_SHARE * len(stretch):
        faint = _Hysteresis(_FAINT_STARTS_AT, _FAINT_ENDS_BELOW)
        for first, last in [*(run for frame in stretch for run in faint.add(frame)), *faint.finish()]:
            yield _span(begin + first, begin + last, is_faint=True)
    elif _sounds_like_speech([level for _, level in stretch], levels):
        unexplained(_span(begin, begin + len(stretch) - 1))


def _is_sound(stretch: Sequence[Frame], levels: Sequence[float]) -> bool:
    """Whether something else is heard nearly all the time, not much less loud than the speech before it."""
    if len(stretch) < _SHORTEST_STRETCH:
        return False
    limit = max(_QUIETEST_SOUND, median(levels) / _BELOW_SPEECH if levels else 0.0)
    return sum(level >= limit for _, level in stretch) >= _NEARLY_ALL * len(stretch)


def _sounds_like_speech(loudness: Sequence[float], levels: Sequence[float]) -> bool:
    """Whether a sound is as loud as the speech before it, and comes and goes with the syllables' rhythm."""
    if len(loudness) < _SHORTEST_SOUND or not levels or fmean(loudness) < median(levels) / 4:
        return False
    decibels = [20 * log10(max(level, _QUIETEST_SPEECH)) for level in loudness]
    mean, spread = fmean(decibels), pstdev(decibels)
    above = [level > mean for level in decibels]
    turns = sum(one != other for one, other in pairwise(above))
    a_second = turns / (len(above) * 0.032)
    return _SPREAD_DB[0] <= spread <= _SPREAD_DB[1] and _TURNS[0] <= a_second <= _TURNS[1]


_SPREAD_DB = (4.0, 20.0)
_TURNS = (5.0, 14.0)
"""Of the loudness of speech: how far it spreads, and how often a second it crosses its mean."""


@dataclass(slots=True)
class _Hysteresis:
    """Runs of frames that start at one probability and end below another."""

    starts_at: float
    ends_below: float
    _number: int = -1
    _first: int | None = None
    _last: int = -1
    _loudness: list[float] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self._first is not None

    def add(self, frame: Frame) -> Iterator[tuple[int, int]]:
        """The runs, first and last frame, that this frame ends."""
        self._number += 1
        probability, level = frame
        if self._first is None:
            if probability >= self.starts_at:
                self._first, self._last, self._loudness = self._number, self._number, [level]
            return
        self._loudness.append(level)
        if probability >= self.ends_below:
            self._last = self._number
        elif self._number - self._last >= _SHORTEST_PAUSE:
            yield from self.finish()
        if self._first is not None and self._number - self._first >= _LONGEST_SPAN:
            cut = self._first + _quietest(self._loudness)
            yield from _long_enough(self._first, min(cut, self._last))
            self._loudness = self._loudness[cut + 1 - self._first :]
            self._first = cut + 1
            self._last = max(self._last, self._first)

    def finish(self) -> Iterator[tuple[int, int]]:
        """The run that is open."""
        if self._first is not None:
            yield from _long_enough(self._first, min(self._last, self._number))
        self._first = None


def _long_enough(first: int, last: int) -> Iterator[tuple[int, int]]:
    if last + 1 - first >= _SHORTEST_SPAN:
        yield first, last


def _quietest(loudness: list[float]) -> int:
    """The frame in the second half whose neighbourhood is quietest: most likely between two words."""
    half = len(loudness) // 2
    return min(range(half, len(loudness) - 1), key=lambda index: sum(loudness[index - 1 : index + 2]))
