"""After a merge: cues with the machine's times make room for cues with a person's, never the reverse.

They keep their own order: where one finds no room, the rest of its sentence begins later, but no other sentence.

Overlaps that were in the person's own file stay; `checking` reports them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate, takewhile

from pipeline.edits.merge.hunks import Cues
from pipeline.edits.merge.resolve import Dispute, Placed
from pipeline.edits.merge.shifts import MOVED_MS
from pipeline.model import Cue

SHORTEST_MS = 250
"""A cue with less room than this moves into the nearest gap instead."""

_Span = tuple[int, int]


def make_room(placed: Sequence[Placed], edited: Cues) -> tuple[tuple[Placed, ...], tuple[Dispute, ...]]:
    """Shorten or move cues whose times are not exactly a person's where a person's cue is in their way.

    Cues with the machine's times make room for all others; a person's cues that moved along with
    their content make room for those that stand exactly where the person put them.

    Args:
        placed: All cues of the result, in any order.
        edited: The person's file, to know which overlaps were there before.

    Returns:
        The cues in the same order, and a dispute for each cue that found no room and still overlaps.
    """
    ranks = [_rank(item, edited) for item in placed]
    result = _in_sequence(placed, ranks)
    disputes: list[Dispute] = []
    for rank in (1, 2):
        fixed = _Fixed(item for item, other in zip(result, ranks, strict=True) if other < rank)
        order = sorted(
            (number for number, other in enumerate(ranks) if other == rank),
            key=lambda number: (result[number].cue.start_ms, result[number].cue.end_ms, number),
        )
        before: list[int] = []  # that still reach so far: the last alone would hide a longer one behind it
        moved: set[int] = set()
        for place, number in enumerate(order):
            item = result[number]
            before = [other for other in before if result[other].cue.end_ms > item.cue.start_ms]
            # What the machine itself shows at once may stay so; not what a cue that made room now comes upon.
            seen = [result[other] for other in before if rank == 1 or other in moved]
            in_front = [other for other in seen if _is_in_the_way(item, other, edited)]
            others = [other for other in fixed.overlapping(item.cue) if _is_in_the_way(item, other, edited)]
            if in_front or others:
                line = _Line(result, order, place) if rank == 2 else _Line(result)
                result[number], dispute = _squeeze(item, in_front, others, line)
                disputes.extend(dispute)
            if rank == 2 and place and order[place - 1] in moved:
                result[number] = _behind(result[number], result[order[place - 1]].cue)
            if result[number] != item:
                moved.add(number)
            before.append(number)
    return tuple(result), tuple(disputes)


def _rank(item: Placed, edited: Cues) -> int:
    """Who makes room for whom: 0 for nobody, 1 for those, 2 for all."""
    if item.has_machine_times:
        return 2
    own = edited[item.edited_at] if item.edited_at is not None else None
    return 0 if own and (own.start_ms, own.end_ms) == (item.cue.start_ms, item.cue.end_ms) else 1


def _in_sequence(placed: Sequence[Placed], ranks: Sequence[int]) -> list[Placed]:
    """Keep cues that moved along with their content from passing the cues before and after them."""
    machine = {item.new_at: item.cue for item, rank in zip(placed, ranks, strict=True) if rank == 2}
    result = list(placed)
    for number, (item, rank) in enumerate(zip(placed, ranks, strict=True)):
        if rank != 1 or item.new_at is None:
            continue
        before, after, cue = machine.get(item.new_at - 1), machine.get(item.new_at + 1), item.cue
        low_ms = min(before.end_ms, before.start_ms + SHORTEST_MS) if before else 0
        high_ms = max(after.start_ms, after.end_ms - SHORTEST_MS) if after else max(cue.end_ms, low_ms)
        if high_ms > low_ms and not low_ms <= cue.start_ms < cue.end_ms <= high_ms:
            start_ms = min(max(cue.start_ms, low_ms), max(low_ms, high_ms - SHORTEST_MS))
            end_ms = min(max(cue.end_ms, start_ms + SHORTEST_MS), high_ms)
            result[number] = replace(item, cue=replace(cue, start_ms=start_ms, end_ms=end_ms))
    return result


def _squeeze(
    item: Placed, in_front: Sequence[Placed], others: Sequence[Placed], line: _Line
) -> tuple[Placed, tuple[Dispute, ...]]:
    """Shorten or move a cue behind what is in front of it, and between what does not move."""
    # By time alone: which cue of the machine's a cue stands for may be known in one merge and not in the next.
    cue = item.cue
    behind = [*in_front, *(other for other in others if other.cue.start_ms < cue.start_ms)]
    low_ms = max((other.cue.end_ms for other in behind), default=0)
    ahead = (other.cue.start_ms for other in others if other.cue.start_ms >= cue.start_ms)
    high_ms = min(ahead, default=cue.end_ms + MOVED_MS)
    span = max(cue.start_ms, low_ms), min(cue.end_ms, high_ms)
    if span[1] - span[0] < min(SHORTEST_MS, cue.duration_ms):
        span = line.find_gap(item, span, (low_ms, high_ms))
    if span[1] > span[0]:
        cue = replace(cue, start_ms=span[0], end_ms=span[1])
        return replace(item, cue=cue, is_machine=item.is_machine and item.has_machine_times), ()
    kept = tuple(other.edited_at for other in (*in_front, *others) if other.edited_at is not None)
    return item, (Dispute(kind="time", kept=kept, suggested=(cue,)),)


class _Line:
    """The cues of the machine's in their order, in which one looks for room; without an order it may go anywhere."""

    def __init__(self, placed: Sequence[Placed], order: Sequence[int] = (), place: int = 0) -> None:
        self._placed = placed
        self._order = order
        self._place = place
        self._before = placed[order[place - 1]].cue if place else None

    def find_gap(self, item: Placed, span: _Span, limits: _Span) -> _Span:
        """Where a cue can be shown that has less than the shortest room; what it has, if that is nowhere.

        Before the next cue that can stay; if there is nothing, the rest of its sentence begins later, but no other.
        """
        later = [self._placed[number] for number in self._order[self._place + 1 :]]
        known = {id(item), *map(id, later)}
        fixed = [other.cue for other in self._placed if id(other) not in known]
        low_ms = max(limits[0], self._before.end_ms if self._before else 0)
        for rest in (0, _count_rest(item, later)):
            moving = rest + sum(1 for _ in takewhile(lambda one: not _can_stay(one.cue, fixed), later[rest:]))
            ahead_ms = [_room(other.cue, fixed)[0] for other in later[moving : moving + 1]]
            within = low_ms, min([limits[1], *ahead_ms])
            found = _nearest_gap(item.cue, fixed, within, most_ms=SHORTEST_MS if moving else None)
            if found and moving:
                ahead_ms += [other.start_ms for other in fixed]
                found = _lengthened(item.cue, found, [other.cue for other in later[:moving]], ahead_ms)
            if found:
                return found
        if self._order and span[1] > span[0]:
            found = _nearest_gap(item.cue, fixed, within, least_ms=span[1] - span[0] + 1)
        return found or span


