"""What a branch changed in the captions: sentences, what became stale, new findings, minutes read."""

from __future__ import annotations

from collections import Counter

from pipeline.build.checks import Surroundings, check_captions, surroundings_in
from pipeline.build.newly_stale import newly_stale
from pipeline.dataclass import dataclass
from pipeline.edits import SentenceChange, compare_sentences, judge_track
from pipeline.errors import PipelineError
from pipeline.formats import approvals_from_json, parse_srt, track_from_json
from pipeline.model import Cue
from pipeline.quality import ERROR, WARNING, Finding
from pipeline.records import Approval, MachineTrack
from pipeline.workspace import Config, Workspace, changed_files, find_base, load_approvals, read_at


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackChange:
    """What changed in one caption file."""

    video: str
    language: str
    path: str
    """Relative to the workspace."""
    changes: tuple[SentenceChange, ...] = ()
    stale: tuple[str, ...] = ()
    """Corrections that became stale."""
    findings: tuple[Finding, ...] = ()
    """Errors and warnings that were not there before."""
    read_ms: int = 0
    read_before_ms: int = 0
    total_ms: int = 0
    problem: str = ""
    """Why the file cannot be read; nothing else is known then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Version:
    """One caption file at one moment."""

    cues: tuple[Cue, ...]
    machine: MachineTrack | None
    approvals: tuple[Approval, ...]


def report_changes(config: Config, revision: str) -> tuple[TrackChange, ...]:
    """Every caption file that differs from where this branch left another, by video and language.

    Args:
        config: Of the workspace.
        revision: The other branch.

    Raises:
        UsageError: Git does not know the revision.
        InputError: It is no repository.
    """
    workspace = Workspace(config.folder)
    base = find_base(config.folder, revision)
    names = changed_files(config.folder, base, "subtitles")
    rows = []
    for video in workspace.videos():
        folder = f"subtitles/{video}/"
        touched = [name for name in names if name.startswith(folder)]
        if touched:
            rows += _video_changes(workspace, config, video, base, touched)
    return tuple(rows)


def _video_changes(
    workspace: Workspace, config: Config, video: str, base: str, touched: list[str]
) -> list[TrackChange]:
    rows = []
    around = surroundings_in(workspace, video, config.cues.profile)
    for language in workspace.track_languages(video):
        path = workspace.track_path(video, language).relative_to(workspace.folder).as_posix()
        record = workspace.machine_path(video, language).relative_to(workspace.folder).as_posix()
        approvals = workspace.approvals_path(video).relative_to(workspace.folder).as_posix()
        if not {path, record, approvals} & set(touched):
            continue
        try:
            row = _track_change(workspace, video, language, base, around)
        except PipelineError as error:
            row = TrackChange(video=video, language=language, path=path, problem=str(error))
        if row.problem or row.changes or row.stale or row.findings or row.read_ms != row.read_before_ms:
            rows.append(row)
    return rows


def _track_change(workspace: Workspace, video: str, language: str, base: str, around: Surroundings) -> TrackChange:
    now = _Version(
        cues=workspace.caption_file(video, language).cues,
        machine=workspace.load_machine(video, language),
        approvals=load_approvals(workspace, video),
    )
    before = _version_at(workspace, video, language, base)
    reading, earlier = (judge_track(one.approvals, language, one.cues, one.machine) for one in (now, before))
    return TrackChange(
        video=video,
        language=language,
        path=workspace.track_path(video, language).relative_to(workspace.folder).as_posix(),
        changes=compare_sentences(
            [one.sentence for one in earlier.sentences], [one.sentence for one in reading.sentences]
        ),
        stale=newly_stale(*(one.machine.head.edits if one.machine else () for one in (before, now))),
        findings=_new_findings(before.cues, now.cues, language, around),
        read_ms=reading.read_ms,
        read_before_ms=earlier.read_ms,
        total_ms=reading.total_ms,
    )


def _version_at(workspace: Workspace, video: str, language: str, commit: str) -> _Version:
    """A caption file and its records at a commit; what could not be read there is as if it had not been."""

    def read(name: str) -> bytes | None:
        return read_at(workspace.folder, commit, name)

    paths = (
        workspace.track_path(video, language),
        workspace.machine_path(video, language),
        workspace.approvals_path(video),
    )
    text, record, approvals = (read(path.relative_to(workspace.folder).as_posix()) for path in paths)
    return _Version(
        cues=parse_srt(text, path=str(paths[0])).cues if text else (),
        machine=track_from_json(record, path=str(paths[1])) if record else None,
        approvals=approvals_from_json(approvals, path=str(paths[2])) if approvals else (),
    )


def _new_findings(
    before: tuple[Cue, ...], now: tuple[Cue, ...], language: str, around: Surroundings
) -> tuple[Finding, ...]:
    """Errors and warnings of cues whose words or times are new; the same fault of the same text is not new."""
    known = Counter(_finding_key(finding, before) for finding in check_captions(language, before, around))
    found = []
    for finding in check_captions(language, now, around):
        key = _finding_key(finding, now)
        if known[key]:
            known[key] -= 1
        elif finding.severity in (ERROR, WARNING):
            found.append(finding)
    return tuple(found)


def _finding_key(finding: Finding, cues: tuple[Cue, ...]) -> tuple[str, str]:
    text = cues[finding.cue_number - 1].text if 0 < finding.cue_number <= len(cues) else ""
    return finding.rule, " ".join(text.split())
