"""What a point between two words says."""

from __future__ import annotations

import pytest

from pipeline.cues.abbreviations import CLOSING, LEANING, STARTERS, TITLES
from pipeline.cues.breaks import AFTER_SENTENCE, BAD, break_cost
from pipeline.cues.sentence_ends import is_abbreviation, leans_on_next, point_ends
from pipeline.cues.sentences import split_sentences
from pipeline.model import Word

ENDS_NOTHING = [
    ("en", "approx.", "seven"), ("en", "approx.", "20"), ("en", "Gov.", "Adams"), ("en", "Mt.", "Hope"),
    ("en", "J.", "Smith"), ("en", "U.S.", "Navy"), ("en", "cf.", "Baker"), ("en", "word.", "small"),
    ("pt", "Profa.", "Ana"), ("pt", "Av.", "Paulista"), ("pt", "Eng.", "Carlos"), ("pt", "págs.", "Doze"),
    ("pt", "a.C.", "César"), ("es", "Avda.", "Diagonal"), ("es", "dra.", "Ruiz"), ("fr", "Mme.", "Curie"),
    ("fr", "boul.", "Voltaire"), ("de", "z.B.", "Berlin"), ("de", "3.", "Mai"), ("de", "bzw.", "Anna"),
    ("it", "dott.", "Rossi"), ("pt", "Cia.", "Ltda."), ("nl", "bijv.", "Utrecht"), ("nl", "dhr.", "Jansen"),
    ("ca", "Sra.", "Puig"), ("gl", "páx.", "Vinte"), ("qq", "Dr.", "Who"), ("en", "(e.g.", "Rome"),
]  # fmt: skip
ENDS = [("en", "p.m.", "Then"), ("en", "U.S.", "They"), ("pt", "d.C.", "Depois"), ("de", "1.", "Dann")]
UNDECIDED = [
    ("en", "me.", "So"), ("en", "No.", "He"), ("en", "rain.", "Birds"), ("en", "I.", "It"), ("pt", "mar.", "Ela"),
    ("en", "Yes...", "But"), ("de", "1995.", "Berlin"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "left", "right"), ENDS_NOTHING)
def test_an_abbreviation_before_its_word_ends_nothing(language: str, left: str, right: str) -> None:
    """Titles, streets, measures, Latin; and any point before a small letter or a digit."""
    assert point_ends(left, right, language) is False


@pytest.mark.parametrize(("language", "left", "right"), ENDS)
def test_an_abbreviation_before_a_word_that_opens_sentences_ends_one(language: str, left: str, right: str) -> None:
    """“At 5 p.m. Then …”."""
    assert point_ends(left, right, language) is True


@pytest.mark.parametrize(("language", "left", "right"), UNDECIDED)
def test_an_ordinary_word_before_a_capital_is_left_to_the_segmenter(language: str, left: str, right: str) -> None:
    """“Me.” is a French title and no English one."""
    assert point_ends(left, right, language) is None


def test_titles_need_a_capital_and_other_abbreviations_do_not() -> None:
    """“Tell me gen. Smith” is rare; “the gen.” is not."""
    assert leans_on_next("Gen.", "en")
    assert not leans_on_next("gen.", "en")
    assert is_abbreviation("kg.", "pt")
    assert not is_abbreviation("gato.", "pt")


@pytest.mark.parametrize(("left", "right"), [("Jan.", "5"), ("approx.", "20"), ("Gov.", "Adams"), ("J.", "Li")])
def test_no_line_ends_inside_an_abbreviated_group(left: str, right: str) -> None:
    """The cutter judges as the sentence splitter does."""
    assert break_cost(left, right, "en") >= BAD


def test_an_abbreviation_in_mid_sentence_is_no_better_an_end_than_other_words() -> None:
    """Lines do not end after “E.U.” as if a sentence did."""
    assert break_cost("E.U.", "one", "en") > break_cost("E.U.", "and", "en") > AFTER_SENTENCE
    assert break_cost("rain.", "Birds", "en") == AFTER_SENTENCE


@pytest.mark.parametrize(("pause_ms", "count"), [(20, 1), (400, 2)])
def test_a_number_begins_a_sentence_only_after_a_pause(pause_ms: int, count: int) -> None:
    """“They are two. 20 came.” needs the voice to say so."""
    texts = "They were two. 20 came.".split()
    starts = [0, 300, 600, 900 + pause_ms, 1_200 + pause_ms]
    words = [Word(text=text, start_ms=start, end_ms=start + 300) for text, start in zip(texts, starts, strict=True)]
    assert len(split_sentences(words, language="en")) == count


def test_a_title_before_a_pause_and_a_new_segment_ends_the_sentence() -> None:
    """A pause alone does not: people hesitate before a name."""
    texts = ["He", "met", "the", "Dr.", "Smith", "left."]
    starts = [0, 300, 600, 900, 2_000, 2_300]
    words = [Word(text=text, start_ms=start, end_ms=start + 300) for text, start in zip(texts, starts, strict=True)]
    assert len(split_sentences(words, language="en")) == 1
    fresh = Word(text="Smith", start_ms=2_000, end_ms=2_300, starts_segment=True)
    assert len(split_sentences([*words[:4], fresh, words[5]], language="en")) == 2


def test_the_tables_are_in_lower_case_and_without_last_points() -> None:
    """A row in capitals would never be found."""
    for table in (TITLES, LEANING, CLOSING, STARTERS):
        for words in table.values():
            assert words == words.lower()
            assert not [word for word in words.split() if word.endswith(".")]
