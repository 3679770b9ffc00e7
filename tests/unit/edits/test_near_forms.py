"""What resembles a name among recognised words, and the name in its place."""

from __future__ import annotations

import pytest

from pipeline.edits import NearForm, find_near_forms, name_choices, name_places, names_in, names_nearby, put_names
from pipeline.model import Reading, Transcript, Word
from pipeline.records import GlossaryTerm, NamePlace

WORD_MS = 500


def words(text: str) -> tuple[Word, ...]:
    return tuple(
        Word(text=word, start_ms=n * WORD_MS, end_ms=n * WORD_MS + 400, probability=0.6)
        for n, word in enumerate(text.split())
    )


def heard(text: str) -> Transcript:
    said = words(text)
    return Transcript(language="en", duration_ms=said[-1].end_ms, words=said)


@pytest.mark.parametrize(
    ("text", "name", "after"),
    [
        ("in Ranchang, there", "Rongcheng", "in Rongcheng, there"),
        ("in “Ranchang’s” town", "Rongcheng", "in “Rongcheng’s” town"),
        ("in Rong cheng today", "Rongcheng", "in Rongcheng today"),
        ("in Rongcheng today", "Rong Cheng", "in Rong Cheng today"),
        ("Mr Del Porto won", "del Potro", "Mr del Potro won"),
        ("he won. Del Porto", "del Potro", "he won. Del Potro"),
    ],
)
def test_what_resembles_a_name_gets_its_spelling(text: str, name: str, after: str) -> None:
    """The punctuation around it stays, and the genitive."""
    said = heard(text)
    forms = find_near_forms(said.words, [name])
    choices = name_choices(said, forms)
    places = name_places(
        choices, forms, [n for n, place in enumerate(choices.alignment.places) if not place.is_same], {}
    )
    assert " ".join(word.text for word in put_names(said, places).words) == after


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("in Rongcheng today", "Rongcheng"),
        ("two Rongchengs today", "Rongcheng"),
        ("in rongcheng today", "Rongcheng"),
        ("he did it wrong. Change it", "Rongcheng"),
        ("an old house", "Ann"),
        ("in Paris today", "Rongcheng"),
        ("研究 研究", "Rongcheng"),
    ],
)
def test_the_name_itself_and_other_words_are_left_alone(text: str, name: str) -> None:
    """So are the ends of sentences, and names of three letters, which resemble too much."""
    assert find_near_forms(words(text), [name]) == ()


def test_the_likest_of_several_names_is_taken() -> None:
    """Each place once; which names are near does not depend on the order of the list."""
    text = words("in Ranchang and Rongchang")
    names = ["Rongchong", "Ranchong", "Lisbon"]
    forms = find_near_forms(text, names)
    assert [(form.heard, form.name) for form in forms] == [("Ranchang", "Ranchong"), ("Rongchang", "Rongchong")]
    said = Transcript(language="en", duration_ms=9_000, words=text)
    assert names_nearby(said, names) == names_nearby(said, names[::-1]) == ("Ranchong", "Rongchong")


def test_names_of_the_glossary_hold_for_their_language_and_videos() -> None:
    """Names are what is not translated or has a capital; other terms every recogniser knows."""
    terms = [
        GlossaryTerm(source="Rongcheng"),
        GlossaryTerm(source="mayor"),
        GlossaryTerm(source="scaffolding", is_translated=False),
        GlossaryTerm(source="Mekka", language="de"),
        GlossaryTerm(source="Sintra", videos=("other",)),
    ]
    assert names_in(terms, "talk", "en") == ("Rongcheng", "scaffolding")


def test_names_keep_to_the_time_of_what_was_recognised() -> None:
    """However the decoder times them: the words around them have their own times."""
    said = heard("in Ranchang today")
    (form,) = find_near_forms(said.words, ["Rongcheng"])
    choices = name_choices(said, [form])
    late = (Word(text="Rongcheng", start_ms=700, end_ms=5_000, probability=0.9),)
    (place,) = name_places(choices, [form], [1], {1: late})
    assert [(word.start_ms, word.end_ms) for word in place.words] == [(700, 900)]


def test_what_was_read_otherwise_there_is_settled() -> None:
    """The queue does not offer the second reading of words that a name replaced."""
    said = heard("in Ranchang today")
    readings = (
        Reading(start_ms=0, end_ms=400, heard="in", text="on", share=0.5),
        Reading(start_ms=500, end_ms=900, heard="Ranchang", text="Rongcheng", share=0.5),
    )
    transcript = Transcript(language="en", duration_ms=1_400, words=said.words, readings=readings)
    name = NamePlace(first=1, end=2, name="Rongcheng", heard="Ranchang", words=said.words[1:2])
    assert [one.heard for one in put_names(transcript, (name,)).readings] == ["in"]


def test_a_place_of_no_words_is_none() -> None:
    """A record from a stranger's repository cannot say so."""
    with pytest.raises(ValueError, match="takes the place of words"):
        NamePlace(first=2, end=2, name="Rongcheng", heard="", words=words("Rongcheng"))
    assert isinstance(find_near_forms(words("in Ranchang"), ["Rongcheng"])[0], NearForm)
