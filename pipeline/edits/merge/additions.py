"""Where a cue that a person added stands once the cues around it moved, each by a time of its own."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from pipeline.dataclass import dataclass
from pipeline.edits.merge.hunks import Cues, Span, apart_ms
from pipeline.edits.merge.resolve import Placed
from pipeline.edits.merge.shifts import MOVED_MS, common_shift
from pipeline.model import Cue


@dataclass(frozen=True, slots=True, kw_only=True)
class _Neighbour:
    """A cue of the person's file that now stands somewhere."""

    cue: Cue
    """As it is in the file."""
    shown: Span
    """When it is shown now."""

    def is_passed(self, cue: Cue, now: Cue) -> bool:
        """Whether a cue that was before this one no longer is, or one that was behind it."""
        if cue.start_ms < self.cue.start_ms:
            return now.start_ms >= self.shown[0]
        return cue.start_ms > self.cue.start_ms and now.start_ms < self.shown[0]


def keep_between(placed: Sequence[Placed], edited: Cues) -> tuple[Placed, ...]:
    """Move the cues that a person added with their neighbours in the file, and keep them between these.

    Each moves with the nearer one. What was said on its other side can be gone, so that the neighbour there comes
    close; a cue that passed it would be shown among words that it does not belong to.

    Args:
        placed: All cues of the result, in any order.
        edited: The person's file.
    """
    anchors = _anchors(placed, edited)
    order = sorted(anchors)
    result = list(placed)
    next_one: tuple[int, _Neighbour] | None = None
    added = [(item.edited_at, number) for number, item in enumerate(placed) if item.is_added]
    for at, number in sorted(((at, number) for at, number in added if at is not None), reverse=True):
        gap = bisect_left(order, at)
        before = anchors[order[gap - 1]] if gap > 0 else None
        after = anchors[order[gap]] if gap < len(order) else None
        now = _between(edited[at], before, after)
        if next_one and next_one[0] == gap and next_one[1].is_passed(edited[at], now):
            now = _moved(now, next_one[1].shown[0] - now.end_ms)
        next_one = gap, _Neighbour(cue=edited[at], shown=now.times)
        moved = replace(placed[number].cue, start_ms=now.start_ms, end_ms=now.end_ms)
        result[number] = replace(placed[number], cue=moved)
    return tuple(result)


def _anchors(placed: Sequence[Placed], edited: Cues) -> dict[int, _Neighbour]:
    """Those cues of the file, by their places, whose content the machine has, too."""
    spans: dict[int, Span] = {}
    for item in placed:
        if item.edited_at is not None and not item.is_added:
            start_ms, end_ms = spans.get(item.edited_at, item.cue.times)
            spans[item.edited_at] = min(start_ms, item.cue.start_ms), max(end_ms, item.cue.end_ms)
    return {at: _Neighbour(cue=edited[at], shown=span) for at, span in spans.items()}


def _between(cue: Cue, before: _Neighbour | None, after: _Neighbour | None) -> Cue:
    around = [neighbour for neighbour in (before, after) if neighbour]
    # The nearer one last: where both changed places, the cue stays with that.
    around.sort(key=lambda neighbour: -apart_ms(cue, neighbour.cue))
    if not around:
        return cue
    for more_than_ms in (MOVED_MS, 0):
        now = _moved(cue, common_shift(around[-1].cue.times, around[-1].shown, more_than_ms=more_than_ms))
        if not any(neighbour.is_passed(cue, now) for neighbour in around):
            return now
    for neighbour in around:
        if neighbour.is_passed(cue, now):
            start_ms, end_ms = neighbour.shown
            now = _moved(now, start_ms - now.end_ms if neighbour is after else end_ms - now.start_ms)
    return now


def _moved(cue: Cue, by_ms: int) -> Cue:
    return cue.moved(max(by_ms, -cue.start_ms))
