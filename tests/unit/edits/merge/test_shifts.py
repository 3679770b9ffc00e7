"""A person's times stay, move along, or would put a cue among others than those beside it."""

from __future__ import annotations

from dataclasses import replace

from pipeline.edits.merge.three_way import merge_cues
from pipeline.model import Cue


def cue(start_ms: int, end_ms: int, text: str, *names: str) -> Cue:
    return Cue(start_ms=start_ms, end_ms=end_ms, text=text, sentence_ids=names)


def shown(cues: tuple[Cue, ...]) -> list[tuple[int, int, str]]:
    return [(one.start_ms, one.end_ms, one.text) for one in cues]


SAID = cue(12_000, 14_000, "Nobody asked about schools.", "s1")
NEXT = cue(16_000, 18_000, "Every city keeps its own records.", "s2")
SPLIT = (replace(SAID, end_ms=13_000, text="Nobody asked"), replace(SAID, start_ms=13_000, text="about all schools."))


def test_a_cut_stays_where_its_sentence_moved_by_less_than_a_second() -> None:
    new = SAID.moved(-400), NEXT.moved(-400)
    assert shown(merge_cues((SAID, NEXT), (*SPLIT, NEXT), new).cues) == [
        (11_600, 13_000, "Nobody asked"),
        (13_000, 13_600, "about all schools."),
        (15_600, 17_600, NEXT.text),
    ]


def test_a_cut_moves_with_its_sentence_where_the_next_one_would_pass_it() -> None:
    """The pause behind it was cut out: what follows now begins before the times that the person chose."""
    yes = cue(12_000, 12_300, "Yes.", "s1")
    split = replace(yes, end_ms=12_150), cue(12_150, 12_300, "Of course.")
    result = merge_cues((yes, NEXT), (*split, NEXT), (yes.moved(-500), NEXT.moved(-4_100)))
    assert shown(result.cues) == [(11_500, 11_650, "Yes."), (11_650, 11_800, "Of course."), (11_900, 13_900, NEXT.text)]
    assert not result.conflicts


def test_a_cut_moves_with_its_sentence_where_it_would_come_before_the_one_before_it() -> None:
    before = cue(9_000, 11_500, "Trains run on time here.", "s0")
    new = cue(12_600, 12_800, before.text, "s0"), replace(SAID, start_ms=12_900, end_ms=14_900), NEXT
    edited = (before, replace(SAID, start_ms=12_100, text="Nobody asked about all schools."), NEXT)
    result = merge_cues((before, SAID, NEXT), edited, new)
    assert shown(result.cues)[:2] == [(12_600, 12_800, before.text), (13_000, 14_900, edited[1].text)]


def test_what_a_person_added_behind_a_cue_goes_where_that_goes() -> None:
    """The sentence before it begins where it did and takes a third of the time: its last words come earlier."""
    base = (cue(10_000, 12_000, "Nobody asked about schools", "s1"), cue(13_000, 14_000, "or loans.", "s1"), NEXT)
    added = cue(14_000, 14_400, "(Laughter)")
    edited = (replace(base[0], text="Nobody asked us about schools"), base[1], added, NEXT)
    new = (cue(10_000, 10_800, "Everybody spoke about schools", "s1"), cue(10_900, 11_400, "or loans.", "s1"))
    result = merge_cues(base, edited, (*new, NEXT.moved(-4_000)))
    assert [one.text for one in result.cues] == [edited[0].text, base[1].text, added.text, NEXT.text]
    assert result.cues[2].duration_ms == added.duration_ms


def test_two_cues_that_a_person_added_stay_in_their_order() -> None:
    """The pause in which they stood was cut out."""
    first, second = cue(14_100, 14_500, "(Laughter)"), cue(14_600, 15_600, "(Applause)")
    result = merge_cues((SAID, NEXT), (SAID, first, second, NEXT), (SAID.moved(-600), NEXT.moved(-1_900)))
    assert [one.text for one in result.cues] == [SAID.text, first.text, second.text, NEXT.text]
