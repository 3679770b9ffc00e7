"""Line breaks by learned prices."""

from __future__ import annotations

import pytest

from pipeline.cues.line_breaks import is_learned, shape_worth, word_worth

BETTER = [
    ("en", ("thing", "that"), ("that", "we")),
    ("en", ("growth,", "and"), ("growth", "and")), ("en", ("see", "when"), ("when", "you")),
    ("en", ("up", "in"), ("in", "the")), ("en", ("said.", "Then"), ("said,", "then")),
    ("en", ("Smith", "came"), ("Dr.", "Smith")), ("es", ("sistema", "que"), ("que", "usamos")),
    ("es", ("casa", "de"), ("la", "casa")), ("pt", ("casa", "para"), ("para", "todos")),
    ("de", ("Haus", "und"), ("und", "Hof")), ("en-GB", ("ships", "from"), ("from", "here")),
    ("es", ("barcos", "con"), ("barcos", "del")), ("es", ("parar", "motores"), ("tengo", "que")),
    ("es", ("mapa", "para"), ("para", "que")), ("es", ("ver", "lo"), ("lo", "que")), ("es", ("digo", "que"), ("ya", "que")),
]  # fmt: skip


@pytest.mark.parametrize(("language", "better", "worse"), BETTER)
def test_people_keep_groups_of_words_together(language: str, better: tuple[str, str], worse: tuple[str, str]) -> None:
    """Before “that”, “when” and prepositions, after marks; never after articles."""
    assert word_worth(*better, language) > word_worth(*worse, language)


def test_even_lines_are_worth_most_and_a_short_one_least() -> None:
    """The shape counts as much as the words."""
    worths = [shape_worth(top, 40 - top, 32, "en") for top in (20, 25, 30, 36)]
    assert worths == sorted(worths, reverse=True)
    assert shape_worth(20, 20, 32, "en") == 0


def test_only_languages_whose_words_are_known_are_judged() -> None:
    """The classes of `break_words` are what was learned with."""
    assert is_learned("pt-BR")
    assert not is_learned("ja")
