"""Changes that a browser asks for, applied to the rows as they are now.

A change carries the cue that its person saw and the cue that the person wants. Where the row still is
what the person saw, it is simply replaced. Where somebody else changed it meanwhile, the merge of this
project decides, by words; what it cannot join is a clash: the person's text stands, the other stays
beside it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from pipeline.dataclass import dataclass
from pipeline.desk.rows import Row, Rows, carry_ids, places_of, same_cue
from pipeline.edits.merge import reconcile_cues
from pipeline.model import Cue

NEIGHBOURS = 10
"""How many rows on each side of a change take part in a merge: enough for it to know where things are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One row as its person saw it and as the person wants it."""

    id: str
    before: Cue | None
    """None for a row that is new."""
    after: Cue | None
    """None for a row that is taken out."""
    previous: str | None = None
    """The row after which a new one stands; None for the first place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A place where two people want different things; the one who came last stands."""

    row_id: str
    """The first row that stands there."""
    kept: tuple[Cue, ...]
    other: tuple[Cue, ...]
    """What the other one wrote; empty if that was to take the cue out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """The rows after some changes."""

    rows: Rows
    clashes: tuple[Clash, ...] = ()


def apply_changes(
    rows: Rows, changes: Sequence[Change], new_id: Callable[[], str], *, base: Rows | None = None
) -> Applied:
    """Apply one person's changes to what the file says now.

    Args:
        rows: What the file says now.
        changes: In order; each with what its person saw.
        new_id: Names for cues that a merge makes.
        base: All rows as they were when the person made the changes; None if nobody knows that any more.
    """
    places = places_of(rows)
    changes = [_renamed(change, rows, places) for change in changes]
    waiting = [change for change in changes if not _is_done(change, rows, places)]
    kept, refused = _split_refused(waiting, rows, places)
    if all(_fits(change, rows, places) for change in kept):
        return Applied(rows=_put(rows, kept), clashes=tuple(refused))
    merged = _merge(rows, rows if base is None else base, kept, new_id)
    return replace(merged, clashes=(*refused, *merged.clashes))


def _renamed(change: Change, rows: Rows, places: dict[str, int]) -> Change:
    """The change under the name that its row has now: after a restart without a cache all names are new."""
    if change.id in places:
        return change
    for cue in (change.after, change.before):
        for row in rows:
            if cue is not None and same_cue(row.cue, cue):
                return replace(change, id=row.id)
    return change


def _is_done(change: Change, rows: Rows, places: dict[str, int]) -> bool:
    """Whether a change is in force already: its answer was lost, or two people did the same."""
    place = places.get(change.id)
    if change.after is None:
        return place is None
    return place is not None and (change.before is None or same_cue(rows[place].cue, change.after))


def _split_refused(changes: list[Change], rows: Rows, places: dict[str, int]) -> tuple[list[Change], list[Clash]]:
    """Nobody takes out what somebody else has changed since: that row stays, and both are reported."""
    kept, refused = [], []
    for change in changes:
        row = rows[places[change.id]] if change.id in places else None
        if change.after is None and row is not None and not same_cue(row.cue, change.before or row.cue):
            refused.append(Clash(row_id=row.id, kept=(row.cue,), other=()))
        else:
            kept.append(change)
    return kept, refused


def _fits(change: Change, rows: Rows, places: dict[str, int]) -> bool:
    if change.before is None:
        return change.previous is None or change.previous in places or bool(places)
    return change.id in places and same_cue(rows[places[change.id]].cue, change.before)


def _put(rows: Rows, changes: Iterable[Change]) -> Rows:
    """The rows with each change made, whatever stood there."""
    wanted = {change.id: change.after for change in changes}
    result = []
    for row in rows:
        if row.id not in wanted:
            result.append(row)
        elif (after := wanted[row.id]) is not None:
            result.append(Row(row.id, replace(after, settings=row.cue.settings)))
    new = wanted.keys() - (row.id for row in rows)
    for change in changes:
        if change.id in new and change.after is not None:
            result.insert(_place_for(result, change), Row(change.id, change.after))
    return tuple(result)


def _place_for(rows: Sequence[Row], change: Change) -> int:
    """Where a new row goes: after its previous one, or by its time."""
    for place, row in enumerate(rows):
        if row.id == change.previous:
            return place + 1
    assert change.after is not None
    return bisect_right([row.cue.start_ms for row in rows], change.after.start_ms)


def _merge(rows: Rows, base: Rows, changes: Sequence[Change], new_id: Callable[[], str]) -> Applied:
    """Merge changes with what others did meanwhile, looking at what differs and its neighbours."""
    base = _put(base, [_undone(change) for change in changes])
    ours = _put(base, changes)
    low = max(0, _common_start(base, ours, rows) - NEIGHBOURS)
    tail = max(0, _common_start(base[low:][::-1], ours[low:][::-1], rows[low:][::-1]) - NEIGHBOURS)
    base, ours, theirs = (side[low : len(side) - tail] for side in (base, ours, rows))
    hunks = reconcile_cues(_cues(base), _cues(ours), _cues(theirs)).hunks
    known = (*ours, *(row for row in theirs if row.id not in places_of(ours)))
    # What the person took out and somebody else changed stays: nothing that was written is lost.
    merged = carry_ids(known, [cue for hunk in hunks for cue in hunk.ours or hunk.theirs], new_id)
    clashes, place = [], 0
    for hunk in hunks:
        if hunk.is_conflict:
            clashes.append(Clash(row_id=merged[place].id, kept=hunk.ours, other=hunk.theirs))
        place += len(hunk.ours or hunk.theirs)
    return Applied(rows=(*rows[:low], *merged, *rows[len(rows) - tail :]), clashes=tuple(clashes))


def _undone(change: Change) -> Change:
    """The change that makes a row what its person saw."""
    return replace(change, before=None, after=change.before)


def _common_start(*sides: Rows) -> int:
    """How many rows all sides begin with."""
    count = 0
    for first, *others in zip(*sides, strict=False):
        if any(other != first for other in others):
            break
        count += 1
    return count


def _cues(rows: Iterable[Row]) -> tuple[Cue, ...]:
    return tuple(row.cue for row in rows)
