"""Which cues belong together because they share sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipeline.edits.disjoint_sets import DisjointSets


def group_by_sentence(ids: Sequence[tuple[str, ...]]) -> list[tuple[set[int], set[str]]]:
    """The smallest groups of cues that share no sentence with another, each with its sentences.

    Args:
        ids: For each cue the sentences that it shows; a cue that shows none is in no group.
    """
    sets = DisjointSets(name for shown in ids for name in shown)
    for shown in ids:
        for name in shown:
            sets.join(shown[0], name)
    groups: dict[str, tuple[set[int], set[str]]] = defaultdict(lambda: (set(), set()))
    for place, shown in enumerate(ids):
        if shown:
            places, names = groups[sets.find(shown[0])]
            places.add(place)
            names.update(shown)
    return list(groups.values())
