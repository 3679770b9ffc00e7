"""A script against recognised words: where they are the same, and each place where they differ.

A place is in the order of the voice. The script may have more than was said, less, or the same in another order; a
passage that was said twice is found twice.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from pipeline.model import Word
from pipeline.text import Pair, Tokens, align_tokens, has_unspaced, match_key, split_atoms

Range = tuple[int, int]
Run = tuple[int, int, int]
"""Equal words: the first of the script, the first of the voice, and how many."""

LEAST_SAID = 0.5
"""A text of which less is said is about the same, and no script."""
_LEAST_RUN = 3
"""So many equal words in a row are the same passage wherever they stand; fewer may be chance between differences."""
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
_MARKS_ALONE = re.compile(r"[-–—…•·*«»\"'“”‘’|/()\[\]{}<>.,:;!?]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptWord:
    """A word of the script."""

    text: str
    """With a mark that stands alone behind it, as in `word –`."""
    space_before: bool = True

    @property
    def key(self) -> str:
        return match_key(self.text.split()[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Words of the script and of the voice that stand for each other; one of both ranges may be empty."""

    script: Range
    heard: Range
    is_same: bool
    """One word each, equal but for case and punctuation."""

    @property
    def is_added(self) -> bool:
        """Whether only the voice has it."""
        return self.script[0] == self.script[1]

    @property
    def is_left_out(self) -> bool:
        """Whether only the script has it."""
        return self.heard[0] == self.heard[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptAlignment:
    """A script and what was said, side by side."""

    script: tuple[ScriptWord, ...]
    heard: tuple[Word, ...]
    places: tuple[Place, ...]
    """In the order of the voice; their ranges of heard words follow each other without gaps."""
    said: float
    """Share of the script's words that were recognised, from 0 to 1."""

    @property
    def is_script(self) -> bool:
        """Whether enough of the text is said."""
        return self.said >= LEAST_SAID


def script_words(paragraphs: Iterable[str]) -> tuple[ScriptWord, ...]:
    """The words of a script; a dash that stands alone belongs to the word before it.

    >>> [word.text for word in script_words(["Well – yes.", "No."])]
    ['Well –', 'yes.', 'No.']
    """
    words: list[ScriptWord] = []
    for paragraph in paragraphs:
        for number, (space, atom) in enumerate(split_atoms(paragraph)):
            if words and _MARKS_ALONE.fullmatch(atom):
                words[-1] = replace(words[-1], text=f"{words[-1].text}{space and ' '}{atom}")
            elif not _MARKS_ALONE.fullmatch(atom):
                is_apart = bool(space) or (number == 0 and not has_unspaced(atom))
                words.append(ScriptWord(text=atom, space_before=is_apart))
    return tuple(words)


def align_script(script: Sequence[ScriptWord], heard: Sequence[Word]) -> ScriptAlignment:
    """Find what of a script was said, and where it was said otherwise."""
    words = tuple(_single_atoms(heard))
    keys = [word.key for word in script], [match_key(word.text) for word in words]
    pairs = align_tokens(_tokens(keys[0], words), Tokens(keys=tuple(keys[1]), times_ms=_starts(words)))
    runs = _strong_runs(_runs(pairs), (len(script), len(words)))
    index = _grams(keys[0])
    places = [place for gap in _with_gaps(runs, (len(script), len(words))) for place in _gap_places(gap, keys, index)]
    found = {place.script[0] for place in places if place.is_same}
    return ScriptAlignment(
        script=tuple(script), heard=words, places=tuple(places), said=len(found) / max(1, len(script))
    )


def spoken_letters_of(words: Iterable[str]) -> str:
    """What is said of some words: their letters and digits, and signs such as `%`; no dash or quotation mark.

    >>> spoken_letters_of(["Well", "–", "5", "%"])
    'well5%'
    """
    parts = (part for word in words for part in word.split())
    return "".join(match_key(part) for part in parts if not _MARKS_ALONE.fullmatch(part))


def likeness(script: Sequence[str], heard: Sequence[str]) -> float:
    """How alike the letters of two passages are, from 0 to 1.

    >>> likeness(["rongcheng"], ["rong", "cheng"]), likeness(["yes"], [])
    (1.0, 0.0)
    """
    from rapidfuzz.distance import Indel

    one, other = "".join(script), "".join(heard)
    return round(Indel.normalized_similarity(one, other), 3) if one and other else 0.0


def _single_atoms(words: Iterable[Word]) -> Iterator[Word]:
    """Words of a script without spaces by character, as a script's are; their time is shared."""
    for word in words:
        atoms = split_atoms(word.text) if has_unspaced(word.text) else []
        if len(atoms) < 2:
            yield word
            continue
        edges = [
            word.start_ms + (word.end_ms - word.start_ms) * number // len(atoms) for number in range(len(atoms) + 1)
        ]
        for number, ((_, atom), (start_ms, end_ms)) in enumerate(zip(atoms, pairwise(edges), strict=True)):
            first = number == 0
            yield replace(
                word,
                text=atom,
                start_ms=start_ms,
                end_ms=end_ms,
                space_before=word.space_before and first,
                starts_segment=word.starts_segment and first,
            )


def _starts(words: Sequence[Word]) -> tuple[int, ...]:
    return tuple(word.start_ms for word in words)


def _tokens(keys: Sequence[str], heard: Sequence[Word]) -> Tokens:
    """The script's words, as if they were spread over the whole time evenly."""
    length_ms = heard[-1].end_ms if heard else 0
    return Tokens(
        keys=tuple(keys), times_ms=tuple(length_ms * number // max(1, len(keys)) for number in range(len(keys)))
    )


def _runs(pairs: Iterable[Pair]) -> list[Run]:
    """Neighbouring pairs as (first of the script, first of the voice, how many)."""
    runs: list[Run] = []
    for left, right in pairs:
        if runs and (runs[-1][0] + runs[-1][2], runs[-1][1] + runs[-1][2]) == (left, right):
            runs[-1] = (*runs[-1][:2], runs[-1][2] + 1)
        else:
            runs.append((left, right, 1))
    return runs


def _strong_runs(runs: list[Run], lengths: Range) -> list[Run]:
    """Without the few words that two different passages share by chance."""
    clusters = _clusters(runs)
    ends: list[Run] = [(0, 0, 0), *(cluster[-1] for cluster in clusters)]
    starts: list[Run] = [*(cluster[0] for cluster in clusters[1:]), (*lengths, 0)]
    kept = []
    for cluster, before, after in zip(clusters, ends, starts, strict=False):
        is_apart = _gap(before, cluster[0]) >= _LEAST_RUN and _gap(cluster[-1], after) >= _LEAST_RUN
        if sum(run[2] for run in cluster) >= _LEAST_RUN or not is_apart:
            kept += cluster
    return kept


def _clusters(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs with no more than a word or two between them belong together."""
    clusters: list[list[Run]] = []
    for run in runs:
        if clusters and _gap(clusters[-1][-1], run) < _LEAST_RUN:
            clusters[-1].append(run)
        else:
            clusters.append([run])
    return clusters


def _gap(one: Run, other: Run) -> int:
    """How many words lie between two runs, on the side that has more."""
    return max(other[0] - one[0] - one[2], other[1] - one[1] - one[2])


def _with_gaps(runs: Iterable[Run], lengths: Range) -> Iterator[Place]:
    """The equal words one by one, and what lies between them."""
    left = right = 0
    for run in (*runs, (*lengths, 0)):
        if run[0] > left or run[1] > right:
            yield Place(script=(left, run[0]), heard=(right, run[1]), is_same=False)
        left, right = run[0] + run[2], run[1] + run[2]
        yield from _same(run)


def _same(run: Run) -> Iterator[Place]:
    for step in range(run[2]):
        left, right = run[0] + step, run[1] + step
        yield Place(script=(left, left + 1), heard=(right, right + 1), is_same=True)


_Keys = tuple[Sequence[str], Sequence[str]]
_Index = dict[tuple[str, ...], list[int]]


def _gap_places(gap: Place, keys: _Keys, index: _Index) -> Iterator[Place]:
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


def _grams(keys: Sequence[str]) -> _Index:
    places: _Index = defaultdict(list)
    for place in range(len(keys) - _GRAM + 1):
        places[tuple(keys[place : place + _GRAM])].append(place)
    return places


def _moved(heard: Range, keys: _Keys, index: _Index) -> Iterator[Place]:
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


def _passage(heard: Range, keys: _Keys, index: _Index) -> list[Place]:
    """Where most of some said words stand in the script, place by place; nothing if nowhere."""
    span = _best_span(heard, keys, index) if heard[1] - heard[0] >= _LEAST_MOVED else None
    pairs = [] if span is None else _pairs_within(span, heard, keys)
    if len(pairs) < _LEAST_MOVED or len(pairs) < _MOVED_SHARE * (pairs[-1][1] - pairs[0][1] + 1):
        return []
    (left, right), (last_left, last_right) = pairs[0], pairs[-1]
    runs = [(one - left, other - right, count) for one, other, count in _runs(pairs)]
    return [
        replace(
            place,
            script=(place.script[0] + left, place.script[1] + left),
            heard=(place.heard[0] + right, place.heard[1] + right),
        )
        for place in _with_gaps(runs, (last_left - left + 1, last_right - right + 1))
    ]


def _best_span(heard: Range, keys: _Keys, index: _Index) -> Range | None:
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


def _pairs_within(span: Range, heard: Range, keys: _Keys) -> list[Pair]:
    left, right = keys[0][span[0] : span[1]], keys[1][heard[0] : heard[1]]
    pairs = align_tokens(
        Tokens(keys=tuple(left), times_ms=tuple(range(len(left)))),
        Tokens(keys=tuple(right), times_ms=tuple(range(len(right)))),
    )
    runs = _core(_strong_runs(_runs(pairs), (len(left), len(right))))
    return [(span[0] + a + step, heard[0] + b + step) for a, b, count in runs for step in range(count)]


def _core(runs: list[Run]) -> list[Run]:
    """The longest run with its neighbours, as far as the gaps between them are short."""
    if not runs:
        return []
    middle = max(range(len(runs)), key=lambda number: runs[number][2])
    first = last = middle
    while first and _gap(runs[first - 1], runs[first]) <= max(2, runs[first - 1][2]):
        first -= 1
    while last + 1 < len(runs) and _gap(runs[last], runs[last + 1]) <= max(2, runs[last + 1][2]):
        last += 1
    return runs[first : last + 1]


def _alike(gap: Place, keys: _Keys) -> Iterator[Place]:
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
