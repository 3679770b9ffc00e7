"""Settling single cues of a caption file: a person's text is right as it stands, or the machine's is better."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.build.approvals import settled_edits
from pipeline.dataclass import dataclass
from pipeline.edits.merge import machine_version
from pipeline.errors import InputError
from pipeline.files import write_if_changed
from pipeline.formats import format_srt, track_to_json
from pipeline.model import Cue
from pipeline.records import Edit, EditState, MachineTrack
from pipeline.text import counted, fold_spaces
from pipeline.workspace import CaptionFile, Workspace, write_track

_WAITING = frozenset({EditState.STALE, EditState.CONFLICT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """What was settled."""

    accepted: tuple[Cue, ...]
    """Cues whose text counts as read against what stands there now."""
    replaced: tuple[Cue, ...] = ()
    """Cues that gave way to the machine's."""
    taken: tuple[Cue, ...] = ()
    """The machine's cues that stand there now."""


def accept_mine(workspace: Workspace, video: str, language: str, numbers: Sequence[int]) -> Acceptance:
    """Record that the text of some cues is right, though the machine would now write something else.

    Raises:
        InputError: There is no such file, record or cue, or none of them waits for a decision.
        SubtitleError: The file cannot be read, or holds an unfinished merge.
    """
    file, machine = _read(workspace, video, language)
    cues = _chosen(file, numbers)
    waiting = {fold_spaces(edit.text) for edit in machine.head.edits if edit.state in _WAITING}
    accepted = tuple(cue for cue in cues if fold_spaces(cue.text) in waiting)
    if not accepted:
        reason = f"cue {_listed(numbers)} waits for no decision; captions review {video} lists what does"
        raise InputError(path=str(file.path), reason=reason)
    edits = settled_edits(machine.head.edits, accepted)
    record = replace(machine, head=replace(machine.head, edits=edits))
    write_if_changed(workspace.machine_path(video, language), track_to_json(record))
    return Acceptance(accepted=accepted)


def take_machine(workspace: Workspace, video: str, language: str, numbers: Sequence[int]) -> Acceptance:
    """Put the machine's cues in the place of some of a person's.

    Where cues were split or joined, those that show the same words give way together.

    Raises:
        InputError: There is no such file, record or cue, or the machine has nothing for them.
        SubtitleError: The file cannot be read, or holds an unfinished merge.
        StaleWorkspace: Somebody saved the file meanwhile; nothing was written.
    """
    file, machine = _read(workspace, video, language)
    _chosen(file, numbers)
    cues = file.whole_cues
    version = machine_version(cues, machine.cues, [number - 1 for number in numbers])
    replaced = tuple(cues[place] for place in version.places)
    if not version.cues:
        reason = f"the machine writes nothing where cue {_listed(numbers)} is; delete it instead"
        raise InputError(path=str(file.path), reason=reason)
    if [cue.content for cue in replaced] == [cue.content for cue in version.cues]:
        reason = f"cue {_listed(numbers)} is already as the machine writes it"
        raise InputError(path=str(file.path), reason=reason)
    kept = [cue for place, cue in enumerate(cues) if place not in version.places]
    text = format_srt(_in_order(kept, version.cues), path=str(file.path)).encode()
    edits = _without(machine.head.edits, replaced)
    head = replace(machine.head, edits=edits, written=hashlib.sha256(text).hexdigest())
    record = track_to_json(replace(machine, head=head))
    write_track(workspace, video, language, read=file.data, text=text, machine=record)
    return Acceptance(accepted=(), replaced=replaced, taken=version.cues)


def _read(workspace: Workspace, video: str, language: str) -> tuple[CaptionFile, MachineTrack]:
    file, machine = workspace.expect_captions(video, language), workspace.load_machine(video, language)
    if machine is None or machine.head.is_own:
        raise InputError(path=str(file.path), reason="is a person's own file; the machine suggests nothing for it")
    return file, machine


def _chosen(file: CaptionFile, numbers: Sequence[int]) -> list[Cue]:
    cues = file.whole_cues
    for number in numbers:
        if not 1 <= number <= len(cues):
            raise InputError(path=str(file.path), reason=f"has {counted(len(cues), 'cue')}; there is no cue {number}")
    return [cues[number - 1] for number in numbers]


def _in_order(kept: Iterable[Cue], taken: Iterable[Cue]) -> list[Cue]:
    """The machine's cues among those that stay, each before the first that begins later."""
    cues = list(kept)
    for cue in taken:
        place = next((at for at, other in enumerate(cues) if other.start_ms > cue.start_ms), len(cues))
        cues.insert(place, cue)
    return cues


def _without(edits: Iterable[Edit], replaced: Iterable[Cue]) -> tuple[Edit, ...]:
    gone = {(fold_spaces(cue.text), cue.start_ms) for cue in replaced}
    return tuple(edit for edit in edits if (fold_spaces(edit.text), edit.start_ms) not in gone)


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
