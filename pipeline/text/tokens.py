"""Atoms, by which texts are compared: a word with its punctuation; one character where a script has no spaces."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pipeline.text.markup import drop_tags
from pipeline.text.punctuation import CLOSERS, OPENERS
from pipeline.text.scripts import letter_pattern, punctuation_class

_OPENING = "".join(mark for mark in OPENERS if mark not in CLOSERS)
_WORD = re.compile(r"(\s*)(\S+)")
_FIRST_SPECIAL = "\u0e00"
"""Below this code point nothing is a letter of a script without spaces, nor closes anything that one opens."""


def split_atoms(text: str) -> list[tuple[str, str]]:
    r"""Cut a text into (white space before, atom); joined again they are the text, less its trailing space.

    >>> split_atoms("Two\nwords")
    [('', 'Two'), ('\n', 'words')]
    >>> [atom for _, atom in split_atoms("東京 Tower。")]
    ['東', '京', 'Tower。']
    >>> [atom for _, atom in split_atoms("はい。」「え")]
    ['は', 'い', '。」', '「', 'え']
    """
    pattern = _WORD if not text or max(text) < _FIRST_SPECIAL else _atom_pattern()
    return [(space, atom) for space, atom in pattern.findall(text)]


@lru_cache(maxsize=200_000)
def match_key(atom: str) -> str:
    """What makes two atoms the same: letters, digits and marks, without case, tags and punctuation.

    >>> match_key("<i>Hello,</i>") == match_key("hello")
    True
    """
    bare = drop_tags(atom)
    key = "".join(char for char in bare.casefold() if unicodedata.category(char)[0] in "LNM")
    return key or bare or atom


@lru_cache(maxsize=1)
def _atom_pattern() -> re.Pattern[str]:
    """White space, then a letter of a script without spaces, or a run of everything else.

    Where such a script closes one thing and opens another (`。「`), a space would stand elsewhere: two atoms.
    """
    other = rf"(?!{letter_pattern()})\S"
    seam = rf"(?<=[{punctuation_class()}”’])[{re.escape(_OPENING)}]"
    return re.compile(rf"(\s*)({letter_pattern()}|{other}(?:(?!{seam}){other})*)")
