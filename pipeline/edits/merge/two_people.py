"""Two people's versions of one track: what both did stands, and where they contradict each other both are shown.

Symmetric: whoever merges whom, the result is the same with the sides exchanged. `merge_cues` is not,
because there a person's version outranks the machine's.

The track is cut into blocks of cues that show the same content (`hunks`), and each block is decided
alone: words, line breaks, times, places and cuts are merged apart. What cannot be combined is a
conflict with each side's true cues, once. Where two blocks that were decided alone would be shown at
the same time, although no side had them so, they are one conflict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import TypeVar

from pipeline.dataclass import dataclass
from pipeline.edits.disjoint_sets import DisjointSets
from pipeline.edits.merge.cue_links import link_cues
from pipeline.edits.merge.hunks import Cues, Groups, Versions, join_enclosed, same_cues, same_words, says_the_same
from pipeline.edits.merge.text_merge import Atoms, has_breaks_of, join_atoms, map_places, merge_texts, pour_words
from pipeline.model import Cue
from pipeline.text import split_atoms


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunk:
    """A stretch of a merged track."""

    ours: Cues
    theirs: Cues
    """The same as `ours` unless it is a conflict."""
    base: Cues = ()
    """What both sides started from; empty where nobody is in doubt."""
    is_conflict: bool = False

    @property
    def start_ms(self) -> int:
        return min(cue.start_ms for cue in (*self.ours, *self.theirs))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """Two versions merged: hunks in the order of time."""

    hunks: tuple[Hunk, ...]

    @property
    def conflicts(self) -> tuple[Hunk, ...]:
        return tuple(hunk for hunk in self.hunks if hunk.is_conflict)

    @property
    def ours(self) -> Cues:
        """The track with our side of every conflict."""
        return tuple(cue for hunk in self.hunks for cue in hunk.ours)

    @property
    def theirs(self) -> Cues:
        """The track with their side of every conflict."""
        return tuple(cue for hunk in self.hunks for cue in hunk.theirs)


@dataclass(slots=True)
class _Unit:
    """A block, and what it becomes: None for a conflict."""

    sides: tuple[Cues, Cues, Cues]
    merged: Cues | None

    def variants(self) -> tuple[tuple[str, Cues], ...]:
        if self.merged is not None:
            return (("both", self.merged),)
        return ("ours", self.sides[1]), ("theirs", self.sides[2])


Value = TypeVar("Value", int, str)
IsMachine = Callable[[Cue], bool]
"""Whether a cue of one side is the machine's, word for word and at its times."""


def _is_a_persons(_: Cue) -> bool:
    return False


def reconcile_cues(
    base: Sequence[Cue],
    ours: Sequence[Cue],
    theirs: Sequence[Cue],
    *,
    is_machine: tuple[IsMachine, IsMachine] = (_is_a_persons, _is_a_persons),
) -> Reconciled:
    """Merge two people's versions of a track.

    Args:
        base: What both started from.
        ours: One version, in the order of its file.
        theirs: The other.
        is_machine: For each side, which of its cues nobody wrote: against a person's they are no contradiction.

    Returns:
        Hunks by rising start. Taking one side of every conflict gives all that this side changed and all
        that the other side changed elsewhere, each cue once.
    """
    versions = Versions(base=tuple(base), edited=tuple(ours), new=tuple(theirs))
    for side in _only_change(versions):
        return Reconciled(hunks=(Hunk(ours=side, theirs=side),) if side else ())
    units = [unit for sides in _blocks(versions) for unit in _decide(sides, is_machine)]
    return Reconciled(hunks=tuple(_in_order(_join_collisions(units, is_machine))))


def _only_change(versions: Versions) -> Iterator[Cues]:
    """The version that stands where at most one side changed anything, exactly as its file has it."""
    if same_cues(versions.edited, versions.base):
        yield versions.new
    elif same_cues(versions.new, versions.base) or same_cues(versions.edited, versions.new):
        yield versions.edited


