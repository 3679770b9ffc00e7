"""What people are told of fields of title, description and chapters."""

from __future__ import annotations

from pipeline.records import DetailEdit, DetailPlace, EditState
from pipeline.timing import format_clock


def detail_name(place: DetailPlace, start_ms: int = 0, paragraph: int = 0) -> str:
    """What people call a field.

    >>> detail_name(DetailPlace.CHAPTER, 83_000), detail_name(DetailPlace.DESCRIPTION, paragraph=2)
    ('chapter 1:23', 'description, paragraph 2')
    """
    if place is DetailPlace.CHAPTER:
        return f"chapter {format_clock(start_ms)}"
    return f"{place}, paragraph {paragraph}" if paragraph else str(place)


def field_name(place: DetailPlace, start_ms: int = 0, paragraph: int = 0) -> str:
    """What people type to name a field, as in `captions accept --field`.

    >>> field_name(DetailPlace.DESCRIPTION, paragraph=2)
    'description 2'
    """
    return detail_name(place, start_ms, paragraph).replace(", paragraph", "")


def describe_edit(edit: DetailEdit) -> str:
    """One line for a person about an edit that waits for a decision."""
    name = detail_name(edit.place, edit.start_ms, edit.paragraph)
    if edit.state is EditState.STALE and not edit.basis_now:
        return f"{name}: kept “{_flat(edit.text)}”; the source no longer has it"
    if not edit.is_waiting:
        return ""
    what = "is stale" if edit.state is EditState.STALE else "is kept"
    return f"{name}: “{_flat(edit.text)}” {what}; the machine would now write “{_flat(edit.suggestion)}”"


def _flat(text: str) -> str:
    return " ".join(text.split())
