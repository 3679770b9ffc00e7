"""What a bundle is made from, as the workspace has it: texts, who answers for them, findings."""

from __future__ import annotations

from collections import Counter

from pipeline.build.jobs import frame_rate_of
from pipeline.build.outcomes import SILENT
from pipeline.build.plan import CURRENT
from pipeline.build.status import OWN, UNWANTED, TrackStatus, survey
from pipeline.cues import profile_for
from pipeline.delivery import BundleInput, BundleLanguage, Origin
from pipeline.edits import TrackReading, judge_track
from pipeline.errors import InputError, NoSpeech
from pipeline.formats import parse_srt
from pipeline.languages import autonym
from pipeline.model import Cue, EngineSignature, Track
from pipeline.quality import check_track
from pipeline.records import MachineTrack, Recording
from pipeline.workspace import Config, Workspace


def make_bundle_input(config: Config, video: str) -> tuple[BundleInput, tuple[str, ...]]:
    """All languages of a video that are current, and what a distributor should know about them.

    Raises:
        InputError: The video file is not at hand, or captions are out of date: nothing that is stale
            leaves the house in silence.
    """
    workspace = Workspace(config.folder)
    media, recording = workspace.media_files().get(video), workspace.load_recording(video)
    if media is None:
        raise InputError(path=f"media/{video}", reason="is not there; a bundle needs the video itself")
    found = [row for row in survey(config, workspace) if row.video == video]
    rows = [row for row in found if row.state != UNWANTED]
    if any(row.state == SILENT for row in rows):
        raise NoSpeech(path=str(media), reason="nobody speaks in it, so there is nothing to bundle")
    late = [row for row in rows if row.state not in {CURRENT, OWN}]
    if recording is None or late:
        what = ", ".join(f"{row.language or 'transcript'} {row.state}" for row in late)
        raise InputError(path=f"media/{video}", reason=f"is not up to date ({what}); run: captions build")
    languages = tuple(_language(config, workspace, row, recording) for row in rows)
    source = BundleInput(
        video=video,
        media=media,
        duration_ms=recording.media_duration_ms,
        audio_start_ms=recording.audio_start_ms,
        languages=languages,
        words=recording.transcript.words,
    )
    return source, tuple(note for row in found for note in _notes(row))


def _language(config: Config, workspace: Workspace, row: TrackStatus, recording: Recording) -> BundleLanguage:
    cues = _cues_of(workspace, row.video, row.language)
    machine = workspace.load_machine(row.video, row.language)
    reading = judge_track(workspace.load_approvals(row.video), row.language, cues, machine)
    spoken = recording.transcript.language
    source = None
    if row.language != spoken:
        source = Track(language=spoken, cues=_cues_of(workspace, row.video, spoken))
    findings = check_track(
        Track(language=row.language, cues=cues),
        profile=profile_for(row.language, config.cues.profile),
        frame_rate=frame_rate_of(recording),
        source=source,
        duration_ms=recording.media_duration_ms,
    )
    return BundleLanguage(
        tag=row.language,
        title=autonym(row.language),
        cues=cues,
        is_source=row.language == recording.transcript.language,
        origin=_origin(machine),
        reviewed_share=_reviewed_share(machine, reading),
        approved_by=reading.approved_by if reading.is_approved else (),
        reviewed_by=() if reading.is_approved else reading.approved_by,
        engines=_engines(machine),
        key=machine.head.key if machine else "",
        findings=Counter(finding.severity for finding in findings),
    )


def _cues_of(workspace: Workspace, video: str, language: str) -> tuple[Cue, ...]:
    path = workspace.track_path(video, language)
    data = workspace.read_track(video, language)
    if data is None:
        raise InputError(path=str(path), reason="is not there; run: captions build")
    return parse_srt(data, path=str(path)).cues


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
    if row.state == UNWANTED:
        notes.append(f"{row.language}: left out, since it is not in the settings' languages")
    if row.stale:
        notes.append(f"{row.language}: {len(row.stale)} corrected cues are stale; see: captions status")
    notes += [
        f"{row.language}: {approval.ended or 'some'} of the sentences that {approval.by} approved changed since"
        for approval in row.approvals
        if not approval.holds
    ]
    return notes
