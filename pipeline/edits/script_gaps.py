"""What a voice says where it differs from a script: passages from elsewhere, and words that are alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from pipeline.edits.script_places import Place, Range
from pipeline.edits.script_runs import core_of, equal_runs, strong_runs, with_gaps
from pipeline.text import Pair, Tokens, align_tokens

Keys = tuple[Sequence[str], Sequence[str]]
"""The words of the script and of the voice, as they are compared."""
Index = dict[tuple[str, ...], list[int]]
"""Where in the script some words in a row stand."""

_GRAM = 3
_LEAST_MOVED = 8
"""Words of a passage that is looked for elsewhere in the script."""
_MOVED_SHARE = 0.6
_DRIFT = 6
"""By how many words a moved passage may be longer or shorter than the script's."""
_MOST_COMPARED = 4_000_000
"""Pairs of letters; two longer texts are not compared by letter."""
_LINKED = 0.6
_LEAST_LINK = 3


def gap_places(gap: Place, keys: Keys, index: Index) -> Iterator[Place]:
    """A gap divided: passages from elsewhere in the script, and words that are alike."""
    if gap.is_same:
        yield gap
        return
    parts = [*_moved(gap.heard, keys, index)]
    if not any(place.is_same for place in parts):
        yield from _alike(gap, keys)
        return
    # The script's own words of this gap stand where they were to be said: before what came instead.
    start = gap.heard[0]
    if gap.script[0] < gap.script[1]:
        yield Place(script=gap.script, heard=(start, start), is_same=False)
    for part in parts:
        yield from [part] if part.is_same else _alike(part, keys)


def grams(keys: Sequence[str]) -> Index:
    """Where in the script each few words in a row stand."""
    places: Index = defaultdict(list)
    for place in range(len(keys) - _GRAM + 1):
        places[tuple(keys[place : place + _GRAM])].append(place)
    return places


def _moved(heard: Range, keys: Keys, index: Index) -> Iterator[Place]:
    """Said words that nothing at their place explains, by passages that stand elsewhere in the script."""
    waiting: list[Range | list[Place]] = [heard]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            yield from part
        elif passage := _passage(part, keys, index):
            # The last one in is the first one out.
            waiting += [(passage[-1].heard[1], part[1]), passage, (part[0], passage[0].heard[0])]
        elif part[0] < part[1]:
            yield Place(script=(0, 0), heard=part, is_same=False)


def _passage(heard: Range, keys: Keys, index: Index) -> list[Place]:
    """Where most of some said words stand in the script, place by place; nothing if nowhere."""
    span = _best_span(heard, keys, index) if heard[1] - heard[0] >= _LEAST_MOVED else None
    pairs = [] if span is None else _pairs_within(span, heard, keys)
    if len(pairs) < _LEAST_MOVED or len(pairs) < _MOVED_SHARE * (pairs[-1][1] - pairs[0][1] + 1):
        return []
    (left, right), (last_left, last_right) = pairs[0], pairs[-1]
    runs = [(one - left, other - right, count) for one, other, count in equal_runs(pairs)]
    return [
        replace(
            place,
            script=(place.script[0] + left, place.script[1] + left),
            heard=(place.heard[0] + right, place.heard[1] + right),
        )
        for place in with_gaps(runs, (last_left - left + 1, last_right - right + 1))
    ]


def _best_span(heard: Range, keys: Keys, index: Index) -> Range | None:
    """Where in the script most runs of three words of a passage stand at the same distance."""
    votes: dict[int, int] = defaultdict(int)
    for place in range(heard[0], heard[1] - _GRAM + 1):
        found = index.get(tuple(keys[1][place : place + _GRAM]), ())
        for left in found if len(found) <= _DRIFT else ():
            votes[left - place] += 1
    if not votes:
        return None
    best = max(votes, key=lambda shift: (votes[shift], -abs(shift)))
    return max(0, heard[0] + best - _DRIFT), min(len(keys[0]), heard[1] + best + _DRIFT)


def _pairs_within(span: Range, heard: Range, keys: Keys) -> list[Pair]:
    left, right = keys[0][span[0] : span[1]], keys[1][heard[0] : heard[1]]
    pairs = align_tokens(
        Tokens(keys=tuple(left), times_ms=tuple(range(len(left)))),
        Tokens(keys=tuple(right), times_ms=tuple(range(len(right)))),
    )
    runs = core_of(strong_runs(equal_runs(pairs), (len(left), len(right))))
    return [(span[0] + a + step, heard[0] + b + step) for a, b, count in runs for step in range(count)]


def _alike(gap: Place, keys: Keys) -> Iterator[Place]:
    """A difference divided where some words of both sides are alike by their letters."""
    script, heard = keys[0][slice(*gap.script)], keys[1][slice(*gap.heard)]
    if not script or not heard or len("".join(script)) * len("".join(heard)) > _MOST_COMPARED:
        yield gap
        return
    left, right = gap.script[0], gap.heard[0]
    for one, other in _linked_groups(script, heard):
        start, end = (
            (gap.script[0] + one[0], gap.heard[0] + other[0]),
            (gap.script[0] + one[1], gap.heard[0] + other[1]),
        )
        if start != (left, right):
            yield Place(script=(left, start[0]), heard=(right, start[1]), is_same=False)
        left, right = end
        is_same = one[1] - one[0] == other[1] - other[0] == 1 and script[one[0]] == heard[other[0]]
        yield Place(script=(start[0], left), heard=(start[1], right), is_same=is_same)
    if (left, right) != (gap.script[1], gap.heard[1]):
        yield Place(script=(left, gap.script[1]), heard=(right, gap.heard[1]), is_same=False)


def _linked_groups(script: Sequence[str], heard: Sequence[str]) -> list[tuple[Range, Range]]:
    """Neighbouring words of both sides that share most of their letters, in order, without overlap."""
    groups: list[tuple[Range, Range]] = []
    for left, right in _links(script, heard):
        if groups and (left < groups[-1][0][1] or right < groups[-1][1][1]):
            one, other = groups[-1]
            groups[-1] = (one[0], max(one[1], left + 1)), (other[0], max(other[1], right + 1))
        else:
            groups.append(((left, left + 1), (right, right + 1)))
    return groups


def _links(script: Sequence[str], heard: Sequence[str]) -> Iterator[Pair]:
    """Pairs of words that share letters where the two texts are laid side by side."""
    from rapidfuzz.distance import Indel

    shared: dict[Pair, int] = defaultdict(int)
    owners = [_owners(script), _owners(heard)]
    for step in Indel.opcodes("".join(script), "".join(heard)):
        if step.tag == "equal":
            length = step.src_end - step.src_start
            for place in range(length):
                shared[owners[0][step.src_start + place], owners[1][step.dest_start + place]] += 1
    for (left, right), count in sorted(shared.items()):
        shorter = min(len(script[left]), len(heard[right]))
        if count >= _LINKED * shorter and (count >= _LEAST_LINK or script[left] == heard[right]):
            yield left, right


def _owners(words: Sequence[str]) -> list[int]:
    """The number of the word of each letter."""
    ends = [*accumulate(map(len, words))]
    return [
        number for number, (start, end) in enumerate(zip([0, *ends], ends, strict=False)) for _ in range(start, end)
    ]
