"""Where lines may end: the judgement that cutting, checking and the benches share."""

from __future__ import annotations

import pytest

from pipeline.cues.break_words import FUNCTION_WORDS, GENITIVES, JOINED
from pipeline.cues.breaks import break_cost, is_bad_break

BAD = [
    ("en", "the", "score"), ("en", "of", "control"), ("en", "and", "trains"), ("en", "is", "found"),
    ("en", "not", "stop"), ("en", "does", "not"), ("en", "27", "million"), ("en", "million", "tickets"),
    ("en", "June", "2019"), ("en", "Dr.", "Smith"), ("en", "J.", "Smith"), ("en", "Ada", "Lovelace"),
    ("en", "they", "say"), ("en", "“the", "score"), ("en", "5", "km"), ("en", "what", "it"),
    ("pt", "da", "China"), ("pt", "não", "é"), ("pt", "27", "milhões"), ("es", "el", "sistema"),
    ("fr", "les", "gens"), ("fr", "ne", "sont"), ("de", "das", "System"), ("de", "nicht", "gut"),
    ("it", "della", "città"), ("nl", "het", "systeem"), ("pt-BR", "uma", "cidade"), ("es", "estoy", "seguro"),
    ("es", "así", "que"), ("es-419", "Ya", "que"), ("es", "gran", "barco"),
]  # fmt: skip
GOOD = [
    ("en", "score,", "which"), ("en", "people", "who"), ("en", "planes", "and"), ("en", "in.", "The"),
    ("en", "system", "of"), ("en", "tickets", "had"), ("en", "score", "—"), ("en", "between you", "and"),
    ("de", "System", "Menschen"), ("pt", "pontos,", "e"), ("qq", "abcdef", "ghijkl"), ("en", "U.S.", "They"),
    ("en", "plan", "(see"), ("es", "digo", "que"), ("es", "así,", "que"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "left", "right"), BAD)
def test_what_belongs_together_is_a_bad_break(language: str, left: str, right: str) -> None:
    """Article and noun, auxiliary and verb, negation, number and unit, title and name stay together."""
    assert is_bad_break(left, right, language)


@pytest.mark.parametrize(("language", "left", "right"), GOOD)
def test_the_end_of_a_phrase_is_a_fair_break(language: str, left: str, right: str) -> None:
    """After punctuation, before a conjunction or preposition, between content words."""
    assert not is_bad_break(left, right, language)


def test_breaks_are_ranked_from_full_stop_to_article() -> None:
    """A sentence's end is best, then clause, comma, conjunction, preposition, any word, article."""
    pairs = [("end.", "The"), ("end;", "the"), ("end,", "the"), ("end", "and"), ("end", "of"), ("end", "word")]
    costs = [break_cost(left, right, "en") for left, right in [*pairs, ("the", "end")]]
    assert costs == sorted(costs)
    assert len(set(costs)) == len(costs)


def test_the_word_lists_are_lower_case_and_of_known_classes() -> None:
    """A word in capitals would never be found."""
    for rows in FUNCTION_WORDS.values():
        assert set(rows) == {"determiner", "preposition", "conjunction", "auxiliary", "negation", "pronoun", "adverb"}
        assert all(words == words.lower() for words in rows.values())
    joined = [*GENITIVES.values(), *(words for rows in JOINED.values() for pair in rows.items() for words in pair)]
    assert all(words == words.lower() for words in joined)
