"""Which stretch of a corrected file stands for which stretch of the recognised words.

A piece is a word, or a few that cannot be told apart: kept, corrected, added (nothing was
recognised) or deleted (nothing is written).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import accumulate, groupby, pairwise

from pipeline.dataclass import dataclass
from pipeline.model import Cue, Word
from pipeline.text import (
    Pair,
    Tokens,
    align_tokens,
    drop_tags,
    fold_seam,
    joint_space,
    lift_pairs,
    match_key,
    split_atoms,
)

SIMILAR_RATIO = 0.5
"""A word whose letters agree to this share with a recognised one is a correction of it."""
COMPARED_PAIRS = 400
"""In a larger rewritten passage words are not compared one by one; they share its time."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One atom of what was recognised."""

    text: str
    first: int
    last: int
    """The recognised words that it is made of, or a part of."""
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Written:
    """One atom of the file."""

    text: str
    cue: int
    has_space: bool
    time_ms: int
    is_first: bool
    """Whether it begins a line, so that nothing is known about a space before it."""
    is_spaced: bool = False
    """Whether it is apart from what is before it for certain: by a space, or by a break that stands for one."""


@dataclass(slots=True)
class Piece:
    """A stretch of the file with the recognised atoms that it stands for; grows into words."""

    written: list[Written]
    heard: list[Heard]
    start_ms: int = -1
    end_ms: int = -1

    @property
    def text(self) -> str:
        return "".join(atom.text for atom in self.written)

    @property
    def is_kept(self) -> bool:
        return bool(self.heard) and self.text == "".join(atom.text for atom in self.heard)


def cut_pieces(cues: Sequence[Cue], words: Sequence[Word]) -> list[Piece]:
    """Align a file with the recognised words.

    Args:
        cues: By rising start.
        words: The recognised words, in order.

    Returns:
        Pieces in the order of both; together they hold every atom of both sides once.
    """
    written = _written_atoms(cues)
    if "".join(atom.text for atom in written) == "".join("".join(word.text.split()) for word in words):
        return _unchanged_pieces(written, words)
    return _join_parts(_make_pieces(written, _heard_atoms(words), cues))


def _unchanged_pieces(written: Sequence[Written], words: Sequence[Word]) -> list[Piece]:
    """Where nobody changed a character: a piece a word, wherever the file has its breaks."""
    owners = [atom for atom in written for _ in atom.text]
    starts = {place for place in range(len(owners)) if not place or owners[place] is not owners[place - 1]}
    ends = [*accumulate(len("".join(word.text.split())) for word in words)]
    torn = {place for place in starts.difference(ends) if place and owners[place].is_spaced}
    pieces: list[Piece] = []
    for number, (word, place, end) in enumerate(zip(words, (0, *ends), ends, strict=False)):
        owner = owners[place]
        is_first, has_space = (owner.is_first, owner.has_space) if place in starts else (False, False)
        atom = Written(word.text, owner.cue, has_space, owner.time_ms, is_first)
        heard = Heard(word.text, number, number, word.start_ms, word.end_ms)
        cuts = [at for at in range(place + 1, end) if at in torn] if torn else []
        is_torn = cuts and end - place == len(word.text)  # else it was recognised with a space
        pieces.append(Piece(_torn(atom, owners, place, cuts) if is_torn else [atom], [heard]))
    return pieces


def _torn(atom: Written, owners: Sequence[Written], place: int, cuts: Sequence[int]) -> list[Written]:
    """A recognised word, which begins at a place, cut where the file has a space in it."""
    spans = [*pairwise((0, *(at - place for at in cuts), len(atom.text)))]
    parts = [replace(owners[place + first], text=atom.text[first:last]) for first, last in spans]
    return [replace(atom, text=parts[0].text), *parts[1:]]


def _written_atoms(cues: Sequence[Cue]) -> list[Written]:
    atoms: list[Written] = []
    before = ""
    for number, cue in enumerate(cues):
        lines = [split_atoms(line) for line in drop_tags(cue.text).split("\n")]
        size, place = sum(map(len, lines)), 0
        for parts in lines:
            # The first atom may be a quotation mark alone: only the whole line says whether a space goes before it.
            line = "".join(space + text for space, text in parts).strip()
            joins = bool(before and line) and not joint_space(before, line)
            is_apart = bool(fold_seam(before, line))
            for at, (space, text) in enumerate(parts):
                time_ms = cue.start_ms + cue.duration_ms * place // size
                has_space, is_spaced = (bool(space), bool(space)) if at else (not joins, is_apart)
                atoms.append(Written(text, number, has_space, time_ms, at == 0, is_spaced))
                place += 1
            before = line or before
    return atoms


def _heard_atoms(words: Sequence[Word]) -> list[Heard]:
    """The atoms of the recognised text, cut as a file's text is cut."""
    atoms: list[Heard] = []
    start = 0
    for end in range(1, len(words) + 1):
        if end == len(words) or words[end].space_before:
            atoms.extend(_heard_atoms_of(words[start:end], start))
            start = end
    return atoms


