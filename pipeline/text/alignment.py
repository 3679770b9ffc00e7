"""Which piece of one text is which piece of another: the ground of merging and correcting.

Texts are compared by *atoms* (a word with its punctuation; one character where the script has
no spaces) under a key that ignores case and punctuation. Time never decides who is who: it only
chooses between equal candidates, such as twenty cues that all say "Yes."

The alignment is near-linear: sequences that occur once on both sides are anchors (the idea of
patience diff), and only the small gaps between anchors see an exact search.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.dataclass import dataclass

Pair = tuple[int, int]
_Range = tuple[int, int, int, int]
_Offsets = tuple[int, ...]

GAP_PAIRS = 20_000
"""So many pairs of equal keys are searched exactly; a bigger gap is divided first."""
ANCHOR_LENGTHS = (4, 2, 1)
"""How many atoms in a row make an anchor; the safest first."""
MATCH_SCORE = 1_000
RUN_BONUS = 40
"""Matches in a row are worth more than the same number of scattered ones."""
TIME_STEP_SCORE = 12
"""Cost of each doubling of the time between two matched atoms; at most a quarter of a match."""
SAME_TIME_MS = 2_000
"""Equal beginnings, and equal ends, are taken as they are while their times agree to this…"""
EDGE_ATOMS = 40
"""…except for so many atoms next to the first difference, where repeated words can be taken in several ways."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What is aligned: one key and one time for each atom, in order."""

    keys: tuple[str, ...]
    times_ms: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.keys) != len(self.times_ms):
            raise ValueError(f"{len(self.keys)} keys but {len(self.times_ms)} times")


def align_tokens(left: Tokens, right: Tokens) -> tuple[Pair, ...]:
    """Match equal keys in order, as many and as contiguous as can be; times break ties.

    Args:
        left: One sequence.
        right: The other; its times may be shifted as a whole, or from some point on.

    Returns:
        Pairs (index in `left`, index in `right`), both strictly rising.
    """
    return tuple(_Aligner(left, right).pairs())


def lift_pairs(pairs: Iterable[Pair]) -> list[Pair]:
    """The longest chain of pairs that rises on both sides.

    Args:
        pairs: Sorted by the first number; each number occurs once on its side.
    """
    items = list(pairs)
    return [items[index] for index in longest_rising([value for _, value in items])]


def longest_rising(values: Sequence[float], *, strictly: bool = True) -> list[int]:
    """The places of a longest rising run of values that need not stand side by side (patience sorting).

    Args:
        values: In order.
        strictly: Whether equal values are no rise.

    >>> longest_rising([1, 5, 2, 2, 3]), longest_rising([1, 5, 2, 2, 3], strictly=False)
    ([0, 3, 4], [0, 2, 3, 4])
    """
    bisect = bisect_left if strictly else bisect_right
    tails: list[int] = []
    tail_values: list[float] = []
    before: list[int] = []
    for index, value in enumerate(values):
        place = bisect(tail_values, value)
        before.append(tails[place - 1] if place else -1)
        tails[place : place + 1] = [index]
        tail_values[place : place + 1] = [value]
    chain: list[int] = []
    index = tails[-1] if tails else -1
    while index >= 0:
        chain.append(index)
        index = before[index]
    return chain[::-1]


