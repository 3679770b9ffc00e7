"""Units that are not plain speech: where they begin, what they are made of, and how they are shown."""

from __future__ import annotations

import pytest

from pipeline.cues import CutOptions, cut_cues, profile_for, read_unit, source_sentences
from pipeline.cues.sentences import split_sentences
from pipeline.cues.unit_starts import Start, find_starts, mark_lines
from pipeline.cues.units import is_symbol
from pipeline.model import Begins, Cue, Sentence, Word
from pipeline.text import drop_tags


def file_of(*texts: str, gap_ms: int = 500) -> tuple[Cue, ...]:
    """A caption file: one cue a text, two seconds each."""
    return tuple(
        Cue(start_ms=n * (2_000 + gap_ms), end_ms=n * (2_000 + gap_ms) + 2_000, text=text)
        for n, text in enumerate(texts)
    )


def words_of(cues: tuple[Cue, ...]) -> tuple[Word, ...]:
    """The words of a file, their cue's time shared evenly."""
    words: list[Word] = []
    for cue in cues:
        texts = drop_tags(cue.text).split()
        step = cue.duration_ms // max(1, len(texts))
        words += [
            Word(text=text, start_ms=cue.start_ms + n * step, end_ms=cue.start_ms + (n + 1) * step)
            for n, text in enumerate(texts)
        ]
    return tuple(words)


def sentences_of(*texts: str, language: str = "en") -> tuple[Sentence, ...]:
    cues = file_of(*texts)
    return source_sentences(words_of(cues), cues, language=language)


def units_of(*texts: str, language: str = "en") -> list[str]:
    return [sentence.text for sentence in sentences_of(*texts, language=language)]


SEPARATE = {
    "label": (("[applause]", "iron turns red."), ["[applause]", "iron turns red."]),
    "label before a sentence that goes on": (
        ("We mix the", "[thunder]", "salt."), ["We mix the", "[thunder]", "salt."]),
    "label in a line": (("[laughs] That is right.",), ["[laughs]", "That is right."]),
    "label over two lines": (("[slow and sad\nmusic]", "Then it ends."), ["[slow and sad music]", "Then it ends."]),
    "round brackets that fill a line": (("(door opens)", "Come in."), ["(door opens)", "Come in."]),
    "round brackets inside": (("We saw it (in May) there.",), ["We saw it (in May) there."]),
    "full-width brackets": (("［拍手］", "では始めます。"), ["［拍手］", "では始めます。"]),
    "song": (("♪ Here comes the sun ♪", "and it is hot."), ["♪ Here comes the sun ♪", "and it is hot."]),
    "song over two lines": (("♪ Here comes\nthe sun ♪", "Hello."), ["♪ Here comes the sun ♪", "Hello."]),
    "song that is not closed": (("♪ Here comes the sun", "hello there."), ["♪ Here comes the sun", "hello there."]),
    "dialogue": (("- Is it safe\n- no it is not",), ["- Is it safe", "- no it is not"]),
    "dialogue of two lines": (("- It is not\nso bad.\n- Oh.",), ["- It is not so bad.", "- Oh."]),
    "dash without a space": (("–Tudo bem?\n–Tudo.",), ["–Tudo bem?", "–Tudo."]),
    "speakers": (("HOST: hello there\nGUEST: hi",), ["HOST: hello there", "GUEST: hi"]),
    "change of speaker": ((">> Good morning. >> morning!",), [">> Good morning.", ">> morning!"]),
    "list": (
        ("We need:", "- a glass", "- some salt", "Now we mix."),
        ["We need:", "- a glass", "- some salt", "Now we mix."]),
    "numbered list": (("1. Mix the salt", "2. Add water"), ["1. Mix the salt", "2. Add water"]),
    "bullets": (("• salt\n• water",), ["• salt", "• water"]),
    "emoji": (("Let's go! 🚀", "Now we mix."), ["Let's go! 🚀", "Now we mix."]),
    "emoji without a stop": (("Let's go 👍🏽", "Now we mix."), ["Let's go 👍🏽", "Now we mix."]),
    "tags": (("<i>[music]</i>", "{\\an8}Hello."), ["[music]", "Hello."]),
}  # fmt: skip


