"""Merging title, description and chapters by field."""

from __future__ import annotations

from dataclasses import replace

from pipeline.edits.details import merge_details
from pipeline.edits.details_fields import details_of, source_fields
from pipeline.edits.record_merge import merge_details_records
from pipeline.model import Chapter, Details
from pipeline.records import DetailField, DetailPlace, DetailsRecord, EditState

SOURCE = Details("Points", "One.\n\nTwo.\n\nThree.", (Chapter(0, "Opening"), Chapter(60, "Rules"), Chapter(120, "End")))


def translated(source: Details) -> tuple[DetailField, ...]:
    return tuple(replace(one, text=f"{one.text}~pt") for one in source_fields(source))


def record(source: Details, **changes: object) -> DetailsRecord:
    known = DetailsRecord(language="pt", origin="en", key="k", written="", memory_key="", fields=translated(source))
    return replace(known, **changes)


MADE = details_of(translated(SOURCE))


def test_what_nobody_touched_is_as_the_machine_writes_it():
    new = replace(SOURCE, title="Scores", chapters=(*SOURCE.chapters[:2], Chapter(130, "The end")))
    output = merge_details(translated(new), record(SOURCE), MADE)
    assert output.details == details_of(translated(new))
    assert not (output.edits or output.notices or output.deleted)


def test_a_corrected_title_stays_and_is_stale_when_the_source_changes():
    edited = replace(MADE, title="Pontos")
    first = merge_details(translated(SOURCE), record(SOURCE), edited)
    assert [(edit.text, edit.state) for edit in first.edits] == [("Pontos", EditState.EDITED)]
    new = replace(SOURCE, title="Scores")
    output = merge_details(translated(new), record(SOURCE, edits=first.edits), edited)
    assert output.details.title == "Pontos"
    (edit,) = output.edits
    assert (edit.state, edit.basis, edit.basis_now, edit.suggestion) == (
        EditState.STALE, "Points", "Scores", "Scores~pt",
    )  # fmt: skip
    assert output.notices == ("title: “Pontos” is stale; the machine would now write “Scores~pt”",)
    # It stays so until its words change.
    again = merge_details(translated(new), record(new, edits=output.edits), edited)
    assert again.edits == output.edits
    changed = merge_details(translated(new), record(new, edits=output.edits), replace(edited, title="Notas"))
    assert [edit.state for edit in changed.edits] == [EditState.EDITED]


def test_another_machine_text_for_the_same_source_is_a_conflict():
    new = [replace(one, text=one.text.upper()) for one in translated(SOURCE)]
    output = merge_details(new, record(SOURCE), replace(MADE, title="Pontos"))
    assert output.details == replace(details_of(new), title="Pontos")
    assert [edit.state for edit in output.edits] == [EditState.CONFLICT]


def test_paragraphs_are_merged_one_by_one():
    edited = replace(MADE, description="One.~pt\n\nDois.\n\nThree.~pt")
    new = replace(SOURCE, description="Zero.\n\nOne!\n\nTwo.\n\nThree.")
    output = merge_details(translated(new), record(SOURCE), edited)
    assert output.details.description == "Zero.~pt\n\nOne!~pt\n\nDois.\n\nThree.~pt"
    assert [(edit.text, edit.paragraph, edit.state) for edit in output.edits] == [("Dois.", 3, EditState.EDITED)]


def test_a_description_that_was_written_anew_is_kept_whole():
    edited = replace(MADE, description="Tudo novo.")
    output = merge_details(translated(SOURCE), record(SOURCE), edited)
    assert output.details.description == "Tudo novo."
    new = replace(SOURCE, description="Only one.")
    output = merge_details(translated(new), record(SOURCE, edits=output.edits), edited)
    assert output.details.description == "Tudo novo."
    assert [edit.state for edit in output.edits] == [EditState.STALE]
    again = merge_details(translated(new), record(new, edits=output.edits), edited)
    assert [edit.state for edit in again.edits] == [EditState.STALE]


def test_a_chapter_is_known_by_its_text_when_the_source_moves_it():
    edited = replace(MADE, chapters=(MADE.chapters[0], Chapter(60, "Regras"), MADE.chapters[2]))
    new = replace(SOURCE, chapters=(SOURCE.chapters[0], Chapter(70, "Rules"), SOURCE.chapters[2]))
    output = merge_details(translated(new), record(SOURCE), edited)
    assert output.details.chapters[1] == Chapter(70, "Regras")
    assert [edit.state for edit in output.edits] == [EditState.EDITED]


