"""The text of one cue, or of several, as two people left it: words and line breaks are merged apart.

Symmetric: whoever merges whom, the result is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.edits.merge.sentence_cuts import align_words, cut_at_sentences
from pipeline.text import joint_space, split_atoms

Atoms = list[tuple[str, str]]
"""White space before, and word."""


def merge_texts(base: str, ours: str, theirs: str) -> str | None:
    r"""What two people made of one text, together; None where they contradict each other.

    A sentence is the smallest piece that is taken from one side as a whole. A line break that one side
    moved and a word that the other changed go together.

    >>> merge_texts("One is here. Two is.", "One is here. 2 is.", "One is\nhere. Two is.")
    'One is\nhere. 2 is.'
    >>> merge_texts("One.", "Two.", "Three.") is None
    True
    """
    if ours in (theirs, base):
        return theirs
    if theirs == base:
        return ours
    versions = [split_atoms(text) for text in (base, ours, theirs)]
    cuts = cut_at_sentences(*([word for _, word in atoms] for atoms in versions))
    merged: Atoms = []
    for first, last in pairwise(cuts):
        piece = _merge_atoms(*(atoms[first[side] : last[side]] for side, atoms in enumerate(versions)))
        if piece is None:
            return None
        merged += piece
    return join_atoms(merged)


def pour_words(shaped: Atoms, base: Sequence[str], words: Atoms) -> Atoms | None:
    """Words of one version between the line breaks of another, which has the words of the base.

    Returns:
        None where a break has no sure place because the words on both its sides were replaced.
    """
    places = break_places(shaped, base, [word for _, word in words])
    if places is None:
        return None
    return [
        ("\n" if at in places else _running_space(words, at) if "\n" in space else space, word)
        for at, (space, word) in enumerate(words)
    ]


def break_places(shaped: Atoms, base: Sequence[str], words: Sequence[str]) -> set[int] | None:
    """Where the line breaks of a version with the words of the base stand among other words."""
    breaks = [at for at, (space, _) in enumerate(shaped) if at and "\n" in space]
    return map_places(breaks, base, words)


def map_places(places: Sequence[int], base: Sequence[str], words: Sequence[str]) -> set[int] | None:
    """Places between words of the base among other words; None where one of them is not sure."""
    partner = dict(align_words(base, words))
    found: list[int] = []
    for place in places:
        at = partner.get(place, partner.get(place - 1, -2) + 1)
        if not (found[-1] if found else 0) < at < len(words):
            return None
        found.append(at)
    return set(found)


def has_breaks_of(atoms: Atoms, base: Atoms) -> bool:
    """Whether a version with other words has its line breaks where the base has them."""
    breaks = {at for at, (space, _) in enumerate(atoms) if at and "\n" in space}
    return break_places(base, [word for _, word in base], [word for _, word in atoms]) == breaks


def join_atoms(atoms: Atoms) -> str:
    """The text of some atoms, without white space at its beginning."""
    return "".join(space + word for space, word in atoms).lstrip()


def _merge_atoms(base: Atoms, ours: Atoms, theirs: Atoms) -> Atoms | None:
    """One sentence."""
    if ours in (theirs, base):
        return theirs
    if theirs == base:
        return ours
    words = [[word for _, word in atoms] for atoms in (base, ours, theirs)]
    for shaped, worded, is_shaped in ((ours, theirs, words[1] == words[0]), (theirs, ours, words[2] == words[0])):
        if is_shaped and has_breaks_of(worded, base):
            return pour_words(shaped, words[0], worded)
    return None


def _running_space(words: Atoms, at: int) -> str:
    before, after = ("".join(word for _, word in some) for some in (words[:at], words[at:]))
    return joint_space(before, after)
