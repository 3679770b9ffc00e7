"""What a bundle is made from, as the workspace has it: texts, who answers for them, findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.build.checks import Surroundings, check_captions, surroundings_in
from pipeline.build.details_shown import shown_fields
from pipeline.build.plan import Plan
from pipeline.build.planned import TO_DO, State
from pipeline.build.status import survey_video
from pipeline.build.status_records import TrackStatus
from pipeline.delivery import BundleInput, BundleLanguage, Origin
from pipeline.edits import TrackReading, judge_track
from pipeline.errors import InputError, NoSpeech, PipelineError
from pipeline.languages import autonym
from pipeline.model import Details, EngineSignature
from pipeline.quality import ERROR, Finding
from pipeline.records import MachineTrack, Recording
from pipeline.text import counted
from pipeline.timing import format_clock
from pipeline.workspace import Workspace, load_approvals, load_details_record, read_details_file, read_media_details


def make_bundle_input(plan: Plan, video: str) -> tuple[BundleInput, tuple[str, ...]]:
    """All languages of a video that are current, and what a distributor should know about them.

    Raises:
        InputError: The video file is not at hand, or captions are out of date: nothing that is stale
            leaves the house in silence.
    """
    workspace = plan.workspace
    workspace.refuse_doubled(video)
    media, recording = workspace.media_files().get(video), workspace.load_recording(video)
    if media is None:
        raise InputError(path=f"media/{video}", reason="is not there; a bundle needs the video itself")
    found = list(survey_video(plan, video, media))
    rows = [row for row in found if row.state is not State.UNWANTED]
    if any(row.state is State.SILENT for row in rows):
        raise NoSpeech(path=str(media), reason="nobody speaks in it, so there is nothing to bundle")
    late = [row for row in rows if row.state not in {State.CURRENT, State.OWN}]
    if recording is None or late:
        what = ", ".join(f"{row.language or 'transcript'} {row.state}" for row in late)
        raise InputError(path=f"media/{video}", reason=f"is not up to date ({what}); run: captions build")
    if unmade := [row for row in rows if row.details and row.details.state in {*TO_DO, State.SET_ASIDE}]:
        what = ", ".join(f"{row.language} {row.details.state}" for row in unmade if row.details)
        reason = f"has title, description and chapters that are not up to date ({what}); run: captions build"
        raise InputError(path=f"media/{video}", reason=reason)
    around = surroundings_in(workspace, video, plan.config.cues.profile)
    details, broken = _details(workspace, video, [row.language for row in rows], recording.transcript.language)
    source = BundleInput(
        video=video,
        media=media,
        duration_ms=recording.media_duration_ms,
        audio_start_ms=recording.audio_start_ms,
        languages=tuple(_language(workspace, row, recording, around) for row in rows),
        words=recording.transcript.words,
        details=details,
        machine_details=frozenset(tag for tag in details if _is_machine(workspace, video, tag)),
    )
    return source, (*(note for row in found for note in _notes(row)), *broken)


def _details(
    workspace: Workspace, video: str, languages: Sequence[str], spoken: str
) -> tuple[dict[str, Details], list[str]]:
    """Title, description and chapters by language, and which files of them could not be read."""
    found: dict[str, Details] = {}
    notes: list[str] = []
    for language in languages:
        file = read_details_file(workspace, video, language)
        if not file.exists and language == spoken:
            file = read_media_details(workspace, video)
        try:
            if file.details:
                found[language] = file.details
        except PipelineError as error:
            notes.append(f"{error}; {language} goes without title, description and chapters")
    return found, notes


def _is_machine(workspace: Workspace, video: str, language: str) -> bool:
    """Whether something of a language's title, description and chapters is as a machine translated it.

    What somebody approved as it stands is no longer the machine's alone.
    """
    record = load_details_record(workspace, video, language)
    if record is None or not record.origin:
        return False
    fields = shown_fields(workspace, video, language)
    return any(
        one.machine is not None and one.machine.text != one.machine.source and not one.approved_by for one in fields
    )


def _language(workspace: Workspace, row: TrackStatus, recording: Recording, around: Surroundings) -> BundleLanguage:
    file = workspace.caption_file(row.video, row.language)
    if not file.exists:
        raise InputError(path=str(file.path), reason="is not there; run: captions build")
    machine = workspace.load_machine(row.video, row.language)
    reading = judge_track(load_approvals(workspace, row.video), row.language, file.cues, machine)
    findings = check_captions(row.language, file.cues, around)
    return BundleLanguage(
        tag=row.language,
        title=autonym(row.language),
        cues=file.cues,
        is_source=row.language == recording.transcript.language,
        origin=_origin(machine),
        reviewed_share=_reviewed_share(machine, reading),
        approved_by=reading.approved_by if reading.is_approved else (),
        reviewed_by=() if reading.is_approved else reading.approved_by,
        engines=_engines(machine),
        key=machine.head.key if machine else "",
        findings=Counter(finding.severity for finding in findings),
        first_error=next((_describe(finding) for finding in findings if finding.severity == ERROR), ""),
    )


def _describe(finding: Finding) -> str:
    """One finding with its cue and its rule, in one line."""
    return f"cue {finding.cue_number} at {format_clock(finding.start_ms)} {finding.message} ({finding.rule})"


def _engines(machine: MachineTrack | None) -> tuple[EngineSignature, ...]:
    """Who made this text out of another: for a translation the translators, not the recogniser before."""
    if machine is None or machine.head.is_own:
        return ()
    return machine.head.signatures[1:] if machine.head.origin else machine.head.signatures


def _origin(machine: MachineTrack | None) -> Origin:
    """Who wrote a track: without a record of the machine, or by that record, a person."""
    if machine is None or machine.head.is_own:
        return "person"
    return "machine translation" if machine.head.origin else "speech recognition"


def _reviewed_share(machine: MachineTrack | None, reading: TrackReading) -> float:
    """What people wrote or approved; a file of their own they wrote entirely."""
    return 1.0 if machine is None or machine.head.is_own else reading.share


def _notes(row: TrackStatus) -> list[str]:
    notes = []
    if row.state is State.UNWANTED:
        notes.append(f"{row.language}: left out, since it is not in the settings' languages")
    if row.stale:
        stale = counted(len(row.stale), "corrected cue is", "corrected cues are")
        notes.append(f"{row.language}: {stale} stale; see: captions status")
    notes += [
        f"{row.language}: {approval.ended or 'some'} of the sentences that {approval.by} approved changed since"
        for approval in row.approvals
        if not approval.holds
    ]
    return notes
