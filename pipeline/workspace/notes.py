"""What people noted on sentences, beside the captions: `subtitles/<video>/notes.json`; viewers never see it.

A note belongs to a text, not to a number or a time: it finds its caption again by the words that it was
written on, and by the time where several say the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path

from pipeline.errors import InputError
from pipeline.files import read_bytes, write_if_changed
from pipeline.model import Cue
from pipeline.records import Note, NoteKind

SCHEMA_VERSION = 1


def make_note(language: str, cue: Cue, *, text: str, by: str, kind: NoteKind = "note") -> Note:
    """A new note on a caption, of today."""
    import secrets

    return Note(
        id=secrets.token_urlsafe(9),
        language=language,
        kind=kind,
        cue_text=cue.text,
        start_ms=cue.start_ms,
        text=text,
        by=by,
        date=date.today().isoformat(),
    )


def load_notes(path: Path) -> tuple[Note, ...]:
    """The notes of a video; none if there is no such file.

    Raises:
        InputError: The file cannot be read; it is never written over then.
    """
    if not path.exists():
        return ()
    if path.is_symlink():
        raise InputError(path=str(path), reason="is a link; put the file itself there")
    return notes_from_json(read_bytes(path), path=str(path))


def load_open_notes(path: Path, language: str) -> tuple[Note, ...]:
    """The notes of a video on one language that nobody has closed.

    Raises:
        InputError: As `load_notes`.
    """
    return tuple(note for note in load_notes(path) if note.language == language and note.is_open)


def save_notes(path: Path, notes: Iterable[Note]) -> None:
    """Write the notes of a video."""
    write_if_changed(path, notes_to_json(notes))


def notes_from_json(data: bytes, *, path: str) -> tuple[Note, ...]:
    """`notes.json`.

    Raises:
        InputError: It is damaged.
    """
    try:
        value = json.loads(data)
        return tuple(_note(row) for row in value["notes"])
    except (ValueError, TypeError, KeyError) as error:
        raise InputError(path=path, reason="is damaged: not the notes of a video") from error


def notes_to_json(notes: Iterable[Note]) -> bytes:
    """`notes.json`: in the order of their times, one a line, for small differences."""
    ordered = sorted(notes, key=lambda note: (note.language, note.start_ms, note.id))
    lines = ",\n".join("    " + json.dumps(asdict(note), ensure_ascii=False, sort_keys=True) for note in ordered)
    return f'{{\n  "schema_version": {SCHEMA_VERSION},\n  "notes": [\n{lines}\n  ]\n}}\n'.encode()


def join_notes(base: Iterable[Note], ours: Iterable[Note], theirs: Iterable[Note]) -> tuple[Note, ...]:
    """Two people's notes: all of both; of a note that both changed the one that was closed, or ours."""
    old, mine, other = ({note.id: note for note in side} for side in (base, ours, theirs))
    merged = []
    for name in dict.fromkeys([*mine, *other]):
        first, second = mine.get(name), other.get(name)
        if first is None or second is None:
            left = first or second
            if left is not None and (name not in old or left != old[name]):
                merged.append(left)  # new, or changed by one while the other took it out
        else:
            merged.append(second if first == old.get(name) or not second.is_open else first)
    return tuple(merged)


def _note(row: dict[str, object]) -> Note:
    kind: NoteKind = "clash" if row["kind"] == "clash" else "note"
    texts = {name: str(row[name]) for name in ("id", "language", "cue_text", "text", "by", "date")}
    start_ms = row["start_ms"]
    if not isinstance(start_ms, int):
        raise TypeError("start_ms")
    return Note(**texts, kind=kind, start_ms=start_ms, is_open=row["is_open"] is True)
