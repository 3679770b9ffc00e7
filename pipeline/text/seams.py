"""What stands at the seam where two texts become running text, and which seams count where texts are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
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
    can be broken without a space, nobody can tell the two apart afterwards: there a space counts for nothing, and in
    a text with words so long that a line may have been broken inside one, none counts.

    >>> fold_spaces("two  lines\nof text"), fold_spaces("can not") == fold_spaces("cannot")
    ('two lines of text', False)
    >>> fold_spaces("東京\nタワー"), fold_spaces("well-\nknown"), fold_spaces("one - two")
    ('東京タワー', 'well-known', 'one - two')
    """
    words = text.split()
    if not _has_seams(words):  # as nearly always: they need not be looked at
        return " ".join(words)
    runs = _joined(words)
    return "".join(runs) if _may_be_one_word(runs) else " ".join(runs)


def is_compared_by_letters(text: str) -> bool:
    """Whether no space of a text counts where it is compared, since one of its words may have been broken."""
    words = text.split()
    return _has_seams(words) and _may_be_one_word(_joined(words))


def fold_seam(before: str, after: str) -> str:
    """What stands between two texts, in whatever lines, where they are compared as one: a space, or nothing."""
    if not before.strip() or not after.strip():
        return ""
    last, first = before.rsplit(maxsplit=1)[-1], after.split(maxsplit=1)[0]
    return "" if _joins(last, first) or _may_be_one_word((last, first)) else " "


def _joined(words: Sequence[str]) -> list[str]:
    """The words, in one where a line breaks between them without a space."""
    runs: list[str] = []
    for word in words:
        if runs and _joins(runs[-1], word):
            runs[-1] += word
        else:
            runs.append(word)
    return runs


def _joins(last: str, first: str) -> bool:
    """Whether a line breaks without a space between what ends with one word and what begins with another."""
    last, first = drop_tags(last), drop_tags(first)
    if last[-2:-1].isalnum() and last[-1] in _HYPHENS:
        return True
    return _is_seam_unspaced(reversed(last)) or _is_seam_unspaced(first)


def _may_be_one_word(runs: Sequence[str]) -> bool:
    """Whether a word is longer than a line, or two neighbours are together, so that they may be one that was broken.

    So the answer is the same wherever such a word is broken, and whatever stands beside it.
    """
    parts = [_spaced_parts(drop_tags(run)) for run in runs]
    longest = max((size for sizes in parts for size in sizes), default=0)
    return longest > _LINE_LETTERS or any(a[-1] + b[0] > _LINE_LETTERS for a, b in pairwise(parts))


def _spaced_parts(run: str) -> list[int]:
    """How many letters stand before, between and behind those that are written without spaces."""
    sizes = [0]
    for char in run:
        if is_unspaced(char):
            sizes.append(0)
        else:
            sizes[-1] += 1
    return sizes


def _has_seams(words: Sequence[str]) -> bool:
    """Whether a line may break without a space between two of some words, or inside one."""
    if _SEAM.search("".join(words)):
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
