"""Title, description and chapters in every language: how far they are.

They follow the captions: the same languages and routes; a language that others are translated from is taken as people
corrected it.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.build.keys import details_key
from pipeline.build.plan import Plan
from pipeline.build.planned import TO_DO, LanguagePlan, State, TrackPlan, VideoPlan, written_state
from pipeline.build.quarantine import job_key
from pipeline.dataclass import dataclass
from pipeline.edits import details_of
from pipeline.errors import PipelineError
from pipeline.model import Details
from pipeline.records import DetailsRecord
from pipeline.workspace import DetailsFile, Workspace, load_details_record, read_details_file, read_media_details

SAYS_NOTHING = "says nothing any more: restore it, or delete it to have it made again"
"""What is said of a file whose text is gone."""
NO_DETAILS = Details()


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailsPlan(LanguagePlan):
    """Title, description and chapters of one language of one video."""

    source: Details = NO_DETAILS
    """What they are made from."""
    record: DetailsRecord | None = None
    """What the machine last wrote."""
    file: DetailsFile | None = None
    """As it was when this was planned; None where it cannot be read."""

    @property
    def details(self) -> Details:
        """What stands there now: what a person left, or what the machine made where no file is."""
        if self.file is not None and self.file.exists:
            return self.file.details
        return details_of(self.record.fields) if self.record else Details()


def plan_details(plan: Plan, video: VideoPlan) -> tuple[DetailsPlan, ...]:
    """How far the details of a video are, each language after the one that it is made from; none without a file.

    Raises:
        PipelineError: The file beside the video is broken; what cannot be read of one language is its state.
    """
    given = read_media_details(plan.workspace, video.video)
    if not given.exists or not video.spoken:
        return ()
    source = given.details
    found: dict[str, DetailsPlan] = {}
    for track in video.tracks:
        if track.language == video.spoken:
            found[track.language] = _spoken(plan.workspace, track, source)
        elif track.hop is not None and track.origin in found:
            found[track.language] = _translated(plan, track, found[track.origin])
    return tuple(_set_aside(plan, one) for one in found.values())


def quarantine_name(language: str) -> str:
    """Under which the details of a language are set aside, beside its captions."""
    return f"{language}.details"


def has_open_details(plan: Plan, video: VideoPlan) -> bool:
    """Whether a build would make the details of a language of a video."""
    try:
        return any(one.state in TO_DO for one in plan_details(plan, video))
    except PipelineError:
        return False  # every build reports a broken file and makes nothing of it


def _spoken(workspace: Workspace, track: TrackPlan, source: Details) -> DetailsPlan:
    plan = DetailsPlan(
        video=track.video, language=track.language, state=State.MISSING, key=details_key(source), source=source
    )
    return _compare(workspace, plan)


def _translated(plan: Plan, track: TrackPlan, origin: DetailsPlan) -> DetailsPlan:
    assert track.hop is not None
    is_ready = origin.state is State.CURRENT
    source = origin.details if is_ready else Details()
    key = details_key(source, track.hop, plan.terms(track.hop, track.video)) if is_ready else ""
    found = _compare(
        plan.workspace,
        DetailsPlan(
            video=track.video,
            language=track.language,
            state=State.OUTDATED,
            origin=track.origin,
            hop=track.hop,
            is_hidden=track.is_hidden,
            key=key,
            source=source,
        ),
    )
    if is_ready or found.state in {State.MISSING, State.UNREADABLE}:
        return found
    return replace(found, state=State.OUTDATED, reason=f"{origin.language} is {origin.state}")


def _set_aside(plan: Plan, one: DetailsPlan) -> DetailsPlan:
    """The same, or why nobody makes it now."""
    if one.state not in TO_DO:
        return one
    key = job_key(one.key, one.file.sha256 if one.file else "")
    reason = plan.quarantine.reason(one.video, quarantine_name(one.language), key)
    return replace(one, state=State.SET_ASIDE, reason=reason) if reason else one


def _compare(workspace: Workspace, plan: DetailsPlan) -> DetailsPlan:
    """The same with its state: its key against what the machine last wrote, and the file."""
    try:
        record = load_details_record(workspace, plan.video, plan.language)
        file = read_details_file(workspace, plan.video, plan.language)
        says_nothing = file.exists and not file.details
    except PipelineError as error:
        return replace(plan, state=State.UNREADABLE, reason=str(error))
    if record is not None and file.sha256 != record.written and says_nothing and record.fields:
        return replace(plan, state=State.UNREADABLE, reason=f"{file.path}: {SAYS_NOTHING}", record=record)
    state = written_state(record, plan.key, file, is_hidden=plan.is_hidden)
    return replace(plan, state=state, record=record, file=file)
