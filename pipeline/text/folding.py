"""Text made comparable: without accents, case and other marks that spellings differ in."""

from __future__ import annotations

import unicodedata

# Letters that Unicode does not take apart.
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_UPPER = str.maketrans({"Ł": "L", "Ø": "O", "Đ": "D", "Ð": "D", "Þ": "Th", "Æ": "Ae", "Œ": "Oe", "İ": "I", "Ħ": "H"})


def fold(text: str) -> str:
    """Small letters without accents.

    >>> fold("Łódź, DOIS MILHÕES")
    'lodz, dois milhoes'
    """
    return text.casefold() if text.isascii() else without_accents(text).casefold()


def without_accents(text: str) -> str:
    """The same letters without accents, capitals kept.

    >>> without_accents("Dvořák, Søren")
    'Dvorak, Soren'
    """
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFD", text.translate(_UPPER).translate(_LETTERS))
    return "".join(char for char in plain if not unicodedata.combining(char))
