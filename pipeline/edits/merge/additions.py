"""Where a cue that a person added stands once the cues around it moved by different times."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model import Cue

UNSURE_MS = 1_000
"""Content can have moved by so much without its `shift_ms` saying so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A cue of the person's file whose content the machine still has."""

    cue: Cue
    shift_ms: int
    """How far its content moved; 0 for up to `UNSURE_MS`."""

    @property
    def start_ms(self) -> int:
        """When it begins now."""
        return self.cue.start_ms + self.shift_ms


def keep_between(cue: Cue, shift_ms: int, before: Neighbour | None, after: Neighbour | None) -> int:
    """How far an added cue moves, so that it stays between its neighbours.

    It moves with the nearer one. Where what was said on its other side is gone, the neighbour there can come so close
    that the cue would pass it, and be shown among words that it does not belong to.

    Args:
        cue: The added cue, as it is in the person's file.
        shift_ms: How far the nearer neighbour moved.
        before: The last cue before it in the file that is still there.
        after: The first cue behind it.
    """
    start_ms = cue.start_ms + shift_ms
    if after and cue.start_ms < after.cue.start_ms and start_ms >= after.start_ms:
        start_ms = after.start_ms - cue.duration_ms
    if before and cue.start_ms > before.cue.start_ms and start_ms < before.start_ms - UNSURE_MS:
        start_ms = before.start_ms
    return start_ms - cue.start_ms
