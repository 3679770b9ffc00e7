"""One track brought up to date: what the machine makes now, merged into what people made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from pipeline.dataclass import dataclass
from pipeline.edits.merge import MergeResult, merge_cues
from pipeline.edits.retiming import cues_at, find_retiming
from pipeline.edits.tracking import describe_conflict, find_edits
from pipeline.model import Cue
from pipeline.records import Edit, EditState, MachineTrack


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackOutput:
    """What one track becomes."""

    machine: MachineTrack
    """Without `head.written`, which only the writer knows."""
    cues: tuple[Cue, ...]
    """What the caption file shall say."""
    rejects: tuple[Cue, ...]
    notices: tuple[str, ...]
    cuts: Mapping[str, tuple[tuple[int, ...], ...]] = field(default_factory=dict)
    """How the machine's sentences were cut, by digest, so that the next build need not search again."""


def update_track(
    machine: MachineTrack,
    basis: Mapping[str, str],
    previous: MachineTrack | None,
    edited: tuple[Cue, ...] | None,
) -> TrackOutput:
    """Three-way merge: what the machine last wrote, what the file says, what it would write now.

    Args:
        machine: The track as the machine makes it now, with its cues before any edit.
        basis: For each sentence what a person reads under it: its source sentence, or in the spoken
            language the sentence that was recognised.
        previous: The record of the last build; None if there is none.
        edited: What the caption file says now; None if there is none.
    """
    if edited is None:
        return TrackOutput(machine=machine, cues=machine.cues, rejects=(), notices=())
    base = _last_written(previous, edited, machine.cues)
    result = merge_cues(*_in_step(base, edited, machine.cues), machine.cues)
    if previous is not None and base is machine.cues:
        previous = replace(previous, sentences=machine.sentences)
    edits = find_edits(result, machine, basis, previous)
    is_own = base is None
    if previous is None and not is_own:
        edits = tuple(map(_doubtful, edits))
    deleted = 0 if is_own else _count_deleted(result, machine.cues)
    return TrackOutput(
        machine=replace(
            machine, head=replace(machine.head, edits=edits, deleted=deleted, is_own=is_own), cues=result.base
        ),
        cues=result.cues,
        rejects=result.rejects,
        notices=tuple(describe_conflict(conflict) for conflict in result.conflicts),
    )


def edits_in(machine: MachineTrack, edited: tuple[Cue, ...]) -> tuple[Edit, ...]:
    """The edits of a caption file, as a build that changes nothing else would record them.

    Args:
        machine: The record of the last build.
        edited: What the file says now; empty if that is not known.
    """
    if not edited:
        return machine.head.edits
    basis = {sentence.id: sentence.source or sentence.text for sentence in machine.sentences}
    return update_track(machine, basis, machine, edited).machine.head.edits


def _last_written(
    previous: MachineTrack | None, edited: tuple[Cue, ...], new: tuple[Cue, ...]
) -> tuple[Cue, ...] | None:
    """What the machine wrote into a file before people edited it; None for a file of their own, entirely.

    The record may be lost, or be older than the file: a run was killed between writing the two, or only
    the file was committed. The file itself then tells what it was made from.
    """
    if previous is None:
        return new if _is_machine_made(edited, new) else None
    if previous.head.is_own:
        return None
    return new if _is_newer(edited, previous.cues, new) else previous.cues


def _in_step(
    base: tuple[Cue, ...] | None, edited: tuple[Cue, ...], new: tuple[Cue, ...]
) -> tuple[tuple[Cue, ...] | None, tuple[Cue, ...]]:
    """What the machine wrote before, and the file, at the times of now where all that the machine makes has moved.

    A person's own times move along, unless the person moved the whole file, too.
    """
    if base is None or base is new:
        return base, edited
    retiming = find_retiming(base, new)
    if retiming.is_nothing or not find_retiming(base, edited).is_nothing:
        return base, edited
    return cues_at(base, retiming), cues_at(edited, retiming)


def _doubtful(edit: Edit) -> Edit:
    """What differs from the machine's text where its record is lost: a person's, or the machine's of before."""
    is_doubtful = edit.state == EditState.EDITED and bool(edit.suggestion)
    return replace(edit, state=EditState.CONFLICT, machine="") if is_doubtful else edit


def _is_newer(edited: tuple[Cue, ...], recorded: tuple[Cue, ...], new: tuple[Cue, ...]) -> bool:
    """Whether a file was made from what the machine writes now, and its record from something older.

    Much of it then is what only the new version has, and next to nothing what only the old one has.
    Where the two versions differ little, the record may be the older one without harm: what is the same
    in the file and in the new version merges cleanly. A person who corrects what the machine then
    corrects too must not be taken for it.
    """
    both = _count_same(edited, recorded, new)
    only_new, only_recorded = _count_same(edited, new) - both, _count_same(edited, recorded) - both
    return 3 * only_new >= len(edited) and only_new > 4 * only_recorded


def _is_machine_made(edited: tuple[Cue, ...], new: tuple[Cue, ...]) -> bool:
    """Whether a file without a record is the machine's with some edits, not a person's own.

    It is where half of the cues are exactly what the machine would write. The same words at other times
    prove nothing: somebody may have written down what is said.
    """
    return 2 * _count_same(edited, new) >= len(edited)


def _count_same(edited: tuple[Cue, ...], *versions: tuple[Cue, ...]) -> int:
    """How many cues of a file are exactly so in all these versions."""
    made = [{(cue.start_ms, cue.end_ms, cue.text) for cue in cues} for cues in versions]
    return sum(all((cue.start_ms, cue.end_ms, cue.text) in cues for cues in made) for cue in edited)


def _count_deleted(result: MergeResult, new: tuple[Cue, ...]) -> int:
    """How many sentences of the machine no cue shows any more."""
    shown = {name for lineage in result.lineage for name in lineage.new_ids}
    return len({name for cue in new for name in cue.sentence_ids} - shown)
