"""The small file of edits that the page from the mail saves: merged into the captions as any edit is."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pipeline.build import Passage, approve
from pipeline.dataclass import dataclass
from pipeline.desk.changes import Change
from pipeline.desk.desk import Desk
from pipeline.desk.requests import BadRequest, ChangeRequest, clean_lines, parse_json, parse_line, parse_person
from pipeline.desk.rows import Rows, carry_ids, same_cue
from pipeline.edits import Approver
from pipeline.errors import InputError
from pipeline.files import read_bytes
from pipeline.model import Cue
from pipeline.workspace import Workspace, lock_workspace

EDITS_SUFFIX = ".edits.json"
LARGEST_FILE_BYTES = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedEdits:
    """What somebody did to a track away from the workspace."""

    video: str
    language: str
    base: tuple[Cue, ...]
    edited: tuple[Cue, ...]
    approvals: tuple[tuple[str, tuple[str, ...]], ...]
    """Who vouches for which captions, by their texts."""
    notes: tuple[tuple[str, str, Cue], ...]
    """Text, person, and the caption that it is on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenEdits:
    """What became of them."""

    changed: int
    """How many captions were changed, added or taken out."""
    approved: int
    """How many sentences are vouched for."""
    not_taken: tuple[str, ...]
    """What could not be taken as it was, a line each."""


def read_edits(path: Path) -> ReturnedEdits:
    """Read a file of edits.

    Raises:
        InputError: It is none, or damaged.
    """
    data = read_bytes(path)
    if len(data) > LARGEST_FILE_BYTES:
        raise InputError(path=str(path), reason="is too large to be a file of edits")
    try:
        value = parse_json(data)
        if value.get("kind") != "captions-desk-edits" or value.get("schema_version") != 1:
            raise BadRequest(reason="it was not saved by a page of the desk")
        return ReturnedEdits(
            video=str(value["video"]),
            language=str(value["language"]),
            base=_cues(value["base"]),
            edited=_cues(value["edited"]),
            approvals=tuple(_approval(one) for one in _list(value["approvals"])),
            notes=tuple(_note(one) for one in _list(value["notes"])),
        )
    except (BadRequest, KeyError, TypeError, ValueError) as error:
        raise InputError(path=str(path), reason=f"is no file of edits: {error}") from error


def take_edits(workspace: Workspace, edits: ReturnedEdits, *, key: str) -> TakenEdits:
    """Merge edits into the captions as they are now, and write them.

    Args:
        workspace: Where the captions are.
        edits: What was done.
        key: Names this file of edits: taken twice, it changes nothing the second time.

    Raises:
        PipelineError: There is no such track, or it cannot be read or written.
    """
    desk = Desk(workspace)
    track = desk.track(edits.video, edits.language)
    base, changes = _changes(edits, track.rows())
    not_taken: list[str] = []
    if changes:
        request = ChangeRequest(key=key, since="", base="", client="", changes=changes, base_rows=base)
        for clash in desk.change(edits.video, edits.language, request).clashes:
            kept, other = (" ".join(" ".join(cue.text.split()) for cue in side) for side in (clash.kept, clash.other))
            not_taken.append(f"“{kept}” stands; somebody else wrote “{other}”, which is kept as a note")
    for text, by, cue in edits.notes:
        desk.notes.write(edits.video, edits.language, cue, text=text, by=by)
    approved = 0
    for by, texts in edits.approvals:
        count, missing = _approve(workspace, edits, [row.cue for row in track.rows()], by, texts)
        approved += count
        not_taken += [f"“{text}” is not there as {by} read it, so it is not marked as read" for text in missing]
    return TakenEdits(changed=len(changes), approved=approved, not_taken=tuple(not_taken))


def _changes(edits: ReturnedEdits, rows: Rows) -> tuple[Rows, tuple[Change, ...]]:
    """The captions that the person had, under the names that they have now, and what the person changed."""
    base = carry_ids(rows, edits.base, lambda: secrets.token_urlsafe(8))
    edited = carry_ids(base, edits.edited, lambda: secrets.token_urlsafe(8))
    after = {row.id: row.cue for row in edited}
    changes = [
        Change(id=row.id, before=row.cue, after=after.get(row.id))
        for row in base
        if row.id not in after or not same_cue(row.cue, after[row.id])
    ]
    known = {row.id for row in base}
    previous: str | None = None
    for row in edited:
        if row.id not in known:
            changes.append(Change(id=row.id, before=None, after=row.cue, previous=previous))
        previous = row.id
    return base, tuple(changes)


def _approve(
    workspace: Workspace, edits: ReturnedEdits, cues: Sequence[Cue], by: str, texts: Sequence[str]
) -> tuple[int, list[str]]:
    """Approve the runs of cues whose texts are there as they were read."""
    wanted = {" ".join(text.split()) for text in texts}
    numbers = [number for number, cue in enumerate(cues, start=1) if " ".join(cue.text.split()) in wanted]
    there = {" ".join(cues[number - 1].text.split()) for number in numbers}
    approver, count = Approver(name=by, date=date.today().isoformat()), 0
    with lock_workspace(workspace, wait=True):
        for first, last in _runs(numbers):
            try:
                passage = Passage(first=first, last=last)
                count += approve(workspace, edits.video, edits.language, approver, passage).sentences
            except InputError:
                continue  # a part of a sentence alone
    return count, sorted(wanted - there)


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = runs[-1][0], number
        else:
            runs.append((number, number))
    return runs


def _cues(value: object) -> tuple[Cue, ...]:
    cues = []
    for row in _list(value):
        start_ms, end_ms, text = _list(row)
        if not isinstance(start_ms, int) or not isinstance(end_ms, int):
            raise TypeError("a time is a whole number of milliseconds")
        cues.append(Cue(start_ms=start_ms, end_ms=end_ms, text=clean_lines(str(text))))
    return tuple(cues)


def _approval(value: object) -> tuple[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise TypeError("an approval is an object")
    return parse_person(value["by"]), tuple(map(str, _list(value["texts"])))


def _note(value: object) -> tuple[str, str, Cue]:
    if not isinstance(value, dict):
        raise TypeError("a note is an object")
    start_ms = int(value["start"])
    cue = Cue(start_ms=start_ms, end_ms=start_ms + 1, text=str(value["on"]))
    return parse_line(value["text"], of="text"), parse_person(value["by"]), cue


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("a list is expected")
    return value
