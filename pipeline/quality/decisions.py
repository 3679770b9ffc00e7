"""What people decided about sentences, and how much more often each kind of reason was right than it says.

A sentence that a person approved as the machine made it was right; one that a person wrote anew was wrong. From two
hundred decisions on, what each kind of reason says is scaled by how often it was right in this workspace.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pipeline.dataclass import dataclass
from pipeline.quality.alarms import Alarm

ENOUGH = 200
_PRIOR = 8.0
"""What a kind says beforehand counts as so many decisions."""
_STRONGEST = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One sentence that a person decided about."""

    reasons: Sequence[Alarm]
    """What spoke against it as the machine had made it."""
    was_wrong: bool
    """Whether the person wrote it anew."""


def fit_scales(decisions: Iterable[Decision]) -> dict[str, float]:
    """For each kind of reason how much more often it was right than it says; nothing before there are enough.

    >>> fit_scales([])
    {}
    """
    decided = list(decisions)
    if len(decided) < ENOUGH:
        return {}
    expected: dict[str, float] = defaultdict(float)
    found: dict[str, float] = defaultdict(float)
    for decision in decided:
        for reason in decision.reasons:
            expected[reason.kind] += reason.probability
            found[reason.kind] += decision.was_wrong
    return {
        kind: round(min(_STRONGEST, max(1 / _STRONGEST, (found[kind] + _PRIOR) / (expected[kind] + _PRIOR))), 3)
        for kind in sorted(expected)
    }
