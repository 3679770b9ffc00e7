"""After a merge: cues with the machine's times make room for cues with a person's, never the reverse.

Overlaps that were in the person's own file stay; `checking` reports them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate

from pipeline.blocks import Cues
from pipeline.model import Cue
from pipeline.resolving import Dispute, Placed

SHORTEST_MS = 250
"""A cue with less room than this moves into the nearest gap instead."""
FARTHEST_MS = 2_000
"""How far it may move."""

_Span = tuple[int, int]


def make_room(placed: Sequence[Placed], edited: Cues) -> tuple[tuple[Placed, ...], tuple[Dispute, ...]]:
    """Shorten or move cues that keep the machine's times where a person's cue is in their way.

    Args:
        placed: All cues of the result, in any order.
        edited: The person's file, to know which overlaps were there before.

    Returns:
        The cues in the same order, and a dispute for each cue that found no room and still overlaps.
    """
    result = list(placed)
    fixed = _Fixed([item for item in placed if not item.has_machine_times])
    order = sorted(
        (number for number, item in enumerate(placed) if item.has_machine_times),
        key=lambda number: (placed[number].cue.start_ms, placed[number].cue.end_ms, number),
    )
    disputes: list[Dispute] = []
    for number in order:
        item = result[number]
        blockers = [other for other in fixed.overlapping(item.cue) if not _overlapped_before(item, other, edited)]
        if not blockers:
            continue
        span = _widest_rest(item.cue, blockers)
        if span[1] - span[0] < min(SHORTEST_MS, item.cue.duration_ms):
            span = _nearest_gap(item.cue, [other.cue for other in result if other is not item]) or span
        if span[1] > span[0]:
            result[number] = replace(item, cue=replace(item.cue, start_ms=span[0], end_ms=span[1]))
        else:
            kept = tuple(other.edited_at for other in blockers if other.edited_at is not None)
            disputes.append(Dispute(kind="time", kept=kept, suggested=(item.cue,)))
    return tuple(result), tuple(disputes)


class _Fixed:
    """The cues that do not move, sorted for looking up what overlaps."""

    __slots__ = ("_items", "_reach", "_starts")

    def __init__(self, items: Iterable[Placed]) -> None:
        self._items = sorted(items, key=lambda item: item.cue.start_ms)
        self._starts = [item.cue.start_ms for item in self._items]
        self._reach = list(accumulate((item.cue.end_ms for item in self._items), max))

    def overlapping(self, cue: Cue) -> list[Placed]:
        found = []
        place = bisect_left(self._starts, cue.end_ms) - 1
        while place >= 0 and self._reach[place] > cue.start_ms:
            if self._items[place].cue.end_ms > cue.start_ms:
                found.append(self._items[place])
            place -= 1
        return found[::-1]


def _overlapped_before(item: Placed, other: Placed, edited: Cues) -> bool:
    """Whether the two cues overlapped in the person's file already."""
    if item.edited_at is None or other.edited_at is None or item.edited_at == other.edited_at:
        return False
    one, two = edited[item.edited_at], edited[other.edited_at]
    return one.start_ms < two.end_ms and two.start_ms < one.end_ms


def _widest_rest(cue: Cue, blockers: Sequence[Placed]) -> _Span:
    """The longest part of a cue's time that no blocker (sorted by start) covers."""
    widest, free_from = (cue.start_ms, cue.start_ms), cue.start_ms
    for start_ms, end_ms in [*((item.cue.start_ms, item.cue.end_ms) for item in blockers), (cue.end_ms, cue.end_ms)]:
        if start_ms - free_from > widest[1] - widest[0]:
            widest = (free_from, start_ms)
        free_from = max(free_from, end_ms)
    return widest


def _nearest_gap(cue: Cue, others: Iterable[Cue]) -> _Span | None:
    """The nearest time near a cue in which nothing is shown; None if there is none close by."""
    low_ms, high_ms = max(0, cue.start_ms - FARTHEST_MS), cue.end_ms + FARTHEST_MS
    busy = sorted(
        (other.start_ms, other.end_ms) for other in others if other.end_ms > low_ms and other.start_ms < high_ms
    )
    free_from = low_ms
    best: tuple[int, _Span] | None = None
    for start_ms, end_ms in [*busy, (high_ms, high_ms)]:
        if start_ms - free_from >= SHORTEST_MS:
            span = _near_side(cue, (free_from, start_ms))
            apart_ms = abs(span[0] - cue.start_ms)
            best = min(best or (apart_ms, span), (apart_ms, span))
        free_from = max(free_from, end_ms)
    return best[1] if best else None


def _near_side(cue: Cue, gap: _Span) -> _Span:
    """The part of a gap that is closest to a cue, no longer than the cue (or the shortest legal time)."""
    length_ms = min(gap[1] - gap[0], max(cue.duration_ms, SHORTEST_MS))
    start_ms = min(max(gap[0], cue.start_ms), gap[1] - length_ms)
    return start_ms, start_ms + length_ms
