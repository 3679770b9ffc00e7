"""The terms of a glossary in sentences, and what a memory finds."""

from __future__ import annotations

import time

import pytest

from pipeline.records import GlossaryTerm, MemoryEntry
from pipeline.translation import TranslationMemory, find_contradictions, make_finder, suggest_terms
from pipeline.translation.inflection import inflected_forms


def term(source: str, pt: tuple[str, ...] | str = (), **more: object) -> GlossaryTerm:
    texts = (pt,) if isinstance(pt, str) else pt
    return GlossaryTerm(source=source, translations=(("pt", texts),) if texts else (), **more)  # type: ignore[arg-type]


def test_terms_are_whole_words_the_longer_one_first() -> None:
    """In any case, across spaces; a part of a word is none."""
    finder = make_finder([term("credit", "crédito"), term("social credit", "crédito social")], source="en", target="pt")
    text = "Social  credit is no credit, nor accredited."
    assert [(text[use.start : use.end], use.translation) for use in finder.find(text)] == [
        ("Social  credit", "crédito social"),
        ("credit", "crédito"),
    ]


def test_what_is_not_translated_stands_as_it_is() -> None:
    """In the case of the source, where it does not matter."""
    finder = make_finder([term("rongcheng", is_translated=False)], source="en", target="pt")
    (use,) = finder.find("In Rongcheng.")
    assert (use.translation, use.accepted) == ("Rongcheng", ())
    strict = make_finder([term("Apple", is_translated=False, is_case_sensitive=True)], source="en", target="pt")
    assert strict.find("an apple") == ()


def test_scope_is_by_language_and_video() -> None:
    """A region takes what its language says, not the other way round."""
    terms = [
        term("score", "pontos", videos=("talk",)),
        GlossaryTerm(source="score", language="de", translations=(("pt", ("placar",)),)),
    ]
    assert [
        use.translation for use in make_finder(terms, source="en", target="pt-BR", video="talk").find("a score")
    ] == ["pontos"]
    assert make_finder(terms, source="en", target="pt", video="film").find("a score") == ()
    assert make_finder(terms, source="en", target="es", video="talk").find("a score") == ()


def test_the_key_of_a_sentence_changes_exactly_where_a_term_is() -> None:
    """Another translation, another key; no term, no key."""
    one = make_finder([term("score", "pontos")], source="en", target="pt")
    other = make_finder([term("score", "placar")], source="en", target="pt")
    assert one.key_of("No terms here.") == other.key_of("No terms here.") == ""
    assert one.key_of("A score.") != other.key_of("A score.") != ""


def test_entries_of_one_term_are_joined() -> None:
    """A file that was imported adds to what is there."""
    finder = make_finder(
        [term("score", "pontos"), GlossaryTerm(source="score", forbidden=(("pt", ("placar",)),))],
        source="en",
        target="pt",
    )
    (use,) = finder.find("score")
    assert (use.translation, use.forbidden) == ("pontos", ("placar",))


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        ([term("a", "b"), term("A", "c")], "both “b” and “c”"),
        ([term("a", "b", is_translated=False)], "not to be translated"),
        ([term("a", "b"), GlossaryTerm(source="a", forbidden=(("pt", ("B",)),))], "both required and forbidden"),
        ([term("a", "b", language="pt"), term("b", "a", language="pt")], "is a circle"),
    ],
)
def test_contradictions_are_named(terms: list[GlossaryTerm], told: str) -> None:
    """By the terms."""
    assert any(told in line for line in find_contradictions(terms))
    assert list(find_contradictions(terms[:1] if "circle" in told or "both" in told else [])) == []


def test_forms_of_inflecting_languages_count_as_kept() -> None:
    """Plurals, genders, cases; a language without rules has the term alone."""
    assert "sistemas sociais" in inflected_forms("sistema social", "pt-BR")
    assert "системами" in inflected_forms("система", "ru")
    assert inflected_forms("词", "zh") == ("词",)


def test_names_and_phrases_that_recur_are_suggested() -> None:
    """Names from two times on, phrases from three; what only begins sentences is none."""
    texts = [
        "In Rongcheng the social credit system began.",
        "The social credit system grew in Rongcheng.",
        "People like the social credit system.",
        "People ask why.",
    ]
    found = suggest_terms({"talk": texts}, stop_words={"the", "in", "why", "like"})
    assert [(one.text, one.count, one.is_name) for one in found] == [
        ("Rongcheng", 2, True),
        ("social credit system", 3, False),
    ]
    assert [one.text for one in suggest_terms({"talk": texts}, known=["rongcheng"], stop_words={"the"})][:1] != [
        "Rongcheng"
    ]


def entry(source: str, text: str, **more: str) -> MemoryEntry:
    return MemoryEntry(source=source, source_language="en", text=text, language="pt", **more)


def test_the_latest_translation_of_a_sentence_stands() -> None:
    """White space does not count; another language does."""
    memory = TranslationMemory(
        (entry("It  is.", "É.", date="2026-02-01"), entry("It is.", "Isso é.", date="2026-01-01"))
    )
    found = memory.exact("It is.", "en", "pt")
    assert found is not None
    assert found.text == "É."
    assert memory.exact("It is.", "en", "es") is None
    assert memory.exact("It is", "en", "pt") is None


def test_many_sentences_are_searched_at_once() -> None:
    """`make bench-review` measures a hundred thousand; here with room for a busy machine."""
    words = "people system city record credit school travel market river model planet energy light".split()
    entries = tuple(
        entry(f"The {words[n % 13]} of {words[n // 13 % 13]} number {n} changed the {words[n % 7]} for ever.", f"{n}")
        for n in range(10_000)
    )
    memory = TranslationMemory(entries)
    wanted = entries[7_777].source
    memory.near("warm up the index", "en", "pt")
    start = time.perf_counter()
    assert memory.exact(wanted, "en", "pt") is entries[7_777]
    exact_ms = (time.perf_counter() - start) * 1_000
    start = time.perf_counter()
    (match, *_) = memory.near(wanted.replace("changed", "has changed"), "en", "pt")
    near_ms = (time.perf_counter() - start) * 1_000
    assert match.entry is entries[7_777]
    assert 0.9 < match.likeness < 1
    assert exact_ms < 50
    assert near_ms < 1_000
