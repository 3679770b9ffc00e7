"""Which fields of title, description and chapters differ between two versions."""

from __future__ import annotations

from dataclasses import replace

from pipeline.edits.details_changes import compare_details
from pipeline.model import Chapter, Details
from pipeline.records import DetailPlace

BEFORE = Details("Points", "One.\n\nTwo.\n\nThree.", (Chapter(0, "Opening"), Chapter(60, "Rules"), Chapter(120, "End")))


def rows(after: Details, before: Details = BEFORE) -> list[tuple[str, str, str]]:
    return [(one.name, one.before, one.after) for one in compare_details(before, after)]


def test_what_says_the_same_is_no_change():
    assert rows(BEFORE) == []


def test_a_paragraph_is_compared_with_the_one_in_its_place():
    assert rows(replace(BEFORE, description="One.\n\nZwei.\n\nThree.")) == [("description 2", "Two.", "Zwei.")]


def test_a_paragraph_that_was_put_between_changes_no_other():
    after = replace(BEFORE, description="One.\n\nNew.\n\nTwo.\n\nThree.")
    assert rows(after) == [("description 2", "", "New.")]
    assert rows(BEFORE, after) == [("description 2", "New.", "")]


def test_a_chapter_that_was_moved_or_renamed_is_shown_with_both_starts():
    after = replace(BEFORE, chapters=(Chapter(0, "Hello"), Chapter(75, "Rules"), Chapter(120, "End")))
    assert rows(after) == [
        ("chapter 0:00", "0:00 Opening", "0:00 Hello"),
        ("chapter 1:15", "1:00 Rules", "1:15 Rules"),
    ]


def test_what_was_taken_out_is_shown_with_nothing_after_it():
    assert rows(Details("", "", ())) == [
        ("title", "Points", ""),
        ("description 1", "One.", ""),
        ("description 2", "Two.", ""),
        ("description 3", "Three.", ""),
        ("chapter 0:00", "0:00 Opening", ""),
        ("chapter 1:00", "1:00 Rules", ""),
        ("chapter 2:00", "2:00 End", ""),
    ]


def test_a_new_text_stands_with_what_it_translates():
    (one,) = compare_details(BEFORE, replace(BEFORE, title="Pontos"), {(DetailPlace.TITLE, "Pontos"): "Points"})
    assert one.source == "Points"
