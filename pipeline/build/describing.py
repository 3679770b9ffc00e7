"""A first file of title, description and chapters for a video: what its container says, the rest proposed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from pipeline.cues import propose_chapters, source_sentences, title_of
from pipeline.dataclass import dataclass
from pipeline.edits import retime_words
from pipeline.model import Chapter, Details, Sentence
from pipeline.workspace import Workspace

_NUMBERED = re.compile(
    r"(?:chapter|kapitel|chapitre|cap[ií]tulo|capitolo|hoofdstuk|track|scene)?\s*#?\d{1,4}", re.IGNORECASE
)
"""What programs call chapters that nobody gave a title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a file of details begins with."""

    details: Details
    is_title_proposed: bool
    """Whether the title is made of the video's name."""
    proposed: frozenset[int]
    """Numbers of the chapters whose titles are made of what is said, counted from 0."""
    notes: tuple[str, ...] = ()
    """What a person should know about it."""


def describe_video(workspace: Workspace, video: str, media: Path | None) -> Description:
    """Title, description and chapters that a video's container has; chapters and title proposed where it has none.

    Raises:
        PipelineError: The medium, the transcript or the captions cannot be read.
    """
    from pipeline.media import probe, read_tags

    tags = Details() if media is None else read_tags(media)
    head = workspace.load_recording_head(video)
    language = head.language if head else ""
    sentences = _sentences(workspace, video, language) if head and head.has_speech else ()
    duration_ms = head.media_duration_ms if head else probe(media).duration_ms if media else 0
    chapters, proposed, notes = _from_container(tags.chapters, sentences, duration_ms, language)
    if not chapters:
        chapters = propose_chapters(sentences, duration_ms=duration_ms, language=language)
        proposed = frozenset(range(len(chapters)))
        if not chapters:
            notes.append(_why_none(is_captioned=bool(sentences)))
    title = tags.title or _title_of_name(video)
    return Description(
        details=Details(title, tags.description, chapters),
        is_title_proposed=not tags.title,
        proposed=proposed,
        notes=tuple(notes),
    )


def _sentences(workspace: Workspace, video: str, language: str) -> tuple[Sentence, ...]:
    """What is said, as people corrected it, at the times of the captions."""
    file = workspace.caption_file(video, language)
    return source_sentences(retime_words(file.cues, ()), file.cues, language=language)


def _from_container(
    chapters: Iterable[Chapter], sentences: tuple[Sentence, ...], duration_ms: int, language: str
) -> tuple[tuple[Chapter, ...], frozenset[int], list[str]]:
    """The container's chapters inside the video; those without a real title are called by what is said there."""
    found: list[Chapter] = []
    proposed: set[int] = set()
    notes: list[str] = []
    for chapter in chapters:
        if duration_ms and chapter.start_ms >= duration_ms:
            notes.append(f"the container's chapter “{chapter.title}” begins after the video's end; it is left out")
            continue
        said = next((one for one in sentences if one.end_ms > chapter.start_ms), None)
        if said is not None and _NUMBERED.fullmatch(chapter.title.strip()):
            proposed.add(len(found))
            chapter = Chapter(chapter.start, title_of(said, language))  # noqa: PLW2901  # the same chapter
        found.append(chapter)
    return tuple(found), frozenset(proposed), notes


def _why_none(*, is_captioned: bool) -> str:
    if is_captioned:
        return "no chapters are proposed: the video is too short for three of ten seconds each"
    return "no chapters are proposed: nothing is transcribed yet; run captions build, then this again with --force"


def _title_of_name(video: str) -> str:
    """A title from a file's name: `social-credit_v2` is “Social credit v2”."""
    text = " ".join(re.split(r"[-_.\s]+", video)).strip() or video
    return text[:1].upper() + text[1:]
