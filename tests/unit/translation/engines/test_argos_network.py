"""The shortlist of a few pieces."""

from __future__ import annotations

from pipeline.translation.engines.argos_network import _excerpt


def test_an_excerpt_has_the_lines_whose_pieces_are_all_wanted() -> None:
    """The line without a piece stays, since its targets are always considered; no empty line becomes one like it."""
    shortlist = b"\tx y\na\tone\na b\ttwo\nb\tthree\na c\tfour\n\nc\tfive\n"
    assert _excerpt(shortlist, {b"", b"a", b"b"}) == b"\tx y\na\tone\na b\ttwo\nb\tthree\n"


def test_an_excerpt_of_single_pieces_is_made_the_same_way() -> None:
    shortlist = b"\tx y\na\tone\nb\ttwo words\n\nc\tfive\n"
    assert _excerpt(shortlist, {b"", b"a", b"b"}) == b"\tx y\na\tone\nb\ttwo words\n"
