"""Which cues of one version of a track show what cues of another version show.

Links are found by words and order first, then for content that moved elsewhere, and last, for
cues that have no words in common, by time. A cue can have several links (it was split or joined)
or none (it was added or deleted).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from operator import itemgetter

from pipeline.dataclass import dataclass
from pipeline.model import Cue
from pipeline.text import Pair, Tokens, align_tokens, match_key, split_atoms

STRAY_SHARE = 0.25
"""A lone matching word links two cues only if it is at least this share of the shorter one."""
MOVED_SHARE = 0.5
"""Moved content must agree in at least this share of the shorter cue's words."""
MOVED_ATOMS = 3
"""So many words in a row, unlike all other leftover content, are evidence of a move…"""
MOVED_VOTES = 0.2
"""…in at least this share of the shorter of the two leftovers…"""
MOVED_PLACES = 3
"""…and only in the likeliest few, so that rewritten tracks cost no more than others."""
OVERLAP_SHARE = 0.5
"""Cues without a word in common belong together if they share this part of the shorter one's time."""

_Range = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CueStream:
    """The atoms of some cues, and which cue each belongs to. A cue without text is one empty atom."""

    tokens: Tokens
    owners: tuple[int, ...]
    sizes: tuple[int, ...]
    """How many atoms each cue has."""


