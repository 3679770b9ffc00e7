"""The same cues in another form: in the order of their times, with accents composed, as a file spells them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from pipeline.model import Cue
from pipeline.text import find_mark


def put_in_order(cues: Sequence[Cue]) -> tuple[tuple[Cue, ...], tuple[Cue, ...]]:
    """Cues by their start, and those that stood out of order; an unfinished merge keeps its order."""
    highest, strays = -1, []
    for cue in cues:
        if cue.start_ms < highest:
            strays.append(cue)
        highest = max(highest, cue.start_ms)
    if not strays or any(find_mark(cue.text) for cue in cues):
        return tuple(cues), ()
    return tuple(sorted(cues, key=lambda cue: cue.start_ms)), tuple(strays)


def compose_accents(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """The same cues with each accent and its letter as one character (NFC), as people and machines compare them."""
    return tuple(cue if cue.text.isascii() else replace(cue, text=_composed(cue.text)) for cue in cues)


def as_written(cues: Sequence[Cue], written: Sequence[Cue]) -> tuple[Cue, ...]:
    """Cues with the very characters that a file has, where only the way to write accents differs."""
    spelling = {composed: cue.text for cue in written if (composed := _composed(cue.text)) != cue.text}
    if not spelling:
        return tuple(cues)
    return tuple(replace(cue, text=spelling.get(_composed(cue.text), cue.text)) for cue in cues)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
