"""Where sentences end."""

from __future__ import annotations

import time

import pytest

from pipeline.cues.cutting import split_sentences
from pipeline.model import Word


def spoken(text: str, *, word_ms: int = 300, pauses: dict[str, int] | None = None) -> list[Word]:
    words, time_ms = [], 0
    for token in text.split():
        words.append(Word(text=token, start_ms=time_ms, end_ms=time_ms + word_ms))
        time_ms += word_ms + (pauses or {}).get(token, 20)
    return words


def texts(words: list[Word], language: str = "en") -> list[str]:
    return [sentence.text for sentence in split_sentences(words, language=language)]


CASES = [
    ("en", "He lives in the U.S. and likes it.|He paid 1,000.5 dollars.|Good."),
    ("en", "It has rules, e.g. for J. K. Rowling.|Dr. Smith came at 3 p.m. yesterday.|Really?|Yes!"),
    ("en", "“Stop. Go.”|Then he left."),
    ("pt", "O Sr. Silva pagou R$ 1.000,50 em 2014.|O Dr. João saiu.|Certo?"),
    ("de", "Das kostet z. B. 3,5 Millionen.|Am 3. Mai kam er.|Gut."),
    ("hi", "यह एक है।|वह दो है।"),
    ("ar", "هل هذا صحيح؟|نعم هو كذلك."),
]


@pytest.mark.parametrize(("language", "marked"), CASES)
def test_abbreviations_numbers_and_initials_end_no_sentence(language: str, marked: str) -> None:
    """Only a real end ends a sentence, in each language's own punctuation."""
    assert texts(spoken(marked.replace("|", " ")), language) == marked.split("|")


def test_a_full_stop_and_a_breath_end_a_sentence() -> None:
    """The pause decides where the segmenter is not sure."""
    words = spoken("We went to the U.S. They did not.", pauses={"U.S.": 900})
    assert texts(words) == ["We went to the U.S.", "They did not."]


def test_a_pause_alone_does_not_cut_a_sentence_until_it_is_very_long() -> None:
    """A speaker may stop for effect: the sentence is translated whole."""
    assert texts(spoken("And the winner is John.", pauses={"is": 1_800})) == ["And the winner is John."]
    assert texts(spoken("and so we wait here again", pauses={"wait": 4_000})) == ["and so we wait", "here again"]


def test_chinese_sentences_end_without_spaces() -> None:
    """The ideographic full stop needs no space after it."""
    words = [
        Word(text=char, start_ms=n * 100, end_ms=n * 100 + 90, space_before=False)
        for n, char in enumerate("没有评分。各地保存记录。")
    ]
    assert texts(words, "zh") == ["没有评分。", "各地保存记录。"]


def test_without_punctuation_pauses_decide() -> None:
    """A recogniser that writes no full stops still gives sentences that can be translated."""
    words = spoken(" ".join(["so we go on and on talking about things here"] * 30), pauses={"here": 450})
    parts = texts(words)
    assert len(parts) > 5
    assert all(len(part) <= 300 for part in parts)
    assert all(part.endswith("here") for part in parts)


def test_a_hundred_thousand_words_without_punctuation_take_linear_time() -> None:
    """The segmenter is asked about few words at a time."""
    words = spoken(" ".join(["word"] * 20_000))
    start = time.perf_counter()
    split_sentences(words, language="en")
    assert time.perf_counter() - start < 5


def test_no_words_are_no_sentences() -> None:
    """Nothing in, nothing out."""
    assert split_sentences([], language="en") == ()