def _heard_atoms_of(words: Sequence[Word], first: int) -> Iterable[Heard]:
    """The atoms of words that are written without spaces between them."""
    if len(words) == 1 and split_atoms(words[0].text) == [("", words[0].text)]:
        (word,) = words  # one word, one atom: nearly always where there are spaces
        yield Heard(word.text, first, first, word.start_ms, word.end_ms)
        return
    owners = [number for number, word in enumerate(words) for _ in word.text]
    # Where each character begins, and last where the last one ends: a word is shared evenly.
    starts = [_part(word, k) for word in words for k in range(len(word.text))]
    ends = [_part(word, k + 1) for word in words for k in range(len(word.text))]
    place = 0
    for space, text in split_atoms("".join(word.text for word in words)):
        place += len(space)
        last = place + len(text) - 1
        yield Heard(text, first + owners[place], first + owners[last], starts[place], max(starts[place], ends[last]))
        place = last + 1


def _part(word: Word, chars: int) -> int:
    return word.start_ms + (word.end_ms - word.start_ms) * chars // len(word.text)


def _make_pieces(written: Sequence[Written], heard: Sequence[Heard], cues: Sequence[Cue]) -> list[Piece]:
    """Cut both sides where they agree; each piece is a kept, corrected, added or deleted stretch."""
    pairs = align_tokens(
        Tokens(keys=tuple(match_key(atom.text) for atom in written), times_ms=tuple(atom.time_ms for atom in written)),
        Tokens(keys=tuple(match_key(atom.text) for atom in heard), times_ms=tuple(atom.start_ms for atom in heard)),
    )
    pieces: list[Piece] = []
    last_written, last_heard = 0, 0
    for place, heard_place in [*pairs, (len(written), len(heard))]:
        if last_written < place or last_heard < heard_place:
            pieces.extend(_gap_pieces(written[last_written:place], heard[last_heard:heard_place], cues))
        if place < len(written):
            pieces.append(Piece([written[place]], [heard[heard_place]]))
        last_written, last_heard = place + 1, heard_place + 1
    return pieces


def _gap_pieces(written: Sequence[Written], heard: Sequence[Heard], cues: Sequence[Cue]) -> list[Piece]:
    """A stretch without an equal word: what replaces what, cue by cue."""
    if not written or not heard:
        return _pieces_of_cue(written, heard) if len({atom.cue for atom in written}) < 2 else _by_cue(written, (), cues)
    if "".join(atom.text for atom in written) == "".join(atom.text for atom in heard):
        return [Piece(list(written), list(heard))]
    return _by_cue(written, heard, cues)


def _by_cue(written: Sequence[Written], heard: Sequence[Heard], cues: Sequence[Cue]) -> list[Piece]:
    """Give each cue of a rewritten stretch the recognised words that are said while it is shown."""
    pieces: list[Piece] = []
    done = 0
    for number, group in groupby(written, key=lambda atom: atom.cue):
        start, done = done, len(heard)
        if number != written[-1].cue:
            end_ms = cues[number].end_ms
            later = (k for k in range(start, len(heard)) if heard[k].start_ms + heard[k].end_ms > 2 * end_ms)
            done = next(later, len(heard))
        pieces.extend(_pieces_of_cue(list(group), heard[start:done]))
    return pieces


def _pieces_of_cue(written: Sequence[Written], heard: Sequence[Heard]) -> list[Piece]:
    pieces: list[Piece] = []
    last_written, last_heard = 0, 0
    for place, heard_place in [*_similar_pairs(written, heard), (len(written), len(heard))]:
        if last_written < place or last_heard < heard_place:
            pieces.append(Piece(list(written[last_written:place]), list(heard[last_heard:heard_place])))
        if place < len(written):
            pieces.append(Piece([written[place]], [heard[heard_place]]))
        last_written, last_heard = place + 1, heard_place + 1
    return pieces


def _similar_pairs(written: Sequence[Written], heard: Sequence[Heard]) -> list[Pair]:
    """Words that are spelt nearly alike, in order; the most similar first come to their right."""
    if len(written) * len(heard) > COMPARED_PAIRS:
        return []
    ratios = {
        (a, b): _likeness(match_key(one.text), match_key(other.text))
        for a, one in enumerate(written)
        for b, other in enumerate(heard)
    }
    chosen: dict[int, int] = {}
    for (a, b), ratio in sorted(ratios.items(), key=lambda item: (-item[1], item[0])):
        if ratio >= SIMILAR_RATIO and a not in chosen and b not in chosen.values():
            chosen[a] = b
    return lift_pairs(sorted(chosen.items()))


@lru_cache(maxsize=100_000)
def _likeness(one: str, other: str) -> float:
    """The share of two words' letters that agree, in order, from 0 to 1."""
    # Comparing which letters occur is ten times cheaper and rules most pairs out.
    if 2 * len(set(one) & set(other)) < SIMILAR_RATIO * (len(set(one)) + len(set(other))):
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _join_parts(pieces: Sequence[Piece]) -> list[Piece]:
    """Put together the pieces of one recognised word, where the file does not separate them."""
    joined: list[Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if before and _shares_word(before, piece) and _belongs(before, piece):
            joined[-1] = Piece(before.written + piece.written, before.heard + piece.heard)
        else:
            joined.append(piece)
    return joined


def _shares_word(before: Piece, piece: Piece) -> bool:
    """Whether both are parts of one recognised word."""
    return bool(before.heard and piece.heard) and before.heard[-1].last == piece.heard[0].first


def _belongs(before: Piece, piece: Piece) -> bool:
    if not piece.written or not before.written:
        return True
    return before.written[-1].cue == piece.written[0].cue and not piece.written[0].has_space
