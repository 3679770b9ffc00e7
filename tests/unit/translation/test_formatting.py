"""Italics, colours and places come into the cues of a translation."""

from pipeline.model import Cue, Sentence, Translation, Word
from pipeline.translation.formatting import carry_formatting


def sentence(text: str, start_ms: int = 0) -> Sentence:
    words = tuple(Word(text=word, start_ms=start_ms, end_ms=start_ms + 100) for word in text.split())
    return Sentence(id=str(start_ms), words=words)


def cue(text: str, start_ms: int = 0, end_ms: int = 2_000) -> Cue:
    return Cue(start_ms=start_ms, end_ms=end_ms, text=text)


RED = Translation(text="Uma bola vermelha rola.", alignment=((0, 0), (4, 6), (9, 2), (18, 11)))


def carried(source: str, *placed: Cue) -> list[str]:
    cues = carry_formatting([cue(source)], [sentence("A red ball rolls.")], [RED], placed)
    return [one.text for one in cues]


def test_italics_stand_round_the_translated_words() -> None:
    assert carried("A <i>red</i>\nball rolls.", cue("Uma bola vermelha\nrola.")) == ["Uma bola <i>vermelha</i>\nrola."]


def test_what_runs_over_two_cues_is_closed_in_each() -> None:
    placed = (cue("Uma bola", 0, 900), cue("vermelha rola.", 1_000, 2_000))
    assert carried("<i>A red ball rolls.</i>", *placed) == ["<i>Uma bola</i>", "<i>vermelha rola.</i>"]


def test_a_place_on_the_screen_stays() -> None:
    assert carried(r"{\an8}A red ball rolls.", cue("Uma bola vermelha rola.")) == [r"{\an8}Uma bola vermelha rola."]


def test_a_colour_keeps_its_attributes() -> None:
    source = 'A <font color="#ff0000">red</font> ball rolls.'
    assert carried(source, cue("Uma bola vermelha rola.")) == [
        'Uma bola <font color="#ff0000">vermelha</font> rola.',
    ]


def test_cues_that_say_something_else_leave_the_translation_alone() -> None:
    assert carried("A <i>blue</i> ball rolls.", cue("Uma bola vermelha rola.")) == ["Uma bola vermelha rola."]


def test_tags_stay_nested() -> None:
    assert carried("A <b><i>red</i></b> ball rolls.", cue("Uma bola vermelha rola.")) == [
        "Uma bola <b><i>vermelha</i></b> rola.",
    ]