def cue_stream(cues: Sequence[Cue]) -> CueStream:
    """The atoms of all cues; an atom's time is its cue's, shared out evenly."""
    keys: list[str] = []
    times_ms: list[int] = []
    owners: list[int] = []
    sizes: list[int] = []
    for index, cue in enumerate(cues):
        atoms = [match_key(atom) for _, atom in split_atoms(cue.text)] or [""]
        keys.extend(atoms)
        times_ms.extend(cue.start_ms + cue.duration_ms * place // len(atoms) for place in range(len(atoms)))
        owners.extend([index] * len(atoms))
        sizes.append(len(atoms))
    return CueStream(
        tokens=Tokens(keys=tuple(keys), times_ms=tuple(times_ms)), owners=tuple(owners), sizes=tuple(sizes)
    )


def link_cues(left: Sequence[Cue], right: Sequence[Cue]) -> tuple[Pair, ...]:
    """Links between the cues of two versions, as sorted pairs of indices.

    Near-linear in the number of words. Links of unmoved content do not cross each other.
    """
    if [cue.text for cue in left] == [cue.text for cue in right]:
        return tuple((place, place) for place in range(len(left)))
    left_stream, right_stream = cue_stream(left), cue_stream(right)
    pairs = align_tokens(left_stream.tokens, right_stream.tokens)
    counts = _count_links(pairs, left_stream, right_stream)
    strays = _Strays((left, right), counts, (left_stream.sizes, right_stream.sizes))
    kept = _without_strays(pairs, (left_stream, right_stream), strays)
    links = sorted(_count_links(kept, left_stream, right_stream))
    same = _same_place_links(links, left, right)
    moved = [*same, *_moved_links([*links, *same], left_stream, right_stream)]
    shared = (
        Counter(left_stream.owners[pair[0]] for pair in kept),
        Counter(right_stream.owners[pair[1]] for pair in kept),
    )
    lossy = (
        {index for index, size in enumerate(left_stream.sizes) if shared[0][index] < size},
        {index for index, size in enumerate(right_stream.sizes) if shared[1][index] < size},
    )
    timed = _timed_links((left, right), links, moved, lossy)
    return tuple(sorted({*links, *moved, *timed}))


def _count_links(pairs: Iterable[Pair], left: CueStream, right: CueStream) -> Counter[Pair]:
    return Counter((left.owners[a], right.owners[b]) for a, b in pairs)


class _Strays:
    """Knows words that agree by chance between cues that otherwise differ."""

    def __init__(self, cues: Sequence[Sequence[Cue]], counts: Counter[Pair], sizes: Sequence[Sequence[int]]) -> None:
        self._cues, self._counts, self._sizes = cues, counts, sizes
        self._starts, self._ends = ([{cue.times[end] for cue in some} for some in cues] for end in (0, 1))
        self._home = [{link[side] for link in counts if self._is_in_place(link)} for side in (0, 1)]

    def is_stray(self, link: Pair, *, is_run: bool) -> bool:
        """Whether a word of a link is no evidence for it; `is_run` if another stands beside it in both cues."""
        shorter, longer = sorted(self._sizes[side][link[side]] for side in (0, 1))
        if not self._is_in_place(link) and (self._has_gone(link, 0) or self._has_gone(link, 1)):
            return self._counts[link] < min(longer, max(2, shorter // 2 + 1))
        # Words may have gone to the next cue, but seldom one alone.
        is_beside = not self._is_in_place(link) and link[0] in self._home[0] and link[1] in self._home[1]
        needed = max(STRAY_SHARE * shorter, min(2, shorter) if is_beside else 1)
        return not is_run and self._counts[link] < needed

    def _is_in_place(self, link: Pair) -> bool:
        """Whether both cues begin or end at the same time."""
        one, other = self._cues[0][link[0]], self._cues[1][link[1]]
        return one.start_ms == other.start_ms or one.end_ms == other.end_ms

    def _has_gone(self, link: Pair, side: int) -> bool:
        """Whether another cue, with none of its words, begins or ends on the other side exactly where a cue does here.

        It is that one, rewritten, and only that, unless most of its words are elsewhere.
        """
        cue = self._cues[side][link[side]]
        is_taken = cue.start_ms in self._starts[1 - side] or cue.end_ms in self._ends[1 - side]
        return is_taken and link[side] not in self._home[side]


def _without_strays(pairs: Sequence[Pair], streams: tuple[CueStream, CueStream], strays: _Strays) -> list[Pair]:
    """Drop words that agree by chance."""
    kept: list[Pair] = []
    for place, (a, b) in enumerate(pairs):
        follows = place > 0 and pairs[place - 1] == (a - 1, b - 1)
        leads = place + 1 < len(pairs) and pairs[place + 1] == (a + 1, b + 1)
        if not strays.is_stray((streams[0].owners[a], streams[1].owners[b]), is_run=follows or leads):
            kept.append((a, b))
    return kept


def _same_place_links(links: Sequence[Pair], left: Sequence[Cue], right: Sequence[Cue]) -> list[Pair]:
    """Links between leftovers that are alike in text and times: only their neighbours changed places in the file.

    Where neighbours passed them in time, that is chance: somebody says "Yes." just when somebody else did before.
    """
    has_link = {a for a, _ in links}, {b for _, b in links}
    places: dict[tuple[int, int, str], int] = {}
    for b, cue in enumerate(right):
        if b not in has_link[1]:
            places.setdefault((cue.start_ms, cue.end_ms, cue.text), b)
    found: list[Pair] = []
    for a, cue in enumerate(left):
        place = (cue.start_ms, cue.end_ms, cue.text)
        if a not in has_link[0] and place in places and not _was_passed((a, places[place]), links, left, right):
            found.append((a, places.pop(place)))
    return found


def _was_passed(pair: Pair, links: Sequence[Pair], left: Sequence[Cue], right: Sequence[Cue]) -> bool:
    """Whether linked content was shown before a cue on one side, and is behind it on the other."""
    first, last = sorted(bisect_left(links, pair[side], key=itemgetter(side)) for side in (0, 1))
    return any(
        (left[a].start_ms < left[pair[0]].start_ms) != (right[b].start_ms < right[pair[1]].start_ms)
        for a, b in links[first:last]
    )


def _moved_links(links: Sequence[Pair], left: CueStream, right: CueStream) -> list[Pair]:
    """Links between leftovers of both sides: a scene, or a cue, that is now somewhere else."""
    left_runs = _free_runs({a for a, _ in links}, left)
    right_runs = _free_runs({b for _, b in links}, right)
    if not left_runs or not right_runs:
        return []
    places = _run_places(right_runs, right)
    found: list[Pair] = []
    for run in left_runs:
        for other in _voted_runs(run, right_runs, left, places):
            found.extend(_links_of_runs((run, right_runs[other]), left, right))
    return _one_partner(found)


def _free_runs(linked: set[int], stream: CueStream) -> list[_Range]:
    """Token ranges of neighbouring cues that have no link."""
    runs: list[_Range] = []
    start = 0
    for index, size in enumerate(stream.sizes):
        if index not in linked:
            if runs and runs[-1][1] == start:
                runs[-1] = (runs[-1][0], start + size)
            else:
                runs.append((start, start + size))
        start += size
    return runs


def _run_places(runs: Sequence[_Range], stream: CueStream) -> dict[tuple[str, ...], int]:
    """Which run each sequence of atoms is in, for sequences in one run only."""
    places: dict[tuple[str, ...], int] = {}
    for number, (start, end) in enumerate(runs):
        for place in range(start, end - MOVED_ATOMS + 1):
            key = stream.tokens.keys[place : place + MOVED_ATOMS]
            places[key] = number if places.get(key, number) == number else -1
    return places


def _voted_runs(
    run: _Range, runs: Sequence[_Range], stream: CueStream, places: dict[tuple[str, ...], int]
) -> list[int]:
    """The few runs of the other side that share the most sequences with this one."""
    votes: Counter[int] = Counter()
    for place in range(run[0], run[1] - MOVED_ATOMS + 1):
        number = places.get(stream.tokens.keys[place : place + MOVED_ATOMS], -1)
        if number >= 0:
            votes[number] += 1
    size = run[1] - run[0]
    wanted = {number: MOVED_VOTES * min(size, runs[number][1] - runs[number][0]) for number in votes}
    return sorted(number for number, count in votes.most_common(MOVED_PLACES) if count >= wanted[number])


def _links_of_runs(runs: tuple[_Range, _Range], left: CueStream, right: CueStream) -> list[Pair]:
    left_start, right_start = runs[0][0], runs[1][0]
    pairs = align_tokens(_slice(left.tokens, runs[0]), _slice(right.tokens, runs[1]))
    counts = _count_links(((a + left_start, b + right_start) for a, b in pairs), left, right)
    return [
        link
        for link, count in counts.items()
        if count >= MOVED_SHARE * min(left.sizes[link[0]], right.sizes[link[1]])
        and count >= min(MOVED_ATOMS, left.sizes[link[0]])
    ]


def _slice(tokens: Tokens, span: _Range) -> Tokens:
    return Tokens(keys=tokens.keys[slice(*span)], times_ms=tokens.times_ms[slice(*span)])


def _one_partner(links: Sequence[Pair]) -> list[Pair]:
    """Moved content has moved to one place: of several, the first in the file."""
    kept: list[Pair] = []
    last_of: dict[int, int] = {}
    taken: dict[int, int] = {}
    for a, b in sorted(links):
        is_next = a not in last_of or b == last_of[a] + 1
        if is_next and (b not in taken or a == taken[b] + 1):
            kept.append((a, b))
            last_of[a], taken[b] = b, a
    return kept


def _timed_links(
    cues: tuple[Sequence[Cue], Sequence[Cue]],
    links: Sequence[Pair],
    moved: Sequence[Pair],
    lossy: tuple[set[int], set[int]],
) -> list[Pair]:
    """Link cues whose words were all replaced to what was shown at that time, never across a link."""
    left, right = cues
    has_link = {a for a, _ in (*links, *moved)}, {b for _, b in (*links, *moved)}
    has_moved = {a for a, _ in moved}, {b for _, b in moved}
    open_sides = lossy[0] - has_moved[0], lossy[1] - has_moved[1]
    starts = [a for a, _ in links]
    found: list[Pair] = []
    first, second = 0, 0
    while first < len(left) and second < len(right):
        shift_ms = _local_shift(first, links, starts, cues)
        is_wanted = first in open_sides[0] and second in open_sides[1]
        if is_wanted and (first not in has_link[0] or second not in has_link[1]):
            overlaps = _overlaps(left[first].moved(shift_ms), right[second])
            if overlaps and not _crosses(first, second, links, starts):
                found.append((first, second))
        if left[first].end_ms + shift_ms <= right[second].end_ms:
            first += 1
        else:
            second += 1
    return found


def _local_shift(
    index: int, links: Sequence[Pair], starts: Sequence[int], cues: tuple[Sequence[Cue], Sequence[Cue]]
) -> int:
    """How much later the neighbourhood of a left cue is on the right side."""
    if not links:
        return 0
    place = max(0, bisect_right(starts, index) - 1)
    a, b = links[place]
    # Of a cue that was split or joined, one end or the other stands elsewhere although nothing moved.
    start_ms = cues[1][b].start_ms - cues[0][a].start_ms
    end_ms = cues[1][b].end_ms - cues[0][a].end_ms
    return min(start_ms, end_ms, key=abs)


def _overlaps(cue: Cue, other: Cue) -> bool:
    shared_ms = min(cue.end_ms, other.end_ms) - max(cue.start_ms, other.start_ms)
    shortest_ms = max(1, min(cue.duration_ms, other.duration_ms))
    return shared_ms > 0 and shared_ms >= OVERLAP_SHARE * shortest_ms


def _crosses(a: int, b: int, links: Sequence[Pair], starts: Sequence[int]) -> bool:
    """Whether a link from `a` to `b` would cross one that is there (links are sorted and do not cross)."""
    before = bisect_left(starts, a) - 1
    after = bisect_right(starts, a)
    return (before >= 0 and links[before][1] > b) or (after < len(links) and links[after][1] < b)