def test_a_chapter_is_known_by_its_start_when_the_source_renames_it():
    edited = replace(MADE, chapters=(MADE.chapters[0], Chapter(60, "Regras"), MADE.chapters[2]))
    new = replace(SOURCE, chapters=(SOURCE.chapters[0], Chapter(60, "The law"), Chapter(120, "Closing")))
    output = merge_details(translated(new), record(SOURCE), edited)
    assert [chapter.title for chapter in output.details.chapters] == ["Opening~pt", "Regras", "Closing~pt"]
    assert [edit.state for edit in output.edits] == [EditState.STALE]


def test_a_chapter_that_a_person_moved_stays_there_with_the_machines_text_of_now():
    edited = replace(MADE, chapters=(MADE.chapters[0], Chapter(65, "Rules~pt"), MADE.chapters[2]))
    first = merge_details(translated(SOURCE), record(SOURCE), edited)
    assert first.details == edited
    assert [edit.state for edit in first.edits] == [EditState.RETIMED]
    new = replace(SOURCE, chapters=(SOURCE.chapters[0], Chapter(60, "The law"), SOURCE.chapters[2]))
    output = merge_details(translated(new), record(SOURCE, edits=first.edits), edited)
    assert output.details.chapters[1] == Chapter(65, "The law~pt")


def test_a_chapter_that_a_person_added_or_took_out_stays_so():
    chapters = (MADE.chapters[0], Chapter(90, "Minha"), MADE.chapters[2])
    output = merge_details(translated(SOURCE), record(SOURCE), replace(MADE, chapters=chapters))
    assert output.details.chapters == chapters
    assert output.deleted == 1
    new = replace(SOURCE, chapters=(SOURCE.chapters[0], Chapter(60, "The law"), SOURCE.chapters[2]))
    output = merge_details(translated(new), record(SOURCE, edits=output.edits), output.details)
    assert output.details.chapters == chapters
    assert output.notices == ("chapter 1:00 stays deleted; the machine would now write “The law~pt”",)


def test_a_corrected_chapter_outlives_the_sources():
    edited = replace(MADE, chapters=(MADE.chapters[0], Chapter(60, "Regras"), MADE.chapters[2]))
    new = replace(SOURCE, chapters=SOURCE.chapters[:1])
    output = merge_details(translated(new), record(SOURCE), edited)
    assert output.details.chapters == (Chapter(0, "Opening~pt"), Chapter(60, "Regras"))
    assert output.notices == ("chapter 1:00: kept “Regras”; the source no longer has it",)
    again = merge_details(translated(new), record(new, edits=output.edits), output.details)
    assert again.details == output.details
    assert again.edits == output.edits


def test_two_chapters_never_begin_at_one_time():
    edited = replace(MADE, chapters=(MADE.chapters[0], Chapter(60, "Regras"), Chapter(70, "Minha"), MADE.chapters[2]))
    new = replace(SOURCE, chapters=(SOURCE.chapters[0], Chapter(70, "Rules"), SOURCE.chapters[2]))
    output = merge_details(translated(new), record(SOURCE), edited)
    assert sorted(chapter.title for chapter in output.details.chapters[1:3]) == ["Minha", "Regras"]
    assert "two chapters begin at 1:10" in output.notices[-1]


def test_a_file_that_a_person_wrote_before_the_machine_is_theirs():
    own = Details("Pontos", "", (Chapter(0, "Início"),))
    output = merge_details(translated(SOURCE), None, own)
    assert output.details == Details("Pontos", MADE.description, own.chapters)
    assert {edit.state for edit in output.edits} == {EditState.EDITED}


def test_where_the_record_is_lost_what_differs_is_kept_and_doubted():
    output = merge_details(translated(SOURCE), None, replace(MADE, title="Pontos"))
    assert output.details == replace(MADE, title="Pontos")
    assert [edit.state for edit in output.edits] == [EditState.CONFLICT]


def test_an_emptied_title_stays_empty():
    output = merge_details(translated(SOURCE), record(SOURCE), replace(MADE, title=""))
    assert output.details.title == ""
    assert [edit.text for edit in output.edits] == [""]


def test_records_of_two_branches_become_one():
    theirs = replace(SOURCE, title="Scores")
    edited = merge_details(translated(SOURCE), record(SOURCE), replace(MADE, description="Tudo.")).edits
    merged = merge_details_records(record(SOURCE), record(SOURCE, edits=edited), record(theirs, key="other"))
    assert details_of(merged.fields).title == "Scores~pt"
    assert merged.edits == edited
    assert merged.key == ""


def test_every_place_has_its_name():
    assert [str(place) for place in DetailPlace] == ["title", "description", "chapter"]
