"""Cues that moved along with their content give way to each other."""

from itertools import pairwise

from pipeline.edits.merge.overlaps import make_room
from pipeline.edits.merge.resolve import Placed
from pipeline.model import Cue


def _cues(*times_ms: tuple[int, int]) -> tuple[Cue, ...]:
    return tuple(Cue(start_ms=start, end_ms=end, text=f"cue {number}") for number, (start, end) in enumerate(times_ms))


def _made_room(edited: tuple[Cue, ...], moved: tuple[Cue, ...]) -> list[Cue]:
    placed = [Placed(cue=cue, edited_at=number) for number, cue in enumerate(moved)]
    result, disputes = make_room(placed, edited)
    assert disputes == ()
    return sorted((item.cue for item in result), key=lambda cue: cue.start_ms)


def test_a_cue_gives_way_to_a_longer_one_behind_the_one_before_it():
    """The second moves out of the first's way and ends later than it: the third must not take it for the only one."""
    edited = _cues((10_000, 13_000), (20_000, 20_900), (30_000, 30_900))
    result = _made_room(edited, _cues((1_000, 4_000), (1_500, 4_300), (3_800, 4_900)))
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(result))
    assert {cue.text for cue in result} == {"cue 0", "cue 1", "cue 2"}


def test_cues_that_overlapped_in_the_persons_file_may_overlap():
    edited = _cues((10_000, 13_000), (12_000, 14_000))
    moved = _cues((1_000, 4_000), (3_000, 5_000))
    assert _made_room(edited, moved) == [*moved]
