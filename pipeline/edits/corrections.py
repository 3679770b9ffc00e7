"""Words that a person put in the place of others: what was misheard once was most often misheard elsewhere, too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from pipeline.dataclass import dataclass
from pipeline.edits.history import squeeze

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_MOST_WORDS = 3
_LONG_WORD = 8
"""A word in small letters that is shorter is most often right elsewhere: their, there."""
_ALIKE = 0.4
"""What was misheard sounds alike, so it shares so many letters with what was said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """Some words, and what a person wrote instead."""

    old: str
    new: str


def find_corrections(before: str, after: str) -> Iterator[Correction]:
    """The words of a sentence that a person corrected, where they may be wrong elsewhere in the same way.

    Names, phrases and long words of which the new spelling resembles the old one; a sentence that was written anew
    has none.

    Args:
        before: As it was recognised.
        after: As it stands now.

    >>> [*find_corrections("The mayor of Ranchang came.", "The mayor of Rongcheng came.")]
    [Correction(old='Ranchang', new='Rongcheng')]
    """
    ours, theirs = _WORD.findall(before), _WORD.findall(after)
    matcher = SequenceMatcher(None, [*map(str.casefold, ours)], [*map(str.casefold, theirs)], autojunk=False)
    for kind, start, end, from_, to in matcher.get_opcodes():
        old, new = " ".join(ours[start:end]), " ".join(theirs[from_:to])
        if kind == "replace" and max(end - start, to - from_) <= _MOST_WORDS and _is_telling(old, new):
            yield Correction(old=old, new=new)


def _is_telling(old: str, new: str) -> bool:
    if not _resembles(old, new):
        return False
    has_capital = any(word[0].isupper() for word in (*old.split(), *new.split()))
    return has_capital or " " in old or len(old) >= _LONG_WORD


def _resembles(old: str, new: str) -> bool:
    one, other = squeeze(old).casefold(), squeeze(new).casefold()
    return one != other and SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE
