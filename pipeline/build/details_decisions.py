"""What people decide about fields of title, description and chapters that wait for them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.build.details_files import details_text
from pipeline.dataclass import dataclass
from pipeline.edits import PARAGRAPH_GAP, field_name, merge_details
from pipeline.errors import InputError
from pipeline.formats import details_record_to_json
from pipeline.model import Chapter, Details
from pipeline.records import DetailEdit, DetailPlace, DetailsRecord, EditState
from pipeline.timing import MS_PER_SECOND, parse_timestamp
from pipeline.workspace import (
    DetailsFile,
    Workspace,
    load_details_record,
    read_details_file,
    write_details_file,
)

_FIELD = re.compile(r"([a-z]+)(?:[\s:,]+(?:paragraph\s+)?(\S+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAcceptance:
    """A field that was settled."""

    name: str
    text: str
    """What stands there now; empty where it was taken out."""
    was: str


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
        settle_edits(workspace, video, record, waiting)
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


def settle_edits(workspace: Workspace, video: str, record: DetailsRecord, chosen: Sequence[DetailEdit]) -> None:
    """Count what waits among some edits as read: each stands for what its source says now."""
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
