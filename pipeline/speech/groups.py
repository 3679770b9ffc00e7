"""Windows in groups that are worked on together, and what came of them in order again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

GROUP_SIZE = 4
"""Windows that one thread decodes at once, always as many, so that a text does not depend on the machine."""

_Result = TypeVar("_Result")


def even_groups(rows: Sequence[int], lengths: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """Groups of at most four windows, at least two groups, that hold about as much sound as each other.

    Args:
        rows: The windows' places.
        lengths: Of the sound in each window, by its place.

    >>> even_groups(range(5), [29, 28, 27, 26, 3])
    ((0, 3, 4), (1, 2))
    """
    count = min(len(rows), max(2, -(-len(rows) // GROUP_SIZE)))
    groups: list[list[int]] = [[] for _ in range(count)]
    for row in sorted(rows, key=lambda row: -lengths[row]):
        free = [group for group in groups if len(group) < GROUP_SIZE]
        min(free, key=lambda group: sum(lengths[one] for one in group)).append(row)
    return tuple(tuple(sorted(group)) for group in groups)


def in_order(groups: Iterable[Sequence[int]], results: Iterable[Sequence[_Result]]) -> tuple[_Result, ...]:
    """What came of groups of rows, in the order of the rows.

    >>> in_order([(0, 2), (1,)], ["ac", "b"])
    ('a', 'b', 'c')
    """
    found = [pair for rows, some in zip(groups, results, strict=True) for pair in zip(rows, some, strict=True)]
    return tuple(result for _, result in sorted(found, key=lambda pair: pair[0]))
