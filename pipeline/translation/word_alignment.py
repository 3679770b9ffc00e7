"""Which part of a source sentence a part of its translation says: a monotone map between their characters.

From a model's attention where there is any, noisy as it is; else from what is the same in both texts
(numbers, names, punctuation inside the sentence), and from length in between.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from pipeline.text import longest_rising

Anchor = tuple[float, float]
"""Offset in the target text, offset in the source text."""

_TOKEN = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")
_INNER_MARK = re.compile(r"[,;:—–，、；：،]")
_NAME_LETTERS = 4
_OUTLIER_SHARE = 0.35
"""An attention link further than this share of the sentence from the diagonal is likely noise."""


def attention_anchors(links: Sequence[tuple[int, int]], *, target_length: int, source_length: int) -> list[Anchor]:
    """Monotone anchors from attention links.

    Args:
        links: Pairs (offset in the target, offset in the source) in any order; may contradict each other.
        target_length: Length of the target text; links outside it are ignored.
        source_length: The same for the source.

    Returns:
        Anchors whose two offsets never decrease; may be empty.
    """
    usable = sorted({(t, s) for t, s in links if 0 <= t < target_length and 0 <= s < source_length})
    slope = source_length / max(1, target_length)
    near = [(t, s) for t, s in usable if abs(t * slope - s) <= max(12.0, _OUTLIER_SHARE * source_length)]
    return _pool([(float(t), float(s)) for t, s in near])


def text_anchors(target: str, source: str) -> list[Anchor]:
    """Monotone anchors from numbers, names and marks that stand in both texts in the same order.

    >>> text_anchors("Em 2014, a China", "In 2014, China")
    [(3.0, 3.0), (7.0, 7.0), (11.0, 9.0)]
    """
    found = [*_shared_tokens(target, source), *_shared_marks(target, source)]
    return _rising(sorted(found))


def map_offsets(offsets: Sequence[int], anchors: Sequence[Anchor], *, lengths: tuple[int, int]) -> list[float]:
    """Source offsets for target offsets, linear between the anchors.

    Args:
        offsets: Positions in the target text.
        anchors: Never decreasing in either offset.
        lengths: Of the target and the source text.
    """
    inner = [anchor for anchor in anchors if 0 < anchor[0] < lengths[0]]
    targets = [0.0, *(target for target, _ in inner), float(lengths[0])]
    sources = [0.0, *(source for _, source in inner), float(lengths[1])]
    last = len(targets) - 1
    mapped = []
    for offset in offsets:
        right = bisect_right(targets, offset) or 1
        right = last if right > last else right
        into, span = offset - targets[right - 1], targets[right] - targets[right - 1]
        begin = sources[right - 1]
        if into <= 0.0 or span <= 0.0:
            mapped.append(begin)
        else:
            mapped.append(begin + (sources[right] - begin) * (into / span if into < span else 1.0))
    return mapped


def _pool(links: list[Anchor]) -> list[Anchor]:
    """Isotonic regression by medians: neighbours that contradict each other share their middle.

    Medians, not means: one stray link moves nothing. Pools are merged as in the algorithm of pooled
    adjacent violators.
    """
    pools: list[tuple[list[float], list[float], float]] = []
    for target, source in links:
        targets, sources, middle = [target], [source], source
        while pools and pools[-1][2] > middle:
            before, some, _ = pools.pop()
            targets, sources = [*before, *targets], sorted((*some, *sources))
            middle = _median(sources)
        pools.append((targets, sources, middle))
    return [(target, middle) for targets, _, middle in pools for target in targets]


def _median(values: list[float]) -> float:
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def _shared_tokens(target: str, source: str) -> list[Anchor]:
    """Numbers and capitalised words that stand exactly once in each text."""
    ours, theirs = _unique_tokens(target), _unique_tokens(source)
    return [(float(at), float(theirs[token])) for token, at in ours.items() if token in theirs]


def _unique_tokens(text: str) -> dict[str, int]:
    places: dict[str, int] = {}
    repeated = set()
    for match in _TOKEN.finditer(text):
        token = match.group()
        is_number = any(char.isdigit() for char in token)
        if not is_number and not (len(token) >= _NAME_LETTERS and token[0].isupper()):
            continue
        key = re.sub(r"[.,]", "", token) if is_number else token
        repeated.update({key} & places.keys())
        places[key] = match.start()
    return {key: at for key, at in places.items() if key not in repeated}


def _shared_marks(target: str, source: str) -> list[Anchor]:
    """Marks inside the sentence, where both texts have equally many of them."""
    ours = [match.end() for match in _INNER_MARK.finditer(target)]
    theirs = [match.end() for match in _INNER_MARK.finditer(source)]
    numbers = re.compile(r"\d[.,:]\d")
    ours = [end for end in ours if not numbers.match(target, max(0, end - 2))]
    theirs = [end for end in theirs if not numbers.match(source, max(0, end - 2))]
    if len(ours) != len(theirs):
        return []
    return [(float(a) - 1, float(b) - 1) for a, b in zip(ours, theirs, strict=True)]


def _rising(anchors: list[Anchor]) -> list[Anchor]:
    """A longest chain of anchors that rises in both offsets."""
    return [anchors[place] for place in longest_rising([source for _, source in anchors])]
