"""Scripts that write no spaces between words: which characters they are.

This is the one place that knows them. `languages.writes_without_spaces` answers the same question for
a whole language; `SPACELESS` has a row for each script that it knows (a test holds them together).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_HAN = (
    (0x2E80, 0x2FDF),
    (0x3005, 0x3007),
    (0x3021, 0x3029),
    (0x3038, 0x303B),
    (0x3190, 0x319F),
    (0x31C0, 0x31EF),
    (0x3220, 0x325F),
    (0x3280, 0x33FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFD),
)
_KANA = ((0x3031, 0x3035), (0x3041, 0x3096), (0x3099, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF9F), (0x1AFF0, 0x1B16F))
_BOPOMOFO = ((0x3105, 0x312F), (0x31A0, 0x31BF))

SPACELESS: dict[str, tuple[tuple[int, int], ...]] = {
    "Thai": ((0x0E01, 0x0E3A), (0x0E40, 0x0E5B)),
    "Laoo": ((0x0E80, 0x0EFF),),
    "Tibt": ((0x0F00, 0x0FFF),),
    "Mymr": ((0x1000, 0x109F), (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F)),
    "Khmr": ((0x1780, 0x17FF), (0x19E0, 0x19FF)),
    "Hani": _HAN,
    "Hans": _HAN,
    "Hant": (*_HAN, *_BOPOMOFO),
    "Hira": _KANA,
    "Kana": _KANA,
    "Jpan": (*_HAN, *_KANA),
}
"""The letters, marks and digits of each script (ISO 15924), by Unicode 15's blocks."""

_PUNCTUATION = (
    (0x3000, 0x3004),
    (0x3008, 0x3020),
    (0x3030, 0x3030),
    (0x3036, 0x3037),
    (0x303C, 0x303F),
    (0x30A0, 0x30A0),
    (0xFE30, 0xFE4F),
    (0xFF01, 0xFF65),
)
"""What these scripts write between their letters: CJK punctuation, and the full-width forms of ASCII."""

_LETTERS = tuple(sorted({span for spans in SPACELESS.values() for span in spans}))
_FIRST_UNSPACED = chr(_LETTERS[0][0])
_FREE_STANDING_MARKS = "\u0300-\u036f\ufe00-\ufe0f\uff9e\uff9f\U000e0100-\U000e01ef"
"""Marks that are written after a letter of any script; half-width kana have theirs as letters."""
_MARKED_SCRIPTS = ("Thai", "Laoo", "Tibt", "Mymr", "Khmr", "Kana")


def is_unspaced(char: str) -> bool:
    """True for a character of a script that writes no spaces between words, its punctuation included.

    >>> is_unspaced("研"), is_unspaced("「"), is_unspaced("é"), is_unspaced("한")
    (True, True, False, False)
    """
    return char >= _FIRST_UNSPACED and _is_in_blocks(char)


def has_unspaced(text: str) -> bool:
    """True when some character of the text belongs to a script without spaces between words."""
    return not text.isascii() and any(map(is_unspaced, text))


def letter_pattern() -> str:
    """A regular expression for one letter of these scripts with the marks that belong to it."""
    return f"[{_ranges(_LETTERS)}][{_FREE_STANDING_MARKS}{_script_marks()}]*"


def punctuation_class() -> str:
    """Their punctuation, as it stands inside a class of a regular expression."""
    return _ranges(_PUNCTUATION)


def _ranges(spans: Iterable[tuple[int, int]]) -> str:
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in spans)


@lru_cache(maxsize=16_384)
def _is_in_blocks(char: str) -> bool:
    point = ord(char)
    return any(first <= point <= last for spans in (_LETTERS, _PUNCTUATION) for first, last in spans)


def _script_marks() -> str:
    """The combining marks inside the blocks of these scripts."""
    points = (point for name in _MARKED_SCRIPTS for first, last in SPACELESS[name] for point in range(first, last + 1))
    return "".join(re.escape(chr(point)) for point in points if unicodedata.category(chr(point)).startswith("M"))
