"""Sets that are joined and never divided."""

from __future__ import annotations

from random import Random

from pipeline.edits.disjoint_sets import DisjointSets


def test_joining_is_transitive_and_members_keep_their_order() -> None:
    """Against sets that are really joined."""
    for seed in range(50):
        random = Random(seed)
        sets, plain = DisjointSets(range(12)), [{number} for number in range(12)]
        for _ in range(8):
            one, other = random.sample(range(12), 2)
            sets.join(one, other)
            together = plain[one] | plain[other]
            for number in together:
                plain[number] = together
        assert sets.members() == sorted(map(sorted, {frozenset(one) for one in plain}))
        assert all(sets.find(a) == sets.find(b) for a in range(12) for b in plain[a])
