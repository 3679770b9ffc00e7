"""The notes of a workspace's videos: written, closed, and kept on the captions that they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from pathlib import Path
from threading import Lock

from pipeline.dataclass import dataclass
from pipeline.desk.changes import Clash
from pipeline.desk.notes import follow_changes, place_note
from pipeline.desk.rows import Rows
from pipeline.errors import InputError
from pipeline.model import Cue
from pipeline.records import Note
from pipeline.workspace import Workspace, load_notes, make_note, save_notes


@dataclass(slots=True)
class NoteBook:
    """Reads and writes `notes.json` of each video."""

    workspace: Workspace
    _lock: Lock = field(default_factory=Lock)

    def path(self, video: str) -> Path:
        """Where the notes of a video lie; no link that leads out of the workspace."""
        return self.workspace.inside(self.workspace.notes_path(video))

    def show(self, video: str, language: str, rows: Rows) -> list[dict[str, object]]:
        """The open notes of one language as JSON, each with the row that it belongs to."""
        return [
            {
                "id": note.id,
                "row": place_note(note, rows),
                "kind": note.kind,
                "text": note.text,
                "by": note.by,
                "date": note.date,
            }
            for note in load_notes(self.path(video))
            if note.language == language and note.is_open
        ]

    def write(self, video: str, language: str, cue: Cue, *, text: str, by: str) -> None:
        """Add a note on a caption."""
        self._add(video, [make_note(language, cue, text=text, by=by)])

    def close(self, video: str, name: str) -> None:
        """Mark a note as done.

        Raises:
            InputError: There is none of that name.
        """
        with self._lock:
            notes = load_notes(self.path(video))
            if all(note.id != name for note in notes):
                raise InputError(path=str(self.path(video)), reason="there is no such note any more")
            save_notes(self.path(video), [replace(note, is_open=False) if note.id == name else note for note in notes])

    def keep_clashes(self, video: str, language: str, clashes: Sequence[Clash]) -> bool:
        """Keep what could not be merged beside the captions; says whether there was any."""
        self._add(video, [_of_clash(language, clash) for clash in clashes])
        return bool(clashes)

    def follow(self, video: str, language: str, before: Rows, after: Rows) -> bool:
        """Keep the notes on their captions when these change; says whether any had to be."""
        path = self.path(video)
        if before is after or not path.exists():
            return False
        with self._lock:
            notes = load_notes(path)
            moved = follow_changes(notes, before, after, language)
            if moved != notes:
                save_notes(path, moved)
            return moved != notes

    def _add(self, video: str, notes: Iterable[Note]) -> None:
        added = tuple(notes)
        if added:
            with self._lock:
                save_notes(self.path(video), (*load_notes(self.path(video)), *added))


def _of_clash(language: str, clash: Clash) -> Note:
    stands = (clash.kept or clash.other or (Cue(start_ms=0, end_ms=0, text=""),))[0]
    text = "\n".join(cue.text for cue in clash.other)
    return make_note(language, stands, text=text, by="", kind="clash")