def _behind(item: Placed, before: Cue) -> Placed:
    """A cue that begins no earlier than one that made room, which it follows."""
    if before.start_ms < item.cue.start_ms:
        return item
    start_ms = before.start_ms + 1
    end_ms = max(item.cue.end_ms, start_ms + min(SHORTEST_MS, item.cue.duration_ms))
    return replace(item, cue=replace(item.cue, start_ms=start_ms, end_ms=end_ms))


def _count_rest(item: Placed, later: Iterable[Placed]) -> int:
    """How many cues go on with the sentence of one."""
    names = set(item.new_ids)
    return sum(1 for _ in takewhile(lambda other: not names.isdisjoint(other.new_ids), later))


def _room(cue: Cue, fixed: Iterable[Cue]) -> _Span:
    """What is free of a cue's own time."""
    others = [other for other in fixed if _do_overlap(cue, other)]
    low_ms = max([cue.start_ms, *(other.end_ms for other in others if other.start_ms < cue.start_ms)])
    return low_ms, min([cue.end_ms, *(other.start_ms for other in others if other.start_ms >= cue.start_ms)])


def _can_stay(cue: Cue, fixed: Iterable[Cue]) -> bool:
    low_ms, high_ms = _room(cue, fixed)
    return high_ms - low_ms >= min(SHORTEST_MS, cue.duration_ms)


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


