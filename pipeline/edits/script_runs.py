"""Runs of words that are equal in a script and in a voice, and what lies between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.edits.script_places import Place, Range
from pipeline.text import Pair

Run = tuple[int, int, int]
"""Equal words: the first of the script, the first of the voice, and how many."""

_LEAST_RUN = 3
"""So many equal words in a row are the same passage wherever they stand; fewer may be chance between differences."""


def equal_runs(pairs: Iterable[Pair]) -> list[Run]:
    """Neighbouring pairs as (first of the script, first of the voice, how many)."""
    runs: list[Run] = []
    for left, right in pairs:
        if runs and (runs[-1][0] + runs[-1][2], runs[-1][1] + runs[-1][2]) == (left, right):
            runs[-1] = (*runs[-1][:2], runs[-1][2] + 1)
        else:
            runs.append((left, right, 1))
    return runs


def strong_runs(runs: list[Run], lengths: Range) -> list[Run]:
    """Without the few words that two different passages share by chance."""
    clusters = _clusters(runs)
    ends: list[Run] = [(0, 0, 0), *(cluster[-1] for cluster in clusters)]
    starts: list[Run] = [*(cluster[0] for cluster in clusters[1:]), (*lengths, 0)]
    kept = []
    for cluster, before, after in zip(clusters, ends, starts, strict=False):
        is_apart = words_between(before, cluster[0]) >= _LEAST_RUN and words_between(cluster[-1], after) >= _LEAST_RUN
        if sum(run[2] for run in cluster) >= _LEAST_RUN or not is_apart:
            kept += cluster
    return kept


def core_of(runs: list[Run]) -> list[Run]:
    """The longest run with its neighbours, as far as the gaps between them are short."""
    if not runs:
        return []
    middle = max(range(len(runs)), key=lambda number: runs[number][2])
    first = last = middle
    while first and words_between(runs[first - 1], runs[first]) <= max(2, runs[first - 1][2]):
        first -= 1
    while last + 1 < len(runs) and words_between(runs[last], runs[last + 1]) <= max(2, runs[last + 1][2]):
        last += 1
    return runs[first : last + 1]


def with_gaps(runs: Iterable[Run], lengths: Range) -> Iterator[Place]:
    """The equal words one by one, and what lies between them."""
    left = right = 0
    for run in (*runs, (*lengths, 0)):
        if run[0] > left or run[1] > right:
            yield Place(script=(left, run[0]), heard=(right, run[1]), is_same=False)
        left, right = run[0] + run[2], run[1] + run[2]
        yield from _same(run)


def words_between(one: Run, other: Run) -> int:
    """How many words lie between two runs, on the side that has more."""
    return max(other[0] - one[0] - one[2], other[1] - one[1] - one[2])


def _clusters(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs with no more than a word or two between them belong together."""
    clusters: list[list[Run]] = []
    for run in runs:
        if clusters and words_between(clusters[-1][-1], run) < _LEAST_RUN:
            clusters[-1].append(run)
        else:
            clusters.append([run])
    return clusters


def _same(run: Run) -> Iterator[Place]:
    for step in range(run[2]):
        left, right = run[0] + step, run[1] + step
        yield Place(script=(left, left + 1), heard=(right, right + 1), is_same=True)
