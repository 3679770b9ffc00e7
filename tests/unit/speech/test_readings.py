"""Where other readings of the same sound differ."""

from __future__ import annotations

import pytest

from pipeline.speech.readings import compare_readings
from pipeline.speech.recogniser import Otherwise
from pipeline.speech.word_times import PlacedWord


def spoken(text: str, *, space: bool = True) -> list[PlacedWord]:
    """Words of 400 ms, one every half second."""
    return [
        PlacedWord(
            text=word,
            start_ms=number * 500,
            end_ms=number * 500 + 400,
            probability=0.5,
            space_before=space,
            starts_segment=False,
        )
        for number, word in enumerate(text.split())
    ]


def others_of(*texts: str, share: float = 0.5) -> list[Otherwise]:
    """Other readings that are as likely as what was recognised."""
    return [Otherwise(text=text, share=share) for text in texts]


@pytest.mark.parametrize(
    ("heard", "others", "expected"),
    [
        ("the city of Ranchang today", ["the city of Rongcheng today"], [("Ranchang", "Rongcheng", 0.5)]),
        ("the city, of Rome", ["The city of rome."], []),
        ("a b c d", ["a x c d", "a y c d", "a x c d", "a b c d"], [("b", "x", 0.88)]),
        ("we had a cat", ["we had cat"], [("a", "", 0.5)]),
        ("we had cat", ["we had a cat"], [("had", "had a", 0.5)]),
        ("had a cat", ["we had a cat"], [("had", "we had", 0.5)]),
        ("one two three four", ["one too free four", "one two tree four"], [("two three", "too free", 0.75)]),
        ("so it is", ["thank you for watching and please subscribe to this channel today"], []),
        ("so it is", [""], []),
    ],
    ids=["a name", "punctuation", "several", "left out", "put in", "put in first", "overlapping", "lost", "empty"],
)
def test_each_place_has_what_is_likeliest_there_instead(
    heard: str, others: list[str], expected: list[tuple[str, str, float]]
) -> None:
    """With what the transcript has there, and how likely it is that one of the readings is right."""
    found = [(one.heard, one.text, one.share) for one in compare_readings(spoken(heard), others_of(*others))]
    assert found == expected


def test_a_reading_has_the_time_of_the_words_that_it_may_replace() -> None:
    """So that the sentence in which it lies can be found."""
    (reading,) = compare_readings(spoken("we met miss smith there"), others_of("we met Mister Smyth there"))
    assert (reading.start_ms, reading.end_ms) == (1_000, 1_900)


def test_what_is_hardly_likely_is_not_said() -> None:
    """One in twenty, and all of them together where there are several."""
    assert [*compare_readings(spoken("a b c"), others_of("a x c", share=0.05))] == []
    (reading,) = compare_readings(spoken("a b c"), others_of("a x c", "a y c", "a y c", share=0.05))
    assert (reading.text, reading.share) == ("y", 0.14)


def test_scripts_without_spaces_are_compared_by_letters() -> None:
    """A recogniser's words are pieces of them."""
    found = [*compare_readings(spoken("私は 日本語を 話す", space=False), others_of("私は英語を話す"))]
    assert [(one.heard, one.text) for one in found] == [("日本", "英")]


def test_without_words_nothing_is_compared() -> None:
    """Where nobody speaks."""
    assert [*compare_readings([], others_of("anything"))] == []
