"""Labels, songs and speakers' lines in another language."""

from __future__ import annotations

import pytest

from pipeline.translation.label_words import LANGUAGES, ROWS
from pipeline.translation.labels import translate_label
from pipeline.translation.units import translate_units
from tests.unit.translation.test_translating import Engine


def translated(*texts: str, engine: Engine | None = None) -> list[str]:
    found = translate_units(texts, translator=engine or Engine(str.upper), source="en", target="pt")
    return [translation.text for translation in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[applause]", "[aplausos]"), ("[Applause]", "[Aplausos]"), ("[APPLAUSE]", "[APLAUSOS]"),
        ("(laughs)", "(risos)"), ("(Dramatic music playing)", "(Música dramática)"), ("[Music and applause]", "[Música e aplausos]"), ("- [thunder]", "- [trovão]"),
        ("HOST: go on.", "APRESENTADOR: GO ON."), ("ANNA: go on.", "ANNA: GO ON."), ("MAN 2: yes.", "HOMEM 2: YES."),
        ("- No, it is not.", "- NO, IT IS NOT."), (">> Morning!", ">> MORNING!"), ("♪ la lo ♪", "♪ LA LO ♪"),
        ("plain speech", "PLAIN SPEECH"), ("♪♪", "♪♪"), ("", ""),
    ],
)  # fmt: skip
def test_signs_stay_and_words_are_translated(text: str, expected: str) -> None:
    """A common label comes from the table, the rest from the engine."""
    assert translated(text) == [expected]


def test_a_label_that_no_table_holds_is_translated_inside_its_brackets() -> None:
    """Without the full stop and the capital that an engine gives a sentence."""
    assert translated("[parrot sings]", engine=Engine(lambda text: "O papagaio canta.")) == ["[o papagaio canta]"]


def test_known_labels_cost_no_call() -> None:
    """The engine sees what the table does not know, in one call."""
    engine = Engine(str.upper)
    translated("[music]", "- one two", "[parrot sings]", engine=engine)
    assert engine.calls == [("one two", "parrot sings.")]
    quiet = Engine(str.upper)
    translated("[music]", engine=quiet)
    assert quiet.calls == []


def test_alignments_point_into_the_whole_texts() -> None:
    """With all signs counted, on both sides."""
    text = "HOST: one two"
    (found,) = translate_units([text], translator=Engine(str.upper), source="en", target="pt")
    assert [(found.text[ours:][:3], text[theirs:][:3]) for ours, theirs in found.alignment or ()] == [
        ("ONE", "one"),
        ("TWO", "two"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_label_goes_into_every_language_and_is_known_there(language: str) -> None:
    """A hundred and more meanings; the way back gives a label again."""
    rows = [[cell.strip() for cell in row.split("|")] for row in ROWS.splitlines()]
    assert len(rows) > 110
    assert all(len(row) == len(LANGUAGES) and all(row) for row in rows)
    for row in rows:
        for wording in row[0].split("/"):
            there = translate_label(wording, source="en", target=language)
            assert there
            assert translate_label(there, source=language, target="en")


def test_regional_tags_use_their_languages_table() -> None:
    """Brazil and Portugal laugh alike."""
    assert translate_label("laughter", source="en-GB", target="pt-BR") == "risos"
    assert translate_label("laughter", source="en", target="xx") is None
    assert translate_label("laughter", source="", target="") is None
