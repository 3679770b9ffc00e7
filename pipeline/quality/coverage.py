"""Speech that the captions of one language leave out, though those of the spoken language have it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

from pipeline.dataclass import dataclass
from pipeline.model import Cue, Track
from pipeline.text import drop_formatting

LONGEST_GAP_MS = 5_000
"""So much speech in one piece may be without captions: a short sentence that a translator left out on purpose."""
_COVERED = 0.2
"""A cue counts as there where something is shown for this share of its time."""
_SOUND = re.compile(r"\s*(?:[\[(（【♪♫#*].*[\])）】♪♫#*]|[♪♫]+)\s*", re.DOTALL)
"""`[music]`, `♪ la la ♪`: no speech."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A piece of the video in which speech has no captions."""

    start_ms: int
    end_ms: int
    cues: int
    """How many cues of the spoken language it holds."""


class Timeline:
    """When something is shown; answers in logarithmic time."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted((cue.start_ms, cue.end_ms) for cue in cues if cue.end_ms > cue.start_ms):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)
        lengths = (end - start for start, end in zip(self._starts, self._ends, strict=True))
        self._before = [0, *accumulate(lengths)]

    def covers(self, cue: Cue) -> bool:
        """Whether something is shown for a fair share of a cue's time."""
        shown_ms = self._until(cue.end_ms) - self._until(cue.start_ms)
        return shown_ms >= _COVERED * max(1, cue.duration_ms)

    def _until(self, time_ms: int) -> int:
        """For how long something was shown before a time."""
        at = bisect_right(self._starts, time_ms)
        return self._before[at] - (max(0, self._ends[at - 1] - time_ms) if at else 0)


def missing_stretches(track: Track, source: Track) -> Iterator[Stretch]:
    """The stretches of speech of more than `LONGEST_GAP_MS` that the source captions and the track does not."""
    shown = Timeline(cue for cue in track.cues if cue.text.strip())
    run: list[Cue] = []
    for cue in sorted(source.cues, key=lambda one: one.start_ms):
        if _SOUND.fullmatch(drop_formatting(cue.text)) or cue.duration_ms <= 0:
            continue
        if shown.covers(cue):
            yield from _stretch(run)
            run = []
        else:
            run.append(cue)
    yield from _stretch(run)


def _stretch(run: list[Cue]) -> Iterator[Stretch]:
    if sum(cue.duration_ms for cue in run) > LONGEST_GAP_MS:
        yield Stretch(start_ms=run[0].start_ms, end_ms=run[-1].end_ms, cues=len(run))
