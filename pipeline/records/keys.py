"""Hashes by which it is known whether anything changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from fractions import Fraction

from pipeline.model import Cue


def text_digest(cues: Iterable[Cue]) -> str:
    """The hash of a track's text alone: times may move under an approval, words may not."""
    return hashlib.sha256("\0".join(cue.text for cue in cues).encode()).hexdigest()


def digest(*parts: object) -> str:
    """A key: the hash of everything that a result depends on.

    >>> digest("a", 1) == digest("a", 1), digest("a", 1) == digest("a1")
    (True, False)
    """
    plain = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=_plain)
    return hashlib.sha256(plain.encode()).hexdigest()[:32]


def _plain(value: object) -> object:
    if isinstance(value, Fraction):
        return str(value)
    if hasattr(value, "__slots__"):
        return {name: getattr(value, name) for name in value.__slots__}
    raise TypeError(f"{type(value).__name__} cannot be part of a key")