class _Aligner:
    """One alignment in progress; a class only because every step needs the same two sequences."""

    def __init__(self, left: Tokens, right: Tokens) -> None:
        self._left = left
        self._right = right

    def pairs(self) -> list[Pair]:
        start, end = self._common_edges()
        lengths = len(self._left.keys), len(self._right.keys)
        found = [(place, place) for place in range(start)]
        found += [(lengths[0] - place, lengths[1] - place) for place in range(end, 0, -1)]
        stack: list[tuple[_Range, _Offsets]] = [((start, lengths[0] - end, start, lengths[1] - end), ())]
        while stack:
            span, offsets = stack.pop()
            left_start, left_end, right_start, right_end = span
            if left_start == left_end or right_start == right_end:
                continue
            if self._left.keys[left_start:left_end] == self._right.keys[right_start:right_end]:
                found.extend(zip(range(left_start, left_end), range(right_start, right_end), strict=True))
            elif self._count_equal(span) <= GAP_PAIRS:
                found.extend(self._search(span, offsets or self._likely_offsets(span)))
            else:
                anchors = self._anchors(span, offsets)
                found.extend(anchors)
                stack.extend(self._gaps(span, anchors, offsets))
        return sorted(found)

    def _common_edges(self) -> tuple[int, int]:
        """How many atoms at the beginning, and at the end, are beyond doubt the same ones.

        One corrected word in an hour then costs no more than its neighbourhood.
        """
        start = max(0, self._count_same(1) - EDGE_ATOMS)
        end = max(0, self._count_same(-1) - EDGE_ATOMS)
        shorter = min(len(self._left.keys), len(self._right.keys))
        return (start, end) if start + end < shorter else (0, 0)

    def _count_same(self, step: int) -> int:
        """How many atoms from one end (1: the first, -1: the last) agree in key and time."""
        atoms = zip(
            self._left.keys[::step],
            self._right.keys[::step],
            self._left.times_ms[::step],
            self._right.times_ms[::step],
            strict=False,
        )
        count = 0
        for key, other, time_ms, other_ms in atoms:
            if key != other or abs(time_ms - other_ms) > SAME_TIME_MS:
                break
            count += 1
        return count

    def _count_equal(self, span: _Range) -> int:
        left = Counter(self._left.keys[span[0] : span[1]])
        right = Counter(self._right.keys[span[2] : span[3]])
        return sum(count * right[key] for key, count in left.items() if key in right)

    def _anchors(self, span: _Range, offsets: _Offsets) -> list[Pair]:
        for length in ANCHOR_LENGTHS:
            anchors = lift_pairs(self._unique_pairs(span, length))
            if anchors:
                return anchors
        return self._nearest_pair(span, offsets)

    def _unique_pairs(self, span: _Range, length: int) -> list[Pair]:
        """Sequences of `length` keys that occur exactly once in each side of the span."""
        left_start, left_end, right_start, right_end = span
        left = _unique_places(self._left.keys, left_start, left_end, length)
        right = _unique_places(self._right.keys, right_start, right_end, length)
        return [(place, right[key]) for key, place in left.items() if key in right]

    def _likely_offsets(self, span: _Range) -> _Offsets:
        """How much later one side is, by the keys that occur once on each: at both ends and in the middle."""
        anchors = lift_pairs(self._unique_pairs(span, 1))
        shifts = [self._right.times_ms[right] - self._left.times_ms[left] for left, right in anchors]
        return tuple({shifts[0], shifts[len(shifts) // 2], shifts[-1]}) if shifts else ()

    def _nearest_pair(self, span: _Range, offsets: _Offsets) -> list[Pair]:
        """Where everything repeats: one pair of equal keys near the middle, chosen by time."""
        left_start, left_end, right_start, right_end = span
        places = _places(self._right.keys, right_start, right_end)
        middle = (left_start + left_end) // 2
        for place in sorted(range(left_start, left_end), key=lambda index: abs(index - middle)):
            if candidates := places.get(self._left.keys[place]):
                return [(place, min(candidates, key=lambda other: self._distance_ms(place, other, offsets)))]
        return []

    def _distance_ms(self, left: int, right: int, offsets: _Offsets) -> int:
        """How far apart two atoms are in time, by the shift that holds on either side of the gap."""
        apart_ms = self._right.times_ms[right] - self._left.times_ms[left]
        return min(abs(apart_ms - offset) for offset in offsets) if offsets else abs(apart_ms)

    def _gaps(self, span: _Range, anchors: list[Pair], offsets: _Offsets) -> list[tuple[_Range, _Offsets]]:
        if not anchors:
            return []
        left_start, left_end, right_start, right_end = span
        shifts = [self._right.times_ms[right] - self._left.times_ms[left] for left, right in anchors]
        befores = [(left_start, right_start), *((left + 1, right + 1) for left, right in anchors)]
        afters = [*anchors, (left_end, right_end)]
        sides = [(*offsets[:1], shifts[0]), *pairwise(shifts), (shifts[-1], *offsets[-1:])]
        return [
            ((before[0], after[0], before[1], after[1]), tuple(side))
            for before, after, side in zip(befores, afters, sides, strict=True)
        ]

    def _search(self, span: _Range, offsets: _Offsets) -> list[Pair]:
        """The chain of equal keys with the best score, over all pairs of equal keys of a small span."""
        left_start, left_end, right_start, right_end = span
        places = _places(self._right.keys, right_start, right_end)
        chain = _BestChain(right_end - right_start)
        left_ms, right_ms, shifts = self._left.times_ms, self._right.times_ms, offsets or (0,)
        for left in range(left_start, left_end):
            # Downwards, so that no pair continues another one of the same left atom.
            for right in reversed(places.get(self._left.keys[left], ())):
                apart_ms = right_ms[right] - left_ms[left]  # as `_distance_ms`, written out for speed
                steps = (min([abs(apart_ms - shift) for shift in shifts]) // 50).bit_length()
                score = MATCH_SCORE - TIME_STEP_SCORE * (steps if steps < 20 else 20)
                chain.add((left, right), right - right_start, score)
        return chain.best()


def _unique_places(keys: Sequence[str], start: int, end: int, length: int) -> dict[tuple[str, ...], int]:
    places: dict[tuple[str, ...], int] = {}
    repeated: set[tuple[str, ...]] = set()
    for place in range(start, end - length + 1):
        key = tuple(keys[place : place + length])
        if key in places:
            repeated.add(key)
        else:
            places[key] = place
    for key in repeated:
        del places[key]
    return places


def _places(keys: Sequence[str], start: int, end: int) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place in range(start, end):
        places.setdefault(keys[place], []).append(place)
    return places


class _BestChain:
    """Grows the best rising chain of pairs: a tree of prefix maxima (Fenwick) over the right side."""

    __slots__ = ("_before", "_pairs", "_scores", "_seen", "_tree")

    def __init__(self, width: int) -> None:
        self._tree = [-1] * (width + 1)
        self._pairs: list[Pair] = []
        self._scores: list[int] = []
        self._before: list[int] = []
        self._seen: dict[Pair, int] = {}

    def add(self, pair: Pair, column: int, score: int) -> None:
        """Offer a pair; they come by rising left and falling right index."""
        before = self._best_below(column)
        total = self._scores[before] if before >= 0 else 0
        diagonal = self._seen.get((pair[0] - 1, pair[1] - 1), -1)
        if diagonal >= 0 and self._scores[diagonal] + RUN_BONUS >= total:
            before, total = diagonal, self._scores[diagonal] + RUN_BONUS
        number = len(self._pairs)
        self._pairs.append(pair)
        self._scores.append(total + score)
        self._before.append(before)
        self._seen[pair] = number
        self._raise_from(column + 1, number)

    def best(self) -> list[Pair]:
        number = self._best_below(len(self._tree) - 1)
        found: list[Pair] = []
        while number >= 0:
            found.append(self._pairs[number])
            number = self._before[number]
        return found

    def _best_below(self, column: int) -> int:
        best = -1
        while column > 0:
            number = self._tree[column]
            if number >= 0 and (best < 0 or self._scores[number] > self._scores[best]):
                best = number
            column -= column & -column
        return best

    def _raise_from(self, column: int, number: int) -> None:
        while column < len(self._tree):
            held = self._tree[column]
            if held < 0 or self._scores[number] > self._scores[held]:
                self._tree[column] = number
            column += column & -column
