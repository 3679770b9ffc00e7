"""How far the times that a person chose move along, because what is shown in a block moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from operator import itemgetter

from pipeline.edits.merge.hunks import Block, Span, Versions, apart_ms, says_the_same, span
from pipeline.model import Cue

MOVED_MS = 1_000
"""Content that moved by more takes the person's times along; less is only another timing."""
NEARBY_MS = 10_000
"""A cue that the machine added is looked for so long before one that a person added."""


def with_shifts(blocks: Sequence[Block], versions: Versions) -> tuple[Block, ...]:
    """Note for each block how far it moved; what a person added moves with its nearer neighbour.

    By up to `MOVED_MS` nothing moves: the times that a person chose are likelier right than what the machine makes
    of the same sound. Except where a cue would then be shown among others than those beside it in the file.
    """
    leaders = _leaders(blocks, versions)
    followers: dict[int, list[Cue]] = {}
    for number, leader in leaders.items():
        if leader is not None:
            followers.setdefault(leader, []).extend(blocks[number].edited)
    landmarks = _Landmarks(blocks)
    shifts_ms = [
        _shift_ms(block, is_passed=landmarks.have_passed(block, followers.get(number, ())))
        for number, block in enumerate(blocks)
    ]
    shifted = []
    for number, block in enumerate(blocks):
        leader = leaders.get(number, number)
        shift_ms = 0 if leader is None else shifts_ms[leader]
        shifted.append(replace(block, shift_ms=shift_ms, has_place=leader is not None))
    return _join_additions(shifted)


def common_shift(old: Span, new: Span, *, more_than_ms: int = MOVED_MS) -> int:
    """How far something moved, if both its start and its end moved the same way, and by more than that."""
    start_ms, end_ms = new[0] - old[0], new[1] - old[1]
    smaller = min(start_ms, end_ms, key=abs)
    return smaller if start_ms * end_ms > 0 and abs(smaller) > more_than_ms else 0


def _shift_ms(block: Block, *, is_passed: bool) -> int:
    if not block.base or not block.new:
        return 0
    return common_shift(span(block.base), span(block.new), more_than_ms=0 if is_passed else MOVED_MS)


def _leaders(blocks: Sequence[Block], versions: Versions) -> dict[int, int | None]:
    """For what a person added: the block of the nearer of its neighbours that the machine still has.

    None between two that are gone; nothing for what stands alone at an end of the file.
    """
    owner = {at: number for number, block in enumerate(blocks) if block.base for at in block.edited_at}
    order = sorted(owner)
    leaders: dict[int, int | None] = {}
    for number, block in enumerate(blocks):
        if not block.is_addition:
            continue
        place = bisect_left(order, block.edited_at[0])
        around = order[max(0, place - 1) : place + 1]
        alive = [(apart_ms(block.edited[0], versions.edited[at]), owner[at]) for at in around if blocks[owner[at]].new]
        if alive:
            leaders[number] = min(alive, key=itemgetter(0))[1]
        elif len(around) > 1:
            leaders[number] = None
    return leaders


class _Landmarks:
    """The cues of the person's file that have the machine's times, and when they begin now."""

    __slots__ = ("_at", "_begin_ms")

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._begin_ms = {
            at: (edited.start_ms, new.start_ms)
            for block in blocks
            if block.new and block.is_even
            for at, base, edited, new in zip(block.edited_at, block.base, block.edited, block.new, strict=True)
            if edited.times == base.times
        }
        self._at = sorted(self._begin_ms)

    def have_passed(self, block: Block, followers: Sequence[Cue]) -> bool:
        """Whether one beside a block would be on the other side of one of its cues, where these stay."""
        if not block.edited_at:
            return False
        first, last = bisect_left(self._at, block.edited_at[0]), bisect_left(self._at, block.edited_at[-1] + 1)
        before = [self._begin_ms[at] for at in self._at[max(0, first - 1) : first]]
        after = [self._begin_ms[at] for at in self._at[last : last + 1]]
        return any(
            any(was_ms < cue.start_ms < is_ms for was_ms, is_ms in before)
            or any(is_ms <= cue.start_ms < was_ms for was_ms, is_ms in after)
            for cue in (*block.edited, *followers)
        )


def _join_additions(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Where a person and the machine added the same, at the same time, their cues are one block."""
    by_machine = sorted(
        (number for number, block in enumerate(blocks) if block.new and not block.base and not block.edited),
        key=lambda number: blocks[number].new[0].start_ms,
    )
    starts = [blocks[number].new[0].start_ms for number in by_machine]
    used: set[int] = set()
    joined = dict(enumerate(blocks))
    for number, block in enumerate(blocks):
        if not block.is_addition or not starts:
            continue
        cue = block.edited[0].moved(block.shift_ms)
        places = range(bisect_left(starts, cue.start_ms - NEARBY_MS), bisect_left(starts, cue.end_ms))
        for other in (by_machine[place] for place in places):
            if other not in used and says_the_same(cue, blocks[other].new[0]):
                used.add(other)
                joined[number] = replace(block, new=blocks[other].new, new_at=blocks[other].new_at)
                break
    return tuple(block for number, block in joined.items() if number not in used)
