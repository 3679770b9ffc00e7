"""Three-way merge of a caption track: what the machine wrote, what people made of it, what it would write now.

    base    the cues that the machine last wrote into the file
    edited  the cues that are in the file now
    new     the cues that the machine would write now

Cues are matched by words and order, never by number or time (`cue_links`); matched cues form the
smallest hunks that can be decided alone (`hunks`); each is told how far its content moved (`shifts`) and
decided (`resolve`, `by_sentence`); what a person added follows its neighbours (`additions`);
then machine cues make room for people's (`overlaps`). What a person changed stays;
what only the machine changed is taken over; where both changed the same sentence, the person's
stands and the machine's is a conflict's suggestion.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from pipeline.dataclass import dataclass
from pipeline.edits.merge.additions import keep_between
from pipeline.edits.merge.cue_links import link_cues
from pipeline.edits.merge.hunks import Cues, Versions, group_blocks, same_cues
from pipeline.edits.merge.overlaps import make_room
from pipeline.edits.merge.resolve import ConflictKind, Dispute, Placed, resolve_block
from pipeline.edits.merge.shifts import with_shifts
from pipeline.model import Cue
from pipeline.text import lift_pairs

SETTLING_PASSES = 4
"""How often a result is merged again at most; two have always been enough."""

Origin = Literal["machine", "person"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """Which sentences of the old and of the new machine version one cue corresponds to."""

    base_ids: tuple[str, ...] = ()
    new_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A place where person and machine want different things. The person's version is in the result."""

    kind: ConflictKind
    """`text`: both changed a sentence; `deleted`: the person deleted what the machine changed;
    `time`: a machine cue found no room beside a person's."""
    start_ms: int
    """Where in the result (where the machine's version would be, if nothing was kept)."""
    kept_at: tuple[int, ...]
    """Positions in the result of the person's cues that stand; empty for a deletion."""
    kept: Cues
    suggested: Cues
    """What the machine would write."""
    replaced: Cues
    """What the machine had written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeResult:
    """A merged track and everything that has to be remembered or told about it."""

    cues: Cues
    """What to write. A machine cue carries its new sentence ids, a person's those of the same content."""
    base: Cues
    """What to record as last written by the machine: `new`, with the times of cues that made room."""
    origins: tuple[Origin, ...]
    """For each cue: `machine` if it is exactly what the machine would write, otherwise `person`."""
    lineage: tuple[Lineage, ...]
    """For each cue: the sentences that it corresponds to."""
    conflicts: tuple[Conflict, ...] = ()
    """In the order of their times."""
    rejects: Cues = ()
    """Cues that a person made or changed, and whose content is no longer there."""


