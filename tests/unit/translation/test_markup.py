"""Tags and symbols survive a translation."""

import pytest

from pipeline.model import Translation
from pipeline.text.cleaning import clean_text
from pipeline.translation.markup import restore_markup, strip_markup


def shouted(text: str) -> Translation:
    """A translation word by word, aligned."""
    places = [index for index in range(len(text)) if index == 0 or text[index - 1] == " "]
    return Translation(text=text.upper(), alignment=tuple((place, place) for place in places))


@pytest.mark.parametrize(
    ("sentence", "whole"),
    [
        ("<i>all of it</i>", "<i>ALL OF IT</i>"),
        ("the <i>quick</i> fox", "THE <i>QUICK</i> FOX"),
        ("♪ sing ♪", "♪ SING ♪"),
        ("😀 so good!", "😀 SO GOOD!"),
        ('<font color="red">a</font> b', '<font color="red">A</font> B'),
        ("{\\an8}up there", "{\\an8}UP THERE"),
        ("a < b and b > c", "A < B AND B > C"),
        ("<i><b>both</b></i> of it", "<i><b>BOTH</b></i> OF IT"),
    ],
)
def test_markup_comes_back_in_its_place(sentence: str, whole: str) -> None:
    bare = strip_markup(sentence)
    assert restore_markup(bare, shouted(bare.text)).text == whole


def test_the_alignment_points_into_the_whole_sentence() -> None:
    sentence = "♪ the <i>quick</i> fox"
    bare = strip_markup(sentence)
    restored = restore_markup(bare, shouted(bare.text))
    assert restored.text == "♪ THE <i>QUICK</i> FOX"
    assert restored.alignment is not None
    words = [(restored.text[target:][:3], sentence[source:][:3]) for target, source in restored.alignment]
    assert words == [("THE", "the"), ("QUI", "qui"), ("FOX", "fox")]


def test_without_alignment_only_tags_at_the_ends_are_kept() -> None:
    bare = strip_markup("<i>the <b>quick</b> fox</i>")
    assert restore_markup(bare, Translation(text="THE QUICK FOX")).text == "<i>THE QUICK FOX</i>"


def test_a_sentence_of_symbols_has_no_text() -> None:
    assert strip_markup("♪ 😀").text == ""
    assert strip_markup("").text == ""


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (" two\n lines\t", "two lines"),
        ("bell\x07 and\x00 null", "bell and null"),
        ("\u202eright to left\u202c", "right to left"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🚀 up", "👩\u200d🚀 up"),
        ("\ufeffmark", "mark"),
        ("no\u00a0break", "no break"),
        ("\u200b\u00ad", ""),
        ("plain  spaces", "plain spaces"),
    ],
)
def test_white_space_and_controls_are_cleaned(text: str, clean: str) -> None:
    assert clean_text(text).text == clean


def test_cleaning_knows_where_characters_came_from() -> None:
    cleaned = clean_text("\x00 a\n b")
    assert cleaned.text == "a b"
    assert [cleaned.original_offset(index) for index in range(3)] == [2, 3, 5]
    assert clean_text("a b").original_offset(2) == 2


def aligned(text: str, *pairs: tuple[int, int]) -> Translation:
    return Translation(text=text, alignment=pairs)


def test_tags_stand_round_the_words_that_they_stood_round() -> None:
    """The language puts the noun first: what stands before the adjective must stay outside."""
    bare = strip_markup("A <b>red</b> ball")
    whole = restore_markup(bare, aligned("Uma bola vermelha", (0, 0), (4, 6), (9, 2)))
    assert whole.text == "Uma bola <b>vermelha</b>"


def test_a_part_that_came_back_as_it_was_is_found_without_alignment() -> None:
    bare = strip_markup("Press <b>Enter</b> now")
    assert restore_markup(bare, Translation(text="Agora, Enter aperte")).text == "Agora, <b>Enter</b> aperte"


def test_override_codes_are_pairs_too() -> None:
    bare = strip_markup(r"{\i1}Once{\i0} more")
    assert restore_markup(bare, aligned("Mais uma vez", (0, 5), (5, 0), (9, 0))).text == r"Mais {\i1}uma vez{\i0}"


def test_an_emoji_between_words_is_not_sent_and_comes_back() -> None:
    bare = strip_markup("That is great 😀 news.")
    assert bare.text == "That is great news."
    whole = restore_markup(bare, aligned("Isso é uma ótima notícia.", (0, 0), (5, 5), (7, 8), (11, 8), (17, 14)))
    assert whole.text == "Isso é uma ótima 😀 notícia."


def test_a_pair_without_a_place_is_left_out_whole() -> None:
    bare = strip_markup("<b>Warning:</b> it is hot.")
    assert restore_markup(bare, Translation(text="Aviso: está quente.")).text == "Aviso: está quente."
