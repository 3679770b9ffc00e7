"""Two people's versions of one track: what both did stands, and neither side is left out in silence.

`merge_cues` lets a person's times, breaks and places win over the machine's without a word. Between
two people that would be a loss, and one that depends on who merges whom.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from pipeline.edits.history import squeeze
from pipeline.edits.merge.hunks import Cues, same_words
from pipeline.edits.merge.three_way import Conflict, MergeResult, merge_cues
from pipeline.model import Cue


def reconcile_cues(base: Sequence[Cue], ours: Sequence[Cue], theirs: Sequence[Cue]) -> MergeResult:
    """Merge two people's versions; where they contradict each other, ours stands and a conflict says so.

    What a merge kept of a side can be tested: merged into the result as a person's, the side changes nothing.
    """
    result = merge_cues(base, ours, theirs)
    with_theirs = merge_cues(base, theirs, result.cues)
    if _holds(result.cues, base, theirs):
        return replace(result, rejects=(*result.rejects, *_unknown(with_theirs.rejects, result.rejects)))
    if not result.conflicts and _holds(with_theirs.cues, base, ours):
        return replace(with_theirs, rejects=(*with_theirs.rejects, *_unknown(result.rejects, with_theirs.rejects)))
    conflicts = (*result.conflicts, *_contradictions(result, with_theirs.cues))
    return replace(result, conflicts=tuple(sorted(conflicts, key=lambda one: one.start_ms)))


def _holds(merged: Cues, base: Sequence[Cue], side: Sequence[Cue]) -> bool:
    """Whether all that a side changed is in a result.

    Merged into the result, the side may only bring back the shape that its words had in the base, which
    it never changed.
    """
    again = merge_cues(base, side, merged).cues
    shapes = {(cue.start_ms, cue.end_ms, cue.settings) for cue in base}
    texts = {squeeze(cue.text) for cue in base}
    for tag, first, last, other_first, other_last in _differences(again, merged):
        mine, other = again[first:last], merged[other_first:other_last]
        has_only_words = all(
            (cue.start_ms, cue.end_ms, cue.settings) in shapes and squeeze(cue.text) not in texts for cue in mine
        )
        if tag != "equal" and not (mine and same_words(mine, other) and has_only_words):
            return False
    return True


def _differences(left: Cues, right: Cues) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, _rows(left), _rows(right), autojunk=False).get_opcodes()


def _contradictions(result: MergeResult, theirs: Cues) -> list[Conflict]:
    """The places in which our result and theirs differ, less those that are told already."""
    told = {place for conflict in result.conflicts for place in conflict.kept_at}
    found = []
    for tag, first, last, their_first, their_last in _differences(result.cues, theirs):
        kept_at = tuple(range(first, last))
        suggested = theirs[their_first:their_last]
        if tag == "equal" or told.intersection(kept_at) or not (kept_at or _unknown(suggested, result.cues)):
            continue
        kept = result.cues[first:last]
        start_ms = (kept or suggested)[0].start_ms
        conflict = Conflict(
            kind="shape" if kept else "deleted",
            start_ms=start_ms,
            kept_at=kept_at,
            kept=kept,
            suggested=suggested,
            replaced=(),
        )
        found.append(conflict)
    return found


def _rows(cues: Cues) -> list[tuple[int, int, str, str]]:
    return [(cue.start_ms, cue.end_ms, cue.text, cue.settings) for cue in cues]


def _unknown(cues: Cues, known: Cues) -> Cues:
    rows = set(_rows(known))
    return tuple(cue for cue in cues if _rows((cue,))[0] not in rows)
