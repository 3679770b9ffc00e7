"""A word that was misheard, wherever it stands: as it is, inflected, cut otherwise, or misheard in another way."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from pipeline.edits.history import squeeze
from pipeline.model import Cue

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SUFFIX = re.compile(r"['’]?\w{1,2}|['’]?\w?s?")
_SIMILAR, _SIMILAR_START = 86.0, 74.0
"""How alike another word must be, in per cent of its letters; less where it begins with the same two letters."""
_CONTEXT_WORDS = 6
_ENOUGH_LETTERS = 4


class Likeness(StrEnum):
    """How a place is like what is looked for."""

    SAME = "same"
    INFLECTED = "inflected"
    """With an ending: a plural, a genitive."""
    CUT = "cut otherwise"
    """Written as one word, or as several."""
    SIMILAR = "similar"
    """Perhaps the same word, misheard in another way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One stretch of a cue that may be replaced."""

    cue: int
    """Its number, counted from 1."""
    start: int
    end: int
    """Characters of the cue's text."""
    found: str
    suffix: str
    """The ending that it has besides what is looked for."""
    likeness: Likeness
    context: str
    """Some words before and behind it."""


@dataclass(frozen=True, slots=True)
class _Token:
    cue: int
    start: int
    end: int
    text: str


def find_places(cues: Sequence[Cue], wanted: str) -> tuple[Place, ...]:
    """Where a word or phrase stands in a track, in order; a place never goes beyond one cue.

    Args:
        cues: As they stand in the file.
        wanted: One word or several.
    """
    words = len(wanted.split())
    tokens = [
        _Token(number, match.start(), match.end(), match.group())
        for number, cue in enumerate(cues, start=1)
        for match in _WORD.finditer(cue.text)
    ]
    found: dict[int, list[Place]] = defaultdict(list)
    for size in dict.fromkeys((words, words + 1, words - 1)):
        for at in range(len(tokens) - size + 1) if size else ():
            window = tokens[at : at + size]
            if window[0].cue == window[-1].cue and not _is_taken(window, found[window[0].cue]):
                place = _judge(window, wanted, cues[window[0].cue - 1], is_cut=size != words)
                if place is not None:
                    found[place.cue].append(place)
    return tuple(place for _, places in sorted(found.items()) for place in sorted(places, key=lambda one: one.start))


def replace_places(cues: Sequence[Cue], places: Sequence[Place], new: str) -> tuple[Cue, ...]:
    """The cues with another text in some places; endings stay, and so does a capital where it begins a sentence."""
    changed = list(cues)
    for number, group in groupby(sorted(places, key=lambda place: (place.cue, -place.start)), key=lambda one: one.cue):
        text = cues[number - 1].text
        for place in group:
            text = text[: place.start] + _fitted(place, new, text) + text[place.end :]
        changed[number - 1] = replace(cues[number - 1], text=text)
    return tuple(changed)


def _judge(window: Sequence[_Token], wanted: str, cue: Cue, *, is_cut: bool) -> Place | None:
    shown = "".join(token.text for token in window)
    likeness, suffix = _compare(shown, squeeze(wanted), is_cut=is_cut)
    if likeness is None:
        return None
    start, end = window[0].start, window[-1].end
    found = " ".join(cue.text[start:end].split())
    return Place(
        cue=window[0].cue,
        start=start,
        end=end,
        found=found,
        suffix=suffix,
        likeness=likeness,
        context=_context(cue.text, start, end),
    )


def _context(text: str, start: int, end: int) -> str:
    marked = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    before, after = len(text[:start].split()), len(text[end:].split())
    words = marked.split()
    return " ".join(words[max(0, before - _CONTEXT_WORDS) : len(words) - max(0, after - _CONTEXT_WORDS)])


def _compare(shown: str, wanted: str, *, is_cut: bool) -> tuple[Likeness | None, str]:
    ours, theirs = shown.casefold(), wanted.casefold()
    if ours == theirs:
        return (Likeness.CUT if is_cut else Likeness.SAME), ""
    suffix = shown[len(wanted) :]
    if ours.startswith(theirs) and len(wanted) >= _ENOUGH_LETTERS and _SUFFIX.fullmatch(suffix):
        return Likeness.INFLECTED, suffix
    if len(wanted) < _ENOUGH_LETTERS or abs(len(ours) - len(theirs)) > 2:
        return None, ""
    from rapidfuzz import fuzz

    least = _SIMILAR_START if ours[:2] == theirs[:2] else _SIMILAR
    return (Likeness.SIMILAR if fuzz.ratio(ours, theirs) >= least else None), ""


def _is_taken(window: Sequence[_Token], found: Sequence[Place]) -> bool:
    first, last = window[0], window[-1]
    return any(place.start < last.end and first.start < place.end for place in found)


def _fitted(place: Place, new: str, text: str) -> str:
    """The new text in the case of the old: capitals stay capitals, and a sentence begins with one."""
    old = place.found.removesuffix(place.suffix) if place.suffix else place.found
    if old.isupper() and len(old) > 1:
        return new.upper() + place.suffix
    before = text[: place.start].rstrip(" \n\"'“‘«([¿¡-–—")
    is_start = not before or before[-1] in ".!?…"
    if is_start and old[:1].isupper():
        new = new[:1].upper() + new[1:]
    return new + place.suffix
