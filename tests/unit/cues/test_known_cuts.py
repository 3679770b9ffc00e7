"""Cuts that are known from before: the same cues, without the search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cues import CutOptions, KnownCuts, cut_timed, known_cuts, profile_for
from pipeline.cues.break_opportunities import Pieces, make_pieces
from pipeline.model import Cue, Sentence, Word

SAID = ("So it is.", "When it rains in the hills, the river that runs by our town rises, as everybody knows.", "Why?")


def sentences_of(texts: Sequence[str], *, letter_ms: int = 60) -> tuple[Sentence, ...]:
    made, time_ms = [], 0
    for number, text in enumerate(texts):
        words = []
        for token in text.split():
            words.append(Word(text=token, start_ms=time_ms, end_ms=time_ms + letter_ms * len(token)))
            time_ms += letter_ms * (len(token) + 1)
        made.append(Sentence(id=f"s{number}", words=tuple(words)))
    return tuple(made)


def cues_of(sentences: Sequence[Sentence], known: KnownCuts | None = None, language: str = "en") -> tuple[Cue, ...]:
    options = CutOptions(language=language)
    return cut_timed(sentences, profile=profile_for(language), options=options, borrows_for_speed=True, known=known)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(SAID), min_size=1, max_size=8),
    st.lists(st.sampled_from(SAID), min_size=1, max_size=8),
    st.integers(20, 90),
    st.integers(20, 90),
)
def test_what_is_known_from_another_version_changes_no_cue(
    old: list[str], new: list[str], old_pace: int, new_pace: int
) -> None:
    known = KnownCuts()
    cues_of(sentences_of(old, letter_ms=old_pace), known)
    sentences = sentences_of(new, letter_ms=new_pace)
    assert cues_of(sentences, KnownCuts(earlier=known.used)) == cues_of(sentences)


def test_only_near_the_correction_is_anything_searched_for(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"Sentence number {number} says a little more than it must, since it is long." for number in range(40)]
    known = KnownCuts()
    cues_of(sentences_of(texts), known)
    texts[20] = texts[20].replace("little", "lot")
    searched: list[int] = []
    find = known_cuts.cut_pieces

    def counted(pieces: object, *, first: int, **others: object) -> object:
        searched.append(first)
        return find(pieces, first=first, **others)  # type: ignore[arg-type]

    monkeypatch.setattr(known_cuts, "cut_pieces", counted)
    cues_of(sentences_of(texts), KnownCuts(earlier=known.used))
    assert 1 <= len(searched) <= 4


@pytest.mark.parametrize(
    "damaged", [(), ((0,),), ((0, 99),), ((0, 2), (3, 4)), ((1, 5),), ((0, 3, 2),), ((0, -1),)], ids=str
)
def test_a_damaged_cut_is_searched_for_again(damaged: tuple[tuple[int, ...], ...]) -> None:
    sentences = sentences_of(SAID)
    known = KnownCuts()
    right = cues_of(sentences, known)
    assert cues_of(sentences, KnownCuts(earlier=dict.fromkeys(known.used, damaged))) == right


def test_other_rules_are_another_cut() -> None:
    """The reading speed and the lines of a language decide a cut as much as its words."""
    sentences = sentences_of(SAID)
    known = KnownCuts()
    cues_of(sentences, known)
    profile = replace(profile_for("en"), line_cells=30, speed_cps=12.0)
    options = CutOptions(language="en")
    fresh = cut_timed(sentences, profile=profile, options=options, borrows_for_speed=True)
    known = KnownCuts(earlier=known.used)
    assert cut_timed(sentences, profile=profile, options=options, borrows_for_speed=True, known=known) == fresh


COLUMNS = ("texts", "spaces", "cells", "starts_ms", "ends_ms", "prices", "owners")


def changed(pieces: Pieces, column: str, place: int) -> Pieces:
    """The same pieces with another value at one place of one column."""
    if column in {"line_starts", "joined"}:
        return replace(pieces, **{column: getattr(pieces, column) ^ {place}})
    values = list(getattr(pieces, column))
    values[place] = values[place] + "x" if column == "texts" else not values[place]
    if column not in {"texts", "spaces"}:
        values[place] = getattr(pieces, column)[place] + 1
    return replace(pieces, **{column: values})


@pytest.mark.parametrize("place", [3, 4, 5, 6], ids=["first", "inside", "last", "after it"])
@pytest.mark.parametrize("column", [*COLUMNS, "line_starts", "joined"])
def test_a_digest_has_all_that_the_search_reads(column: str, place: int) -> None:
    """Of the piece after the last one that is its start alone: it says how much silence follows."""
    pieces = make_pieces(sentences_of([SAID[1]]), language="en", profile=profile_for("en"))

    def digest(some: Pieces) -> str:
        return known_cuts._Digests(some, profile_for("en"), 80).digest(3, 6)

    is_read = place < 6 or column == "starts_ms"
    assert (digest(changed(pieces, column, place)) != digest(pieces)) == is_read
