"""The readability table: what a cue may look like in each language.

Figures: Netflix Timed Text Style Guide (general requirements and the pages of each language) and
its checker in Subtitle Edit; TED (21 characters a second, 42 a line, 84 a cue); BBC Subtitle
Guidelines (160 to 180 words a minute, 37 characters a line).
"""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

from pipeline.dataclass import dataclass
from pipeline.timing import frames_to_ms

SLOWEST_FRAME_RATE = Fraction(20)
"""Slide shows come with one frame a second or fewer: two of their frames are no sensible gap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Limits for the cues of one language."""

    name: str
    line_cells: int = 42
    """Longest line, in cells: one a grapheme, but see `half_width`."""
    max_lines: int = 2
    speed_cps: float = 17.0
    """Fastest comfortable reading speed, in characters a second (cells where `half_width`)."""
    min_ms: int = 833
    max_ms: int = 7_000
    gap_frames: int = 2
    close_frames: int = 11
    """Gaps longer than `gap_frames` and up to this many frames are closed to `gap_frames`."""
    linger_ms: int = 500
    """How long a cue may stay after the voice."""
    half_width: bool = False
    """True where a half-width character counts half a cell (Chinese, Japanese, Korean)."""
    pause_ms: int = 1_500
    """A cue never straddles a longer pause of the voice."""

    def gap_ms(self, frame_rate: Fraction) -> int:
        """The smallest gap between two cues."""
        return frames_to_ms(self.gap_frames, frame_rate=max(frame_rate, SLOWEST_FRAME_RATE))

    def close_ms(self, frame_rate: Fraction) -> int:
        """The longest gap that is closed to `gap_ms`."""
        return frames_to_ms(self.close_frames, frame_rate=max(frame_rate, SLOWEST_FRAME_RATE))

    def reading_ms(self, cells: float) -> int:
        """The shortest time in which so many cells are not too fast to read."""
        return math.ceil(cells * 1_000 / self.speed_cps)


_GENERAL = Profile(name="netflix")
_NETFLIX = {
    "en": replace(_GENERAL, speed_cps=20.0),
    "ar": replace(_GENERAL, speed_cps=20.0),
    "hi": replace(_GENERAL, speed_cps=22.0),
    "th": replace(_GENERAL, line_cells=35),
    "zh": replace(_GENERAL, line_cells=16, speed_cps=9.0, half_width=True),
    "ko": replace(_GENERAL, line_cells=16, speed_cps=12.0, half_width=True),
    "ja": replace(_GENERAL, line_cells=13, speed_cps=4.0, min_ms=500, half_width=True),
}
_LOOSE = {"ted": {"speed_cps": 21.0}, "bbc": {"line_cells": 37, "speed_cps": 15.0}, "vertical": {"line_cells": 24}}

PROFILE_NAMES = ("netflix", *_LOOSE)


def profile_for(language: str, name: str = "netflix") -> Profile:
    """The limits for one language in one profile.

    Args:
        language: BCP-47 tag; only its first part matters.
        name: One of `PROFILE_NAMES`.

    Raises:
        ValueError: If there is no such profile.

    >>> profile_for("zh-Hant").line_cells
    16
    """
    if name not in PROFILE_NAMES:
        raise ValueError(f"no profile {name!r}; known: {', '.join(PROFILE_NAMES)}")
    row = _NETFLIX.get(language.split("-", maxsplit=1)[0], _GENERAL)
    if name == "netflix":
        return row
    if row.half_width or name == "vertical":
        scale = 24 / 42 if name == "vertical" else 1.0
        return replace(row, name=name, line_cells=max(8, int(row.line_cells * scale)))
    return replace(row, name=name, **_LOOSE[name])  # type: ignore[arg-type]  # values are the fields' own types
