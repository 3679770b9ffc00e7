"""Title, description and chapters of one language: shown with what they translate, changed field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from pipeline.dataclass import dataclass
from pipeline.desk.tracks import IllegalChange
from pipeline.edits import details_of
from pipeline.errors import InputError, StaleWorkspace
from pipeline.formats import format_start, head_lines, keep_comments, tidy_description, write_details
from pipeline.languages import english_name
from pipeline.model import Chapter, Details
from pipeline.quality import Finding, check_details
from pipeline.records import DetailPlace, DetailsRecord
from pipeline.timing import MS_PER_SECOND
from pipeline.workspace import DetailsFile, EditedFile, Workspace, load_details_record, read_details_file, save_edits

ATTEMPTS = 5
"""How often a change is made anew because somebody saved the file at the same moment."""
TITLE, DESCRIPTION, CHAPTER, START = "title", "description", "chapter", "start"


class NoDetails(InputError):
    """There is no title, description or chapter of that kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailsRequest:
    """One field as a person saw it and as the person wants it."""

    field: str
    """`TITLE`, `DESCRIPTION`, `CHAPTER` (its title) or `START` (where it begins)."""
    start_ms: int = 0
    """Of the chapter, as the person saw it."""
    moved_ms: int = 0
    """Where the chapter is to begin, of a `START`."""
    before: str
    after: str

    @property
    def end_ms(self) -> int:
        """Where the chapter begins once this is done."""
        return self.moved_ms if self.field == START else self.start_ms


def show_details(workspace: Workspace, video: str, language: str, *, duration_ms: int | None) -> dict[str, object]:
    """What is said about a video in one language, with what it was translated from, and what platforms refuse of it.

    Raises:
        NoDetails: There is no such file.
        PipelineError: It cannot be read.
    """
    file = _file(workspace, video, language)
    details = file.details
    source = _source(load_details_record(workspace, video, language), details)
    titles = {chapter.start_ms: chapter.title for chapter in source.chapters}
    return {
        "title": {"text": details.title, "source": source.title},
        "description": {"text": details.description, "source": source.description},
        "chapters": [
            {
                "startMs": chapter.start_ms,
                "start": format_start(chapter.start_ms),
                "text": chapter.title,
                "source": titles.get(chapter.start_ms, ""),
            }
            for chapter in details.chapters
        ],
        "findings": [_finding(one) for one in check_details(details, duration_ms=duration_ms)],
    }


def change_details(workspace: Workspace, video: str, language: str, request: DetailsRequest) -> str:
    """Write one field; gives what somebody else wrote there meanwhile, which it takes the place of, else an empty text.

    Raises:
        NoDetails: There is no such file or no such chapter.
        IllegalChange: Another chapter begins there.
        StaleWorkspace: The file is saved by somebody else all the time.
        PipelineError: It cannot be read or written.
    """
    for attempt in range(ATTEMPTS):
        file = _file(workspace, video, language)
        present = _text_of(file, request)
        changed = _with(file.details, request)
        if changed != file.details:
            text = _written(workspace, video, language, file, changed)
            try:
                path = workspace.details_path(video, language)
                save_edits(workspace, video, [EditedFile(path=path, read=file.data, text=text)])
            except StaleWorkspace:
                if attempt == ATTEMPTS - 1:
                    raise
                continue
        return "" if present in (request.before, request.after) else present
    raise AssertionError("the last attempt returns or raises")


def _file(workspace: Workspace, video: str, language: str) -> DetailsFile:
    file = read_details_file(workspace, video, language)
    if not file.exists:
        raise NoDetails(path=str(file.path), reason="is not there")
    return file


def _text_of(file: DetailsFile, request: DetailsRequest) -> str:
    details = file.details
    if request.field in {TITLE, DESCRIPTION}:
        return details.title if request.field == TITLE else details.description
    for chapter in details.chapters:
        if chapter.start_ms == request.start_ms:
            return chapter.title if request.field == CHAPTER else request.before
    raise NoDetails(path=str(file.path), reason=f"has no chapter at {format_start(request.start_ms)} any more")


def _with(details: Details, request: DetailsRequest) -> Details:
    change: dict[str, Callable[[], Details]] = {
        TITLE: lambda: replace(details, title=" ".join(request.after.split())),
        DESCRIPTION: lambda: replace(details, description=tidy_description(request.after)),
        CHAPTER: lambda: replace(details, chapters=tuple(_renamed(one, request) for one in details.chapters)),
        START: lambda: replace(details, chapters=_with_moved(details.chapters, request)),
    }
    return change[request.field]()


def _renamed(chapter: Chapter, request: DetailsRequest) -> Chapter:
    title = " ".join(request.after.split())
    return replace(chapter, title=title) if chapter.start_ms == request.start_ms and title else chapter


def _with_moved(chapters: Sequence[Chapter], request: DetailsRequest) -> tuple[Chapter, ...]:
    """The chapters with one of them elsewhere, in the order of their times."""
    others = [one for one in chapters if one.start_ms != request.start_ms]
    if any(one.start_ms == request.moved_ms for one in others):
        raise IllegalChange(reason=f"another chapter begins at {format_start(request.moved_ms)}")
    moved = [
        replace(one, start=request.moved_ms / MS_PER_SECOND) for one in chapters if one.start_ms == request.start_ms
    ]
    return tuple(sorted([*others, *moved], key=lambda one: one.start_ms))


def _source(record: DetailsRecord | None, details: Details) -> Details:
    """What a translation was made from, its chapters where the translation has them; nothing in the spoken language."""
    if record is None or not record.origin:
        return Details()
    source = details_of([replace(one, text=one.source) for one in record.fields])
    return replace(source, chapters=tuple(_source_chapters(record, details.chapters)))


def _source_chapters(record: DetailsRecord, chapters: Sequence[Chapter]) -> Iterator[Chapter]:
    """What each chapter translates: one that was moved has its text still, one that was renamed its start."""
    fields = [one for one in record.fields if one.place is DetailPlace.CHAPTER]
    by_text = {one.text: one.source for one in fields}
    by_start = {one.start_ms: one.source for one in fields}
    moved_from = {(one.start_ms, one.text): one.machine_ms for one in record.edits}
    for chapter in chapters:
        start_ms = moved_from.get((chapter.start_ms, chapter.title), chapter.start_ms)
        if title := by_text.get(chapter.title) or by_start.get(start_ms):
            yield replace(chapter, title=title)


def _written(workspace: Workspace, video: str, language: str, file: DetailsFile, details: Details) -> bytes:
    """The new file, with its comments and what a person wrote into them."""
    record = load_details_record(workspace, video, language)
    origin = record.origin if record else ""
    head = head_lines(video, english_name(language) or language, origin=english_name(origin) or origin)
    source = _source(record, details) if origin else None
    text = write_details(details, head=head, source=source, source_language=origin)
    return keep_comments(file.text, text).encode()


def _finding(finding: Finding) -> dict[str, object]:
    """What is wrong, and with which chapter, counted from 1; 0 for the rest."""
    return {"severity": finding.severity, "chapter": finding.cue_number, "message": finding.message}
