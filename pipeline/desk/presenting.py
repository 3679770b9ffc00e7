"""What the browser is reported about each row: its text, its figures, and what the checks say about it.

The figures and findings come from `quality`, so that the desk and `captions check` never disagree.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pipeline.cues import Profile
from pipeline.dataclass import dataclass
from pipeline.desk.rows import Row, Rows, unchanged_ends
from pipeline.model import Track
from pipeline.quality import Finding, check_track, measure_cue
from pipeline.timing import DEFAULT_FRAME_RATE

Shown = dict[str, object]
"""One row as JSON: id, start, end (ms), text, lines (cells), speed, room, findings."""


@dataclass(slots=True, kw_only=True)
class Presenter:
    """Presents the rows of one track; what did not change is not computed again."""

    language: str
    profile: Profile
    frame_rate: Fraction = DEFAULT_FRAME_RATE
    duration_ms: int | None = None
    source: Track | None = None
    _rows: Rows = ()
    """What was presented last."""
    _shown: tuple[Shown, ...] = ()

    def present(self, rows: Rows) -> tuple[Shown, ...]:
        """Every row, with what is to be said about it; a row's findings depend on its neighbours, too."""
        head, tail = unchanged_ends(self._rows, rows)
        if head < len(rows) or len(rows) < len(self._rows):
            first, last = max(0, head - 1), min(len(rows), len(rows) - tail + 1)
            found = zip(rows[first:last], self._findings(rows, first, last), strict=True)
            made = (self._figures(row, findings) for row, findings in found)
            self._shown = (*self._shown[:first], *made, *self._shown[len(self._shown) - (len(rows) - last) :])
        self._rows = rows
        return self._shown

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