def _blocks(versions: Versions) -> Iterator[tuple[Cues, Cues, Cues]]:
    """Cues of the three versions that show the same content; those that both sides added alike are one block."""
    sides = versions.sides()
    groups = Groups((side, index) for side, cues in enumerate(sides) for index in range(len(cues)))
    linked: list[set[int]] = [set(), set()]
    for side in (1, 2):
        for before, after in link_cues(versions.base, sides[side]):
            groups.join((0, before), (side, after))
            linked[side - 1].add(after)
    for side in (1, 2):
        join_enclosed(groups, side, linked[side - 1])
    added = [[index for index in range(len(sides[side])) if index not in linked[side - 1]] for side in (1, 2)]
    for one in added[0]:
        for other in added[1]:
            if says_the_same(versions.edited[one], versions.new[other]):
                groups.join((1, one), (2, other))
    for nodes in groups.members():
        base, ours, theirs = (tuple(sides[at][index] for side, index in nodes if side == at) for at in range(3))
        yield base, ours, theirs


def _decide(sides: tuple[Cues, Cues, Cues], is_machine: tuple[IsMachine, IsMachine]) -> Iterator[_Unit]:
    """What a block becomes; of a conflict, cues at its ends that both sides have alike are none."""
    merged = _merge_block(sides, is_machine)
    if merged is not None:
        yield _Unit(sides=sides, merged=merged)
        return
    base, ours, theirs = sides
    first = _count_same(ours, theirs)
    last = _count_same(ours[first:][::-1], theirs[first:][::-1])
    for alike in (ours[:first], ours[len(ours) - last :]):
        if alike:
            yield _Unit(sides=((), alike, alike), merged=alike)
    yield _Unit(sides=(base, ours[first : len(ours) - last], theirs[first : len(theirs) - last]), merged=None)


def _count_same(ours: Cues, theirs: Cues) -> int:
    """How many cues at the beginning are the same."""
    pairs = zip(ours, theirs, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0].content == pair[1].content, pairs))


def _merge_block(sides: tuple[Cues, Cues, Cues], is_machine: tuple[IsMachine, IsMachine]) -> Cues | None:
    base, ours, theirs = sides
    if same_cues(ours, base) or same_cues(ours, theirs):
        return theirs
    if same_cues(theirs, base):
        return ours
    merged = _merge_even(base, ours, theirs) if len(base) == len(ours) == len(theirs) else _merge_cuts(sides)
    return _one_persons(sides, is_machine) if merged is None else merged


def _one_persons(sides: tuple[Cues, Cues, Cues], is_machine: tuple[IsMachine, IsMachine]) -> Cues | None:
    """The side that a person wrote, where nobody wrote the other; of two that nobody wrote, ours."""
    _, ours, theirs = sides
    written = [not side or not all(map(test, side)) for test, side in zip(is_machine, (ours, theirs), strict=True)]
    if all(written):
        return None
    return theirs if written[1] else ours


def _merge_even(base: Cues, ours: Cues, theirs: Cues) -> Cues | None:
    """Cue by cue: text, start, end and place are changes of their own."""
    found = []
    for versions in zip(base, ours, theirs, strict=True):
        text = merge_texts(*(cue.text for cue in versions))
        starts_ms = _one_of(*(cue.start_ms for cue in versions))
        ends_ms = _one_of(*(cue.end_ms for cue in versions))
        settings = _one_of(*(cue.settings for cue in versions))
        if text is None or starts_ms is None or ends_ms is None or settings is None or starts_ms >= ends_ms:
            return None
        found.append(Cue(start_ms=starts_ms, end_ms=ends_ms, text=text, settings=settings))
    return tuple(found)


def _one_of(base: Value, ours: Value, theirs: Value) -> Value | None:
    """What both sides want; None where they want different things."""
    if ours in (theirs, base):
        return theirs
    return ours if theirs == base else None


def _merge_cuts(sides: tuple[Cues, Cues, Cues]) -> Cues | None:
    """One side split, joined or retimed cues and kept the words; the other changed words and nothing else."""
    base, ours, theirs = sides
    for shaped, worded in ((ours, theirs), (theirs, ours)):
        if base and shaped and same_words(shaped, base) and _has_shape_of(worded, base):
            return _pour(shaped, worded)
    return None


