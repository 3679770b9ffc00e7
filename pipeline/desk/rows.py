"""The rows of the desk: cues with names that last, whatever happens to the file under them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from pipeline.dataclass import dataclass
from pipeline.model import Cue


@dataclass(frozen=True, slots=True)
class Row:
    """One cue and the name under which the browser knows it."""

    id: str
    cue: Cue


Rows = tuple[Row, ...]


def same_cue(one: Cue, other: Cue) -> bool:
    """Whether two cues say the same at the same time, as far as the desk shows it."""
    return (one.start_ms, one.end_ms, one.text) == (other.start_ms, other.end_ms, other.text)


def unchanged_ends(before: Rows, after: Rows) -> tuple[int, int]:
    """How many rows two states of a track begin with and end with in common; what lies between may differ.

    Rows that nobody touched are mostly the same objects, so that this costs next to nothing.
    """
    head = _count_same(zip(before, after, strict=False))
    tail = _count_same(zip(reversed(before), reversed(after), strict=False))
    return head, min(tail, min(len(before), len(after)) - head)


def _count_same(pairs: Iterable[tuple[Row, Row]]) -> int:
    count = 0
    for one, other in pairs:
        if one is not other and one != other:
            break
        count += 1
    return count


def carry_ids(known: Sequence[Row], cues: Sequence[Cue], new_id: Callable[[], str]) -> Rows:
    """Give cues the names of the rows that they continue.

    A row continues as the same cue, else as the cue of the same words nearest in time, else as the
    cue that shares most of its time. Every name is given once.

    Args:
        known: The rows of before.
        cues: What is there now.
        new_id: Names for the cues that are new.
    """
    head = _common_start(known, cues)
    tail = _common_start(known[head:][::-1], cues[head:][::-1])
    old, new = known[head : len(known) - tail], cues[head : len(cues) - tail]
    names = _match(old, new)
    middle = [names.get(place) or new_id() for place in range(len(new))]
    ids = [
        *(row.id for row in known[:head]),
        *middle,
        *(row.id for row in known[len(known) - tail :]),
    ]
    return tuple(Row(name, cue) for name, cue in zip(ids, cues, strict=True))


def _common_start(known: Sequence[Row], cues: Sequence[Cue]) -> int:
    count = 0
    for row, cue in zip(known, cues, strict=False):
        if not same_cue(row.cue, cue):
            break
        count += 1
    return count


def _match(old: Sequence[Row], new: Sequence[Cue]) -> dict[int, str]:
    """For the place of each cue that continues a row: the row's name."""
    names: dict[int, str] = {}
    left = dict.fromkeys(range(len(old)))
    for is_alike in (same_cue, _same_words, _overlap):
        for place, cue in enumerate(new):
            if place in names:
                continue
            alike = [at for at in left if is_alike(old[at].cue, cue)]
            if alike:
                best = min(alike, key=lambda at: _distance(old[at].cue, cue))
                names[place] = old[best].id
                del left[best]
    return names


def _same_words(one: Cue, other: Cue) -> bool:
    return one.text.split() == other.text.split()


def _overlap(one: Cue, other: Cue) -> bool:
    return one.start_ms < other.end_ms and other.start_ms < one.end_ms


def _distance(one: Cue, other: Cue) -> int:
    return abs(one.start_ms - other.start_ms) + abs(one.end_ms - other.end_ms)


def places_of(rows: Iterable[Row]) -> dict[str, int]:
    """Where each row stands."""
    return {row.id: place for place, row in enumerate(rows)}
