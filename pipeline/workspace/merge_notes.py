"""What git's merge driver leaves for the next build: against which sentences people had written what.

Git takes one branch's record as it is where the other branch did not build; what a person saved on that other
branch would then seem to be written against sentences that this person never saw. The notes lie in `build/`,
and hold only texts: where they are lost, such an edit counts as read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pipeline.files import read_bytes, write_if_changed
from pipeline.formats import track_from_json, track_to_json
from pipeline.records import Edit, MachineTrack, TrackHead
from pipeline.text import fold_spaces
from pipeline.workspace.folder import Workspace

_FOLDER = "merged"


def note_edits(path: Path, edits: Iterable[Edit]) -> None:
    """Note the edits of both sides of a caption file that is being merged.

    Args:
        path: `subtitles/<video>/<video>.<lang>.srt`, from the current folder.
        edits: As a build on each side would have recorded them.
    """
    found = tuple(edits)
    if not found or len(path.parts) < 3 or path.parts[-3] != "subtitles":
        return
    language = path.stem.rpartition(".")[2]
    head = TrackHead(language=language, origin="", key="", written="", memory_key="", signatures=(), edits=found)
    note = _note_path(path.parents[2] / "build", path.parent.name, language)
    write_if_changed(note, track_to_json(MachineTrack(head=head, sentences=(), cues=())))


def with_noted_edits(workspace: Workspace, machine: MachineTrack, video: str) -> MachineTrack:
    """The machine's record of a track with what a merge noted besides.

    Raises:
        InputError: The note cannot be read.
    """
    note = _note_path(workspace.cache_folder, video, machine.head.language)
    if not note.exists():
        return machine
    known = {fold_spaces(edit.text) for edit in machine.head.edits}
    noted = track_from_json(read_bytes(note), path=str(note)).head.edits
    new = {fold_spaces(edit.text): edit for edit in noted if fold_spaces(edit.text) not in known}
    return replace(machine, head=replace(machine.head, edits=(*machine.head.edits, *new.values())))


def forget_noted_edits(workspace: Workspace, video: str, language: str) -> None:
    """Drop a note that the machine's record now holds."""
    _note_path(workspace.cache_folder, video, language).unlink(missing_ok=True)


def _note_path(cache: Path, video: str, language: str) -> Path:
    return cache / _FOLDER / f"{video}.{language}.json"
