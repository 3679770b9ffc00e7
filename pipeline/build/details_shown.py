"""The fields of title, description and chapters as they stand in their file, and which of them a person should read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.dataclass import dataclass
from pipeline.edits import PARAGRAPH_GAP, field_name, merge_details, source_fields
from pipeline.model import Details
from pipeline.quality import ERROR, check_details
from pipeline.records import Approval, DetailEdit, DetailField, DetailPlace, DetailsRecord, EditState
from pipeline.workspace import DetailsFile, Workspace, load_details_record, load_field_approvals, read_details_file


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownField:
    """A title, a paragraph or a chapter as it stands in a file, and what is known of it."""

    name: str
    """For people and `captions accept --field`: `title`, `description 2`, `chapter 1:23`."""
    place: DetailPlace
    text: str
    source: str
    """What it stands for now; empty for one that a person added, and in the spoken language."""
    machine: DetailField | None
    """None for a person's."""
    edit: DetailEdit | None
    """None for the machine's."""
    approved_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldItem:
    """A field that a person should look at."""

    name: str
    text: str
    source: str
    kind: str
    """`stale`, `conflict`, `fault`, or a rule of the checks."""
    reasons: tuple[str, ...]
    suggestion: str = ""
    """What the machine would write instead of a person's text."""


def shown_fields(workspace: Workspace, video: str, language: str) -> tuple[ShownField, ...]:
    """The fields of a language's file as it is now; none without a file.

    Raises:
        PipelineError: The file or the machine's record of it cannot be read.
    """
    file, record = read_details_file(workspace, video, language), load_details_record(workspace, video, language)
    return fields_in(workspace, video, language, file, record)


def fields_in(
    workspace: Workspace, video: str, language: str, file: DetailsFile, record: DetailsRecord | None
) -> tuple[ShownField, ...]:
    """The fields of a file that was read, for those who write it afterwards or look at it in another way, too.

    Raises:
        PipelineError: The file is broken, or the approvals cannot be read.
    """
    if not file.exists:
        return ()
    if record is not None and file.sha256 != record.written:  # as a build that changes nothing else would say
        record = replace(record, edits=merge_details(record.fields, record, file.details).edits)
    approvals = [one for one in load_field_approvals(workspace, video) if one.language == language]
    return tuple(_shown(file.details, record, approvals))


def review_fields(workspace: Workspace, video: str, language: str, *, duration_ms: int | None) -> tuple[FieldItem, ...]:
    """What a person should look at in title, description and chapters, in their order.

    Raises:
        PipelineError: The file or the machine's record of it cannot be read.
    """
    file, record = read_details_file(workspace, video, language), load_details_record(workspace, video, language)
    fields = fields_in(workspace, video, language, file, record)
    found = check_details(file.details, duration_ms=duration_ms) if fields else ()
    errors = [one for one in found if one.severity == ERROR]
    chapters = [one for one in fields if one.place is DetailPlace.CHAPTER]
    items = []
    for one in fields:
        number = chapters.index(one) + 1 if one.place is DetailPlace.CHAPTER else 0
        reasons = list(_reasons(one))
        for error in errors:
            is_here = (
                error.cue_number == number if number else not error.cue_number and f"the {one.place}" in error.message
            )
            reasons += [(error.rule, error.message)] if is_here else []
        if reasons:
            items.append(
                FieldItem(
                    name=one.name,
                    text=one.text,
                    source=one.source,
                    kind=reasons[0][0],
                    reasons=tuple(reason for _, reason in reasons),
                    suggestion=one.edit.suggestion if one.edit and one.edit.is_waiting else "",
                )
            )
    return tuple(items)


def _shown(details: Details, record: DetailsRecord | None, approvals: Sequence[Approval]) -> Iterator[ShownField]:
    made = {(one.place, one.text): one for one in reversed(record.fields)} if record else {}
    edits = {(one.place, one.text): one for one in reversed(record.edits)} if record else {}
    is_spoken = record is None or not record.origin
    paragraph = 0
    for one in source_fields(details):
        paragraph += one.place is DetailPlace.DESCRIPTION
        machine, edit = made.get((one.place, one.text)), edits.get((one.place, one.text))
        if edit is None and one.place is DetailPlace.DESCRIPTION:
            wholes = (each for each in edits.values() if each.place is one.place)
            edit = next((each for each in wholes if one.text in each.text.split(PARAGRAPH_GAP)), None)
        source = edit.basis_now if edit else machine.source if machine else ""
        source = "" if is_spoken else source
        by = {row.by for row in approvals if (row.field, row.text, row.source) == (one.place, one.text, source)}
        yield ShownField(
            name=field_name(one.place, one.start_ms, paragraph),
            place=one.place,
            text=one.text,
            source=source,
            machine=None if edit else machine,
            edit=edit,
            approved_by=tuple(sorted(by)),
        )


def _reasons(one: ShownField) -> Iterator[tuple[str, str]]:
    if one.edit is not None and one.edit.state is EditState.STALE:
        now = " ".join(one.edit.basis_now.split())
        yield "stale", f"stale: now stands on “{now}”" if now else "stale: the source no longer has it"
    elif one.edit is not None and one.edit.state is EditState.CONFLICT:
        yield "conflict", "the machine would now write something else"
    elif one.machine is not None and not one.approved_by:
        for fault in one.machine.faults:
            yield "fault", fault
