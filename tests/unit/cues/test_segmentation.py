"""The search for the cheapest ends of cues and lines."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from pipeline.cues import profile_for
from pipeline.cues.break_opportunities import Pieces, make_pieces
from pipeline.cues.segmentation import cut_pieces
from pipeline.model import Sentence, Word

PROFILE = replace(profile_for("en"), line_cells=20)


def pieces_of(text: str, *, letter_ms: int = 60, pauses: dict[str, int] | None = None) -> Pieces:
    words, time_ms = [], 0
    for token in text.split():
        length = letter_ms * (len(token) + 1)
        words.append(Word(text=token, start_ms=time_ms, end_ms=time_ms + length - 10))
        time_ms += length + (pauses or {}).get(token, 0)
    return make_pieces((Sentence(id="s1", words=tuple(words)),), language="en", profile=PROFILE)


def cut(pieces: Pieces, max_lines: int = 2) -> list[list[str]]:
    """The lines of each cue."""
    profile = replace(PROFILE, max_lines=max_lines)
    cues = cut_pieces(pieces, first=0, last=len(pieces), profile=profile, gap_ms=80)
    bounds = [(cue.first, *cue.line_starts, cue.last) for cue in cues]
    return [[pieces.render(a, b) for a, b in pairwise(row)] for row in bounds]


def test_lines_end_where_phrases_do() -> None:
    """Not after the article, though the lines would be more even."""
    assert cut(pieces_of("He looked again at the old house.")) == [["He looked again", "at the old house."]]


def test_cues_end_at_commas_rather_than_where_they_are_full() -> None:
    """The second cue starts with its clause."""
    found = cut(pieces_of("When it rains in the hills, the river that runs by our town rises."))
    assert found[0][-1].endswith("hills,")


def test_a_cue_never_straddles_a_long_pause() -> None:
    """What is said after it is not shown before it."""
    found = cut(pieces_of("And the winner is John.", pauses={"is": 1_600}))
    assert [cue[-1].split()[-1] for cue in found] == ["is", "John."]


@pytest.mark.parametrize(("max_lines", "cues"), [(1, 3), (2, 2), (3, 1)])
def test_what_must_begin_a_line_begins_one(max_lines: int, cues: int) -> None:
    """A forced line start is a cue's first piece or a line's, whatever a break there costs."""
    pieces = pieces_of("One of the two three.")
    pieces.line_starts |= {2, 4}
    found = cut(pieces, max_lines)
    assert len(found) == cues
    assert [line for cue in found for line in cue] == ["One of", "the two", "three."]


def test_every_piece_is_shown_once_and_in_order() -> None:
    """Whatever is cheap."""
    text = "some words, of many kinds; that nobody would say, and yet they are said at length here"
    assert " ".join(line for cue in cut(pieces_of(text)) for line in cue) == text
