"""When the words of a script were said: the times of what was recognised at their place, or a share of the pause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.edits.script_places import Place, ScriptAlignment
from pipeline.model import Word

SLACK_MS = 600
"""By how much the times of recognised words may be off, at both ends of a pause together."""
_AGREED = 0.99
"""How sure a word is that the script has and the recogniser heard, each without the other: at least so much."""


def replaced_words(alignment: ScriptAlignment, number: int, forced: Sequence[Word]) -> tuple[Word, ...]:
    """The script's words of one place, with the times of the voice; `forced` as an aligner found them, if it did."""
    return tuple(_timed(alignment, alignment.places[number], forced))


def _timed(alignment: ScriptAlignment, place: Place, forced: Sequence[Word]) -> Iterator[Word]:
    script = alignment.script[slice(*place.script)]
    heard = alignment.heard[slice(*place.heard)]
    if len(script) == len(heard) and (place.is_same or not forced):
        for word, said in zip(script, heard, strict=True):
            sure = max(_AGREED, said.probability or 0.0) if place.is_same else said.probability
            yield replace(said, text=word.text, space_before=word.space_before, probability=sure)
        return
    timed = forced if len(forced) == len(script) else _shared(alignment, place)
    begins = bool(heard) and heard[0].starts_segment
    for position, (word, said) in enumerate(zip(script, timed, strict=True)):
        yield replace(said, text=word.text, space_before=word.space_before, starts_segment=begins and position == 0)


def _shared(alignment: ScriptAlignment, place: Place) -> Iterator[Word]:
    """The words of a place with the time of what was recognised there, or of the pause, by their letters."""
    script = alignment.script[slice(*place.script)]
    heard = alignment.heard[slice(*place.heard)]
    start_ms, end_ms = room_of(alignment, place)
    if heard:
        start_ms, end_ms = heard[0].start_ms, max(word.end_ms for word in heard)
    total = sum(len(word.text) for word in script) or 1
    known = [word.probability for word in heard if word.probability is not None]
    done = 0
    for word in script:
        begin = start_ms + (end_ms - start_ms) * done // total
        done += len(word.text)
        end = start_ms + (end_ms - start_ms) * done // total
        yield Word(text=word.text, start_ms=begin, end_ms=end, probability=min(known, default=None))


def room_of(alignment: ScriptAlignment, place: Place) -> tuple[int, int]:
    """The time in which the words of a place can be said: between the words before and after it."""
    first, last = place.heard
    heard = alignment.heard
    start_ms = max((word.end_ms for word in heard[max(0, first - 1) : first]), default=0)
    after = heard[last : last + 1]
    inside = max((word.end_ms for word in heard[first:last]), default=start_ms)
    return start_ms, max(inside, after[0].start_ms if after else inside + SLACK_MS)
