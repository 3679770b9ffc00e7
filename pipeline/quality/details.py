"""What platforms take of title, description and chapters; the limits are YouTube's, the narrowest of the large ones.

*error*: the platform refuses it, or it lies outside the video; *warning*: it is not shown. Source: YouTube Data API,
`videos` resource (`snippet.title`, `snippet.description`), and YouTube Help, "Video chapters".
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pipeline.model import Chapter, Details
from pipeline.quality.findings import ERROR, WARNING, Finding, Severity
from pipeline.timing import MS_PER_SECOND, format_clock

TITLE_CHARS = 100
DESCRIPTION_BYTES = 5_000
FEWEST_CHAPTERS = 3
SHORTEST_CHAPTER_MS = 10_000


def check_details(details: Details, *, duration_ms: int | None = None) -> tuple[Finding, ...]:
    """All findings: of the title and the description, then of the chapters in their order (`cue_number` is theirs).

    Args:
        details: Of one language.
        duration_ms: Length of the medium; None if it is not known.
    """
    return (*_title(details.title), *_description(details), *_chapters(details.chapters, duration_ms))


def _title(title: str) -> Iterator[Finding]:
    if len(title) > TITLE_CHARS:
        message = f"the title has {len(title)} characters; YouTube takes {TITLE_CHARS}"
        yield _finding("title-length", message, value=len(title), limit=TITLE_CHARS)
    yield from _angles("title", title)


def _description(details: Details) -> Iterator[Finding]:
    size = len(details.description.encode())
    if size > DESCRIPTION_BYTES:
        message = f"the description has {size} bytes; YouTube takes {DESCRIPTION_BYTES}"
        yield _finding("description-length", message, value=size, limit=DESCRIPTION_BYTES)
    elif details.chapters:
        lines = sum(len(f"{format_clock(one.start_ms)} {one.title}\n".encode()) for one in details.chapters)
        if size + lines > DESCRIPTION_BYTES:
            message = f"description and chapter lines have {size + lines} bytes; YouTube takes {DESCRIPTION_BYTES}"
            yield _finding("description-length", message, WARNING, value=size + lines, limit=DESCRIPTION_BYTES)
    yield from _angles("description", details.description)


def _angles(what: str, text: str) -> Iterator[Finding]:
    if found := next((char for char in text if char in "<>"), ""):
        yield _finding("angle-bracket", f"the {what} holds {found}, which YouTube refuses")


def _chapters(chapters: tuple[Chapter, ...], duration_ms: int | None) -> Iterator[Finding]:
    if not chapters:
        return
    if len(chapters) < FEWEST_CHAPTERS:
        count = f"{len(chapters)} chapter{'s' * (len(chapters) > 1)}"
        message = f"the file has {count}; YouTube shows them from {FEWEST_CHAPTERS} on"
        yield _finding("chapter-count", message, WARNING, value=len(chapters), limit=FEWEST_CHAPTERS)
    if chapters[0].start_ms >= MS_PER_SECOND:
        message = f"the first chapter begins at {format_clock(chapters[0].start_ms)}; YouTube wants it at 0:00"
        yield _of_chapter(1, chapters[0], "chapter-start", message, WARNING)
    ends = [one.start_ms for one in chapters[1:]]
    if duration_ms is not None:
        ends.append(duration_ms)
    for number, (chapter, end_ms) in enumerate(zip(chapters, ends, strict=False), start=1):
        # As YouTube reads them from the description: in whole seconds.
        length_ms = (end_ms // MS_PER_SECOND - chapter.start_ms // MS_PER_SECOND) * MS_PER_SECOND
        if duration_ms is not None and chapter.start_ms >= duration_ms:
            message = (
                f"begins at {format_clock(chapter.start_ms)}, after the video's end at {format_clock(duration_ms)}"
            )
            yield _of_chapter(number, chapter, "chapter-after-end", message)
        elif length_ms < SHORTEST_CHAPTER_MS:
            message = f"lasts {length_ms // MS_PER_SECOND} s; YouTube shows chapters of 10 s and more"
            yield _of_chapter(number, chapter, "chapter-length", message, WARNING)
    for number, (one, following) in enumerate(pairwise(chapters), start=2):
        if one.title.casefold() == following.title.casefold():
            message = f"is called as the one before: “{following.title}”"
            yield _of_chapter(number, following, "chapter-repeated", message, WARNING)


def _finding(rule: str, message: str, severity: Severity = ERROR, **numbers: float) -> Finding:
    return Finding(severity=severity, rule=rule, cue_number=0, start_ms=0, message=message, **numbers)


def _of_chapter(number: int, chapter: Chapter, rule: str, message: str, severity: Severity = ERROR) -> Finding:
    return Finding(severity=severity, rule=rule, cue_number=number, start_ms=chapter.start_ms, message=message)