def _is_in_the_way(item: Placed, other: Placed, edited: Cues) -> bool:
    """Whether two cues overlap that did not do so in the person's file."""
    if not _do_overlap(item.cue, other.cue):
        return False
    if item.edited_at is None or other.edited_at is None or item.edited_at == other.edited_at:
        return True
    return not _do_overlap(edited[item.edited_at], edited[other.edited_at])


def _do_overlap(one: Cue, two: Cue) -> bool:
    return one.start_ms < two.end_ms and two.start_ms < one.end_ms


def _nearest_gap(
    cue: Cue, others: Iterable[Cue], limits: _Span, *, least_ms: int = SHORTEST_MS, most_ms: int | None = None
) -> _Span | None:
    """The nearest time near a cue in which nothing is shown; None if there is none close by.

    Never so far that the next merge would take it for content that moved.

    Args:
        cue: Its own time is overlapped.
        others: What is shown.
        limits: Between which times it may be.
        least_ms: Shorter gaps are none.
        most_ms: So long at most it is shown then; as long as the cue is, if nothing is given.
    """
    low_ms, high_ms = max(0, cue.start_ms - MOVED_MS, limits[0]), min(cue.end_ms + MOVED_MS, limits[1])
    nearby = (other for other in others if other.end_ms > low_ms and other.start_ms < high_ms)
    busy = sorted((other.start_ms, other.end_ms) for other in nearby)
    length_ms = max(cue.duration_ms, SHORTEST_MS) if most_ms is None else most_ms
    free_from = low_ms
    best: tuple[int, _Span] | None = None
    for start_ms, end_ms in [*busy, (high_ms, high_ms)]:
        if start_ms - free_from >= least_ms:
            span = _near_side(cue, (free_from, start_ms), length_ms)
            apart_ms = min(abs(span[0] - cue.start_ms), abs(span[1] - cue.end_ms))
            best = min(best or (apart_ms, span), (apart_ms, span))
        free_from = max(free_from, end_ms)
    return best[1] if best else None


def _lengthened(cue: Cue, span: _Span, moving: Sequence[Cue], ahead_ms: Iterable[int]) -> _Span:
    """The time of a cue with what can be added at its end.

    Cues that move on find room there, too; of those that could stay, none has to make more than the shortest.
    """
    must = [other for other in moving if other.start_ms <= span[0]]
    borders_ms = (start_ms for start_ms in (*ahead_ms, *(one.start_ms for one in moving)) if start_ms > span[0])
    free_ms = min([*borders_ms, *(other.end_ms + MOVED_MS for other in must)], default=span[1])
    end_ms = min(free_ms - len(must) * SHORTEST_MS, cue.end_ms + MOVED_MS, span[0] + cue.duration_ms)
    return span[0], max(span[1], end_ms)


def _near_side(cue: Cue, gap: _Span, length_ms: int) -> _Span:
    """The part of a gap that is closest to a cue, no longer than that."""
    length_ms = min(gap[1] - gap[0], length_ms)
    start_ms = min(max(gap[0], cue.start_ms), gap[1] - length_ms)
    return start_ms, start_ms + length_ms
