"""Sentences that share cues where speed needs it: groups of cuts are joined and cut again where that pays.

A cue at the seam of two groups that is too fast may take time from the other side: the end of one sentence and
the beginning of the next stand in one cue then. That is done only where they are said together, and only where the
reader gains by it. Neighbours decide, from left to right; runs are short, so that nothing changes far away.
"""

from __future__ import annotations

from collections.abc import Callable

from pipeline.cues.break_opportunities import Pieces
from pipeline.cues.grouping import TOGETHER_MS
from pipeline.cues.profiles import Profile
from pipeline.cues.segmentation import CutCue
from pipeline.dataclass import dataclass

Cut = Callable[[int, int], tuple[CutCue, ...]]
"""Cuts the pieces from a first one up to before a last one."""
_LONGEST_CUES = 6
"""A run of sentences is not made longer than this."""
_PAYS_MS = 50
"""What readers must gain for the end of a sentence to stand in mid-cue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Pieces that were cut together."""

    first: int
    last: int
    cues: tuple[CutCue, ...]
    stands_alone: bool
    """True for a unit that must not share a cue with what stands before it."""


def run_on(groups: list[Group], pieces: Pieces, *, profile: Profile, gap_ms: int, cut: Cut) -> list[CutCue]:
    """Join neighbouring groups where their cues at the seam are too fast and cutting them as one gives time.

    Args:
        groups: In order; together they hold all pieces.
        pieces: Of the whole track.
        profile: How fast a cue may be.
        gap_ms: What stays free between two cues.
        cut: Cuts a range of pieces.
    """
    clock = _Clock(pieces, profile, gap_ms)
    done: list[Group] = []
    for group in groups:
        joined = _join(done[-1], group, clock, cut) if done else None
        if joined is None:
            done.append(group)
        else:
            done[-1] = joined
    return [cue for group in done for cue in group.cues]


def _join(left: Group, right: Group, clock: _Clock, cut: Cut) -> Group | None:
    """Both groups as one, where that pays."""
    if right.stands_alone or len(left.cues) + len(right.cues) > _LONGEST_CUES:
        return None
    if clock.pause_before_ms(right.first) > TOGETHER_MS:
        return None
    if not (clock.lack_ms(left.cues[-1]) or clock.lack_ms(right.cues[0])):
        return None
    cues = cut(left.first, right.last)
    before = sum(map(clock.lack_ms, (*left.cues, *right.cues)))
    if sum(map(clock.lack_ms, cues)) + _PAYS_MS > before:
        return None
    return Group(first=left.first, last=right.last, cues=cues, stands_alone=left.stands_alone)


class _Clock:
    """How much time cues lack to be read."""

    def __init__(self, pieces: Pieces, profile: Profile, gap_ms: int) -> None:
        self._pieces, self._profile, self._gap_ms = pieces, profile, gap_ms

    def pause_before_ms(self, piece: int) -> int:
        return self._pieces.starts_ms[piece] - self._pieces.ends_ms[piece - 1]

    def lack_ms(self, cue: CutCue) -> int:
        pieces, profile = self._pieces, self._profile
        start_ms = pieces.starts_ms[cue.first]
        if cue.last == len(pieces):
            return 0
        shown_ms = min(pieces.starts_ms[cue.last] - self._gap_ms - start_ms, profile.max_ms)
        space = 0.5 if profile.half_width else 1.0
        cells = sum(pieces.cells[cue.first : cue.last]) + space * sum(pieces.spaces[cue.first + 1 : cue.last])
        return max(0, profile.reading_ms(cells) - shown_ms)
