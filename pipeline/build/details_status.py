"""How far title, description and chapters of a video are in each language."""

from __future__ import annotations

from pipeline.build.details_plan import DetailsPlan, plan_details
from pipeline.build.details_shown import shown_fields
from pipeline.build.plan import Plan
from pipeline.build.planned import State, VideoPlan
from pipeline.build.status_records import DetailsStatus
from pipeline.edits import merge_details
from pipeline.errors import PipelineError
from pipeline.records import EditState
from pipeline.workspace import Workspace


def survey_details(plan: Plan, video: VideoPlan) -> dict[str, DetailsStatus]:
    """How far each language is; a broken file beside the video is reported at the spoken one."""
    try:
        return {one.language: _details_status(plan.workspace, one) for one in plan_details(plan, video)}
    except PipelineError as error:
        return {video.spoken: DetailsStatus(state=State.UNREADABLE, reason=str(error))}


def _details_status(workspace: Workspace, plan: DetailsPlan) -> DetailsStatus:
    if plan.file is None:
        return DetailsStatus(state=plan.state, reason=plan.reason)
    edits, deleted = (plan.record.edits, plan.record.deleted) if plan.record else ((), 0)
    if plan.state is State.CHANGED and plan.record is not None:  # as a build that changes nothing else would say
        output = merge_details(plan.record.fields, plan.record, plan.file.details)
        edits, deleted = output.edits, output.deleted
    fields = shown_fields(workspace, plan.video, plan.language) if plan.file.exists else ()
    names = {name for one in fields for name in one.approved_by}
    return DetailsStatus(
        state=plan.state,
        reason=plan.reason,
        edited=len(edits),
        deleted=deleted,
        stale=tuple(edit for edit in edits if edit.state is EditState.STALE),
        conflicts=tuple(edit for edit in edits if edit.state is EditState.CONFLICT),
        approved_by=tuple(sorted(names)) if all(one.approved_by for one in fields if one.text) else (),
    )
