"""A person vouches for sentences of an open track: exactly those that this person saw."""

from __future__ import annotations

from datetime import date

from pipeline.build import Passage, approve, read_reading, withdraw
from pipeline.desk.requests import ApprovalRequest
from pipeline.desk.rows import Rows, places_of
from pipeline.desk.tracks import OpenTrack
from pipeline.edits import Approver
from pipeline.errors import StaleWorkspace
from pipeline.workspace import Workspace, lock_workspace


def approve_rows(workspace: Workspace, track: OpenTrack, request: ApprovalRequest) -> int:
    """Record an approval, or take it back; says how many sentences it is about.

    Raises:
        StaleWorkspace: One of the captions is not what the person saw.
        WorkspaceLocked: A build is running; the same request later will do.
        PipelineError: There is no whole sentence there, or a file cannot be read or written.
    """
    rows = track.rows()
    _check_seen(rows, request, track)
    passage = _passage(workspace, track, rows, request)
    with lock_workspace(workspace, wait=False):
        if request.is_withdrawn:
            change = withdraw(workspace, track.video, track.language, by=request.by, passage=passage)
        else:
            approver = Approver(name=request.by, date=date.today().isoformat())
            change = approve(workspace, track.video, track.language, approver, passage)
    return change.sentences


def _check_seen(rows: Rows, request: ApprovalRequest, track: OpenTrack) -> None:
    places = places_of(rows)
    for name, text in request.seen.items():
        if name not in places or rows[places[name]].cue.text.split() != text.split():
            raise StaleWorkspace(path=str(track.path), reason="a caption changed meanwhile; read it again")
    if request.last not in places or request.last not in request.seen:
        raise StaleWorkspace(path=str(track.path), reason="the caption is not there any more")


def _passage(workspace: Workspace, track: OpenTrack, rows: Rows, request: ApprovalRequest) -> Passage:
    number = places_of(rows)[request.last] + 1
    if request.is_up_to:
        return Passage(first=1, last=number)
    reading = read_reading(workspace, track.video, track.language)
    numbers = {at for one in reading.sentences if number in one.sentence.cues for at in one.sentence.cues}
    return Passage(first=min(numbers, default=number), last=max(numbers, default=number))
