"""What sentences and fields are called outside: by what they say, never by their time or place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pipeline.edits import squeeze
from pipeline.records import digest

KEY_DIGITS = 12


def unit_keys(kind: str, texts: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """A key for each unit of one file; the second of equals has a number.

    Args:
        kind: Sentences and fields of the same text are told apart by it.
        texts: What each key begins with, and what the unit is known by; white space in it does not matter.
    """
    count: Counter[str] = Counter()
    keys = []
    for prefix, text in texts:
        name = prefix + digest(kind, squeeze(text))[:KEY_DIGITS]
        count[name] += 1
        keys.append(name if count[name] == 1 else f"{name}-{count[name]}")
    return tuple(keys)
