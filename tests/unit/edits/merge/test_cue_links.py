"""Which cue of one version is which of another, where words or times agree by chance."""

from __future__ import annotations

from dataclasses import replace

from pipeline.edits.merge.cue_links import link_cues
from pipeline.edits.merge.three_way import merge_cues
from pipeline.model import Cue


def cue(start_ms: int, end_ms: int, text: str, *names: str) -> Cue:
    return Cue(start_ms=start_ms, end_ms=end_ms, text=text, sentence_ids=names)


SCHOOLS = cue(2_800, 3_600, "Nobody asked about schools.", "s1")
YES = cue(3_700, 4_200, "Yes.", "s2")
LAST = cue(5_000, 7_000, "Every city keeps its own records.", "s3")


def test_a_cue_that_was_rewritten_behind_one_that_was_split_is_still_known() -> None:
    """The second half of the split begins later than the whole did; that does not mean that all moved."""
    split = replace(SCHOOLS, end_ms=3_300, text="Nobody asked"), replace(SCHOOLS, start_ms=3_300, text="about schools.")
    edited = (*split, replace(YES, text="Of course."), LAST)
    assert link_cues((SCHOOLS, YES, LAST), edited) == ((0, 0), (0, 1), (1, 2), (2, 3))
    joined = (cue(2_800, 4_200, "Nobody asked about schools. Yes."), replace(LAST, text="But nobody knows why."))
    assert link_cues((SCHOOLS, YES, LAST), joined) == ((0, 0), (1, 0), (2, 1))


def test_a_rewritten_cue_is_what_stood_in_its_place_and_not_a_deleted_one_with_some_of_its_words() -> None:
    """Less than most of its words agree, and it begins exactly where another cue did."""
    deleted = cue(13_300, 15_000, "It is the score that counts most.", "s1")
    base = (deleted, cue(19_800, 21_200, "Trains run on time here.", "s2"), cue(21_300, 23_000, "The end of it.", "s3"))
    edited = (replace(base[1], text="What counts is the work that people do."), base[2])
    assert link_cues(base, edited) == ((1, 0), (2, 1))
    one_word = (
        replace(base[1], end_ms=20_200, text="Score one."),
        replace(base[1], start_ms=20_200, text="on time here."),
    )
    assert link_cues(base, (*one_word, base[2])) == ((1, 0), (1, 1), (2, 2))
    answer = cue(0, 400, "Yes.", "s0")
    assert link_cues((answer, *base[1:]), (replace(base[1], text="Yes, of course they do."), base[2])) == (
        (1, 0),
        (2, 1),
    )


def test_most_of_a_cue_is_that_cue_wherever_it_stands() -> None:
    """Two cues changed places: each now begins exactly where the other did."""
    base = (cue(0, 2_000, "Trains run on time here.", "s1"), cue(2_000, 4_000, "Every city keeps records.", "s2"))
    edited = (cue(0, 2_000, "Every city keeps books."), cue(2_000, 4_000, "Entirely other words in this one."))
    assert (1, 0) in link_cues(base, edited)


def test_words_that_went_to_the_next_cue_are_known_there() -> None:
    """A person broke the sentence two words earlier; both cues stay what they were."""
    base = (cue(0, 2_000, "Every city keeps its own", "s1"), cue(2_000, 4_000, "records of people and trains.", "s1"))
    edited = (cue(0, 1_800, "Every city keeps"), cue(1_800, 4_000, "its own records of people and trains."))
    assert link_cues(base, edited) == ((0, 0), (0, 1), (1, 1))
    elsewhere = edited[0], replace(edited[1], start_ms=2_000, end_ms=4_100)
    assert link_cues((base[0], replace(base[1], start_ms=2_100)), elsewhere) == ((0, 0), (0, 1), (1, 1))


def test_the_last_word_of_a_split_is_known_wherever_a_person_shows_it() -> None:
    """Its cue was retimed; the first half standing where the whole did says nothing against it."""
    split = replace(SCHOOLS, end_ms=3_300, text="Nobody asked about"), cue(3_650, 4_300, "schools.")
    assert link_cues((SCHOOLS, LAST), (*split, LAST)) == ((0, 0), (0, 1), (1, 2))
    joined = cue(3_700, 7_000, "Every city keeps its own records. Yes.")
    assert link_cues((YES, replace(LAST, start_ms=4_300)), (joined,)) == ((0, 0), (1, 0))


def test_the_same_short_word_at_the_same_time_is_another_once_others_have_passed_it() -> None:
    """Six seconds were cut, and somebody else now says "Yes." just then: the correction was of the one that is gone."""
    yes = cue(17_900, 18_100, "Yes.", "s1")
    base = (yes, replace(LAST, start_ms=18_900, end_ms=20_900), cue(24_000, 26_000, "Trains run on time here.", "s4"))
    edited = (replace(yes, text="Never."), *base[1:])
    new = (replace(LAST, start_ms=13_000, end_ms=15_000), yes, cue(20_000, 22_000, "Trains run on time here.", "s4"))
    result = merge_cues(base, edited, new)
    assert result.cues == new
    assert [one.text for one in result.rejects] == ["Never."]


def test_a_cue_that_only_stands_elsewhere_in_the_file_is_the_same() -> None:
    """Appended at the end, at its old time: its neighbours in the file are others, and nothing was passed in time."""
    base = (YES, LAST, cue(8_000, 9_000, "The end of it.", "s4"))
    assert link_cues(base, (*base[1:], YES)) == ((0, 2), (1, 0), (2, 1))
