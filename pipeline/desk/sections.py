"""A track in parts that can be looked at one by one: after an edit only the part that holds it is looked at again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from typing import Generic, TypeVar

from pipeline.dataclass import dataclass
from pipeline.model import Cue

_Found = TypeVar("_Found")

SECTION_CUES = 40
"""How long a part is at least; one in which people changed much is as long as it has to be."""


@dataclass(frozen=True, slots=True)
class Section:
    """Cues of a file and the machine's cues of which they were made, both as places from first to behind the last."""

    first: int
    last: int
    machine_first: int
    machine_last: int


def cut_sections(cues: Sequence[Cue], machine: Sequence[Cue]) -> tuple[Section, ...]:
    """Cut between two neighbours that are as the machine wrote them and belong to different sentences.

    Args:
        cues: The file as it is now.
        machine: What the machine last wrote.
    """
    places = {(*cue.times, cue.text): place for place, cue in enumerate(machine)}
    same = [places.get((*cue.times, cue.text), -1) for cue in cues]
    found: list[Section] = []
    first = machine_first = 0
    for place in range(SECTION_CUES, len(cues)):
        other = same[place]
        if place - first < SECTION_CUES or other <= machine_first or same[place - 1] != other - 1:
            continue
        if set(machine[other].sentence_ids).isdisjoint(machine[other - 1].sentence_ids):
            found.append(Section(first, place, machine_first, other))
            first, machine_first = place, other
    return (*found, Section(first, len(cues), machine_first, len(machine)))


@dataclass(slots=True)
class SectionCache(Generic[_Found]):
    """What was found in each part when it was last looked at."""

    _known: dict[tuple[object, ...], _Found] = field(default_factory=dict)

    def load(
        self, cues: tuple[Cue, ...], sections: Sequence[Section], find: Callable[[Section], _Found]
    ) -> list[_Found]:
        """What there is to find in each part; only those that changed are looked at."""
        fresh: dict[tuple[object, ...], _Found] = {}
        found = []
        for one in sections:
            key = (one.machine_first, one.machine_last, cues[one.first : one.last])
            fresh[key] = self._known[key] if key in self._known else find(one)
            found.append(fresh[key])
        self._known = fresh
        return found
