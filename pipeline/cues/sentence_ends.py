"""What a point between two words says: an abbreviation's, which ends nothing, or a sentence's.

One judgement for everybody: `sentences` ends sentences by it, `breaks` prices the ends of lines and cues by it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.cues.abbreviations import (
    CLOSING,
    CLOSING_EVERYWHERE,
    LEANING,
    LEANING_EVERYWHERE,
    ORDINALS,
    STARTERS,
    TITLES,
)
from pipeline.text import CLOSERS, OPENERS

_DASHES = "-–—"
_DOTTED = re.compile(r"(?:\w{1,3}\.-?)+\w{1,3}\Z")
"""“U.S”, “p.m”, “Ph.D”: points inside, each after a few letters."""
_BORROWED = "mr mrs ms dr prof st sr jr gen col sen gov rev no"
"""Titles that a language without data of its own is likely to share."""
_ROMAN = re.compile(r"[IVXLCDM]+\b(?!')")
_ORDINAL_DIGITS = 2


def point_ends(left: str, right: str, language: str) -> bool | None:
    """Whether the point at the end of a word ends a sentence, as far as the two words say, without a pause.

    Args:
        left: A word whose last character, but for quotes and brackets, is a point.
        right: The word after it.
        language: BCP-47 tag; a language without data is judged by what most languages have.

    Returns:
        False before a small letter or a digit, and after what needs a continuation; None where the words
        do not decide.

    >>> point_ends("Dr.", "Li", "en"), point_ends("p.m.", "Then", "en"), point_ends("said.", "Birds", "en")
    (False, True, None)
    """
    following = right.lstrip(OPENERS + _DASHES)[:1]
    if following.islower() or following.isdigit():
        return False
    code = language.split("-", maxsplit=1)[0]
    stem = _stem(left)
    if stem.endswith("."):
        return None
    if leans_on_next(left, code):
        return False
    if _is_initial(stem) or _DOTTED.match(stem) or _is_ordinal(stem, code):
        return _bare(right) in _starters(code)
    is_counted = _ROMAN.match(right) and right != "I"
    return False if _closes(stem, code) and (is_counted or _closes(_stem(right), code)) else None


def has_abbreviations(language: str) -> bool:
    """Whether the abbreviations of a language are known."""
    return language.split("-", maxsplit=1)[0] in TITLES


def is_abbreviation(word: str, language: str) -> bool:
    """True for a word that is known to be written with a point of its own.

    >>> is_abbreviation("Jan.", "en"), is_abbreviation("rain.", "en")
    (True, False)
    """
    code = language.split("-", maxsplit=1)[0]
    stem = _stem(word)
    return _closes(stem, code) or _is_initial(stem) or bool(_DOTTED.match(stem)) or leans_on_next(word, code)


def leans_on_next(word: str, language: str) -> bool:
    """True for a title, or an abbreviation, that needs the word after it.

    >>> leans_on_next("Dr.", "en"), leans_on_next("me.", "en"), leans_on_next("approx.", "en")
    (True, False, True)
    """
    code = language.split("-", maxsplit=1)[0]
    stem = _stem(word)
    if stem.lower() in _words(LEANING, LEANING_EVERYWHERE, code):
        return True
    return stem[:1].isupper() and stem.lower() in _words(TITLES, "", code)


def _stem(word: str) -> str:
    """The word without quotes, brackets, an elided article and its last point."""
    stem = word.lstrip(OPENERS).rstrip(CLOSERS).removesuffix(".")
    return stem.replace("’", "'").rpartition("'")[2] or stem


def _bare(word: str) -> str:
    return word.strip(OPENERS + CLOSERS + ".,;:!?…").lower().replace("’", "'")


def _closes(stem: str, code: str) -> bool:
    return stem.lower() in _words(CLOSING, CLOSING_EVERYWHERE, code)


def _is_initial(stem: str) -> bool:
    return len(stem) == 1 and stem.isalpha() and stem.isupper() and stem != "I"


def _is_ordinal(stem: str, code: str) -> bool:
    return code in ORDINALS and stem.isdigit() and len(stem) <= _ORDINAL_DIGITS


@lru_cache(maxsize=64)
def _starters(code: str) -> frozenset[str]:
    return frozenset(STARTERS.get(code, "").split())


def _words(table: dict[str, str], everywhere: str, code: str) -> frozenset[str]:
    return _read(table.get(code, _BORROWED if table is TITLES else ""), everywhere)


@lru_cache(maxsize=256)
def _read(words: str, everywhere: str) -> frozenset[str]:
    return frozenset(f"{words} {everywhere}".split())
