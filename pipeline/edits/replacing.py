"""A word that was misheard, wherever it stands: as it is, inflected, cut otherwise, or misheard in another way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import groupby

from pipeline.dataclass import dataclass
from pipeline.edits.history import squeeze
from pipeline.model import Cue

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SUFFIX = re.compile(r"['’]?\w{1,2}|['’]?\w?s?")
_SIMILAR, _SIMILAR_START = 86.0, 74.0
"""How alike another word must be, in per cent of its letters; less where it begins with the same two letters."""
_LOOSE, _LOOSE_START = 75.0, 62.0
"""The same where the sound decides afterwards; the first is enough where both begin with the same letter."""
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
    """One stretch of a cue, or of two neighbouring ones, that may be replaced."""

    cue: int
    """The number of the cue in which it begins, counted from 1."""
    last_cue: int
    """Of the cue in which it ends: the same, or the next."""
    start: int
    """Character of the first cue's text."""
    end: int
    """Character of the last cue's text, behind it."""
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


def find_places(cues: Sequence[Cue], wanted: str, *, is_loose: bool = False) -> tuple[Place, ...]:
    """Where a word or phrase stands in a track, in order; also where it goes on in the next cue.

    Args:
        cues: As they stand in the file.
        wanted: One word or several.
        is_loose: Whether also less similar words are found; most of them are others.
    """
    words = len(wanted.split())
    tokens = [
        _Token(number, match.start(), match.end(), match.group())
        for number, cue in enumerate(cues, start=1)
        for match in _WORD.finditer(cue.text)
    ]
    found: list[Place] = []
    taken: set[int] = set()
    for size in dict.fromkeys((words, words + 1, words - 1)):
        for at in range(len(tokens) - size + 1) if size else ():
            numbers = range(at, at + size)
            if taken.isdisjoint(numbers) and _is_one_stretch(tokens[at : at + size], cues):
                place = _judge(tokens[at : at + size], wanted, cues, is_cut=size != words, is_loose=is_loose)
                if place is not None:
                    found.append(place)
                    taken.update(numbers)
    return tuple(sorted(found, key=lambda place: (place.cue, place.start)))


def replace_places(cues: Sequence[Cue], places: Sequence[Place], new: str) -> tuple[Cue, ...]:
    """The cues with another text in some places; endings stay, and so does a capital where it begins a sentence.

    The words of a place that goes on in the next cue are shared between both as the old ones were.
    """
    return replace_each(cues, [(place, new) for place in places])


def replace_each(cues: Sequence[Cue], places: Iterable[tuple[Place, str]]) -> tuple[Cue, ...]:
    """As `replace_places`, with a text of its own for each place; places do not overlap."""
    changed = list(cues)
    edits = sorted(edit for place, new in places for edit in _edits(place, new, cues))
    for number, group in groupby(reversed(edits), key=lambda edit: edit[0]):
        text = cues[number - 1].text
        for _, start, end, part in group:
            text = text[:start] + part + text[end:]
            if not part:
                text = _closed_up(text)
        changed[number - 1] = replace(cues[number - 1], text=text)
    return tuple(changed)


def _edits(place: Place, new: str, cues: Sequence[Cue]) -> list[tuple[int, int, int, str]]:
    """What is put where: number of the cue, characters from and to, text."""
    text = cues[place.cue - 1].text
    fitted = _fitted(place, new, text)
    if place.last_cue == place.cue:
        return [(place.cue, place.start, place.end, fitted)]
    behind = cues[place.last_cue - 1].text
    first, rest = _shared(fitted.split(), text[place.start :], behind[: place.end])
    if not rest and not _WORD.search(behind, place.end):
        first, rest = ([], first) if _WORD.search(text[: place.start]) else (first, rest)
    return [
        (place.cue, place.start, len(text.rstrip()), " ".join(first)),
        (place.last_cue, 0, place.end, " ".join(rest)),
    ]


def _shared(words: list[str], before: str, behind: str) -> tuple[list[str], list[str]]:
    """The new words for the first cue and for the next, in proportion to the old ones; one word stands in the first."""
    old = len(_WORD.findall(before)), len(_WORD.findall(behind))
    count = max(1, round(len(words) * old[0] / (old[0] + old[1])))
    return words[:count], words[count:]


def _closed_up(text: str) -> str:
    """A text without the gap that words have left."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _is_one_stretch(window: Sequence[_Token], cues: Sequence[Cue]) -> bool:
    """Whether words stand in one cue, or at the end of one and the start of the next with nothing else between."""
    first, last = window[0], window[-1]
    if first.cue == last.cue:
        return True
    if last.cue != first.cue + 1:
        return False
    ends = max(token.end for token in window if token.cue == first.cue)
    starts = min(token.start for token in window if token.cue == last.cue)
    between = cues[first.cue - 1].text[ends:] + cues[last.cue - 1].text[:starts]
    return not between.strip("-–…. \n") and "." not in between.replace("...", "")


def _judge(window: Sequence[_Token], wanted: str, cues: Sequence[Cue], *, is_cut: bool, is_loose: bool) -> Place | None:
    shown = "".join(token.text for token in window)
    likeness, suffix = _compare(shown, squeeze(wanted), is_cut=is_cut, is_loose=is_loose)
    if likeness is None:
        return None
    start, end = window[0].start, window[-1].end
    text = "\n".join(cues[number - 1].text for number in dict.fromkeys((window[0].cue, window[-1].cue)))
    whole_end = end + len(text) - len(cues[window[-1].cue - 1].text)
    return Place(
        cue=window[0].cue,
        last_cue=window[-1].cue,
        start=start,
        end=end,
        found=" ".join(text[start:whole_end].split()),
        suffix=suffix,
        likeness=likeness,
        context=_context(text, start, whole_end),
    )


def _context(text: str, start: int, end: int) -> str:
    marked = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    before, after = len(text[:start].split()), len(text[end:].split())
    words = marked.split()
    return " ".join(words[max(0, before - _CONTEXT_WORDS) : len(words) - max(0, after - _CONTEXT_WORDS)])


def _compare(shown: str, wanted: str, *, is_cut: bool, is_loose: bool) -> tuple[Likeness | None, str]:
    ours, theirs = shown.casefold(), wanted.casefold()
    if ours == theirs:
        return (Likeness.CUT if is_cut else Likeness.SAME), ""
    suffix = shown[len(wanted) :]
    if ours.startswith(theirs) and len(wanted) >= _ENOUGH_LETTERS and _SUFFIX.fullmatch(suffix):
        return Likeness.INFLECTED, suffix
    if len(wanted) < _ENOUGH_LETTERS or abs(len(ours) - len(theirs)) > 2:
        return None, ""
    from rapidfuzz import fuzz

    if is_loose:
        least = _LOOSE_START if ours[0] == theirs[0] else _LOOSE
    else:
        least = _SIMILAR_START if ours[:2] == theirs[:2] else _SIMILAR
    return (Likeness.SIMILAR if fuzz.ratio(ours, theirs) >= least else None), ""


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
