"""What people decide about title, description and chapters: read, approved, accepted."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.build.details_files import details_text
from pipeline.edits import PARAGRAPH_GAP, Approver, field_name, merge_details, source_fields
from pipeline.errors import InputError
from pipeline.formats import details_record_to_json
from pipeline.model import Chapter, Details
from pipeline.quality import ERROR, check_details
from pipeline.records import Approval, DetailEdit, DetailField, DetailPlace, DetailsRecord, EditState
from pipeline.timing import MS_PER_SECOND, parse_timestamp
from pipeline.workspace import (
    DetailsFile,
    Workspace,
    load_details_record,
    load_field_approvals,
    read_details_file,
    save_field_approvals,
    write_details_file,
)

_FIELD = re.compile(r"([a-z]+)(?:[\s:,]+(?:paragraph\s+)?(\S+))?")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAcceptance:
    """A field that was settled."""

    name: str
    text: str
    """What stands there now; empty where it was taken out."""
    was: str


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


def approve_fields(workspace: Workspace, video: str, language: str, approver: Approver) -> int:
    """Record who vouches for all fields of a file as they are now; what was stale counts as read.

    Returns:
        How many fields there are.

    Raises:
        PipelineError: The file or the machine's record of it cannot be read.
    """
    fields = shown_fields(workspace, video, language)
    if not fields:
        return 0
    others = [
        one for one in load_field_approvals(workspace, video) if (one.language, one.by) != (language, approver.name)
    ]
    rows = _rows(language, [(one.place, one.source, one.text) for one in fields], approver)
    save_field_approvals(workspace, video, (*others, *rows))
    record = load_details_record(workspace, video, language)
    if record is not None:
        _settle(workspace, video, record, record.edits)
    return len(fields)


def approve_texts(
    workspace: Workspace, video: str, language: str, texts: Iterable[tuple[DetailPlace, str, str]], approver: Approver
) -> None:
    """Record who vouches for some fields, beside those that were approved before; what was stale counts as read.

    Args:
        workspace: Where it is.
        video: Its name.
        language: Of the fields.
        texts: Of which kind each is, what it translates (empty in the spoken language), and what it says.
        approver: Who vouches.

    Raises:
        PipelineError: The machine's record cannot be read.
    """
    rows = _rows(language, texts, approver)
    before = load_field_approvals(workspace, video)
    known = {replace(one, date=approver.date) for one in before}
    save_field_approvals(workspace, video, (*before, *(row for row in rows if row not in known)))
    record = load_details_record(workspace, video, language)
    if record is not None:
        said = {(row.field, row.text) for row in rows}
        _settle(workspace, video, record, [edit for edit in record.edits if _is_said(edit, said)])


def _is_said(edit: DetailEdit, said: Collection[tuple[str, str]]) -> bool:
    """Whether all of an edit is among some texts: a description that counts as a whole is approved by paragraph."""
    return all((edit.place, part) in said for part in edit.text.split(PARAGRAPH_GAP))


def _rows(language: str, texts: Iterable[tuple[DetailPlace, str, str]], approver: Approver) -> tuple[Approval, ...]:
    rows = [
        Approval(language=language, by=approver.name, date=approver.date, source=source, text=text, field=place)
        for place, source, text in texts
        if text
    ]
    return tuple(dict.fromkeys(rows))


def withdraw_fields(workspace: Workspace, video: str, language: str, *, by: str) -> int:
    """Take one person's approval of the fields back.

    Returns:
        How many approvals there were.
    """
    rows = load_field_approvals(workspace, video)
    left = [one for one in rows if (one.language, one.by) != (language, by)]
    if len(left) < len(rows):
        save_field_approvals(workspace, video, left)
    return len(rows) - len(left)


def accept_field(
    workspace: Workspace, video: str, language: str, name: str, *, takes_machine: bool = False
) -> tuple[FieldAcceptance, ...]:
    """Settle a field that waits for a decision: a person's text is right as it is, or gives way to the machine's.

    Args:
        workspace: Where it is.
        video: Its name.
        language: Of the file.
        name: `title`, `description`, `description 2`, `chapter 1:23`.
        takes_machine: Whether the machine's text takes its place.

    Raises:
        InputError: There is no such file or field, or it waits for no decision.
        StaleWorkspace: Somebody saved the file meanwhile; nothing was written.
    """
    file, record = read_details_file(workspace, video, language), load_details_record(workspace, video, language)
    if not file.exists or record is None:
        raise InputError(path=str(file.path), reason="is not there; nothing to accept")
    place, at = parse_field(name, str(file.path))
    chosen = [edit for edit in record.edits if edit.place is place and at in {None, _at(edit)}]
    waiting = chosen if takes_machine else [edit for edit in chosen if edit.is_waiting]
    if not waiting:
        what = "is nothing that a person changed" if takes_machine else "waits for no decision"
        known = ", ".join(_name(edit) for edit in record.edits if takes_machine or edit.is_waiting) or "none does"
        raise InputError(path=str(file.path), reason=f"{name} {what} ({known}); captions review {video} lists them")
    if takes_machine:
        _take_machine(workspace, video, record, file, waiting)
    else:
        _settle(workspace, video, record, waiting)
    return tuple(
        FieldAcceptance(name=_name(edit), text=edit.suggestion if takes_machine else edit.text, was=edit.text)
        for edit in waiting
    )


def parse_field(name: str, path: str) -> tuple[DetailPlace, int | None]:
    """Which field a name means, and which of them: a paragraph's number or a chapter's start; None for all.

    Raises:
        InputError: It is none.
    """
    match = _FIELD.fullmatch(name.strip().lower())
    try:
        place = DetailPlace(match[1] if match else "")
        if match is None or not match[2]:
            return place, None
        return place, parse_timestamp(match[2]) if place is DetailPlace.CHAPTER else int(match[2])
    except ValueError as error:
        reason = f"has no field {name!r}; name title, description, description 2 or chapter 1:23"
        raise InputError(path=path, reason=reason) from error


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


def _settle(workspace: Workspace, video: str, record: DetailsRecord, chosen: Sequence[DetailEdit]) -> None:
    if any(edit.is_waiting for edit in chosen):
        edits = tuple(_settled(edit) if edit in chosen else edit for edit in record.edits)
        _write_record(workspace, video, replace(record, edits=edits))


def _settled(edit: DetailEdit) -> DetailEdit:
    if not edit.is_waiting:
        return edit
    return replace(edit, state=EditState.EDITED, basis=edit.basis_now, machine=edit.suggestion)


def _take_machine(
    workspace: Workspace, video: str, record: DetailsRecord, file: DetailsFile, chosen: Sequence[DetailEdit]
) -> None:
    """Put the machine's text in the place of a person's, and write the file with its record."""
    details = file.details
    for edit in chosen:
        details = _replaced(details, edit)
    output = merge_details(record.fields, record, details)
    text = details_text(video, record, record.fields, output.details, before=file.text).encode()
    written = hashlib.sha256(text).hexdigest()
    machine = details_record_to_json(replace(record, written=written, edits=output.edits, deleted=output.deleted))
    write_details_file(workspace, video, record.language, read=file.data, text=text, machine=machine)


def _replaced(details: Details, edit: DetailEdit) -> Details:
    if edit.place is DetailPlace.TITLE:
        return replace(details, title=edit.suggestion)
    if edit.place is DetailPlace.DESCRIPTION:
        if not edit.paragraph:
            return replace(details, description=edit.suggestion)
        parts = [edit.suggestion if part == edit.text else part for part in details.description.split(PARAGRAPH_GAP)]
        return replace(details, description=PARAGRAPH_GAP.join(filter(None, parts)))
    chapters = {one.start_ms: one.title for one in details.chapters if one.start_ms != edit.start_ms}
    if edit.machine_ms >= 0:
        chapters.setdefault(edit.machine_ms, edit.suggestion)
    return replace(
        details, chapters=tuple(Chapter(start_ms / MS_PER_SECOND, chapters[start_ms]) for start_ms in sorted(chapters))
    )


def _write_record(workspace: Workspace, video: str, record: DetailsRecord) -> None:
    file = read_details_file(workspace, video, record.language)
    machine = details_record_to_json(record)
    write_details_file(workspace, video, record.language, read=file.data, text=None, machine=machine)


def _at(edit: DetailEdit) -> int:
    return edit.start_ms // MS_PER_SECOND * MS_PER_SECOND if edit.place is DetailPlace.CHAPTER else edit.paragraph


def _name(edit: DetailEdit) -> str:
    return field_name(edit.place, edit.start_ms, edit.paragraph)
