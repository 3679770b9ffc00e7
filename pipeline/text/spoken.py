"""How long a word is when it is spoken: digits, addresses, acronyms and formulas are spelled out."""

from __future__ import annotations

import re
import unicodedata

_PLACES = re.compile(r"\d+|[A-ZÀ-Þ]{2,}(?![a-zß-ÿ])|[^\W\d_]+|[\W_]", re.UNICODE)
_DIGIT = 5
"""Letters of a digit's name, with the little pause after it: "seven", "otto", "cinco"."""
_LONGEST_NUMBER = 4
"""A number of more digits that has no thousands mark is read digit by digit, or nearly as long."""
_NUMBER_LETTERS = {1: 5, 2: 9, 3: 18, 4: 22}
"""Of the names of whole numbers: "twenty-one", "three hundred and five", "nineteen eighty-four"."""
_CAPITAL = 4
"""Letters of a letter's name: "double-u" and "bee"."""
_SILENT = frozenset(".,;:!?…'’\"“”«»()[]{}¡¿-–—")
"""Marks that nobody says at the end of a word; inside of a number or an address they are said."""
_NAMED = 6
"""Letters of a symbol's name: "slash", "dollars", "percent", "degrees"."""
_ALSO_SILENT = frozenset("'’-–—")
_LONG = 12
"""A word of more spoken letters than this, and half again as many as are written, is spoken long."""


def spoken_letters(word: str) -> int:
    """How many letters a word would have, were it written as it is said.

    >>> [spoken_letters(word) for word in ("seven", "7", "NASA,", "FBI", "3.14", "555-0199")]
    [5, 5, 4, 12, 20, 35]
    """
    core = word.strip("".join(_SILENT))
    pieces = _PLACES.findall(core)
    is_address = bool(re.search(r"\w[.@/]\w*[^\W\d_]", core))
    has_digits = any(piece.isdigit() for piece in pieces)
    return sum(_letters_of(piece, pieces, is_spelled=is_address or has_digits) for piece in pieces)


def is_spoken_long(word: str) -> bool:
    """True if a word takes much longer to say than its letters tell, so that it may hold pauses.

    >>> [word for word in ("1-800-555-0199", "1984", "www.example.org", "extraordinary,") if is_spoken_long(word)]
    ['1-800-555-0199', '1984', 'www.example.org']
    """
    spoken = spoken_letters(word)
    return spoken > _LONG and 2 * spoken >= 3 * len(word.strip("".join(_SILENT)))


def _letters_of(piece: str, pieces: list[str], *, is_spelled: bool) -> int:
    if piece.isdigit():
        is_whole = len(pieces) == 1 and len(piece) <= _LONGEST_NUMBER
        return _NUMBER_LETTERS[len(piece)] if is_whole else _DIGIT * len(piece)
    if piece.isalpha():
        return _CAPITAL * len(piece) if _is_spelled_out(piece) else len(piece)
    if piece in _ALSO_SILENT or (piece in _SILENT and not is_spelled):
        return 0
    return _NAMED - 1 if piece in _SILENT else _NAMED


def _is_spelled_out(piece: str) -> bool:
    """Capitals without a vowel inside are said one by one: FBI, HTML; not NASA."""
    if piece.lower() == "www":
        return True
    if len(piece) < 2 or not piece.isupper() or len(piece) > 5:
        return False
    plain = unicodedata.normalize("NFD", piece)
    return not re.fullmatch(r".*[^AEIOUY][AEIOUY][^AEIOUY].*", plain)
