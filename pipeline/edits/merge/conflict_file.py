"""Both versions of a conflict inside a caption file, between the marks that git users know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.edits.merge.hunks import Cues
from pipeline.edits.merge.three_way import Conflict, MergeResult
from pipeline.model import Cue
from pipeline.text import BETWEEN, OURS, THEIRS
from pipeline.timing import format_timestamp


def mark_conflicts(result: MergeResult) -> Cues:
    """The cues of a merge with every conflict and every reject shown in place.

    A cue that both sides changed holds both texts, one after the other; what one side deleted and
    the other changed comes back as a cue with one side empty. The file stays readable for every
    player, and `git diff --check` finds the marks.
    """
    cues = list(result.cues)
    added: list[Cue] = [_marked(cue, ours=(cue,), theirs=()) for cue in result.rejects]
    for conflict in result.conflicts:
        if conflict.kind in {"text", "shape"} and conflict.kept_at:
            _mark_in_place(cues, conflict)
        elif conflict.kind == "deleted":
            added.append(_marked(conflict.suggested[0], ours=(), theirs=conflict.suggested))
    for cue in sorted(added, key=lambda one: one.start_ms):
        place = next((at for at, other in enumerate(cues) if other.start_ms > cue.start_ms), len(cues))
        cues.insert(place, cue)
    return tuple(cues)


def _mark_in_place(cues: list[Cue], conflict: Conflict) -> None:
    first, last = conflict.kept_at[0], conflict.kept_at[-1]
    theirs = _texts(conflict.suggested) if conflict.kind == "text" else _timed_texts(conflict.suggested)
    cues[first] = replace(cues[first], text=f"{OURS}\n{cues[first].text}")
    cues[last] = replace(cues[last], text=_lines(cues[last].text, BETWEEN, *theirs, THEIRS))


def _marked(cue: Cue, *, ours: Iterable[Cue], theirs: Iterable[Cue]) -> Cue:
    return replace(cue, text=_lines(OURS, *_texts(ours), BETWEEN, *_texts(theirs), THEIRS))


def _texts(cues: Iterable[Cue]) -> list[str]:
    return [cue.text for cue in cues if cue.text]


def _timed_texts(cues: Cues) -> list[str]:
    """Texts with their times, and their place where they have one: in those the two sides differ."""
    spans = [f"{format_timestamp(cue.start_ms)} – {format_timestamp(cue.end_ms)} {cue.settings}" for cue in cues]
    return [f"({span.strip()})\n{cue.text}" for span, cue in zip(spans, cues, strict=True)]


def _lines(*lines: str) -> str:
    return "\n".join(lines)
