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
    plain = "".join(first.split())
    mean = sum(_chrf("".join(other.split()), plain) for other in others) / len(others)
    return round(1.0 - mean, 4)


def _chrf(hypothesis: str, reference: str) -> float:
    """The F score of the mean precision and recall over the sizes that both texts have, as chrF is defined."""
    if hypothesis == reference:
        return 1.0
    start, end = _shared_ends(hypothesis, reference)
    shares = []
    for size in range(1, min(_ORDER, len(hypothesis), len(reference)) + 1):
        ours, theirs = len(hypothesis) - size + 1, len(reference) - size + 1
        mine, other = _around(hypothesis, start, end, size), _around(reference, start, end, size)
        # What lies wholly in the shared ends is common to both, so only what touches the difference is counted.
        common = ours - mine.total() + (mine & other).total()
        shares.append((common / ours, common / theirs))
    precision, recall = (sum(column) / len(shares) for column in zip(*shares, strict=True)) if shares else (0.0, 0.0)
    weighted = _BETA_SQUARED * precision + recall
    return (1 + _BETA_SQUARED) * precision * recall / weighted if weighted else 0.0


def _shared_ends(one: str, other: str) -> tuple[int, int]:
    """How many characters two different texts share at their starts, and how many at their ends."""
    shorter = min(len(one), len(other))
    start = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    rest = shorter - start
    end = next((at for at in range(rest) if one[-1 - at] != other[-1 - at]), rest)
    return start, end


def _around(text: str, start: int, end: int, size: int) -> Counter[str]:
    """The character sequences of one size that are not wholly within the shared ends."""
    first, last = max(0, start - size + 1), min(len(text) - size, len(text) - end - 1)
    return Counter(text[at : at + size] for at in range(first, last + 1))
