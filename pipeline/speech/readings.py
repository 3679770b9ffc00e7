"""Where other readings of the same sound differ from what was recognised, stretch by stretch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate
from math import prod

from pipeline.dataclass import dataclass
from pipeline.model import Reading
from pipeline.speech.recogniser import Otherwise
from pipeline.speech.word_times import PlacedWord
from pipeline.text import match_key, split_atoms

_TOO_LONG = 2
"""A reading so many times as long as what was recognised has lost its way, and says nothing."""
_LEAST_SHARE = 0.1
"""What is less likely than this nobody need hear of."""


@dataclass(frozen=True, slots=True)
class _Edit:
    """Atoms from one place up to another, and what a reading has instead."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Heard:
    """What was recognised: its atoms, with the white space before each, and the word that each belongs to."""

    atoms: tuple[tuple[str, str], ...]
    words: tuple[PlacedWord, ...]

    def text(self, start: int, end: int) -> str:
        return "".join(space + atom for space, atom in self.atoms[start:end])


def compare_readings(words: Sequence[PlacedWord], others: Sequence[Otherwise]) -> Iterator[Reading]:
    """Where some other readings differ from the words, each place with what is likeliest there instead.

    Letters and digits are compared, so that punctuation and capitals make no difference.

    Args:
        words: What was recognised in a window, in order.
        others: Other readings of the same window.
    """
    heard = _heard(words)
    if not heard.atoms:
        return
    found = [(edits, one.share) for one in others if (edits := _edits(heard, split_atoms(one.text))) is not None]
    for start, end in _joined([(edit.start, edit.end) for edits, _ in found for edit in edits]):
        instead: dict[str, list[float]] = defaultdict(list)
        for edits, share in found:
            if _differs(edits, start, end):
                instead[_text_of(heard, edits, start, end)].append(share)
        share = _any_of([share for shares in instead.values() for share in shares])
        if share >= _LEAST_SHARE:
            yield Reading(
                start_ms=heard.words[start].start_ms,
                end_ms=max(word.end_ms for word in heard.words[start:end]),
                heard=heard.text(start, end).strip(),
                text=max(instead, key=lambda text: _any_of(instead[text])),
                share=round(share, 2),
            )


def _any_of(shares: Sequence[float]) -> float:
    """How likely one of several readings is, each known beside what was recognised only."""
    return 1 - prod(1 - share for share in shares)


def _heard(words: Sequence[PlacedWord]) -> _Heard:
    atoms: list[tuple[str, str]] = []
    owners: list[PlacedWord] = []
    for word in words:
        for space, atom in split_atoms(word.text.strip()):
            is_first = not owners or owners[-1] is not word
            atoms.append((" " if is_first and word.space_before else space, atom))
            owners.append(word)
    return _Heard(tuple(atoms), tuple(owners))


def _edits(heard: _Heard, other: Sequence[tuple[str, str]]) -> list[_Edit] | None:
    """What a reading has instead; None where it is none of the same sound."""
    if not other or len(other) > _TOO_LONG * len(heard.atoms) + 2:
        return None
    ours, theirs = ([match_key(atom) for _, atom in atoms] for atoms in (heard.atoms, other))
    found = []
    for kind, start, end, from_, to in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        text = "".join(space + atom for space, atom in other[from_:to])
        if kind == "insert" and start > 0:  # shown with the word before it
            found.append(_Edit(start - 1, start, heard.text(start - 1, start) + text))
        elif kind == "insert":
            found.append(_Edit(0, 1, f"{text} {heard.text(0, 1).strip()}"))
        elif kind != "equal":
            found.append(_Edit(start, end, text))
    return _without_overlaps(found)


def _without_overlaps(edits: Sequence[_Edit]) -> list[_Edit]:
    """An insertion behind a word that was replaced itself is part of that replacement."""
    kept: list[_Edit] = []
    for edit in edits:
        if kept and edit.start < kept[-1].end:
            last = kept.pop()
            kept.append(_Edit(last.start, max(last.end, edit.end), f"{last.text} {edit.text.strip()}"))
        else:
            kept.append(edit)
    return kept


def _joined(places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Overlapping places as one, in order."""
    ordered = sorted(places)
    reach = [*accumulate((end for _, end in ordered), max)]
    start = 0
    for number in range(1, len(ordered) + 1):
        if number == len(ordered) or ordered[number][0] >= reach[number - 1]:
            yield ordered[start][0], reach[number - 1]
            start = number


def _differs(edits: Sequence[_Edit], start: int, end: int) -> bool:
    return any(edit.start < end and start < edit.end for edit in edits)


def _text_of(heard: _Heard, edits: Sequence[_Edit], start: int, end: int) -> str:
    """What a reading has from one atom up to another."""
    parts, place = [], start
    for edit in edits:
        if edit.start < end and start < edit.end:
            parts += [heard.text(place, edit.start), edit.text]
            place = edit.end
    return " ".join("".join([*parts, heard.text(place, end)]).split())
