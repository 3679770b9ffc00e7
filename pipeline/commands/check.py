"""`captions check`: report every cue that breaks the readability rules."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cues import PROFILE_NAMES, profile_for
from pipeline.errors import PipelineError, UsageError
from pipeline.files import read_bytes
from pipeline.model import Track
from pipeline.quality import (
    ERROR,
    FileReport,
    check_track,
    find_cue_lines,
    headline,
    report_rows,
    report_to_github,
    report_to_json,
    summary_rows,
)

if TYPE_CHECKING:
    from pipeline.commands.console import Console

EXAMPLES = """\
captions check
captions check talk.pt.srt --profile ted
captions check subtitles/*/*.srt --format github
captions check unknown.srt --language es --format json
"""
FOUND_ERRORS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """One file to check, and what is known about its video."""

    path: Path
    language: str
    frame_rate: Fraction = Fraction(25)
    duration_ms: int | None = None
    source: Path | None = None
    """The captions in the spoken language."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("files", nargs="*", type=Path, help="SubRip files; without any, all of subtitles/")
    parser.add_argument("--format", choices=("text", "json", "github"), default="text", help="how to print (text)")
    parser.add_argument(
        "--json",
        action="store_const",
        dest="format",
        const="json",
        default=argparse.SUPPRESS,
        help="the same as --format json",
    )
    parser.add_argument("--profile", choices=PROFILE_NAMES, help="the rules (default: those of captions.toml)")
    parser.add_argument("--language", metavar="TAG", help="the files' language, if their names do not say it")
    parser.add_argument("--frame-rate", type=parse_frame_rate, metavar="N", help="frames a second (the video's, or 25)")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Check files; 3 when one has errors, 1 when one cannot be read (the others are still checked)."""
    profile = arguments.profile or _configured_profile()
    jobs = [_job_for(path, arguments) for path in arguments.files] or _workspace_jobs(arguments)
    reports, has_failed = [], False
    for job in jobs:
        try:
            reports.append(_check(job, profile))
        except PipelineError as error:
            console.fail(f"captions: {error}")
            has_failed = True
    _print(reports, arguments.format, console)
    if has_failed:
        return 1
    return FOUND_ERRORS if any(report.count(ERROR) for report in reports) else 0


def _check(job: _Job, profile: str) -> FileReport:
    from pipeline.formats import parse_srt

    data = read_bytes(job.path)
    cues = parse_srt(data, path=str(job.path)).cues
    findings = check_track(
        Track(language=job.language, cues=cues),
        profile=profile_for(job.language, profile),
        frame_rate=job.frame_rate,
        source=_source_track(job),
        duration_ms=job.duration_ms,
    )
    return FileReport(
        path=str(job.path),
        language=job.language,
        cues=len(cues),
        findings=findings,
        cue_lines=find_cue_lines(data, cues),
    )


def _source_track(job: _Job) -> Track | None:
    """The captions in the spoken language; if they cannot be read, that is reported for their own file."""
    from pipeline.formats import parse_srt
    from pipeline.workspace import language_of

    if job.source is None or job.source == job.path:
        return None
    try:
        cues = parse_srt(read_bytes(job.source), path=str(job.source)).cues
    except PipelineError:
        return None
    return Track(language=language_of(job.source) or "", cues=cues)


def _print(reports: list[FileReport], layout: str, console: Console) -> None:
    if layout == "json":
        console.json([report_to_json(report) for report in reports])
        return
    if layout == "github":
        for report in reports:
            for line in report_to_github(report):
                console.data(line)
        return
    for report in reports:
        console.data(headline(report))
        if report.findings:
            console.table(("cue", "time", "severity", "rule", "what is wrong"), report_rows(report))
            console.data("")
    summary = summary_rows(reports)
    if summary:
        console.table(("severity", "rule", "findings", "files"), summary)
    else:
        cues = sum(report.cues for report in reports)
        console.tell(f"{len(reports)} files, {cues} cues: nothing to complain about")


def _job_for(path: Path, arguments: argparse.Namespace) -> _Job:
    from pipeline.workspace import language_of

    language = arguments.language or language_of(path)
    if not language:
        raise UsageError(reason=f"{path}: its name does not say its language (talk.pt.srt); give --language")
    return _Job(path=path, language=_tag(language), frame_rate=arguments.frame_rate or Fraction(25))


def _workspace_jobs(arguments: argparse.Namespace) -> list[_Job]:
    """Every caption file of the workspace, with its video's frame rate and length where they are known."""
    from pipeline.workspace import Workspace, find_workspace, path_as_typed

    workspace = Workspace(folder=find_workspace(Path.cwd()))
    jobs = []
    for video in workspace.videos():
        recording = workspace.load_recording(video)
        spoken = recording.transcript.language if recording else None
        for language in workspace.track_languages(video):
            if arguments.language and language != arguments.language:
                continue
            job = _Job(
                path=path_as_typed(workspace.track_path(video, language)),
                language=language,
                frame_rate=arguments.frame_rate or (recording and recording.frame_rate) or Fraction(25),
                duration_ms=recording.media_duration_ms if recording else None,
                source=path_as_typed(workspace.track_path(video, spoken)) if spoken else None,
            )
            jobs.append(job)
    return jobs


def _configured_profile() -> str:
    from pipeline.workspace import find_workspace, load_config

    return load_config(find_workspace(Path.cwd())).cues.profile


def _tag(text: str) -> str:
    from pipeline.languages import parse_tag

    try:
        return parse_tag(text)
    except ValueError as error:
        raise UsageError(reason=f"--language: {error}") from error


def parse_frame_rate(text: str) -> Fraction:
    """A frame rate as people write it: `25`, `29.97`, `30000/1001`."""
    try:
        rate = Fraction(text)
    except (ValueError, ZeroDivisionError):
        rate = Fraction(0)
    if not 1 <= rate <= 1_000:
        raise argparse.ArgumentTypeError(f"not a frame rate: {text!r}")
    return rate
