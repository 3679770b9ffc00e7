"""How long words are when they are spoken."""

import pytest

from pipeline.text import is_spoken_long, spoken_letters

LONG = [
    "1-800-555-0199.",
    "3.1415926535",
    "299,792,458",
    "www.example.org/history",
    "jane@example.org",
    "HTML5",
    "2:45",
    "50%",
]
SHORT = [
    "are",
    "extraordinary,",
    "well-known",
    "don't",
    "7",
    "21",
    "NASA",
    "UNESCO",
    "internationalization",
    "café.",
    "二十",
]


@pytest.mark.parametrize("word", LONG)
def test_digits_addresses_and_acronyms_are_spoken_long(word):
    """They are spelled out."""
    assert is_spoken_long(word)


@pytest.mark.parametrize("word", SHORT)
def test_ordinary_words_take_as_long_as_they_are_written(word):
    """Long words, too."""
    assert not is_spoken_long(word)


def test_letters_are_counted_without_punctuation():
    """Nobody says the comma after a word; in a number it is said, or a pause."""
    assert spoken_letters("seven,") == spoken_letters("seven") == 5
    assert spoken_letters("“ocean”") == 5
    assert spoken_letters("...") == 0
    assert spoken_letters("3.14") > spoken_letters("314")
