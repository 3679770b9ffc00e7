"""How much the best hypotheses of a translation differ: a sign of doubt that a model's own score lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

_ORDER = 6
_BETA_SQUARED = 4.0
"""Recall counts twice as much as precision: chrF2, the usual one."""


def disagreement(first: str, others: Sequence[str]) -> float | None:
    """One minus the mean chrF of the other hypotheses to the first; None where there is no other.

    Returns:
        From 0 (all the same) to 1 (nothing in common), rounded to four digits.

    >>> disagreement("Sim.", ["Sim.", "Sim."]), disagreement("Sim.", [])
    (0.0, None)
    """
    if not others:
        return None
    profile = _profile(first)
    mean = sum(_chrf(_profile(other), profile) for other in others) / len(others)
    return round(1.0 - mean, 4)


def _profile(text: str) -> tuple[Counter[str], ...]:
    chars = "".join(text.split())
    return tuple(
        Counter(chars[start : start + size] for start in range(len(chars) - size + 1)) for size in range(1, _ORDER + 1)
    )


def _chrf(hypothesis: Sequence[Counter[str]], reference: Sequence[Counter[str]]) -> float:
    """The mean of the F scores of the lengths that both texts have, as chrF is defined."""
    scores = []
    for ours, theirs in zip(hypothesis, reference, strict=True):
        if ours and theirs:
            common = (ours & theirs).total()
            precision, recall = common / ours.total(), common / theirs.total()
            scores.append(
                (1 + _BETA_SQUARED) * precision * recall / (_BETA_SQUARED * precision + recall) if common else 0.0
            )
    return sum(scores) / len(scores) if scores else 1.0
