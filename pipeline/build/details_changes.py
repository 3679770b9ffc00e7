"""What a branch, or a person, changed in title, description and chapters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from pipeline.build.details_shown import shown_fields
from pipeline.build.newly_stale import newly_stale
from pipeline.dataclass import dataclass
from pipeline.edits import FieldChange, compare_details, details_of
from pipeline.errors import PipelineError
from pipeline.formats import decode_text, details_record_from_json, read_details
from pipeline.model import Details
from pipeline.records import DetailPlace
from pipeline.workspace import (
    Config,
    Workspace,
    changed_files,
    find_base,
    load_details_record,
    read_at,
    read_details_file,
    read_media_details,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailsChange:
    """What changed in one file of title, description and chapters."""

    video: str
    language: str
    """Empty for what the video's maker wrote, where nothing was recognised yet."""
    path: str
    """Relative to the workspace."""
    changes: tuple[FieldChange, ...] = ()
    stale: tuple[str, ...] = ()
    """Corrections that became stale."""
    problem: str = ""
    """Why the file cannot be read; nothing else is known then."""


def report_details(config: Config, revision: str) -> tuple[DetailsChange, ...]:
    """Every file of details that differs from where this branch left another, by video and language.

    Args:
        config: Of the workspace.
        revision: The other branch.

    Raises:
        UsageError: Git does not know the revision.
        InputError: It is no repository.
    """
    workspace = Workspace(config.folder)
    base = find_base(config.folder, revision)
    names = {below: changed_files(config.folder, base, below) for below in ("media", "subtitles")}
    rows = []
    for video in workspace.videos():
        if f"media/{video}.toml" in names["media"]:
            rows.append(_checked(workspace, video, "", base))
        for language in _touched_languages(video, names["subtitles"]):
            rows.append(_checked(workspace, video, language, base))
    return tuple(row for row in rows if row.changes or row.stale or row.problem)


def changed_fields(
    workspace: Workspace, video: str, language: str, since: str | None = None
) -> tuple[FieldChange, ...]:
    """What is different in a language's fields from the machine's, or from another commit; nothing without a file.

    Raises:
        PipelineError: The file or the machine's record of it cannot be read.
    """
    file = read_details_file(workspace, video, language)
    if not file.exists:
        return ()
    record = load_details_record(workspace, video, language)
    if since is not None:
        before = _details_at(workspace, _relative(workspace, video, language), since)
    else:
        before = details_of(record.fields) if record else file.details
    return compare_details(before, file.details, _sources(workspace, video, language))


def _checked(workspace: Workspace, video: str, language: str, base: str) -> DetailsChange:
    """The change of one file; the maker's own where no language is given."""
    path = _relative(workspace, video, language)
    try:
        if language:
            now, sources = read_details_file(workspace, video, language).details, _sources(workspace, video, language)
            changes = compare_details(_details_at(workspace, path, base), now, sources)
            stale = _new_stale(workspace, video, language, base)
        else:
            changes = compare_details(_details_at(workspace, path, base), read_media_details(workspace, video).details)
            stale = ()
    except PipelineError as error:
        return DetailsChange(video=video, language=language, path=path, problem=str(error))
    head = None if language else workspace.load_recording_head(video)
    spoken = head.language if head else ""
    return DetailsChange(video=video, language=language or spoken, path=path, changes=changes, stale=stale)


def _touched_languages(video: str, names: Sequence[str]) -> Iterator[str]:
    """Of the details of which languages a file or its record differs, sorted."""
    found = set()
    for name in map(PurePosixPath, names):
        if str(name.parent) == f"subtitles/{video}" and name.suffix == ".toml":
            found.add(name.stem.removeprefix(f"{video}."))
        elif str(name.parent) == f"subtitles/{video}/machine" and name.name.endswith(".details.json"):
            found.add(name.name.removesuffix(".details.json"))
    yield from sorted(found)


def _relative(workspace: Workspace, video: str, language: str) -> str:
    path = workspace.details_path(video, language) if language else workspace.media_details_path(video)
    return path.relative_to(workspace.folder).as_posix()


def _details_at(workspace: Workspace, path: str, commit: str) -> Details:
    """What a file said at a commit; nothing where it was not there."""
    data = read_at(workspace.folder, commit, path) or b""
    name = f"{commit}:{path}"
    return read_details(decode_text(data, name)[0], name)


def _sources(workspace: Workspace, video: str, language: str) -> dict[tuple[DetailPlace, str], str]:
    return {(one.place, one.text): one.source for one in shown_fields(workspace, video, language)}


def _new_stale(workspace: Workspace, video: str, language: str, commit: str) -> tuple[str, ...]:
    path = workspace.details_record_path(video, language)
    data = read_at(workspace.folder, commit, path.relative_to(workspace.folder).as_posix())
    before = details_record_from_json(data, path=f"{commit}:{path.name}") if data else None
    now = load_details_record(workspace, video, language)
    return newly_stale(*(record.edits if record else () for record in (before, now)))
