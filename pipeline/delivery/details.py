"""Title, description and chapters of a video in one language, as files, containers and platforms take them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from itertools import pairwise

from pipeline.dataclass import dataclass
from pipeline.formats import Document, StyledCue, Token, clean_text, clean_xml, format_vtt
from pipeline.model import Details
from pipeline.timing import format_clock

YOUTUBE_CHAPTERS, YOUTUBE_SHORTEST_S = 3, 10
"""YouTube Help, *Video chapters*: from 0:00 on, three or more, ten seconds or longer each."""
_TIME_LINE = re.compile(r"^\W*(?:\d{1,2}:)?\d{1,2}:\d\d\b", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChapter:
    """One chapter, with the moment at which it ends."""

    start_ms: int
    end_ms: int
    title: str
    """One line, not empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoText:
    """What a video is called, said to be about, and divided into, in one language."""

    title: str = ""
    """One line; empty where there is none."""
    description: str = ""
    """Lines joined by line feeds."""
    chapters: tuple[ShownChapter, ...] = ()
    """By start; each ends where the next begins, the last with the video."""
    is_machine: bool = False
    """Whether some of it is as a machine translated it."""

    def __bool__(self) -> bool:
        return bool(self.title or self.description or self.chapters)


NO_DETAILS = VideoText()


def clean_details(details: Details, duration_ms: int) -> tuple[VideoText, tuple[tuple[str, str], ...]]:
    """Details as every file can hold them.

    Args:
        details: What people or programs wrote; any text.
        duration_ms: Length of the video; 0 if it is not known.

    Returns:
        The details, and what was left out of the chapters with the reason.
    """
    kept: list[tuple[int, str]] = []
    left_out: list[tuple[str, str]] = []
    for chapter in details.chapters:
        title = _one_line(chapter.title)
        if title and not 0 < duration_ms <= chapter.start_ms:
            kept.append((chapter.start_ms, title))
        else:
            reason = "it begins after the end of the video" if title else "it has no title"
            left_out.append((f"the chapter at {format_clock(chapter.start_ms)} {title[:60]!r}", reason))
    # Without a known length, a chapter lasts a second at least.
    end_ms = max(duration_ms, kept[-1][0] + 1000 if kept and not duration_ms else 0)
    starts = [*(start_ms for start_ms, _ in kept), end_ms]
    chapters = tuple(
        ShownChapter(start_ms=start, end_ms=end, title=title)
        for (start, end), (_, title) in zip(pairwise(starts), kept, strict=True)
    )
    text = VideoText(title=_one_line(details.title), description=_lines(details.description), chapters=chapters)
    return text, tuple(left_out)


def _one_line(text: str) -> str:
    return " ".join(_lines(text).split())


def _lines(text: str) -> str:
    return clean_xml(clean_text(text)).strip()


def chapters_vtt(text: VideoText, *, path: str, language: str) -> str:
    """A WebVTT file for `<track kind="chapters">`: each cue is a chapter's title."""
    cues = tuple(
        StyledCue(start_ms=chapter.start_ms, end_ms=chapter.end_ms, tokens=(Token("text", chapter.title),))
        for chapter in text.chapters
    )
    notes = ("Some of these titles were translated by a machine.",) if text.is_machine else ()
    return format_vtt(Document(cues=cues, language=language, title=text.title, notes=notes), path=path)


def metadata_json(text: VideoText, *, language: str, is_source: bool) -> str:
    """All of it for programs."""
    value = {
        "schema_version": 1,
        "language": language,
        "is_source": is_source,
        "is_machine": text.is_machine,
        "title": text.title,
        "description": text.description,
        "chapters": [
            {"start_ms": chapter.start_ms, "end_ms": chapter.end_ms, "title": chapter.title}
            for chapter in text.chapters
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def podcast_chapters(text: VideoText) -> str:
    """Podcasting 2.0's JSON chapters, version 1.2."""
    value = {
        "version": "1.2.0",
        **({"title": text.title} if text.title else {}),
        "chapters": [
            {"startTime": chapter.start_ms / 1000, "endTime": chapter.end_ms / 1000, "title": chapter.title}
            for chapter in text.chapters
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def stream_chapters(texts: Iterable[tuple[str, VideoText]]) -> str:
    """The JSON of HLS's `com.apple.hls.chapters`: each chapter with its title in every language; empty if none has any.

    Args:
        texts: Language tag and details, the spoken language first: its chapters are the list.
    """
    named = [(tag, {chapter.start_ms: chapter for chapter in text.chapters}) for tag, text in texts if text.chapters]
    if not named:
        return ""
    value = [
        {
            "chapter": number,
            "start-time": chapter.start_ms / 1000,
            "duration": (chapter.end_ms - chapter.start_ms) / 1000,
            "titles": [
                {"language": tag, "title": chapters[chapter.start_ms].title}
                for tag, chapters in named
                if chapter.start_ms in chapters
            ],
        }
        for number, chapter in enumerate(named[0][1].values(), start=1)
    ]
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def chapter_lines(text: VideoText) -> tuple[tuple[str, ...], str]:
    """Lines for a description from which YouTube makes chapters, or none and the reason why it would not."""
    chapters = text.chapters
    seconds = [chapter.start_ms // 1000 for chapter in chapters]
    reason = ""
    if not chapters:
        return (), ""
    if len(chapters) < YOUTUBE_CHAPTERS:
        reason = f"YouTube makes chapters from {YOUTUBE_CHAPTERS} on, there are {len(chapters)}"
    elif seconds[0]:
        reason = (
            f"YouTube's first chapter begins at 0:00, {chapters[0].title!r} at {format_clock(chapters[0].start_ms)}"
        )
    elif short := _too_short(text):
        reason = f"YouTube's chapters last {YOUTUBE_SHORTEST_S} seconds or more; {short} does not"
    elif len(_TIME_LINE.findall(text.description)) >= YOUTUBE_CHAPTERS:
        reason = "the description has lines with times of its own"
    if reason:
        return (), reason
    return tuple(f"{format_clock(chapter.start_ms)} {chapter.title}" for chapter in chapters), ""


def _too_short(text: VideoText) -> str:
    """The first chapter that is shorter than YouTube wants, in the whole seconds that it reads."""
    ends = [*(chapter.start_ms // 1000 for chapter in text.chapters[1:]), text.chapters[-1].end_ms // 1000]
    for chapter, end_s in zip(text.chapters, ends, strict=True):
        if end_s - chapter.start_ms // 1000 < YOUTUBE_SHORTEST_S:
            return f"{chapter.title!r} at {format_clock(chapter.start_ms)}"
    return ""


def description_text(text: VideoText) -> str:
    """The description, followed by its chapter lines."""
    lines, _ = chapter_lines(text)
    return "\n\n".join(part for part in (text.description, "\n".join(lines)) if part) + "\n"
