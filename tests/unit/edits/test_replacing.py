"""A word that was misheard, wherever it stands."""

from __future__ import annotations

import pytest

from pipeline.edits import Likeness, find_places, replace_places
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
