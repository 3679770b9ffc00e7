"""Changes of rows: what fits is put, what somebody else changed is merged, nothing is lost."""

from __future__ import annotations

from itertools import count

from pipeline.desk.changes import Change, apply_changes
from pipeline.desk.rows import Row, Rows, carry_ids
from pipeline.model import Cue

TEXTS = (
    "Good morning to you all.",
    "This is the second caption.",
    "And a third one follows it.",
    "The end of the film.",
)
ROWS: Rows = tuple(
    Row(f"r{number}", Cue(start_ms=number * 3_000, end_ms=number * 3_000 + 2_500, text=text))
    for number, text in enumerate(TEXTS)
)


def rename() -> object:
    numbers = count()
    return lambda: f"new{next(numbers)}"


def texts(rows: Rows) -> list[str]:
    return [row.cue.text for row in rows]


def write(row: Row, text: str) -> Change:
    after = Cue(start_ms=row.cue.start_ms, end_ms=row.cue.end_ms, text=text)
    return Change(id=row.id, before=row.cue, after=after)


def apply(rows: Rows, *changes: Change, base: Rows | None = None) -> tuple[Rows, tuple[object, ...]]:
    applied = apply_changes(rows, changes, rename(), base=base)  # type: ignore[arg-type]
    return applied.rows, applied.clashes


def test_a_change_of_what_is_there_is_put() -> None:
    """The other rows are the same objects."""
    rows, clashes = apply(ROWS, write(ROWS[1], "Hello."))
    assert texts(rows) == [TEXTS[0], "Hello.", *TEXTS[2:]]
    assert (rows[0] is ROWS[0] or rows[0] == ROWS[0], clashes) == (True, ())


def test_the_same_change_twice_is_one() -> None:
    """Its answer was lost: it is sent again."""
    split = (
        Change(id="r1", before=ROWS[1].cue, after=Cue(start_ms=3_000, end_ms=4_000, text="This is")),
        Change(id="x", before=None, after=Cue(start_ms=4_100, end_ms=5_500, text="the second"), previous="r1"),
    )
    once, _ = apply(ROWS, *split)
    assert apply(once, *split) == (once, ())
    out = Change(id="r3", before=ROWS[3].cue, after=None)
    less, _ = apply(ROWS, out)
    assert apply(less, out) == (less, ())


def test_words_of_one_and_times_of_another_are_joined() -> None:
    """By the merge of this project; nobody is asked."""
    moved = (*ROWS[:1], Row("r1", ROWS[1].cue.moved(200)), *ROWS[2:])
    rows, clashes = apply(moved, write(ROWS[1], "This is another caption."), base=ROWS)
    assert rows[1] == Row("r1", Cue(start_ms=3_200, end_ms=5_700, text="This is another caption."))
    assert clashes == ()


def test_two_texts_of_one_caption_clash_and_both_are_kept() -> None:
    """The one who came last stands in the file, the other one beside it."""
    theirs, _ = apply(ROWS, write(ROWS[1], "This was the second caption."))
    applied = apply_changes(theirs, [write(ROWS[1], "This is a second title.")], rename())  # type: ignore[arg-type]
    assert applied.rows[1].cue.text == "This is a second title."
    (clash,) = applied.clashes
    assert clash.row_id == "r1"
    assert [cue.text for cue in clash.other] == ["This was the second caption."]


def test_nobody_takes_out_what_somebody_corrected_meanwhile() -> None:
    """The corrected caption stays, and the clash is shown."""
    theirs, _ = apply(ROWS, write(ROWS[2], "And the third."))
    rows, clashes = apply(theirs, Change(id="r2", before=ROWS[2].cue, after=None), base=ROWS)
    assert "And the third." in texts(rows)
    assert len(clashes) == 1


def test_a_correction_of_what_was_taken_out_comes_back() -> None:
    """An edit that was acknowledged is in the file or in a clash."""
    less = (*ROWS[:2], ROWS[3])
    applied = apply_changes(less, [write(ROWS[2], "And the third.")], rename(), base=ROWS)  # type: ignore[arg-type]
    assert "And the third." in texts(applied.rows) or any(
        cue.text == "And the third." for clash in applied.clashes for cue in clash.other
    )


def test_names_follow_their_captions_through_a_file_that_was_changed_outside() -> None:
    """An inserted, a corrected, a moved and a deleted caption."""
    cues = [
        Cue(start_ms=0, end_ms=100, text="New."),
        ROWS[0].cue,
        Cue(start_ms=3_000, end_ms=5_500, text="This is the corrected caption."),
        ROWS[3].cue.moved(700),
    ]
    rows = carry_ids(ROWS, cues, rename())  # type: ignore[arg-type]
    assert [row.id for row in rows] == ["new0", "r0", "r1", "r3"]
