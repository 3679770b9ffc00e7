"""A word that was misheard, wherever it stands."""

from __future__ import annotations

import pytest

from pipeline.edits import Likeness, find_corrections, find_places, replace_places
from pipeline.model import Cue


def cues(*texts: str) -> tuple[Cue, ...]:
    return tuple(Cue(start_ms=n * 1_000, end_ms=n * 1_000 + 900, text=text) for n, text in enumerate(texts))


@pytest.mark.parametrize(
    ("text", "likeness", "after"),
    [
        ("In Ranchang it rains.", Likeness.SAME, "In Rongcheng it rains."),
        ("In RANCHANG it rains.", Likeness.SAME, "In RONGCHENG it rains."),
        ("Ranchang's mayor", Likeness.INFLECTED, "Rongcheng's mayor"),
        ("Two Ranchangs.", Likeness.INFLECTED, "Two Rongchengs."),
        ("In Ran\nchang it rains.", Likeness.CUT, "In Rongcheng it rains."),
        ("In Ran Chang, there", Likeness.CUT, "In Rongcheng, there"),
        ("In Ronchang it rains.", Likeness.SIMILAR, "In Rongcheng it rains."),
    ],
)
def test_each_form_is_found_and_replaced(text: str, likeness: Likeness, after: str) -> None:
    """Endings and capitals stay."""
    (place,) = find_places(cues(text), "Ranchang")
    assert place.likeness is likeness
    assert replace_places(cues(text), [place], "Rongcheng")[0].text == after


def test_other_words_are_left_alone() -> None:
    """Short words are only taken as they are, and no word inside another."""
    assert find_places(cues("The ranch changed. A merchant ran."), "Ranchang") == ()
    assert [place.found for place in find_places(cues("a cat, the cats, a car"), "cat")] == ["cat"]


def test_phrases_are_replaced_across_lines_and_several_times_in_a_cue() -> None:
    """With their context; a sentence that begins with it begins with a capital."""
    track = cues("The social\ncredits system and the social credits system.", "Social credits system!")
    places = find_places(track, "social credits system")
    assert [(place.cue, place.likeness) for place in places] == [(1, "same"), (1, "same"), (2, "same")]
    assert places[0].context == "The [social credits system] and the social credits system."
    texts = [cue.text for cue in replace_places(track, places, "social credit system")]
    assert texts == ["The social credit system and the social credit system.", "Social credit system!"]


@pytest.mark.parametrize(
    ("texts", "old", "new", "after"),
    [
        (
            ("of the social credits", "system of China"),
            "social credits system",
            "social credit system",
            ("of the social credit", "system of China"),
        ),
        (("In Ran", "chang it rains."), "Ranchang", "Rongcheng", ("In Rongcheng", "it rains.")),
        (("In Ran-", "chang it rains."), "Ranchang", "Rongcheng", ("In Rongcheng", "it rains.")),
        (("It rains in Ran", "chang."), "Ranchang", "Rongcheng", ("It rains in", "Rongcheng.")),
        (("Ran", "chang is far."), "Ranchang", "Rong cheng", ("Rong", "cheng is far.")),
        (("Ran", "chang"), "Ranchang", "Rongcheng", ("Rongcheng", "")),
    ],
    ids=["a phrase", "a word that was cut", "with a hyphen", "the rest is all of a cue", "two words", "nothing else"],
)
def test_what_goes_on_in_the_next_cue_is_replaced_in_both(
    texts: tuple[str, ...], old: str, new: str, after: tuple[str, ...]
) -> None:
    """The words are shared as they were; no cue is left empty where another word stands in its neighbour."""
    (place,) = find_places(cues(*texts), old)
    assert (place.cue, place.last_cue) == (1, 2)
    assert tuple(cue.text for cue in replace_places(cues(*texts), [place], new)) == after


def test_a_sentence_that_ends_between_is_no_place() -> None:
    """What stands at the end of one sentence and the start of the next is no phrase, nor what lies a cue apart."""
    assert find_places(cues("He ran.", "Chang came."), "Ranchang") == ()
    assert find_places(cues("In Ran", "…", "chang it rains."), "Ranchang") == ()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("The mayor of Ranchang came.", "The mayor of Rongcheng came.", [("Ranchang", "Rongcheng")]),
        ("The social credits system works.", "The social credit system works.", []),
        ("A meet your right fell.", "A meteorite fell.", [("meet your right", "meteorite")]),
        ("We saw their house.", "We saw there house.", []),
        ("We saw ranchang.", "We saw Ranchang.", []),
        ("Nothing of this was said.", "Everybody went home early, Rongcheng, too.", []),
    ],
    ids=["a name", "a short word", "a phrase", "another short word", "a capital", "written anew"],
)
def test_corrections_that_may_fit_elsewhere(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    """Names, phrases and long words; short ones are most often right elsewhere."""
    assert [(one.old, one.new) for one in find_corrections(before, after)] == expected
