"""Title, description and chapters as fields that are merged one by one, and put together again."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model import Chapter, Details
from pipeline.records import DetailField, DetailPlace
from pipeline.timing import MS_PER_SECOND

PARAGRAPH_GAP = "\n\n"
"""Between two paragraphs of a description."""
_TITLE, _DESCRIPTION, _CHAPTER = DetailPlace


def details_of(fields: Iterable[DetailField]) -> Details:
    """What the machine makes, before any person's edit."""
    found = list(fields)
    chapters = {one.start_ms: one.text for one in found if one.place is _CHAPTER}
    return Details(
        "".join(one.text for one in found if one.place is _TITLE),
        PARAGRAPH_GAP.join(one.text for one in found if one.place is _DESCRIPTION),
        tuple(Chapter(start_ms / MS_PER_SECOND, chapters[start_ms]) for start_ms in sorted(chapters)),
    )


def source_fields(details: Details) -> tuple[DetailField, ...]:
    """The fields of details in their own language."""
    title = [DetailField(place=_TITLE, source=details.title, text=details.title)] if details.title else []
    paragraphs = details.description.split(PARAGRAPH_GAP) if details.description else []
    return (
        *title,
        *(DetailField(place=_DESCRIPTION, source=text, text=text) for text in paragraphs),
        *(
            DetailField(place=_CHAPTER, source=one.title, text=one.title, start_ms=one.start_ms)
            for one in details.chapters
        ),
    )
