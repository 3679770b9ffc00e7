"""When cues come and go."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pipeline.cues import CutOptions, profile_for
from pipeline.cues.spotting import BORROW_MS, Spoken, time_cues

PROFILE = profile_for("en")


def timed(*rows: tuple[int, int, float], limit_ms: int | None = None, for_speed: bool = True) -> list[tuple[int, int]]:
    spoken = [Spoken(start_ms=start, end_ms=end, cells=cells) for start, end, cells in rows]
    options = CutOptions(language="en", limit_ms=limit_ms)
    return time_cues(spoken, profile=PROFILE, options=options, borrows_for_speed=for_speed)


def test_no_cue_moves_by_more_than_half_a_second_however_often_it_borrows() -> None:
    """Silence first, then its neighbour's time: both together are the limit."""
    times = timed((0, 1_000, 10), (2_000, 2_800, 80), (2_900, 5_000, 42))
    assert times[1][0] == 2_000 - BORROW_MS


def test_a_cue_takes_silence_before_it_takes_its_neighbours_time() -> None:
    """The cue before keeps its voice where silence is enough."""
    first, second = timed((0, 2_000, 20), (2_400, 3_300, 24), limit_ms=3_300)
    assert second[0] == 2_400 - (24 * 50 - 900)
    assert first[1] >= 2_000


def test_without_borrowing_for_speed_only_cues_that_are_too_short_move() -> None:
    """The spoken language stays on its words."""
    rows = ((0, 2_000, 20), (2_400, 3_300, 60), (3_400, 4_400, 20))
    assert [start for start, _ in timed(*rows, for_speed=False)] == [0, 2_400, 3_400]
    assert [start for start, _ in timed(*rows)][1] < 2_400


def test_a_cue_stays_until_it_can_be_read_but_not_beyond_half_a_second_of_ease() -> None:
    """Longer into silence only where speed needs it."""
    assert timed((0, 1_000, 60)) == [(0, 3_000)]
    assert timed((0, 3_000, 60)) == [(0, 3_500)]
    assert timed((0, 3_000, 10)) == [(0, 3_000)]


@pytest.mark.parametrize(("next_ms", "end_ms"), [(1_600, 1_520), (2_100, 1_500)])
def test_short_gaps_are_closed_to_two_frames(next_ms: int, end_ms: int) -> None:
    """A gap of 3 to 11 frames flickers."""
    assert timed((0, 1_500, 10), (next_ms, next_ms + 2_000, 20))[0][1] == end_ms


def test_more_cues_than_the_medium_has_room_for_stay_apart_inside_it() -> None:
    """A slot for each, in order."""
    times = timed(*((900, 900, 5) for _ in range(40)), limit_ms=1_000)
    assert all(a[0] < a[1] <= b[0] for a, b in pairwise(times))
    assert times[-1][1] <= 1_000


def test_nothing_spoken_is_nothing_shown() -> None:
    """No cue, no time."""
    assert timed() == []
