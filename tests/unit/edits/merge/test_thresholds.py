"""Decisions of the merge that hang on one comparison, each with an example that needs it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.edits.merge.cue_links import link_cues
from pipeline.edits.merge.three_way import merge_cues
from pipeline.model import Cue


def cue(start_ms: int, end_ms: int, text: str, *names: str, settings: str = "") -> Cue:
    return Cue(start_ms=start_ms, end_ms=end_ms, text=text, sentence_ids=names, settings=settings)


def shown(cues: tuple[Cue, ...]) -> list[tuple[int, int, str]]:
    return [(one.start_ms, one.end_ms, one.text) for one in cues]


FIRST = cue(0, 1_900, "This is the first one.", "s1")
LONG = cue(2_000, 5_000, "The second one is longer than all the others.", "s2")
LAST = cue(6_000, 7_900, "And this is the last.", "s3")
BASE = (FIRST, LONG, LAST)
SPLIT = (
    replace(LONG, end_ms=3_400, text="The second one is longer"),
    replace(LONG, start_ms=3_500, text="than all the others."),
)


@pytest.mark.parametrize(
    ("new_times", "expected"),
    [
        ((2_200, 5_100), [(2_200, 3_400), (3_500, 5_100)]),
        ((2_000, 3_400), [(2_000, 2_653), (2_700, 3_400)]),
        ((2_000, 8_000), [(2_000, 4_800), (5_000, 8_000)]),
    ],
    ids=["a little", "much shorter", "much longer"],
)
def test_a_split_is_stretched_only_where_its_content_takes_another_time(
    new_times: tuple[int, int], expected: list[tuple[int, int]]
) -> None:
    """By less than a second only its outer ends follow; the person's own cut stays where it is."""
    new = (
        FIRST,
        replace(LONG, start_ms=new_times[0], end_ms=new_times[1], text="The second one is longer than the others."),
    )
    result = merge_cues(BASE[:2], (FIRST, *SPLIT), new)
    assert [one.times for one in result.cues[1:]] == expected


def test_a_place_on_the_screen_is_not_lost_where_the_machine_cuts_anew() -> None:
    """Which of the new cues it belongs to nobody knows: the person's cues stay, and that is reported."""
    placed = replace(LONG, settings="X1:40", start_ms=2_100)
    new = (
        FIRST,
        replace(LONG, end_ms=3_400, text="The second is much"),
        replace(LONG, start_ms=3_500, text="longer than others."),
        LAST,
    )
    result = merge_cues(BASE, (FIRST, placed, LAST), new)
    assert [(one.text, one.settings) for one in result.cues][1] == (placed.text, "X1:40")
    assert [one.kind for one in result.conflicts] == ["text"]
    without = merge_cues(BASE, (FIRST, replace(placed, settings=""), LAST), new)
    assert [one.text for one in without.cues][1:3] == ["The second is much", "longer than others."]


def test_a_new_sentence_that_uses_some_words_of_an_old_one_does_not_vanish_under_its_edit() -> None:
    """It is no part of the old sentence: half of its words are others."""
    base = (cue(0, 3_000, "The city keeps its own records of people.", "s1"),)
    new = (
        cue(0, 3_000, "The city keeps its own records.", "s1"),
        cue(3_100, 6_000, "Some of people never hear about it at all.", "s2"),
    )
    result = merge_cues(base, (replace(base[0], text="Rongcheng keeps its own records of people."),), new)
    assert new[1].text in [one.text for one in result.cues]


def test_an_old_sentence_that_was_divided_is_one_with_both_its_parts() -> None:
    """All words of both are its own: what the person wrote stands for both."""
    base = (cue(0, 3_000, "The city keeps its own records and nobody else does.", "s1"),)
    new = (cue(0, 1_500, "The city keeps its own records.", "s1"), cue(1_600, 3_000, "And nobody else does.", "s2"))
    edited = (replace(base[0], text="Rongcheng keeps its own records and nobody else does."),)
    assert [one.text for one in merge_cues(base, edited, new).cues] == [edited[0].text]


def test_a_sentence_that_one_side_deleted_between_two_others_is_still_a_sentence() -> None:
    """A cut may stand still on one side: where the machine dropped a sentence, the person's others are kept apart."""
    base = (cue(0, 6_000, "One is here. Two is there. Three is gone.", "s1", "s2", "s3"),)
    edited = (replace(base[0], text="One is here. Two is there. Three has gone."),)
    new = (replace(base[0], text="One is here. Three is gone.", sentence_ids=("s1", "s3")),)
    result = merge_cues(base, edited, new)
    assert [one.text for one in result.cues] == ["One is here. Three has gone."]
    assert not result.conflicts


