"""Who vouches for title, description and chapters as they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from pipeline.build.details_decisions import settle_edits
from pipeline.build.details_shown import shown_fields
from pipeline.edits import PARAGRAPH_GAP, Approver
from pipeline.records import Approval, DetailEdit, DetailPlace
from pipeline.workspace import Workspace, load_details_record, load_field_approvals, save_field_approvals


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
        settle_edits(workspace, video, record, record.edits)
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
        settle_edits(workspace, video, record, [edit for edit in record.edits if _is_said(edit, said)])


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
