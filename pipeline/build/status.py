"""Where everything stands, for people and scripts: reads the plan, changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.build.indexing import load_index, sparse
from pipeline.build.lookahead import Look, is_worth_while, look_ahead
from pipeline.build.plan import Plan
from pipeline.build.planned import State, TrackPlan, VideoPlan
from pipeline.build.status_records import DetailsStatus, TrackStatus, VideoStatus
from pipeline.errors import PipelineError
from pipeline.records import Approval, DetailEdit, DetailPlace, Edit, EditState, MachineTrack
from pipeline.workspace import CaptionFile, Config, Stamp, VideoIndex, Workspace, load_approvals, load_open_notes

if TYPE_CHECKING:
    from pipeline.edits import ApprovalState, TrackReading

_DOUBTFUL = frozenset({State.UNREADABLE, State.DAMAGED, State.SET_ASIDE})


def survey(config: Config, asked: tuple[str, ...] = ()) -> Iterator[TrackStatus]:
    """The state of every language of every video, in their order, as they are found."""
    for video in survey_videos(config, asked):
        yield from video.rows


def survey_videos(config: Config, asked: tuple[str, ...] = ()) -> Iterator[VideoStatus]:
    """The state of every video, in their order, as they are found."""
    plan = Plan.of(config, asked)
    index = load_index(plan, "status")
    videos = plan.workspace.videos_with_media()
    stamps = {video: index.stamp(video, media) for video, media in videos}
    known = {video: _known(plan, index, video, stamps[video]) for video, _ in videos}
    looks = [Look(video=video, media=media) for video, media in videos if known[video] is None]
    for look, found in look_ahead(plan, _survey, looks) if is_worth_while(len(looks)) else ():
        known[look.video] = found
        index.keep(look.video, stamps[look.video], look.media, _to_index(found))
    for video, media in videos:
        yield known.pop(video) or _survey_and_keep(plan, index, Look(video=video, media=media))
    plan.hashes.save()
    index.save()


def _known(plan: Plan, index: VideoIndex, video: str, stamp: Stamp) -> VideoStatus | None:
    """The state of a video as it was found before, if nothing was touched since."""
    return None if plan.quarantine.holds(video) else _from_index(index.find(video, stamp), video)


def _survey_and_keep(plan: Plan, index: VideoIndex, look: Look) -> VideoStatus:
    before = index.stamp(look.video, look.media)
    found = _survey(plan, look)
    index.keep(look.video, before, look.media, _to_index(found))
    return found


def _survey(plan: Plan, look: Look) -> VideoStatus:
    """The state of a video by its files."""
    video, workspace = look.video, plan.workspace
    advice = tuple(f"{path}: {workspace.stray_advice(video, path)}" for path in workspace.strays(video))
    return VideoStatus(video=video, rows=tuple(survey_video(plan, video, look.media)), advice=advice)


def _to_index(found: VideoStatus) -> dict[str, object] | None:
    """What is kept of a video; nothing where a file could not be read or looks damaged."""
    if any(row.state in _DOUBTFUL or (row.details and row.details.state in _DOUBTFUL) for row in found.rows):
        return None
    return {"rows": [sparse(row, besides={"video"}) for row in found.rows], "advice": list(found.advice)}


def _from_index(value: Any, video: str) -> VideoStatus | None:  # noqa: ANN401  # as it was read
    try:
        rows = tuple(_row_from_index(video, row) for row in value["rows"])
        return VideoStatus(video=video, rows=rows, advice=tuple(value["advice"]))
    except (TypeError, ValueError, KeyError):
        return None  # nothing is known, or the index is damaged


def _row_from_index(video: str, row: dict[str, Any]) -> TrackStatus:
    values = {**row, "video": video, "state": State(row["state"])}
    for name, read in (("stale", _edit), ("conflicts", _edit), ("approvals", _approval)):
        if name in row:
            values[name] = tuple(read(one) for one in row[name])
    if row.get("details"):
        values["details"] = _details_from_index(row["details"])
    return TrackStatus(**values)


def _details_from_index(row: dict[str, Any]) -> DetailsStatus:
    edits = {name: tuple(_detail_edit(one) for one in row[name]) for name in ("stale", "conflicts")}
    return DetailsStatus(**{**row, **edits, "state": State(row["state"]), "approved_by": tuple(row["approved_by"])})


def _detail_edit(values: dict[str, Any]) -> DetailEdit:
    return DetailEdit(**{**values, "state": EditState(values["state"]), "place": DetailPlace(values["place"])})


def _edit(values: dict[str, Any]) -> Edit:
    return Edit(**{**values, "state": EditState(values["state"])})


def _approval(values: dict[str, Any]) -> ApprovalState:
    from pipeline.edits import ApprovalState

    return ApprovalState(**values)


def survey_video(plan: Plan, video: str, media: Path | None) -> Iterator[TrackStatus]:
    """The state of every language of one video: the spoken one, those of the settings, then others."""
    try:
        found = plan.plan_video(video, media)
    except PipelineError as error:
        yield TrackStatus(video=video, language="", state=State.UNREADABLE, reason=str(error))
        return
    if not found.wanted:
        yield _video_row(found)
    details = _details(plan, found)
    for track in _in_order(found):
        yield replace(_row(plan.workspace, track), details=details.get(track.language))


def _details(plan: Plan, video: VideoPlan) -> dict[str, DetailsStatus]:
    if not plan.workspace.has_media_details(video.video):
        return {}
    from pipeline.build.details_status import survey_details

    return survey_details(plan, video)


def _video_row(plan: VideoPlan) -> TrackStatus:
    """The row of a video whose spoken language is not known."""
    reasons = {State.MISSING: "not transcribed yet", State.SILENT: "nothing to caption"}
    state = plan.recording.state
    reason = plan.recording.reason or reasons.get(state, "the video, its script or the recogniser changed")
    return TrackStatus(video=plan.video, language="", state=state, reason=reason)


def _in_order(plan: VideoPlan) -> Iterator[TrackPlan]:
    for language in plan.wanted:
        if track := plan.track(language):
            yield track
    for track in sorted(plan.tracks, key=lambda track: track.language):
        is_there = track.file is None or track.file.exists
        if track.language not in plan.wanted and is_there:
            yield track


def _row(workspace: Workspace, track: TrackPlan) -> TrackStatus:
    """One row; a file of this language that cannot be read is reported here and hides no other."""
    try:
        return _status(workspace, track)
    except PipelineError as error:
        return TrackStatus(video=track.video, language=track.language, state=State.UNREADABLE, reason=str(error))


def _status(workspace: Workspace, track: TrackPlan) -> TrackStatus:
    if track.file is None:
        return TrackStatus(video=track.video, language=track.language, state=track.state, reason=track.reason)
    head, file = track.head, track.file
    edits = head.edits if head else ()
    approvals = [one for one in load_approvals(workspace, track.video) if one.language == track.language]
    is_changed = head is not None and file.exists and head.written != file.sha256
    is_read = bool(approvals) or any(edit.state == EditState.EDITED for edit in edits)
    machine = workspace.load_machine(track.video, track.language) if is_read or is_changed else None
    if is_changed and (reason := _damage(track.video, file, machine)):
        return TrackStatus(video=track.video, language=track.language, state=State.DAMAGED, reason=reason)
    if is_changed or track.state is State.OWN:
        from pipeline.text import refuse_marks

        refuse_marks(file.cues, file.path)
    reading = _reading(approvals, track, machine) if is_read else None
    rejects = workspace.rejects_path(track.video, track.language)
    return TrackStatus(
        video=track.video,
        language=track.language,
        state=track.state,
        reason=track.reason,
        edited=_count_edited(track, file, machine if is_changed else None),
        deleted=head.deleted if head else 0,
        stale=tuple(edit for edit in edits if edit.state == EditState.STALE),
        conflicts=tuple(edit for edit in edits if edit.state == EditState.CONFLICT),
        approvals=reading.approvals if reading else (),
        read_ms=reading.read_ms if reading else 0,
        reviewed_share=round(reading.share, 4) if reading else 0.0,
        is_approved=reading is not None and reading.is_approved,
        rejects=len(CaptionFile.read(rejects).cues) if rejects.exists() else 0,
        notes=len(load_open_notes(workspace.inside(workspace.notes_path(track.video)), track.language)),
    )


def _damage(video: str, file: CaptionFile, machine: MachineTrack | None) -> str:
    """Why a build would make nothing of a file that somebody changed; empty where it would."""
    from pipeline.build.intake import EMPTIED, damage_of

    if damage := damage_of(file, machine):
        return f"{damage.seen}; {damage.repair}, or confirm it: captions build {video} --as-is"
    is_emptied = machine and machine.cues and not any(cue.text.strip() for cue in file.cues)
    return EMPTIED if is_emptied else ""


def _reading(approvals: Sequence[Approval], track: TrackPlan, machine: MachineTrack | None) -> TrackReading:
    """Who answers for which of a track's sentences; loaded only where somebody does."""
    from pipeline.edits import judge_track

    return judge_track(approvals, track.language, track.file.cues if track.file else (), machine)


def _count_edited(track: TrackPlan, file: CaptionFile, machine: MachineTrack | None) -> int:
    """Cues that a person made or changed.

    Args:
        track: The track.
        file: Its caption file.
        machine: What the machine last wrote, if the file was changed since.
    """
    if track.state is State.OWN:
        return len(file.cues)
    if machine is None:
        return len(track.head.edits) if track.head else 0
    written = {(cue.start_ms, cue.end_ms, cue.text) for cue in machine.cues}
    return sum((cue.start_ms, cue.end_ms, cue.text) not in written for cue in file.cues)