def merge_cues(base: Sequence[Cue] | None, edited: Sequence[Cue], new: Sequence[Cue]) -> MergeResult:
    """Merge what people did between `base` and `edited` into `new`.

    The order is that of time, but cues that a person keeps out of order stay where they are. If
    `base` is None, which is not the same as without cues, the file is entirely the person's and comes
    back unchanged.

    Guaranteed: if only one side changed anything, the result is that side, exactly; merging the
    result again with the returned `base` and the same `new` changes nothing; each cue that a person
    made or changed is in the result or in the rejects.
    """
    versions = Versions(base=tuple(base or ()), edited=tuple(edited), new=tuple(new))
    if base is None:
        return _entirely_personal(versions)
    if same_cues(versions.edited, versions.base):
        return _untouched(versions)
    merge = _settle(_merge_once(versions), versions)
    return MergeResult(
        cues=_cues_of(merge.placed),
        base=merge.base,
        origins=tuple("machine" if item.is_machine else "person" for item in merge.placed),
        lineage=tuple(Lineage(base_ids=item.base_ids, new_ids=item.new_ids) for item in merge.placed),
        conflicts=_conflicts(merge.disputes, merge.placed),
        rejects=tuple(sorted(merge.rejects, key=lambda cue: cue.start_ms)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Merge:
    """One pass of merging."""

    placed: tuple[Placed, ...]
    base: Cues
    disputes: tuple[Dispute, ...]
    rejects: Cues
    is_settled: bool
    """Whether no cue had to make room, so that another pass would change nothing."""


def _merge_once(versions: Versions) -> _Merge:
    resolutions = [resolve_block(block) for block in with_shifts(group_blocks(versions), versions)]
    resolved = tuple(item for resolution in resolutions for item in resolution.placed)
    placed = keep_between(resolved, versions.edited)
    roomy, squeezed = make_room(placed, versions.edited)
    ordered = _in_order(roomy, versions.edited)
    return _Merge(
        placed=tuple(ordered),
        base=_base_to_record(ordered, versions.new),
        disputes=(*(dispute for resolution in resolutions for dispute in resolution.disputes), *squeezed),
        rejects=tuple(cue for resolution in resolutions for cue in resolution.rejects),
        is_settled=roomy == placed,
    )


def _settle(merge: _Merge, versions: Versions) -> _Merge:
    """Merge the result again while that changes it.

    Cues that made room stand elsewhere than the machine wanted, which can change, where texts are
    alike, what is taken for what. Done here, it cannot surprise anybody in the next build.
    """
    for _ in range(SETTLING_PASSES):
        if merge.is_settled:
            break
        again = _merge_once(replace(versions, base=merge.base, edited=_cues_of(merge.placed)))
        if same_cues(again.base, merge.base) and same_cues(_cues_of(again.placed), _cues_of(merge.placed)):
            break
        merge = _join_passes(merge, again)
    return merge


def _join_passes(first: _Merge, second: _Merge) -> _Merge:
    """The second pass, as if it had been made from the versions of the first."""
    placed = []
    for item in second.placed:
        before = first.placed[item.edited_at] if item.edited_at is not None else item
        placed.append(replace(item, edited_at=before.edited_at, base_ids=before.base_ids, new_ids=before.new_ids))
    return replace(
        second,
        placed=tuple(placed),
        disputes=tuple(dict.fromkeys((*first.disputes, *_lifted(first, second)))),
        rejects=(*first.rejects, *second.rejects),
    )


def _lifted(first: _Merge, second: _Merge) -> list[Dispute]:
    """The second pass's disputes about times, about the person's own file."""
    return [
        replace(dispute, kept=tuple(at for place in dispute.kept if (at := first.placed[place].edited_at) is not None))
        for dispute in second.disputes
        if dispute.kind == "time"
    ]


def _cues_of(placed: Iterable[Placed]) -> Cues:
    return tuple(item.cue for item in placed)


def _untouched(versions: Versions) -> MergeResult:
    lineage = tuple(Lineage(new_ids=cue.sentence_ids) for cue in versions.new)
    origins: tuple[Origin, ...] = tuple("machine" for _ in versions.new)
    return MergeResult(cues=versions.new, base=versions.new, origins=origins, lineage=lineage)


def _entirely_personal(versions: Versions) -> MergeResult:
    """A file without a machine version: nothing of it changes, now or later."""
    names: dict[int, dict[str, None]] = {}
    for place, new_place in link_cues(versions.edited, versions.new):
        names.setdefault(place, {}).update(dict.fromkeys(versions.new[new_place].sentence_ids))
    ids = [tuple(names.get(place, ())) for place in range(len(versions.edited))]
    origins: tuple[Origin, ...] = tuple("person" for _ in ids)
    return MergeResult(
        cues=tuple(replace(cue, sentence_ids=known) for cue, known in zip(versions.edited, ids, strict=True)),
        base=(),
        origins=origins,
        lineage=tuple(Lineage(new_ids=known) for known in ids),
    )


def _in_order(placed: Iterable[Placed], edited: Cues) -> list[Placed]:
    """Sort by time, but keep a cue behind its predecessor where the person wrote it out of order."""
    items = list(placed)
    in_order = _in_order_places(items, edited)
    # Stable: the cues of one block stay in their order.
    personal = sorted((item for item in items if item.edited_at is not None), key=lambda item: item.edited_at or 0)
    units: list[list[Placed]] = []
    for item in personal:
        if units and item.edited_at not in in_order:
            units[-1].append(item)
        else:
            units.append([item])
    starts = [unit[0].cue.start_ms for unit in units]
    if units and units[0][0].edited_at not in in_order:
        starts[0] = -1
    added = [item for item in items if item.edited_at is None]
    units.extend([item] for item in added)
    starts.extend(item.cue.start_ms for item in added)
    order = sorted(range(len(units)), key=starts.__getitem__)
    return [item for number in order for item in units[number]]


def _in_order_places(items: Sequence[Placed], edited: Cues) -> set[int]:
    """Which cues of the person's file follow each other in time; the fewest possible do not.

    Where two cues contradict each other, the one with the machine's times is in order.
    """
    places = {item.edited_at for item in items if item.edited_at is not None and item.has_machine_times}
    spine = sorted(_rising(sorted(places), edited))
    starts = [edited[place].start_ms for place in spine]
    fitting = []
    for place, cue in enumerate(edited):
        at = bisect_left(spine, place)
        if (at == 0 or starts[at - 1] <= cue.start_ms) and (at == len(spine) or cue.start_ms <= starts[at]):
            fitting.append(place)
    return _rising(fitting, edited)


def _rising(places: Sequence[int], cues: Cues) -> set[int]:
    """The most of some places whose cues begin one after the other."""
    by_time = sorted(places, key=lambda place: cues[place].start_ms)
    return {place for _, place in lift_pairs(enumerate(by_time))}


def _base_to_record(placed: Sequence[Placed], new: Cues) -> Cues:
    recorded = list(new)
    for item in placed:
        if item.is_machine and item.new_at is not None:
            recorded[item.new_at] = replace(recorded[item.new_at], start_ms=item.cue.start_ms, end_ms=item.cue.end_ms)
    return tuple(recorded)


def _conflicts(disputes: Iterable[Dispute], placed: Sequence[Placed]) -> tuple[Conflict, ...]:
    places: dict[int, list[int]] = {}
    for number, item in enumerate(placed):
        if item.edited_at is not None:
            places.setdefault(item.edited_at, []).append(number)
    found = []
    for dispute in disputes:
        kept_at = tuple(sorted({number for at in dispute.kept for number in places.get(at, ())}))
        kept = tuple(placed[number].cue for number in kept_at)
        first = (kept or dispute.suggested or dispute.replaced)[0]
        found.append(
            Conflict(
                kind=dispute.kind,
                start_ms=first.start_ms,
                kept_at=kept_at,
                kept=kept,
                suggested=dispute.suggested,
                replaced=dispute.replaced,
            )
        )
    return tuple(sorted(found, key=lambda conflict: conflict.start_ms))
