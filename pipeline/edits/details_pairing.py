"""Which paragraph and which chapter is which, between what the machine made before, what it makes now, and the file."""

from __future__ import annotations

from collections.abc import Container, Hashable, Sequence
from difflib import SequenceMatcher

from pipeline.model import Chapter
from pipeline.records import DetailField


def align_paragraphs(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Where each paragraph is now: those that are the same, and between these as many as there were."""
    found: dict[int, int] = {}
    for kind, start, end, goal, goal_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal" or (kind == "replace" and end - start == goal_end - goal):
            found |= dict(zip(range(start, end), range(goal, goal_end), strict=True))
    return found


def pair_chapters(base: Sequence[DetailField], new: Sequence[DetailField]) -> dict[int, int]:
    """Which chapter of now each chapter of before is: by start and source text, then by either."""
    return pair_by(
        *(
            ([key(one) for one in base], [key(one) for one in new])
            for key in (lambda one: (one.start_ms, one.source), lambda one: one.source, lambda one: one.start_ms)
        )
    )


def pair_by(*ways: tuple[Sequence[Hashable], Sequence[Hashable]]) -> dict[int, int]:
    """Pairs of numbers whose keys are equal, each in one pair at most: by the first way, then the next."""
    found: dict[int, int] = {}
    taken: set[int] = set()
    for lefts, rights in ways:
        free: dict[Hashable, list[int]] = {}
        for number in reversed(range(len(rights))):
            if number not in taken:
                free.setdefault(rights[number], []).append(number)
        for number, key in enumerate(lefts):
            if number not in found and free.get(key):
                found[number] = free[key].pop()
                taken.add(found[number])
    return found


def same_start(new: Sequence[DetailField], chapter: Chapter, taken: Container[int]) -> int | None:
    """The chapter of now that begins when one of the file does, unless it is taken."""
    same = (at for at, one in enumerate(new) if one.start_ms == chapter.start_ms and at not in taken)
    return next(same, None)
