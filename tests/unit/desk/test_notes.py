"""Notes: on the words that they were written on, merged, read back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.desk.notes import follow_changes, place_note
from pipeline.desk.rows import Row
from pipeline.errors import InputError
from pipeline.model import Cue
from pipeline.records import Note
from pipeline.workspace import join_notes, load_notes, save_notes

NOTE = Note(
    id="n1",
    language="pt",
    kind="note",
    cue_text="Two words.",
    start_ms=2_000,
    text="Is that right?",
    by="Ana",
    date="2026-01-02",
)
ROWS = (
    Row("a", Cue(start_ms=0, end_ms=1_000, text="Two words.")),
    Row("b", Cue(start_ms=2_000, end_ms=3_000, text="Two\nwords.")),
    Row("c", Cue(start_ms=60_000, end_ms=61_000, text="Another.")),
)


def test_notes_are_read_as_they_were_written(tmp_path: Path) -> None:
    """One a line, by their times, so that git merges them."""
    notes = (replace(NOTE, id="n2", start_ms=9_000, text="Línea\nnova"), NOTE)
    save_notes(tmp_path / "notes.json", notes)
    assert load_notes(tmp_path / "notes.json") == (NOTE, notes[0])
    assert load_notes(tmp_path / "missing.json") == ()


@pytest.mark.parametrize("damaged", ["", "[]", '{"notes": [{"id": 1}]}', '{"notes": 5}'])
def test_a_damaged_file_is_reported_and_never_written_over(tmp_path: Path, damaged: str) -> None:
    """The error names it."""
    (tmp_path / "notes.json").write_text(damaged)
    with pytest.raises(InputError, match=r"notes\.json: is damaged"):
        load_notes(tmp_path / "notes.json")


def test_a_note_finds_its_caption_by_its_words_then_by_its_time() -> None:
    """Line breaks do not matter; a caption far away is no place."""
    assert place_note(NOTE, ROWS) == "b"
    assert place_note(replace(NOTE, cue_text="Gone.", start_ms=59_000), ROWS) == "c"
    assert place_note(replace(NOTE, cue_text="Gone.", start_ms=30_000), ROWS) is None


def test_a_note_follows_its_caption() -> None:
    """When its words or times change on the desk."""
    after = (*ROWS[:1], Row("b", Cue(start_ms=2_500, end_ms=3_000, text="Three words now.")), ROWS[2])
    (moved,) = follow_changes([NOTE], ROWS, after, "pt")
    assert (moved.cue_text, moved.start_ms) == ("Three words now.", 2_500)
    assert follow_changes([NOTE], ROWS, after, "es") == (NOTE,)


def test_two_branches_of_notes_are_merged() -> None:
    """New ones of both; closed by one stays closed; taken out by one and untouched by the other is gone."""
    closed = replace(NOTE, is_open=False)
    new, other = replace(NOTE, id="n2"), replace(NOTE, id="n3")
    assert join_notes([NOTE], [NOTE, new], [closed, other]) == (closed, new, other)
    assert join_notes([NOTE], [closed], [NOTE]) == (closed,)
    assert join_notes([NOTE], [], [NOTE]) == ()
    assert join_notes([NOTE], [], [closed]) == (closed,)
