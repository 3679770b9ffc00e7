"""What stands at the seam where two texts become running text, and which seams count where texts are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import add

from pipeline.text.markup import drop_tags
from pipeline.text.scripts import is_unspaced

_LINE_LETTERS = 24
"""What is longer than a line is broken inside a word where it must be; so many letters has the narrowest profile's."""
_HYPHENS = "-‐–—/"
_SEAM = re.compile(rf"[{_HYPHENS}\u0e00-\u19ff\u2e80-\uabff\uf900-\U0010ffff]")
"""A text without such a character has no hyphen, and none of a script without spaces."""


def joint_space(before: str, after: str) -> str:
    r"""What stands between two texts when they are joined into running text: a space, or nothing.

    Nothing where both sides of the seam are written without spaces, as CSS Text 3 (§4.1.3) joins lines.
    A quotation mark or a bracket counts as what it encloses.

    >>> joint_space("彼は", "「はい」と言った。"), joint_space("他说", "“你好”"), joint_space("one", "two")
    ('', '', ' ')
    """
    before, after = drop_tags(before).rstrip(), drop_tags(after).lstrip()
    if not before or not after:
        return ""
    return "" if _is_seam_unspaced(reversed(before)) and _is_seam_unspaced(after) else " "


@lru_cache(maxsize=50_000)
def fold_spaces(text: str) -> str:
    r"""A text as it is compared with another: the same wherever its lines and cues are broken, whatever the spaces.

    Line breaks and runs of spaces are one space; to take a space out, or to put one in, is a change. Where a line
    can be broken without a space, nobody can tell the two apart afterwards: there a space counts for nothing.

    >>> fold_spaces("two  lines\nof text"), fold_spaces("can not") == fold_spaces("cannot")
    ('two lines of text', False)
    >>> fold_spaces("東京\nタワー"), fold_spaces("well-\nknown"), fold_spaces("one - two")
    ('東京タワー', 'well-known', 'one - two')
    """
    words = text.split()
    folded = " ".join(words)
    if not _may_break_inside(words, folded):  # as nearly always: the seams need not be looked at
        return folded
    return "".join(fold_seam(before, word) + word for before, word in zip(["", *words], words, strict=False))


def fold_seam(before: str, after: str) -> str:
    """What stands between two texts, in whatever lines, where they are compared as one: a space, or nothing."""
    if not before.strip() or not after.strip():
        return ""
    last, first = drop_tags(before.rsplit(maxsplit=1)[-1]), drop_tags(after.split(maxsplit=1)[0])
    is_hyphened = last[-2:-1].isalnum() and last[-1] in _HYPHENS
    if is_hyphened or len(last) + len(first) > _LINE_LETTERS:
        return ""
    return "" if _is_seam_unspaced(reversed(last)) or _is_seam_unspaced(first) else " "


def _may_break_inside(words: Sequence[str], text: str) -> bool:
    """Whether one of two neighbouring words can make a seam at which a line breaks without a space."""
    if _SEAM.search(text):
        return True
    lengths = [*map(len, words)]
    return (
        max(lengths, default=0) > _LINE_LETTERS // 2 and max(map(add, lengths, lengths[1:]), default=0) > _LINE_LETTERS
    )


def _is_seam_unspaced(chars: Iterable[str]) -> bool:
    """Whether the nearest character that is more than a quotation mark or bracket is of such a script."""
    for char in chars:
        if is_unspaced(char):
            return True
        if char.isspace() or not unicodedata.category(char).startswith("P"):
            return False
    return False
