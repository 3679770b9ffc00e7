"""What a container itself says about its video: title, description, chapters."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.media.reading import opened, origin_s
from pipeline.model import Chapter, Details
from pipeline.timing import MAX_TIME_MS, MS_PER_SECOND

_DESCRIPTIONS = ("description", "synopsis", "summary", "comment")
"""Where containers keep it, the surest first."""


def read_tags(path: Path) -> Details:
    """Title, description and chapters as they are tagged in a medium; empty where nothing is.

    Chapters without a title are called by their number; of two at one time the first counts.

    Raises:
        InputError: It is no readable medium.
    """
    with opened(path) as container:
        tags = _lower(container.metadata)
        for stream in container.streams:  # Ogg and some others tag the stream
            tags = {**_lower(stream.metadata), **tags}
        origin_ms = round(origin_s(container) * MS_PER_SECOND)
        rows = []
        for number, chapter in enumerate(container.chapters(), start=1):
            base = chapter.get("time_base")
            start_ms = round(chapter["start"] * base * MS_PER_SECOND) if base else 0
            title = _lower(chapter.get("metadata") or {}).get("title", "")
            rows.append((max(0, start_ms - origin_ms), _one_line(title) or f"Chapter {number}"))
    chapters: dict[int, str] = {}
    for start_ms, title in sorted(rows, key=lambda row: row[0]):
        if start_ms <= MAX_TIME_MS:
            chapters.setdefault(start_ms, title)
    return Details(
        _one_line(tags.get("title", "")),
        next((text for name in _DESCRIPTIONS if (text := _lines(tags.get(name, "")))), ""),
        tuple(Chapter(start_ms / MS_PER_SECOND, title) for start_ms, title in chapters.items()),
    )


def _lower(tags: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in tags.items()}


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _lines(text: str) -> str:
    return "\n".join(_one_line(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()
