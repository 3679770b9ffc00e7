"""When cues come and go: first word, reading time, gaps; legal whatever the words say."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pipeline.cues.profiles import SLOWEST_FRAME_RATE, Profile
from pipeline.cues.segmentation import CutOptions
from pipeline.dataclass import dataclass
from pipeline.timing import frames_to_ms

BORROW_MS = 500
"""How far a cue may move away from its first word to give itself or a neighbour time."""
_COMFORT = 0.8
"""A cue lingers after the voice until it reads at this share of the profile's speed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What the voice says about one cue."""

    start_ms: int
    end_ms: int
    """When the voice has said the cue's last word, >= `start_ms`."""
    cells: float
    """How much there is to read."""


def time_cues(
    spoken: Sequence[Spoken], *, profile: Profile, options: CutOptions, borrows_for_speed: bool
) -> list[tuple[int, int]]:
    """Start and end of each cue: ordered, never overlapping, never longer than the profile's longest.

    Args:
        spoken: The cues in order, starts non-decreasing.
        profile: The limits.
        options: Frame rate and the medium's length.
        borrows_for_speed: Move starts (by up to `BORROW_MS`) not only where a cue would be shorter
            than the shortest, but also where it would be too fast.
    """
    if not spoken:
        return []
    gap_ms = profile.gap_ms(options.frame_rate)
    wanted = [_wanted_ms(cue, profile, borrows_for_speed=borrows_for_speed) + gap_ms for cue in spoken]
    last_ms = None if options.limit_ms is None else options.limit_ms + gap_ms
    starts = _borrow(spoken, wanted, gap_ms, last_ms)
    full_slot_ms = gap_ms + frames_to_ms(1, frame_rate=max(options.frame_rate, SLOWEST_FRAME_RATE))
    slot_ms = full_slot_ms if options.limit_ms is None else max(2, min(full_slot_ms, options.limit_ms // len(spoken)))
    _make_legal(starts, slot_ms, options.limit_ms)
    return _ends(starts, spoken, gap_ms if slot_ms == full_slot_ms else slot_ms // 2, profile, options)


def _wanted_ms(cue: Spoken, profile: Profile, *, borrows_for_speed: bool) -> int:
    reading = profile.reading_ms(cue.cells) if borrows_for_speed else 0
    return min(profile.max_ms, max(profile.min_ms, reading))


def _borrow(spoken: Sequence[Spoken], wanted: list[int], gap_ms: int, last_ms: int | None) -> list[int]:
    """Starts that give cues which are too short time of the silence before them, then of their neighbours.

    Args:
        spoken: The cues.
        wanted: The time each cue should have, with the gap after it.
        gap_ms: The gap between two cues.
        last_ms: When a cue after the last one would start; None for never.
    """
    starts = [cue.start_ms for cue in spoken]
    final = len(starts) - 1
    for index in range(len(starts)):
        next_ms = starts[index + 1] if index < final else last_ms
        if next_ms is None or starts[index] + wanted[index] <= next_ms:
            continue
        lack = starts[index] + wanted[index] - next_ms
        floor = starts[index - 1] + wanted[index - 1] if index else 0
        silent = max(floor, spoken[index - 1].end_ms + gap_ms) if index else 0
        lack -= _move_earlier(starts, spoken, index, (lack, silent))
        if index < final:
            lack -= _move_later(starts, spoken, index + 1, (lack, wanted[index + 1]))
        _move_earlier(starts, spoken, index, (lack, floor))
    return starts


def _move_earlier(starts: list[int], spoken: Sequence[Spoken], index: int, ask: tuple[int, int]) -> int:
    """Start a cue earlier by what it lacks, not before a floor; gives what was gained."""
    lack, floor = ask
    allowed = BORROW_MS - (spoken[index].start_ms - starts[index])
    gained = max(0, min(lack, allowed, starts[index] - floor))
    starts[index] -= gained
    return gained


def _move_later(starts: list[int], spoken: Sequence[Spoken], index: int, ask: tuple[int, int]) -> int:
    """Start a cue later by what its predecessor lacks, as far as it has time to spare."""
    lack, needed = ask
    allowed = BORROW_MS - (starts[index] - spoken[index].start_ms)
    spare = allowed if index + 1 == len(starts) else starts[index + 1] - starts[index] - needed
    gained = max(0, min(lack, allowed, spare))
    starts[index] += gained
    return gained


def _make_legal(starts: list[int], slot_ms: int, limit_ms: int | None) -> None:
    """Move starts so that they are at least one slot apart, and inside the medium if all fit."""
    for index in range(1, len(starts)):
        starts[index] = max(starts[index], starts[index - 1] + slot_ms)
    if limit_ms is None or starts[-1] + slot_ms <= limit_ms:
        return
    latest = limit_ms
    for index in range(len(starts) - 1, -1, -1):
        latest -= slot_ms
        starts[index] = latest = max(min(starts[index], latest), slot_ms * index)


def _ends(
    starts: list[int], spoken: Sequence[Spoken], gap_ms: int, profile: Profile, options: CutOptions
) -> list[tuple[int, int]]:
    close_ms = profile.close_ms(options.frame_rate)
    times = []
    for index, (start, cue) in enumerate(zip(starts, spoken, strict=True)):
        is_last = index + 1 == len(starts)
        latest = start + profile.max_ms
        if not is_last:
            latest = min(latest, starts[index + 1] - gap_ms)
        if options.limit_ms is not None:
            latest = min(latest, max(options.limit_ms, start + 1))
        end = min(latest, _wished_end_ms(start, cue, profile))
        if not is_last and gap_ms < starts[index + 1] - end <= close_ms and latest + gap_ms == starts[index + 1]:
            end = latest
        times.append((start, max(end, start + 1)))
    return times


def _wished_end_ms(start_ms: int, cue: Spoken, profile: Profile) -> int:
    """When the cue would leave if nothing followed: after the voice, with time to read it."""
    comfort = start_ms + math.ceil(profile.reading_ms(cue.cells) / _COMFORT)
    lingering = max(cue.end_ms, min(cue.end_ms + profile.linger_ms, comfort))
    return max(lingering, start_ms + profile.min_ms, start_ms + profile.reading_ms(cue.cells))
