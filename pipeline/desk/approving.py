"""A person vouches for sentences of an open track: exactly those that this person saw."""

from __future__ import annotations

from datetime import date

from pipeline.build import Passage, approve, read_reading, withdraw
from pipeline.desk.requests import ApprovalRequest
from pipeline.desk.rows import Rows, places_of
from pipeline.desk.tracks import OpenTrack
from pipeline.edits import Approver, TrackReading
from pipeline.errors import PipelineError, StaleWorkspace
from pipeline.workspace import Workspace, lock_workspace


class NothingToApprove(PipelineError):
    """What a person wants to vouch for holds no whole sentence."""


def approve_rows(workspace: Workspace, track: OpenTrack, request: ApprovalRequest) -> int:
    """Record an approval, or take it back; says how many sentences it is about.

    Raises:
        StaleWorkspace: One of the captions is not what the person saw.
        NothingToApprove: There is no whole sentence there.
        WorkspaceLocked: A build is running; the same request later will do.
        PipelineError: A file cannot be read or written.
    """
    rows = track.rows()
    _check_seen(rows, request, track)
    reading = read_reading(workspace, track.video, track.language)
    passage = _passage(rows, reading, request)
    numbers = passage.numbers([row.cue for row in rows])
    chosen = [one for one in reading.sentences if numbers.issuperset(one.sentence.cues)]
    if not chosen:
        raise NothingToApprove("no sentence ends before the next caption; say so where it ends")
    with lock_workspace(workspace, wait=False):
        if not request.is_withdrawn:
            approver = Approver(name=request.by, date=date.today().isoformat())
            return approve(workspace, track.video, track.language, approver, passage).sentences
        if not any(request.by in one.approved_by for one in chosen):
            return 0  # it ended by itself, or was taken back before
        return withdraw(workspace, track.video, track.language, by=request.by, passage=passage).sentences


def _check_seen(rows: Rows, request: ApprovalRequest, track: OpenTrack) -> None:
    places = places_of(rows)
    for name, text in request.seen.items():
        if name not in places or rows[places[name]].cue.text.split() != text.split():
            raise StaleWorkspace(path=str(track.path), reason="a caption changed meanwhile; read it again")
    if request.last not in places or request.last not in request.seen:
        raise StaleWorkspace(path=str(track.path), reason="the caption is not there any more")


def _passage(rows: Rows, reading: TrackReading, request: ApprovalRequest) -> Passage:
    places = places_of(rows)
    number = places[request.last] + 1
    only = frozenset(places[name] + 1 for name in request.rows if name in places) if request.rows else None
    if request.is_up_to:
        return Passage(first=1, last=number, only=only)
    numbers = {at for one in reading.sentences if number in one.sentence.cues for at in one.sentence.cues}
    return Passage(first=min(numbers, default=number), last=max(numbers, default=number), only=only)
