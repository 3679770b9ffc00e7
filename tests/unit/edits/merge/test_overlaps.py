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


def _placed_beside(person: tuple[int, int], sentences: str, *times_ms: tuple[int, int]) -> list[Placed]:
    """The machine's cues, each of a sentence, behind one that a person put in their way."""
    machine = zip(sentences, _cues(*times_ms), strict=True)
    return [
        Placed(cue=_cues(person)[0], edited_at=0),
        *(Placed(cue=cue, new_ids=(name,), has_machine_times=True) for name, cue in machine),
    ]


def _machines_beside(person: tuple[int, int], sentences: str, *times_ms: tuple[int, int]) -> list[tuple[int, int]]:
    """Their times once they have made room, in their order."""
    placed = _placed_beside(person, sentences, *times_ms)
    result, disputes = make_room(placed, _cues(person))
    assert result[0] == placed[0]
    assert disputes == ()
    return [item.cue.times for item in result[1:]]


def test_a_sentence_goes_on_later_where_its_first_cue_finds_no_room():
    """The second cue keeps its end where it can; else it moves on in its turn."""
    times_ms = (3_300, 3_900), (4_100, 6_000)
    assert _machines_beside((0, 4_000), "aa", *times_ms) == [(4_000, 4_250), (4_250, 6_000)]
    times_ms = (3_300, 3_900), (4_100, 4_300), (4_350, 6_000)
    assert _machines_beside((0, 4_000), "aaa", *times_ms) == [(4_000, 4_250), (4_250, 4_500), (4_500, 6_000)]


def test_no_other_sentence_begins_later_and_the_one_without_room_is_reported():
    """It is not shown behind that one either."""
    times_ms = (3_300, 3_900), (4_100, 6_000)
    placed = _placed_beside((0, 4_000), "ab", *times_ms)
    result, disputes = make_room(placed, _cues((0, 4_000)))
    assert [item.cue.times for item in result[1:]] == [*times_ms]
    assert [dispute.kind for dispute in disputes] == ["time"]


def test_two_cues_in_the_time_of_a_persons_stand_behind_it_in_their_order():
    """As long as there is room for both, whatever they say."""
    times_ms = (3_000, 3_400), (3_400, 3_900), (5_000, 6_000)
    assert _machines_beside((0, 4_000), "abc", *times_ms) == [(4_000, 4_400), (4_400, 4_900), (5_000, 6_000)]
    times_ms = (3_000, 3_400), (3_400, 3_900), (4_500, 6_000)
    assert _machines_beside((0, 4_000), "abc", *times_ms) == [(4_000, 4_250), (4_250, 4_500), (4_500, 6_000)]


def test_a_cue_with_little_room_behind_another_does_not_go_before_it():
    """It takes what there is."""
    assert _machines_beside((2_500, 5_000), "ab", (1_800, 2_300), (2_400, 3_200)) == [(1_800, 2_300), (2_300, 2_500)]


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
