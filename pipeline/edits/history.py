"""Which earlier edits a person's cue still shows, though its lines were broken, split or joined otherwise.

What a person wrote is stale until its *words* change or somebody approves it: to break a line
elsewhere, to split a cue, to join two or to move a word from one to the next confirms nothing. To write
one word for two, or two for one, changes words.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.dataclass import dataclass
from pipeline.records import Edit, EditState, MachineTrack
from pipeline.text import fold_seam, fold_spaces, is_compared_by_letters

UNSETTLED = frozenset({EditState.STALE, EditState.CONFLICT})
_OCCURRENCES = 8
"""Of so many places with the words of an edit the first that fits is taken for it."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """What is known of one cue from the last build."""

    same: Edit | None = None
    """The edit with the very words of the cue."""
    parts: tuple[Edit, ...] = ()
    """Otherwise the unsettled edits whose words, all of them, it and its neighbours still show."""


def recall_edits(texts: Sequence[str], people: Mapping[int, str], previous: MachineTrack | None) -> dict[int, Recalled]:
    """What is known of each of the cues that people made or changed.

    Args:
        texts: All cues of the file.
        people: The places of those cues, each with what a person read under it at the last build: of two
            edits with the same words, the one that stood on that is meant.
        previous: The record of the last build; None before the first.
    """
    words = [fold_spaces(text) for text in texts]
    edits = [edit for edit in previous.head.edits if edit.state != EditState.RETIMED] if previous else []
    found, left = _recall_same(words, people, edits)
    open_edits = [edit for edit in left if edit.state in UNSETTLED and edit.text.strip()]
    if previous is not None and open_edits:
        known = [*(cue.text for cue in previous.cues), *(edit.text for edit in previous.head.edits)]
        stream = _Stream(texts, known)
        for edit in open_edits:
            for place in stream.places_of(edit.text):
                if place in people and found[place].same is None:
                    found[place] = Recalled(parts=(*found[place].parts, edit))
    return found


def squeeze(text: str) -> str:
    r"""A text without spaces and line breaks.

    >>> squeeze("two  lines\nof text")
    'twolinesoftext'
    """
    return "".join(text.split())


def _recall_same(
    words: Sequence[str], people: Mapping[int, str], edits: Iterable[Edit]
) -> tuple[dict[int, Recalled], list[Edit]]:
    """The edits that are there word for word, and those that are left."""
    known: dict[str, list[Edit]] = defaultdict(list)
    for edit in edits:
        known[fold_spaces(edit.text)].append(edit)
    found = {}
    for place, basis in people.items():
        alike = known[words[place]]
        at = next((number for number, edit in enumerate(alike) if edit.basis_now == basis), 0)
        found[place] = Recalled(same=alike.pop(at) if alike else None)
    return found, [edit for alike in known.values() for edit in alike]


class _Stream:
    """The words of a whole file, in which an edit's words are looked for across the borders of cues."""

    def __init__(self, texts: Sequence[str], pieces: Sequence[str]) -> None:
        self._texts = texts
        # A part of a text must be folded as the whole is: where one is compared by its letters, all are.
        by_letters = any(map(is_compared_by_letters, (*texts, *pieces)))
        self._fold = squeeze if by_letters else fold_spaces
        self._pieces = set(map(self._fold, pieces))
        self._starts = [0]
        parts: list[str] = []
        shown = ""
        for text in texts:
            seam, words = "" if by_letters else fold_seam(shown, text), self._fold(text)
            parts += seam, words
            self._starts[-1] += len(seam)
            self._starts.append(self._starts[-1] + len(words))
            shown = text if words else shown
        self._text = "".join(parts)

    def places_of(self, text: str) -> range:
        """The cues that together show a text and else nothing that is new; empty if there are none."""
        text = self._fold(text)
        for start in self._occurrences(text):
            first, last = self._place_at(start), self._place_at(start + len(text) - 1)
            before = self._text[self._starts[first] : start].strip()
            after = self._text[start + len(text) : self._starts[last + 1]].strip()
            neighbours = (self._texts[first - 1] if first else "", *self._texts[last + 1 : last + 2], "")
            if self._is_old(before, f"{neighbours[0]}\n{before}") and self._is_old(after, f"{after}\n{neighbours[1]}"):
                return range(first, last + 1)
        return range(0)

    def _occurrences(self, text: str) -> Iterator[int]:
        at = -1
        for _ in range(_OCCURRENCES):
            at = self._text.find(text, at + 1)
            if at < 0:
                return
            yield at

    def _place_at(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1

    def _is_old(self, extra: str, with_neighbour: str) -> bool:
        """Whether words beside an edit's were not typed: whole cues joined to it, or a neighbour's words."""
        return not extra or self._fold(with_neighbour) in self._pieces or self._is_made_of_pieces(extra)

    def _is_made_of_pieces(self, text: str) -> bool:
        inside = [piece for piece in self._pieces if piece and piece in text]
        reached = {0}
        for at in range(len(text)):
            if at in reached:
                reached |= {at + len(piece) for piece in inside if text.startswith(piece, at)}
                reached |= {at + 1} if text[at] == " " else set()
        return len(text) in reached
