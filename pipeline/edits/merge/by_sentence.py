"""Combine, sentence by sentence, a block whose text both a person and the machine changed.

A sentence is the smallest piece that is taken from one side as a whole: half of a person's
sentence and half of the machine's would be nobody's. Line and cue breaks come with the sentence;
where a person only moved breaks, the machine's new words are poured between the person's breaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.dataclass import dataclass
from pipeline.edits.merge.hunks import Block, Cues
from pipeline.edits.merge.sentence_cuts import align_words, cut_at_sentences
from pipeline.model import Cue
from pipeline.text import joint_space, split_atoms


@dataclass(frozen=True, slots=True, kw_only=True)
class _Atom:
    """One word of a block and where it stands."""

    text: str
    space: str
    """White space before it, if it did not begin a line or a cue."""
    cue: Cue
    begins: bool
    """Whether its cue begins with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """One sentence in the three versions; empty where a version does not have it."""

    base: tuple[_Atom, ...]
    edited: tuple[_Atom, ...]
    new: tuple[_Atom, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """What a piece becomes."""

    atoms: tuple[_Atom, ...]
    is_new: bool = False
    is_conflict: bool = False
    loses_break: bool = False
    """Whether a cue began in the person's version of it."""


def combine_sentences(block: Block, timed: Cues) -> tuple[Cues, bool] | None:
    """Merge the sentences of a block.

    Args:
        block: All three versions have cues.
        timed: The person's cues with the times that hold now, as many as `block.edited`.

    Returns:
        The cues and whether both sides' changes are all in them; None if nothing of the machine's
        change can be taken over, so that the person's cues stand as they are.
    """
    even = block.is_even
    new_cues = tuple(
        replace(cue, text=new.text) for new, cue in zip(block.new, timed if even else block.new, strict=True)
    )
    sides = [_atoms_of(block.base), _atoms_of(timed), _atoms_of(new_cues)]
    if any(not split_atoms(cue.text) for cue in (*timed, *new_cues)):
        return None
    choices = [_choose(piece, _is_left_alone(piece, block, timed)) for piece in _cut_pieces(*sides)]
    if not any(choice.is_new for choice in choices):
        return None
    cues = _to_cues(choices)
    if cues is None:
        return None
    return cues, not any(choice.is_conflict for choice in choices)


def _atoms_of(cues: Cues) -> list[_Atom]:
    befores = ("", *(cue.text for cue in cues))
    return [
        _Atom(text=text, space=space if place else joint_space(before, cue.text), cue=cue, begins=place == 0)
        for before, cue in zip(befores, cues, strict=False)
        for place, (space, text) in enumerate(split_atoms(cue.text))
    ]


def _cut_pieces(base: list[_Atom], edited: list[_Atom], new: list[_Atom]) -> list[_Piece]:
    """Cut at every place where a sentence ends in all three versions."""
    cuts = cut_at_sentences(*([atom.text for atom in atoms] for atoms in (base, edited, new)))
    return [
        _Piece(base=tuple(base[a[0] : b[0]]), edited=tuple(edited[a[1] : b[1]]), new=tuple(new[a[2] : b[2]]))
        for a, b in pairwise(cuts)
    ]


def _is_left_alone(piece: _Piece, block: Block, timed: Cues) -> bool:
    """Whether the person changed neither words nor breaks nor times of this sentence."""
    if [(atom.text, atom.space, atom.begins) for atom in piece.base] != [
        (atom.text, atom.space, atom.begins) for atom in piece.edited
    ]:
        return False
    before = {id(cue): edited for cue, edited in zip(timed, block.edited, strict=True)}
    return all(
        _times(old.cue) == _times(before[id(atom.cue)]) for old, atom in zip(piece.base, piece.edited, strict=True)
    )


def _times(cue: Cue) -> tuple[int, int]:
    return cue.start_ms, cue.end_ms


def _choose(piece: _Piece, is_left_alone: bool) -> _Choice:
    base, edited, new = ([atom.text for atom in atoms] for atoms in (piece.base, piece.edited, piece.new))
    if new in (base, edited):
        return _Choice(atoms=piece.edited)
    if edited != base:
        return _Choice(atoms=piece.edited, is_conflict=True)
    if is_left_alone or not edited or not new:
        loses_break = any(atom.begins for atom in piece.edited)
        return _Choice(atoms=_fit_joint(piece), is_new=True, loses_break=loses_break)
    poured = _pour(piece)
    return _Choice(atoms=poured, is_new=True) if poured else _Choice(atoms=piece.edited, is_conflict=True)


def _fit_joint(piece: _Piece) -> tuple[_Atom, ...]:
    """The machine's words; whether a line or cue begins with the sentence is the person's choice."""
    if not piece.new or not piece.edited:
        return piece.new
    first, place = piece.new[0], piece.edited[0]
    cue = place.cue if place.begins and not first.begins else first.cue
    return (replace(first, space=place.space, begins=place.begins, cue=cue), *piece.new[1:])


def _pour(piece: _Piece) -> tuple[_Atom, ...]:
    """The machine's new words between the person's breaks; empty if a break has no sure place."""
    partner = dict(align_words([atom.text for atom in piece.base], [atom.text for atom in piece.new]))
    breaks = {0: piece.edited[0]}
    for index, atom in enumerate(piece.edited):
        if index and (atom.begins or "\n" in atom.space):
            place = partner.get(index, partner.get(index - 1, -2) + 1)
            if place <= max(breaks) or place >= len(piece.new):
                return ()
            breaks[place] = atom
    poured: list[_Atom] = []
    cue = piece.edited[0].cue
    for index, atom in enumerate(piece.new):
        if place_atom := breaks.get(index):
            cue = place_atom.cue
            poured.append(replace(place_atom, text=atom.text))
        else:
            space = _running_space(piece.new, index) if "\n" in atom.space else atom.space
            poured.append(replace(atom, space=space, cue=cue, begins=False))
    return tuple(poured)


def _running_space(atoms: Sequence[_Atom], index: int) -> str:
    """The space before an atom where it no longer begins a line."""
    before, after = ("".join(atom.text for atom in some) for some in (atoms[:index], atoms[index:]))
    return joint_space(before, after)


def _to_cues(choices: Sequence[_Choice]) -> Cues | None:
    """The cues of all pieces; None if they would not follow each other in time."""
    groups: list[list[_Atom]] = []
    must_begin = True
    for choice in choices:
        for atom in choice.atoms:
            if atom.begins or must_begin:
                groups.append([])
            groups[-1].append(atom)
            must_begin = False
        # The break before a sentence that has gone goes to the next one.
        must_begin = must_begin or (not choice.atoms and choice.loses_break)
    cues = tuple(_to_cue(group) for group in groups)
    is_legal = all(cue.start_ms < cue.end_ms for cue in cues)
    in_order = all(cue.end_ms <= after.start_ms for cue, after in pairwise(cues))
    return cues if cues and is_legal and in_order else None


def _to_cue(group: Sequence[_Atom]) -> Cue:
    text = group[0].text + "".join(atom.space + atom.text for atom in group[1:])
    return replace(group[0].cue, end_ms=group[-1].cue.end_ms, text=text)
