"""The captions that notes belong to, and how notes keep to them when these change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.desk.rows import Rows
from pipeline.edits import squeeze
from pipeline.records import Note

NEARBY_MS = 10_000
"""A note whose words are gone belongs to the caption at its time, if there is one so near."""


def place_note(note: Note, rows: Rows) -> str | None:
    """The row that a note belongs to; None if its caption is gone."""
    words = squeeze(note.cue_text)
    same = [row for row in rows if squeeze(row.cue.text) == words]
    near = same or [row for row in rows if abs(row.cue.start_ms - note.start_ms) <= NEARBY_MS]
    best = min(near, key=lambda row: abs(row.cue.start_ms - note.start_ms), default=None)
    return best.id if best else None


def follow_changes(notes: Sequence[Note], before: Rows, after: Rows, language: str) -> tuple[Note, ...]:
    """The notes, each on the words that its caption has now."""
    now = {row.id: row.cue for row in after}
    moved = []
    for note in notes:
        name = place_note(note, before) if note.language == language else None
        cue = now.get(name) if name else None
        moved.append(replace(note, cue_text=cue.text, start_ms=cue.start_ms) if cue else note)
    return tuple(moved)
