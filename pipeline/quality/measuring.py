"""What a person sees beside a cue: how long its lines are, how fast it reads, how much would fit."""

from __future__ import annotations

from pipeline.cues import Profile
from pipeline.dataclass import dataclass
from pipeline.model import Cue
from pipeline.quality.checking import without_italics
from pipeline.text import count_cells, reading_cells
from pipeline.timing import MS_PER_SECOND


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """The figures of one cue, counted as `check_track` counts them."""

    line_cells: tuple[float, ...]
    """The length of each line, in cells of the profile."""
    speed_cps: float
    """Characters a second; 0 for a cue without text or without duration."""
    room_cells: int
    """How many characters could be read in the cue's time and shown in its lines."""


def measure_cue(cue: Cue, *, profile: Profile) -> Measure:
    r"""Count one cue.

    >>> from pipeline.cues import profile_for
    >>> measure_cue(Cue(start_ms=0, end_ms=2000, text="Hello,\nworld."), profile=profile_for("en"))
    Measure(line_cells=(6.0, 6.0), speed_cps=6.5, room_cells=40)
    """
    lines = tuple(without_italics(line) for line in cue.lines)
    duration_ms = max(0, cue.duration_ms)
    cells = reading_cells(lines, half_width=profile.half_width)
    return Measure(
        line_cells=tuple(count_cells(line, half_width=profile.half_width) for line in lines),
        speed_cps=round(cells * MS_PER_SECOND / duration_ms, 2) if duration_ms else 0.0,
        room_cells=min(profile.max_lines * profile.line_cells, int(duration_ms * profile.speed_cps / MS_PER_SECOND)),
    )
