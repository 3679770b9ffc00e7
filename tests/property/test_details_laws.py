"""Laws of merging title, description and chapters: nothing that a person wrote is lost, and merging again changes nothing."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pipeline.edits import details_of, merge_details, source_fields
from pipeline.formats import details_record_from_json, details_record_to_json, read_details, write_details
from pipeline.model import Chapter, Details
from pipeline.records import DetailEdit, DetailField, DetailsRecord

_WORDS = st.sampled_from(["sky", "light", "blue", "why", "end", "sea"])


def _details(words: st.SearchStrategy[str]) -> st.SearchStrategy[Details]:
    starts = st.lists(st.integers(0, 8), unique=True, max_size=5).map(sorted)
    chapters = starts.flatmap(
        lambda times: st.tuples(*(st.builds(Chapter, st.just(float(time * 10)), words) for time in times))
    )
    paragraphs = st.lists(words, max_size=4).map("\n\n".join)
    return st.builds(Details, words | st.just(""), paragraphs, chapters)


SOURCES = _details(_WORDS)


@st.composite
def edits_of(draw: st.DrawFn, made: Details) -> Details:
    """What a person makes of a file: any field changed, emptied, moved, added."""
    word = _WORDS.map(lambda text: f"my {text}")
    title = draw(st.just(made.title) | word | st.just(""))
    parts = [draw(st.just(part) | word) for part in made.description.split("\n\n")] if made.description else []
    parts = draw(st.just(parts) | st.lists(word, max_size=3))
    chapters = {}
    for chapter in made.chapters:
        kept = draw(st.booleans() | st.just(True))
        start = chapter.start + draw(st.sampled_from([0, 0, 0, 3]))
        if kept:
            chapters[start] = draw(st.just(chapter.title) | word)
    for start in draw(st.lists(st.integers(0, 90), max_size=2)):
        chapters.setdefault(float(start), draw(word))
    return Details(title, "\n\n".join(parts), tuple(Chapter(start, chapters[start]) for start in sorted(chapters)))


def fields(source: Details, language: str = "pt") -> tuple[DetailField, ...]:
    return tuple(replace(one, text=f"{one.text}~{language}") for one in source_fields(source))


def record(made: tuple[DetailField, ...], edits: tuple[DetailEdit, ...] = ()) -> DetailsRecord:
    return DetailsRecord(language="pt", origin="en", key="", written="", memory_key="", fields=made, edits=edits)


def texts(details: Details) -> list[str]:
    parts = [part for part in details.description.split("\n\n") if part]
    return [text for text in (details.title, *parts, *(one.title for one in details.chapters)) if text]


@given(data=st.data(), source=SOURCES, new=SOURCES)
def test_nothing_that_a_person_wrote_is_lost_and_merging_again_changes_nothing(
    data: st.DataObject, source: Details, new: Details
) -> None:
    before, now = fields(source), fields(new)
    edited = data.draw(edits_of(details_of(before)))
    output = merge_details(now, record(before), edited)
    for text in texts(edited):
        if text.startswith("my "):
            assert texts(output.details).count(text) >= texts(edited).count(text)
    again = merge_details(now, record(now, output.edits), output.details)
    assert again.details == output.details
    assert [(one.text, one.basis, one.basis_now, one.state) for one in again.edits] == [
        (one.text, one.basis, one.basis_now, one.state) for one in output.edits
    ]


@given(source=SOURCES, new=SOURCES)
def test_what_only_the_machine_changed_is_the_machines(source: Details, new: Details) -> None:
    output = merge_details(fields(new), record(fields(source)), details_of(fields(source)))
    assert output.details == details_of(fields(new))
    assert not output.edits


@given(data=st.data(), source=SOURCES)
def test_what_only_a_person_changed_is_the_persons(data: st.DataObject, source: Details) -> None:
    made = fields(source)
    edited = data.draw(edits_of(details_of(made)))
    output = merge_details(made, record(made), edited)
    assert output.details == edited
    assert not [edit for edit in output.edits if edit.is_waiting]


@given(data=st.data(), source=SOURCES, new=SOURCES)
def test_file_and_record_are_read_as_they_were_written(data: st.DataObject, source: Details, new: Details) -> None:
    edited = data.draw(edits_of(details_of(fields(source))))
    output = merge_details(fields(new), record(fields(source)), edited)
    kept = record(fields(new), output.edits)
    assert details_record_from_json(details_record_to_json(kept), path="") == kept
    assert read_details(write_details(output.details), "talk.pt.toml") == output.details