@pytest.mark.parametrize(("texts", "expected"), SEPARATE.values(), ids=SEPARATE)
def test_a_unit_is_never_joined_with_its_neighbour(texts: tuple[str, ...], expected: list[str]) -> None:
    """Each is translated by itself."""
    assert units_of(*texts) == expected or units_of(*texts) == [text[:1].upper() + text[1:] for text in expected]


WHOLE = {
    "dash in mid-sentence": ("It was here\n– or nearly here –\nall the time.",),
    "number at the head of a line": ("That was in the year\n19. Some say so",),
    "a cited number": ("See [1] and arr[0] there.",),
    "minus": ("It was\n-5 degrees.",),
    "colon": ("We need three things: salt and water.",),
    "emoji inside": ("We ❤ this city a lot.",),
    "lower-case words and a colon": ("It is clear\nthat here: it stops.",),
}


@pytest.mark.parametrize("texts", WHOLE.values(), ids=WHOLE)
def test_what_only_looks_like_a_sign_divides_no_sentence(texts: tuple[str, ...]) -> None:
    """Our own cutting may put a dash or a number at the head of a line."""
    assert units_of(*texts)[0].split() == texts[0].split()[: len(units_of(*texts)[0].split())]
    assert len(units_of(*texts)) == (2 if "19." in texts[0] else 1)


def test_a_recognisers_segments_stand_for_lines() -> None:
    """A transcript has no lines: a label that fills a segment is one all the same."""
    texts = [("(music)", True), ("and", True), ("so", False), ("on", False), ("[laughs]", False), ("he", False)]
    words = [
        Word(text=text, start_ms=n * 300, end_ms=n * 300 + 290, starts_segment=starts)
        for n, (text, starts) in enumerate(texts)
    ]
    assert find_starts(words) == {0: Start.CUE, 1: Start.CUE, 4: Start.INLINE, 5: Start.INLINE}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("- HOST: [laughs]", ("- ", "HOST", ": ", "[", "laughs", "]")),
        ("♪ la la ♪", ("", "", "", "♪ ", "la la", " ♪")),
        (">> Yes.", (">> ", "", "", "", "Yes.", "")),
        ("2) Mix it.", ("2) ", "", "", "", "Mix it.", "")),
        ("Note: it is hot.", ("", "", "", "", "Note: it is hot.", "")),
        ("STOP: DO NOT MIX", ("", "", "", "", "STOP: DO NOT MIX", "")),
        ("-5 degrees", ("", "", "", "", "-5 degrees", "")),
        ("[1]", ("", "", "", "", "[1]", "")),
        ("", ("", "", "", "", "", "")),
        ("♪♪", ("", "", "", "♪♪", "", "")),
    ],
)
def test_signs_come_off_and_joined_are_the_text(text: str, parts: tuple[str, ...]) -> None:
    """Nothing of a text is lost by taking it apart."""
    unit = read_unit(text)
    found = (unit.sign, unit.speaker, unit.colon, unit.opening, unit.body, unit.closing)
    assert found == parts
    assert "".join(found) == text


def test_words_know_what_they_begin_in_their_file() -> None:
    """Cue, line, nothing; words of another file stay unmarked."""
    cues = file_of("One two\nthree", "four")
    words = words_of(cues)
    assert [word.begins for word in mark_lines(words, cues)] == [Begins.CUE, Begins.NOTHING, Begins.LINE, Begins.CUE]
    assert mark_lines(words[1:], cues) == words[1:]


def cut(*texts: str) -> list[str]:
    cues = cut_cues(sentences_of(*texts), profile=profile_for("en"), options=CutOptions(language="en"))
    return [cue.text for cue in cues]


