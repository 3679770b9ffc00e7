"""`captions check`: report every cue that breaks the readability rules."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.build import Surroundings, check_captions, surroundings_in
from pipeline.cues import PROFILE_NAMES
from pipeline.dataclass import dataclass
from pipeline.errors import PipelineError, UnknownName, UsageError
from pipeline.files import read_named
from pipeline.model import Cue
from pipeline.quality import (
    ERROR,
    WARNING,
    FileReport,
    Finding,
    describe_moves,
    find_cue_lines,
    find_damage,
    headline,
    report_rows,
    report_to_github,
    report_to_json,
    reports_to_junit,
    reports_to_sarif,
    summary_rows,
)
from pipeline.text import counted
from pipeline.timing import DEFAULT_FRAME_RATE, parse_frame_rate
from pipeline.workspace import details_languages, read_existing_track

if TYPE_CHECKING:
    from pipeline.commands.console import Console
    from pipeline.formats import ReadCues
    from pipeline.workspace import Workspace

EXAMPLES = """\
captions check
captions check talk.pt.srt --profile ted
captions check social-credit                    (all files of a video)
captions check subtitles/*/*.srt --format github
captions check --format sarif > captions.sarif
captions check unknown.srt --language es --format json
captions check media/talk.toml                 (title, description and chapters, by the limits of platforms)
"""
FOUND_ERRORS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """One file to check, and what it is checked against."""

    path: Path
    language: str
    around: Surroundings
    read: Callable[[], bytes]
    """How the file is read: one that we found may be no link, one that a person named may."""

    @property
    def is_details(self) -> bool:
        """Whether it holds title, description and chapters."""
        return self.path.suffix.lower() == ".toml"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="caption files, .toml files of details, or names of videos; without any, all there are",
    )
    parser.add_argument(
        "--format", choices=("text", "json", "github", "sarif", "junit"), default="text", help="how to print (text)"
    )
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
    parser.add_argument(
        "--frame-rate", type=frame_rate_argument, metavar="N", help="frames a second (the video's, or 25)"
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Check files; 3 when one has errors, 1 when one cannot be read (the others are still checked)."""
    profile = arguments.profile or _configured_profile()
    jobs = [job for path in arguments.files for job in _jobs_for(path, profile, arguments, console)]
    if not arguments.files:
        jobs = _workspace_jobs(profile, arguments, console)
    reports, has_failed = [], False
    for job in jobs:
        try:
            reports.append(_check_details(job) if job.is_details else _check(job))
        except PipelineError as error:
            console.fail(f"captions: {error}")
            has_failed = True
    _print(reports, arguments.format, console)
    if has_failed:
        return 1
    return FOUND_ERRORS if any(report.count(ERROR) for report in reports) else 0


def _check(job: _Job) -> FileReport:
    from pipeline.formats import OUT_OF_ORDER, compose_accents, names_format, put_in_order, read_cues, summarise_repairs

    data = job.read()
    format_name = "" if names_format(job.path) else "srt"
    read = read_cues(data, path=str(job.path), format_name=format_name, language=job.language)
    cues, strays = put_in_order(compose_accents(read.cues))
    odd = (repair for repair in read.repairs if not repair.is_loss and repair.message != OUT_OF_ORDER)
    notes = [f"line {line}: {message}" for line, message in summarise_repairs(odd)]
    return FileReport(
        path=str(job.path),
        language=job.language,
        cues=len(cues),
        findings=(*_file_findings(read, data, job, cues), *check_captions(job.language, cues, job.around)),
        cue_lines=() if strays else find_cue_lines(data, cues),
        notes=(*notes, *describe_moves(strays)),
    )


def _check_details(job: _Job) -> FileReport:
    from pipeline.formats import chapter_lines, decode_text, read_details
    from pipeline.quality import check_details

    text = decode_text(job.read(), str(job.path), job.language)[0]
    details = read_details(text, str(job.path))
    lines = chapter_lines(text)
    return FileReport(
        path=str(job.path),
        language=job.language,
        cues=len(details.chapters),
        findings=check_details(details, duration_ms=job.around.duration_ms),
        cue_lines=lines if len(lines) == len(details.chapters) else (),
        kind="details",
    )


def _file_findings(read: ReadCues, data: bytes, job: _Job, cues: Sequence[Cue]) -> Iterator[Finding]:
    """What is wrong with the whole file: cues that cannot be read, and damage."""
    from pipeline.formats import decode_text

    for loss in read.losses:
        message = f"line {loss.line}: {loss.message}"
        yield Finding(severity=ERROR, rule="unreadable", cue_number=0, start_ms=0, message=message)
    if not cues:
        yield Finding(severity=WARNING, rule="empty", cue_number=0, start_ms=0, message="the file holds no captions")
    text = decode_text(data, str(job.path), job.language)[0]
    if damage := find_damage(cues, text=text):
        message = f"the file {damage.seen}; {damage.repair}"
        yield Finding(severity=ERROR, rule="damage", cue_number=0, start_ms=0, message=message)


def _print(reports: list[FileReport], layout: str, console: Console) -> None:
    if layout == "json":
        console.json([report_to_json(report) for report in reports])
    elif layout == "text":
        _print_tables(reports, console)
    elif layout == "github":
        for line in (line for report in reports for line in report_to_github(report)):
            console.data(line)
    else:
        console.data((reports_to_sarif if layout == "sarif" else reports_to_junit)(reports).rstrip("\n"))


def _print_tables(reports: list[FileReport], console: Console) -> None:
    for report in reports:
        console.data(headline(report))
        for note in report.notes:
            console.warn(f"{report.path}: {note}")
        if report.findings:
            console.table(("cue", "time", "severity", "rule", "what is wrong"), report_rows(report))
            console.data("")
    summary = summary_rows(reports)
    if summary:
        console.table(("severity", "rule", "findings", "files"), summary)
    elif reports:
        cues = sum(report.cues for report in reports if report.kind == "captions")
        console.tell(f"{counted(len(reports), 'file')}, {counted(cues, 'cue')}: nothing to complain about")


def _jobs_for(path: Path, profile: str, arguments: argparse.Namespace, console: Console) -> list[_Job]:
    """A file, or all files of a video, if the name is that of one.

    Raises:
        UnknownName: It looks like a video's name and is none.
    """
    from pipeline.formats import names_format
    from pipeline.workspace import Workspace, find_workspace

    if path.exists() or path.parent != Path() or path.suffix.lower() == ".toml" or names_format(path):
        return [_job_for(path, profile, arguments)]
    try:
        workspace = Workspace(folder=find_workspace(Path.cwd()))
        video, _ = workspace.find_video(str(path))
    except UsageError as error:
        if isinstance(error, UnknownName) and not path.suffix:
            raise
        return [_job_for(path, profile, arguments)]
    return list(_video_jobs(workspace, video, profile, arguments, console))


def _job_for(path: Path, profile: str, arguments: argparse.Namespace) -> _Job:
    from pipeline.workspace import language_of

    language = arguments.language or language_of(path)
    is_details = path.suffix.lower() == ".toml"  # media/talk.toml is in whatever is spoken
    if not is_details and not language and path.is_file():
        raise UsageError(reason=f"{path}: its name does not say its language (talk.pt.srt); give --language")
    around = Surroundings(profile=profile, frame_rate=arguments.frame_rate or DEFAULT_FRAME_RATE)
    # What is no file has no language either: reading it says what is wrong, and the other files are still checked.
    return _Job(
        path=path, language=_tag(language) if language else "und", around=around, read=partial(read_named, path)
    )


def _workspace_jobs(profile: str, arguments: argparse.Namespace, console: Console) -> list[_Job]:
    """Every caption file of the workspace, with its video's frame rate and length where they are known."""
    from pipeline.workspace import Workspace, find_workspace

    workspace = Workspace(folder=find_workspace(Path.cwd()))
    return [job for video in workspace.videos() for job in _video_jobs(workspace, video, profile, arguments, console)]


def _video_jobs(
    workspace: Workspace, video: str, profile: str, arguments: argparse.Namespace, console: Console
) -> Iterator[_Job]:
    from pipeline.workspace import path_as_typed

    try:
        around = surroundings_in(workspace, video, profile)
    except PipelineError as error:
        console.fail(f"captions: {error}")  # its captions are checked all the same, by the rules alone
        around = Surroundings(profile=profile)
    if arguments.frame_rate:
        around = replace(around, frame_rate=arguments.frame_rate)
    yield from _details_jobs(workspace, video, around, arguments.language)
    for language in workspace.track_languages(video):
        if arguments.language in {None, language}:
            path = path_as_typed(workspace.track_path(video, language))
            read = partial(read_existing_track, workspace, video, language)
            yield _Job(path=path, language=language, around=around, read=read)


def _details_jobs(workspace: Workspace, video: str, around: Surroundings, wanted: str | None) -> Iterator[_Job]:
    """Title, description and chapters: the file beside the video, then each language's."""
    from pipeline.files import read_bytes
    from pipeline.workspace import path_as_typed

    found = [(around.spoken or "und", workspace.media_details_path(video))]
    found += [(language, workspace.details_path(video, language)) for language in details_languages(workspace, video)]
    for language, path in found:
        if wanted in {None, language} and path.exists():
            read = partial(read_bytes, workspace.inside(path))
            yield _Job(path=path_as_typed(path), language=language, around=around, read=read)


def _configured_profile() -> str:
    from pipeline.workspace import find_workspace, load_config

    return load_config(find_workspace(Path.cwd())).cues.profile


def _tag(text: str) -> str:
    from pipeline.languages import parse_tag

    try:
        return parse_tag(text)
    except ValueError as error:
        raise UsageError(reason=f"--language: {error}") from error


def frame_rate_argument(text: str) -> Fraction:
    """A frame rate as people write it: `25`, `29.97`, `30000/1001`."""
    try:
        return parse_frame_rate(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
