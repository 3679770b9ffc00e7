"""Atoms, by which texts are compared: a word with its punctuation; one character where a script has no spaces."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters of scripts that are written without spaces between words (Thai, Lao, Myanmar, Khmer,
# kana, Han), each with the marks that belong to it: Unicode 15, blocks of those scripts.
_UNSPACED = (
    r"[\u0e00-\u0edf\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\U00020000-\U0003ffff]"
)
_MARKS = (
    r"[\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
    r"\u102b-\u103e\u17b4-\u17d3\u3099\u309a]"
)
_ATOM = re.compile(rf"(\s*)({_UNSPACED}{_MARKS}*|(?:(?!{_UNSPACED})\S)+)")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|\{\\[^{}]*\}")
_IS_UNSPACED = re.compile(_UNSPACED)


def split_atoms(text: str) -> list[tuple[str, str]]:
    r"""Cut a text into (white space before, atom); joined again they are the text, less its trailing space.

    >>> split_atoms("Two\nwords")
    [('', 'Two'), ('\n', 'words')]
    >>> [atom for _, atom in split_atoms("東京 Tower。")]
    ['東', '京', 'Tower。']
    """
    return [(space, atom) for space, atom in _ATOM.findall(text)]


def starts_unspaced(atom: str) -> bool:
    """Whether an atom belongs to a script that is written without spaces."""
    return bool(_IS_UNSPACED.match(atom))


def drop_tags(text: str) -> str:
    r"""The text without tags (`<i>`, `<c.yellow>`) and override blocks (`{\an8}`).

    >>> drop_tags("<i>Hello</i> if a < b")
    'Hello if a < b'
    """
    return _TAG.sub("", text)


@lru_cache(maxsize=200_000)
def match_key(atom: str) -> str:
    """What makes two atoms the same: letters, digits and marks, without case, tags and punctuation.

    >>> match_key("<i>Hello,</i>") == match_key("hello")
    True
    """
    bare = drop_tags(atom)
    key = "".join(char for char in bare.casefold() if unicodedata.category(char)[0] in "LNM")
    return key or bare or atom