def _has_shape_of(cues: Cues, base: Cues) -> bool:
    """Whether cues have the times, places and line breaks of the base."""
    return len(cues) == len(base) and all(
        cue.times == old.times
        and cue.settings == old.settings
        and bool(split_atoms(cue.text))
        and has_breaks_of(split_atoms(cue.text), split_atoms(old.text))
        for cue, old in zip(cues, base, strict=True)
    )


def _pour(shaped: Cues, worded: Cues) -> Cues | None:
    """The words of some cues in the cues and lines of others, which have the words of the base."""
    shape, words = _stream(shaped), _stream(worded)
    base = [word for _, word in shape]
    lines = pour_words(shape, base, words)
    starts: list[int] = []
    for cue in shaped[:-1]:
        starts.append((starts[-1] if starts else 0) + len(split_atoms(cue.text)))
    cuts = map_places(starts, base, [word for _, word in words])
    if lines is None or cuts is None or len(cuts) != len(starts):
        return None
    bounds = [0, *sorted(cuts), len(lines)]
    return tuple(
        replace(cue, text=join_atoms(lines[first:last]))
        for cue, first, last in zip(shaped, bounds, bounds[1:], strict=False)
    )


def _stream(cues: Cues) -> Atoms:
    """The words of some cues in one row, with a line break where a cue begins."""
    return [
        ("\n" if cue_at and not at else space, word)
        for cue_at, cue in enumerate(cues)
        for at, (space, word) in enumerate(split_atoms(cue.text))
    ]


def _join_collisions(units: list[_Unit], is_machine: tuple[IsMachine, IsMachine]) -> list[_Unit]:
    """Make one conflict of units that would be shown at the same time, although no side had them so."""
    while collisions := list(_collisions(units)):
        sets = DisjointSets(range(len(units)))
        for one, other in collisions:
            sets.join(one, other)
        units = [
            units[places[0]] if len(places) == 1 else _join([units[at] for at in places], is_machine)
            for places in sets.members()
        ]
    return units


def _join(units: Sequence[_Unit], is_machine: tuple[IsMachine, IsMachine]) -> _Unit:
    base, ours, theirs = (tuple(cue for unit in units for cue in unit.sides[side]) for side in range(3))
    sides = base, _by_time(ours), _by_time(theirs)
    return _Unit(sides=sides, merged=_one_persons(sides, is_machine))


def _collisions(units: Sequence[_Unit]) -> Iterator[tuple[int, int]]:
    """The units of which cues are shown at the same time, though no version has them so."""
    rows = [(cue, at, side) for at, unit in enumerate(units) for side, cues in unit.variants() for cue in cues]
    shown: list[tuple[Cue, int, str]] = []
    for row in sorted(rows, key=lambda row: row[0].times):
        shown = [other for other in shown if other[0].end_ms > row[0].start_ms]
        for _, at, side in shown:
            if at != row[1] and _is_new(units[at], units[row[1]], side, row[2]):
                yield at, row[1]
        shown.append(row)


def _is_new(one: _Unit, other: _Unit, *variants: str) -> bool:
    """Whether two units that overlap in the result do so in no version."""
    if len({*variants} - {"both"}) > 1:
        return False
    return not any(_overlap(one.sides[side], other.sides[side]) for side in (1, 2))


def _overlap(some: Cues, others: Cues) -> bool:
    return any(cue.start_ms < other.end_ms and other.start_ms < cue.end_ms for cue in some for other in others)


def _in_order(units: Iterable[_Unit]) -> list[Hunk]:
    hunks = [hunk for unit in units for hunk in _hunks(unit)]
    return sorted(hunks, key=lambda hunk: (hunk.start_ms, sorted(cue.content for cue in (*hunk.ours, *hunk.theirs))))


def _hunks(unit: _Unit) -> Iterator[Hunk]:
    if unit.merged is None:
        yield Hunk(base=unit.sides[0], ours=unit.sides[1], theirs=unit.sides[2], is_conflict=True)
    else:
        yield from (Hunk(ours=(cue,), theirs=(cue,)) for cue in unit.merged)


def _by_time(cues: Cues) -> Cues:
    return tuple(sorted(cues, key=lambda cue: cue.times))
