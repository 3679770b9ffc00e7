"""Which fields differ between two versions of title, description and chapters, for people who look at a change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from pipeline.dataclass import dataclass
from pipeline.edits.details_fields import source_fields
from pipeline.edits.details_pairing import align_paragraphs, pair_chapters
from pipeline.edits.details_wording import field_name
from pipeline.model import Details
from pipeline.records import DetailField, DetailPlace
from pipeline.timing import format_clock

Sources = Mapping[tuple[DetailPlace, str], str]
"""What a text of the newer version translates, by its place and itself."""
_NONE: Sources = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A title, a paragraph or a chapter that says something else, or begins elsewhere."""

    name: str
    """In the newer version, as `captions accept --field` takes it; in the older one where it was taken out."""
    before: str
    """A chapter with its start. Empty where something was added."""
    after: str
    """Empty where something was taken out."""
    source: str
    """What it translates; empty in the spoken language, and where that is not known."""


def compare_details(before: Details, after: Details, sources: Sources = _NONE) -> tuple[FieldChange, ...]:
    """The fields that differ, in order; what was taken out comes last of its kind.

    >>> compare_details(Details("Points", "", ()), Details("Scores", "", ()))
    (FieldChange(name='title', before='Points', after='Scores', source=''),)
    """
    old, new = source_fields(before), source_fields(after)
    return tuple(change for place in DetailPlace for change in _changes(_at(old, place), _at(new, place), sources))


def _changes(old: Sequence[DetailField], new: Sequence[DetailField], sources: Sources) -> Iterator[FieldChange]:
    """What differs between the fields of one kind."""
    came_from = {goal: at for at, goal in _pairs(old, new).items()}
    for number, one in enumerate(new):
        before = _shown(old[came_from[number]]) if number in came_from else ""
        if before != _shown(one):
            source = sources.get((one.place, one.text), "")
            yield FieldChange(name=_name(one, number), before=before, after=_shown(one), source=source)
    for number, one in enumerate(old):
        if number not in came_from.values():
            yield FieldChange(name=_name(one, number), before=_shown(one), after="", source="")


def _pairs(old: Sequence[DetailField], new: Sequence[DetailField]) -> dict[int, int]:
    if new and new[0].place is DetailPlace.CHAPTER:
        return pair_chapters(old, new)
    return align_paragraphs([one.text for one in old], [one.text for one in new])


def _shown(one: DetailField) -> str:
    return f"{format_clock(one.start_ms)} {one.text}" if one.place is DetailPlace.CHAPTER else one.text


def _name(one: DetailField, number: int) -> str:
    return field_name(one.place, one.start_ms, number + 1 if one.place is DetailPlace.DESCRIPTION else 0)


def _at(fields: Iterable[DetailField], place: DetailPlace) -> list[DetailField]:
    return [one for one in fields if one.place is place]
