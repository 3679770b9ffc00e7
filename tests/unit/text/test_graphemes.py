"""What counts as one character, and how wide it is."""

from __future__ import annotations

import pytest

from pipeline.text.graphemes import count_cells, reading_cells, split_graphemes

CASES = [
    ("plain", 5, 2.5), ("café", 4, 2.5), ("cafe\u0301", 4, 2.5), ("研究", 2, 2), ("ＡＢ", 2, 2), ("ｶﾅ", 2, 1),
    ("👩‍👩‍👧‍👦", 1, 1),
    ("🇧🇷", 1, 1), ("नमस्ते", 3, 1.5), ("\u200fשלום", 4, 2), ("", 0, 0),
]  # fmt: skip


@pytest.mark.parametrize(("text", "cells", "half"), CASES)
def test_a_cell_is_a_grapheme_and_half_where_the_script_is_wide(text: str, cells: float, half: float) -> None:
    """Combining marks and joined emoji are one; in zh, ja, ko profiles half-width characters count half."""
    assert count_cells(text) == cells
    if text != "café":  # é is of ambiguous width: full in East Asian text when precomposed
        assert count_cells(text, half_width=True) == half


def test_clusters_join_to_the_text_again() -> None:
    """Splitting loses nothing and splits no cluster."""
    text = "e\u0301👍🏽한국กำ"
    assert "".join(split_graphemes(text)) == text
    assert split_graphemes(text)[:2] == ["e\u0301", "👍🏽"]


def test_a_line_break_reads_as_a_space_where_there_are_spaces() -> None:
    """Speed counts what is read, not what the layout adds."""
    assert reading_cells(("two", "lines")) == 9
    assert reading_cells(("二行", "目"), half_width=True) == 3
