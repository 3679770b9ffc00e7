"""Which earlier edits a person's cue still shows, though its lines were broken, split or joined otherwise.

What a person wrote is stale until its *words* change or somebody approves it: to break a line
elsewhere, or to split the cue in two, confirms nothing.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.artefacts import Edit, MachineTrack


@dataclass(frozen=True, slots=True)
class Recalled:
    """What is known of one cue from the last build."""

    same: Edit | None = None
    """The edit with the very words of the cue."""
    parts: tuple[Edit, ...] = ()
    """Otherwise the unsettled edits of which it is a part, or which are parts of it."""


def recall_edits(texts: Sequence[str], previous: MachineTrack | None) -> tuple[Recalled, ...]:
    """What is known of each of a person's cues.

    Args:
        texts: The cues that people made or changed, in the order of the file.
        previous: The record of the last build; None before the first.
    """
    if previous is None:
        return tuple(Recalled() for _ in texts)
    words = [squeeze(text) for text in texts]
    known: dict[str, deque[Edit]] = defaultdict(deque)
    for edit in previous.head.edits:
        known[squeeze(edit.text)].append(edit)
    found = [Recalled(same=known[text].popleft() if known[text] else None) for text in words]
    unsettled = {text: edits[0] for text, edits in known.items() if edits and edits[0].state in {"stale", "conflict"}}
    if unsettled:
        pieces = {squeeze(cue.text) for cue in previous.cues} | set(unsettled)
        _recall_split(words, unsettled, found)
        _recall_joined(words, unsettled, pieces, found)
    return tuple(found)


def squeeze(text: str) -> str:
    r"""A text without spaces and line breaks.

    >>> squeeze("two  lines\nof text")
    'twolinesoftext'
    """
    return "".join(text.split())


def _recall_split(words: Sequence[str], unsettled: dict[str, Edit], found: list[Recalled]) -> None:
    """Cues that follow each other and together have the words of one earlier edit."""
    for first in range(len(words)):
        joined = ""
        for last in range(first, len(words)):
            joined += words[last]
            if found[last] != Recalled() or not any(text.startswith(joined) for text in unsettled):
                break
            if joined in unsettled:
                part = Recalled(parts=(unsettled[joined],))
                found[first : last + 1] = [part] * (last + 1 - first)
                break


def _recall_joined(words: Sequence[str], unsettled: dict[str, Edit], pieces: set[str], found: list[Recalled]) -> None:
    """Cues that are made of whole earlier cues, at least one of them an unsettled edit."""
    for place, text in enumerate(words):
        if found[place] != Recalled():
            continue
        inside = tuple(edit for piece, edit in unsettled.items() if piece and piece in text)
        if inside and _is_made_of(text, [piece for piece in pieces if piece and piece in text]):
            found[place] = Recalled(parts=inside)


def _is_made_of(text: str, pieces: Iterable[str]) -> bool:
    reached = {0}
    for at in range(len(text)):
        if at in reached:
            reached |= {at + len(piece) for piece in pieces if text.startswith(piece, at)}
    return len(text) in reached
