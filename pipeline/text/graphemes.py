"""What a reader sees as one character, and how much room it takes.

A cell is one grapheme. In the profiles of Chinese, Japanese and Korean (`half_width`) a cell is one
full-width character, and a half-width one (Latin, digits, half-width kana) counts half.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_FIRST_COMBINING = "\u0300"
"""Below this code point every printing character is a grapheme of its own."""
_SOFT_HYPHEN = "\u00ad"
_FIRST_FLAG, _LAST_FLAG = "\U0001f1e6", "\U0001f1ff"
"""Regional indicators: two make a flag, which is wide although its letters are narrow."""
_LAST_MIXED_PLANE = 0x20100
"""From here on there are rare ideographs, all of them wide."""


def split_graphemes(text: str) -> list[str]:
    """The grapheme clusters of a text (UAX 29), in order; joined they give the text again."""
    if is_simple(text):
        return list(text)
    from wcwidth import iter_graphemes

    return list(iter_graphemes(text))


def count_cells(text: str, *, half_width: bool = False) -> float:
    """The room that one line of text takes, in cells (a multiple of one half).

    >>> count_cells("café"), count_cells("AI研究", half_width=True)
    (4.0, 3.0)
    """
    if text.isascii():
        return len(text) / 2 if half_width else float(len(text))
    if not half_width and is_simple(text):
        return float(len(text))
    return sum(_grapheme_cells(grapheme, half_width) for grapheme in split_graphemes(text))


@lru_cache(maxsize=1)
def wide_places() -> tuple[int, ...]:
    """The code points at which wide letters begin and end, by turns, where a narrow one takes half a cell."""
    places: list[int] = []
    for point in range(_LAST_MIXED_PLANE):
        if (_grapheme_cells(chr(point), True) == 1.0) != bool(len(places) % 2):
            places.append(point)
    return tuple(places)


def reading_cells(lines: tuple[str, ...], *, half_width: bool = False) -> float:
    """How much there is to read in a cue: its lines, and a space for each line break where the script has spaces."""
    cells = sum(count_cells(line, half_width=half_width) for line in lines)
    return cells if half_width else cells + len(lines) - 1


def is_simple(text: str) -> bool:
    """Whether every character that is shown is a grapheme of its own, one cell wide: Latin letters, mostly."""
    return text.isascii() or (max(text) < _FIRST_COMBINING and _SOFT_HYPHEN not in text)


@lru_cache(maxsize=16_384)
def _grapheme_cells(grapheme: str, half_width: bool) -> float:  # a cache key, positional for speed
    first = grapheme[0]
    if unicodedata.category(first) == "Cf" and len(grapheme) == 1:
        return 0.0  # a bidirectional mark or a joiner alone shows nothing
    if not half_width:
        return 1.0
    if any(unicodedata.east_asian_width(char) in "WFA" for char in grapheme) or _FIRST_FLAG <= first <= _LAST_FLAG:
        return 1.0
    return 0.5
