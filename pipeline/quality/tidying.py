"""What a build does to a person's file before it is used: order and lines, never words or times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.cues import Profile, wrap_text
from pipeline.formats import put_in_order
from pipeline.model import Cue
from pipeline.text import drop_formatting
from pipeline.timing import format_clock

_QUOTED_CHARS = 40


def tidy_cues(
    cues: Sequence[Cue], *, language: str, profile: Profile, written: Sequence[Cue] = ()
) -> tuple[tuple[Cue, ...], tuple[str, ...]]:
    """Cues in the order of their times, with lines that fit, and what was done, for a person.

    A cue that was appended out of order is put in its place. A line that is too long is broken at its best
    place, where the cue can hold the text; line breaks that fit stay as they are. No word and no time changes.

    Args:
        cues: In any order.
        language: BCP-47 tag.
        profile: The limits of the language.
        written: The cues in the order of the file, if it is another one.
    """
    told = describe_moves(put_in_order(written or cues)[1])
    tidied: list[Cue] = []
    for cue in put_in_order(cues)[0]:
        wrapped = wrap_text(cue.text, language=language, profile=profile) if cue.text.strip() else cue.text
        if wrapped is not None and wrapped != cue.text:
            told.append(f"{format_clock(cue.start_ms)} “{quote(cue)}” did not fit: its lines are broken anew")
            cue = replace(cue, text=wrapped)  # noqa: PLW2901  # the same cue, tidied
        tidied.append(cue)
    return tuple(tidied), tuple(told)


def describe_moves(strays: Sequence[Cue]) -> list[str]:
    """A line for each cue that stood out of order."""
    return [f"{format_clock(cue.start_ms)} “{quote(cue)}” stood out of order: put in its place" for cue in strays]


def quote(cue: Cue) -> str:
    """A cue's text in one short line, for a message."""
    flat = " ".join(drop_formatting(cue.text).split())
    return flat if len(flat) <= _QUOTED_CHARS else flat[: _QUOTED_CHARS - 1] + "…"
