"""What the browser is reported about each row: its text, its figures, and what the checks say about it.

The figures and findings come from `quality`, so that the desk and `captions check` never disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from pipeline.build import DEFAULT_FRAME_RATE
from pipeline.cues import Profile
from pipeline.desk.rows import Row, Rows
from pipeline.model import Cue, Track
from pipeline.quality import Finding, check_track, measure_cue

Shown = dict[str, object]
"""One row as JSON: id, start, end (ms), text, lines (cells), speed, room, findings."""
_Key = tuple[str, int, int, int]
"""A row's name, and which cues it and its neighbours are: all that its findings depend on.

Cues are reported apart by identity, which is quick; the cues are kept, so that no other takes their place."""
_Cues = tuple[Cue | None, Cue, Cue | None]


@dataclass(slots=True, kw_only=True)
class Presenter:
    """Presents the rows of one track; what did not change is not computed again."""

    language: str
    profile: Profile
    frame_rate: Fraction = DEFAULT_FRAME_RATE
    duration_ms: int | None = None
    source: Track | None = None
    _known: dict[_Key, tuple[_Cues, Shown]] = field(default_factory=dict)

    def present(self, rows: Rows) -> tuple[Shown, ...]:
        """Every row, with what is to be said about it."""
        cues = _with_neighbours(rows)
        keys = [(row.id, id(one), id(cue), id(two)) for row, (one, cue, two) in zip(rows, cues, strict=True)]
        fresh = {key: self._known[key] for key in keys if key in self._known}
        for first, last in _runs([key not in fresh for key in keys]):
            for place, found in zip(range(first, last), self._findings(rows, first, last), strict=True):
                fresh[keys[place]] = cues[place], self._figures(rows[place], found)
        self._known = fresh
        return tuple(fresh[key][1] for key in keys)

    def _findings(self, rows: Rows, first: int, last: int) -> list[list[Finding]]:
        """The findings of a run of rows, which their neighbours take part in."""
        low, high = max(0, first - 1), min(len(rows), last + 1)
        track = Track(language=self.language, cues=tuple(row.cue for row in rows[low:high]))
        found: list[list[Finding]] = [[] for _ in range(first, last)]
        for finding in check_track(
            track,
            profile=self.profile,
            frame_rate=self.frame_rate,
            source=self.source,
            duration_ms=self.duration_ms,
        ):
            place = low + finding.cue_number - 1
            if first <= place < last:
                found[place - first].append(finding)
        return found

    def _figures(self, row: Row, findings: Sequence[Finding]) -> Shown:
        cue = row.cue
        measure = measure_cue(cue, profile=self.profile)
        return {
            "id": row.id,
            "start": cue.start_ms,
            "end": cue.end_ms,
            "text": cue.text,
            "lines": measure.line_cells,
            "speed": measure.speed_cps,
            "room": measure.room_cells,
            "findings": [[one.severity, one.rule, one.message] for one in findings],
        }


def _with_neighbours(rows: Sequence[Row]) -> list[_Cues]:
    cues: list[Cue | None] = [None, *(row.cue for row in rows), None]
    return [(cues[place], row.cue, cues[place + 2]) for place, row in enumerate(rows)]


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """The first place and the place after the last of every run of true flags."""
    start: int | None = None
    for place, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = place
        elif not flag and start is not None:
            yield start, place
            start = None