def test_two_speakers_stay_in_their_cue_on_a_line_each() -> None:
    """One speaker a line, however short the lines are."""
    texts = [
        "- Is it safe?\n- No.",
        "- Why?\n- It is hot in here, and in there.",
        "♪ La la ♪\n♪ Oh, what a day it is ♪",
    ]
    assert cut(*texts) == texts


def test_a_label_keeps_its_own_cue() -> None:
    """However short it is, and however near its neighbours."""
    cues = file_of("[music]", "Hello.", "[applause]", "♪ la la ♪", gap_ms=80)
    sentences = source_sentences(words_of(cues), cues, language="en")
    found = cut_cues(sentences, profile=profile_for("en"), options=CutOptions(language="en"))
    assert [cue.text for cue in found] == ["[music]", "Hello.", "[applause]", "♪ la la ♪"]
    assert [cue.start_ms for cue in found] == [cue.start_ms for cue in cues]


def test_a_label_in_a_line_stays_in_its_line() -> None:
    """Translated apart, shown together."""
    assert cut("[laughs] That is right.") == ["[laughs] That is right."]


def test_speakers_who_need_more_lines_than_a_cue_has_get_cues_of_their_own() -> None:
    """No line of two speakers, and no third line."""
    long = "- Nobody in this room would ever have said that it is safe."
    assert [text.replace("\n", " ") for text in cut(f"{long}\n- No.")] == [long, "- No."]
    assert cut("- One.\n- Two.\n- Three.") == ["- One.\n- Two.", "- Three."]


@pytest.mark.parametrize(
    ("texts", "first"),
    [
        (("hello and welcome.",), "Hello"), (("iPhone sales rose.",), "iPhone"),
        (("x is a number.",), "x"), (("e.g. it is hot.",), "e.g."), (("We stop…", "and go on."), "We"),
        (("www.example.org is it.",), "www.example.org"), (("[music]", "and so on"), "And"),
        (("We mix the", "[thunder]", "salt."), "salt."),
    ],
)  # fmt: skip
def test_a_sentence_is_translated_with_a_capital(texts: tuple[str, ...], first: str) -> None:
    """Also where the recogniser wrote a small letter; names and symbols stay as they are."""
    assert units_of(*texts)[-1].split()[0] == first


def test_a_cue_after_a_full_stop_and_a_breath_begins_a_sentence() -> None:
    """Whatever its first letter is."""
    cues = file_of("We stop.", "so it goes.", gap_ms=700)
    assert [sentence.text for sentence in source_sentences(words_of(cues), cues, language="en")] == [
        "We stop.",
        "So it goes.",
    ]


def test_a_small_letter_after_a_full_stop_inside_a_unit_becomes_a_capital() -> None:
    """Not after an abbreviation, nor in a language whose abbreviations are not known."""
    assert units_of("We heat it. then we wait.") == ["We heat it. Then we wait."]
    assert units_of("It costs approx. seven. now.") == ["It costs approx. seven. Now."]
    assert units_of("Det kostar ungef. sju.", language="sv") == ["Det kostar ungef. sju."]


def test_items_of_a_list_keep_their_small_letters() -> None:
    """A person wrote them so."""
    assert units_of("We need:", "- a glass")[1] == "- a glass"


@pytest.mark.parametrize(("text", "is_one"), [("🚀", True), ("👍🏽", True), ("❤️", True), ("♪", False), ("!", False)])
def test_pictures_are_told_from_notes_and_marks(text: str, is_one: bool) -> None:
    """An emoji belongs to the sentence before it, a note begins a song."""
    assert is_symbol(text) is is_one


def test_no_unit_changes_the_words_of_a_sentence() -> None:
    """Splitting moves nothing."""
    words = words_of(file_of("[music] - HOST: hi ♪ la ♪ >> 🚀 [x", "] ♪"))
    assert tuple(word for sentence in split_sentences(words, language="en") for word in sentence.words) == words
