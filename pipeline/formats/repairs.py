"""What was wrong in a caption file and how it was read: one record a place, one line a cause."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One thing that was wrong in a file and how it was read."""

    line: int
    """Counted from 1; 1 for what concerns the whole file."""
    message: str
    cause: str = ""
    """What many repairs have in common, for one line about all of them; empty where the message says it."""
    is_loss: bool = False
    """True where a cue could not be read and is left out: an error, though the others stay."""


def summarise_repairs(repairs: Iterable[Repair]) -> tuple[tuple[int, str], ...]:
    """One line for each cause, with the line of the file in which it is first met.

    A cue that was left out is named by itself, however many there are.

    >>> dot = "a dot for the comma"
    >>> summarise_repairs([Repair(line=n, message=f"time {n}", cause=dot) for n in (2, 6, 10)])
    ((2, '3 times: a dot for the comma'),)
    """
    groups: dict[str, list[Repair]] = {}
    for number, repair in enumerate(repairs):
        cause = f"{number}" if repair.is_loss else repair.cause or repair.message
        groups.setdefault(cause, []).append(repair)
    return tuple((group[0].line, _line_about(group)) for group in groups.values())


def _line_about(group: list[Repair]) -> str:
    first = group[0]
    return first.message if len(group) == 1 else f"{len(group)} times: {first.cause or first.message}"
