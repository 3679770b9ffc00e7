"""A script against recognised words: where they are the same, and each place where they differ.

A place is in the order of the voice. The script may have more than was said, less, or the same in another order; a
passage that was said twice is found twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.edits.script_gaps import gap_places, grams
from pipeline.edits.script_places import ScriptAlignment, ScriptWord
from pipeline.edits.script_runs import equal_runs, strong_runs, with_gaps
from pipeline.model import Word
from pipeline.text import Tokens, align_tokens, has_unspaced, match_key, split_atoms

_MARKS_ALONE = re.compile(r"[-–—…•·*«»\"'“”‘’|/()\[\]{}<>.,:;!?]+")


def script_words(paragraphs: Iterable[str]) -> tuple[ScriptWord, ...]:
    """The words of a script; a dash that stands alone belongs to the word before it.

    >>> [word.text for word in script_words(["Well – yes.", "No."])]
    ['Well –', 'yes.', 'No.']
    """
    words: list[ScriptWord] = []
    for paragraph in paragraphs:
        for number, (space, atom) in enumerate(split_atoms(paragraph)):
            if words and _MARKS_ALONE.fullmatch(atom):
                words[-1] = replace(words[-1], text=f"{words[-1].text}{space and ' '}{atom}")
            elif not _MARKS_ALONE.fullmatch(atom):
                is_apart = bool(space) or (number == 0 and not has_unspaced(atom))
                words.append(ScriptWord(text=atom, space_before=is_apart))
    return tuple(words)


def align_script(script: Sequence[ScriptWord], heard: Sequence[Word]) -> ScriptAlignment:
    """Find what of a script was said, and where it was said otherwise."""
    words = tuple(_single_atoms(heard))
    keys = [word.key for word in script], [match_key(word.text) for word in words]
    pairs = align_tokens(_tokens(keys[0], words), Tokens(keys=tuple(keys[1]), times_ms=_starts(words)))
    runs = strong_runs(equal_runs(pairs), (len(script), len(words)))
    index = grams(keys[0])
    places = [place for gap in with_gaps(runs, (len(script), len(words))) for place in gap_places(gap, keys, index)]
    found = {place.script[0] for place in places if place.is_same}
    return ScriptAlignment(
        script=tuple(script), heard=words, places=tuple(places), said=len(found) / max(1, len(script))
    )


def spoken_letters_of(words: Iterable[str]) -> str:
    """What is said of some words: their letters and digits, and signs such as `%`; no dash or quotation mark.

    >>> spoken_letters_of(["Well", "–", "5", "%"])
    'well5%'
    """
    parts = (part for word in words for part in word.split())
    return "".join(match_key(part) for part in parts if not _MARKS_ALONE.fullmatch(part))


def likeness(script: Sequence[str], heard: Sequence[str]) -> float:
    """How alike the letters of two passages are, from 0 to 1.

    >>> likeness(["rongcheng"], ["rong", "cheng"]), likeness(["yes"], [])
    (1.0, 0.0)
    """
    from rapidfuzz.distance import Indel

    one, other = "".join(script), "".join(heard)
    return round(Indel.normalized_similarity(one, other), 3) if one and other else 0.0


def _single_atoms(words: Iterable[Word]) -> Iterator[Word]:
    """Words of a script without spaces by character, as a script's are; their time is shared."""
    for word in words:
        atoms = split_atoms(word.text) if has_unspaced(word.text) else []
        if len(atoms) < 2:
            yield word
            continue
        edges = [
            word.start_ms + (word.end_ms - word.start_ms) * number // len(atoms) for number in range(len(atoms) + 1)
        ]
        for number, ((_, atom), (start_ms, end_ms)) in enumerate(zip(atoms, pairwise(edges), strict=True)):
            first = number == 0
            yield replace(
                word,
                text=atom,
                start_ms=start_ms,
                end_ms=end_ms,
                space_before=word.space_before and first,
                starts_segment=word.starts_segment and first,
            )


def _starts(words: Sequence[Word]) -> tuple[int, ...]:
    return tuple(word.start_ms for word in words)


def _tokens(keys: Sequence[str], heard: Sequence[Word]) -> Tokens:
    """The script's words, as if they were spread over the whole time evenly."""
    length_ms = heard[-1].end_ms if heard else 0
    return Tokens(
        keys=tuple(keys), times_ms=tuple(length_ms * number // max(1, len(keys)) for number in range(len(keys)))
    )