def test_the_break_before_a_sentence_that_has_gone_goes_to_the_next() -> None:
    """A person began a cue with it; the next sentence begins that cue now. Where no cue began, none does."""
    base = (cue(0, 6_000, "One is here. Two is there. Three is gone.", "s1", "s2", "s3"),)
    new = (replace(base[0], text="One is here. Three is gone.", sentence_ids=("s1", "s3")),)
    split = (
        replace(base[0], end_ms=2_000, text="One is here!"),
        replace(base[0], start_ms=2_000, text="Two is there. Three is gone."),
    )
    assert [one.text for one in merge_cues(base, split, new).cues] == ["One is here!", "Three is gone."]
    joined = (replace(base[0], text="One is here! Two is there. Three is gone."),)
    assert [one.text for one in merge_cues(base, joined, new).cues] == ["One is here! Three is gone."]


def test_a_cue_that_would_flash_moves_into_the_nearest_gap() -> None:
    """Less than a quarter of a second beside a person's cue is too little to read."""
    base = (FIRST, cue(2_000, 3_000, "The second.", "s2"), LAST)
    new = (FIRST, cue(1_200, 2_000, "The other.", "s2"), LAST)
    result = merge_cues(base, (replace(FIRST, end_ms=1_950), *base[1:]), new)
    assert [one.times for one in result.cues] == [(0, 1_950), (1_950, 2_750), LAST.times]


SCENE = ("the water of the river is deep", "nobody knows how deep it really is")
OTHER = [cue(20_000 + 2_000 * at, 21_900 + 2_000 * at, f"other words number {at} here{at}") for at in range(12)]


def scene(start_ms: int) -> list[Cue]:
    return [cue(start_ms + 2_000 * at, start_ms + 2_000 * at + 1_900, text) for at, text in enumerate(SCENE)]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ((*scene(0), *OTHER, *scene(80_000)), (*OTHER[:6], *scene(50_000), *OTHER[6:])),
        ((*scene(0), *OTHER), (*OTHER, *scene(60_000), *scene(70_000))),
    ],
    ids=["two before", "two side by side"],
)
def test_moved_content_has_one_partner(left: tuple[Cue, ...], right: tuple[Cue, ...]) -> None:
    """Of two copies of a scene, one is the scene that moved; the other was added or deleted."""
    links = [(a, b) for a, b in link_cues(left, right) if left[a].text in SCENE]
    assert len(links) == len({a for a, _ in links}) == len({b for _, b in links}) == len(SCENE)
    assert all(left[a].text == right[b].text for a, b in links)


def test_what_a_person_put_behind_a_sentence_moves_along_but_is_not_stretched_with_it() -> None:
    """The sentence takes ten seconds where it took two; its last words stand in a cue of two seconds all the same."""
    end = cue(7_000, 8_000, "The end of it.", "s3")
    base = (cue(1_000, 3_000, "one two three four five six.", "s1"), cue(4_000, 6_000, "seven eight nine.", "s2"), end)
    edited = (cue(1_000, 3_000, "one two three"), cue(4_000, 6_000, "four five six at last."), end)
    new = (
        cue(1_000, 6_000, "one two three sad", "s1"),
        cue(6_100, 11_000, "words four five six.", "s1"),
        cue(12_000, 14_000, "seven eight nine.", "s2"),
        cue(15_000, 16_000, "The end of it.", "s3"),
    )
    result = merge_cues(base, edited, new)
    assert shown(result.cues)[1:] == [(12_000, 14_000, "four five six at last."), (15_000, 16_000, "The end of it.")]


def test_a_cue_that_a_person_added_stays_between_its_neighbours() -> None:
    """What was said beside it is cut out, and the next sentence comes fifteen seconds earlier."""
    gone = cue(9_000, 11_000, "Nobody asked about schools.", "s2")
    base = (FIRST, gone, cue(20_000, 22_000, "Cities keep records.", "s3"))
    edited = (FIRST, cue(8_000, 8_900, "Entirely other words."), *base[1:])
    new = (FIRST, cue(4_200, 6_200, "Cities keep records.", "s2"), cue(9_000, 10_000, "They last for ever.", "s3"))
    result = merge_cues(base, edited, new)
    assert shown(result.cues)[1:] == [
        (3_300, 4_200, "Entirely other words."),
        (4_200, 6_200, "Cities keep records."),
        (9_000, 10_000, "They last for ever."),
    ]
