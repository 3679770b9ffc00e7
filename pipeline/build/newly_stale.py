"""Which corrections became stale between two states of a branch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.records import DetailEdit, Edit, EditState


def newly_stale(before: Sequence[Edit | DetailEdit], now: Sequence[Edit | DetailEdit]) -> tuple[str, ...]:
    """The texts of the corrections that are stale now and were not before, each on one line."""
    new = Counter(_stale_texts(now)) - Counter(_stale_texts(before))
    return tuple(new.elements())


def _stale_texts(edits: Sequence[Edit | DetailEdit]) -> list[str]:
    return [" ".join(edit.text.split()) for edit in edits if edit.state is EditState.STALE]
