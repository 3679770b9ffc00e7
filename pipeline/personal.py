"""What people wrote into a track, and whether it still stands on what they wrote it against."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import zip_longest

from pipeline.artefacts import Edit, EditState, MachineTrack
from pipeline.merging import Conflict, Lineage, MergeResult
from pipeline.model import Cue
from pipeline.timing import format_clock

SHORTEST_MS = 833
"""The shortest time that any profile lets a cue be shown (5/6 s)."""


def find_edits(
    result: MergeResult, machine: MachineTrack, basis: Mapping[str, str], previous: MachineTrack | None
) -> tuple[Edit, ...]:
    """The record of every cue that a person made or changed.

    Args:
        result: The merge of the track.
        machine: The track as the machine makes it now.
        basis: For each sentence now what a person reads under it: its source sentence, or in the
            spoken language the sentence that was recognised.
        previous: The record of the last build, whose edits keep what they were written against.
    """
    known: dict[str, deque[Edit]] = defaultdict(deque)
    for edit in previous.head.edits if previous else ():
        known[edit.text].append(edit)
    texts_now = {sentence.id: sentence.text for sentence in machine.sentences}
    texts_then = {sentence.id: sentence.text for sentence in previous.sentences} if previous else {}
    basis_then = {sentence.id: sentence.source or sentence.text for sentence in previous.sentences} if previous else {}
    edits = []
    for cue, origin, lineage in zip(result.cues, result.origins, result.lineage, strict=True):
        if origin == "machine":
            continue
        old = known[cue.text].popleft() if known[cue.text] else None
        now = (_joined(basis, lineage.new_ids), _joined(texts_now, lineage.new_ids))
        then = (old.basis, old.machine) if old else _then(lineage, now, basis_then, texts_then)
        edits.append(_edit(cue, then=then, now=now, is_spoken=not machine.head.origin))
    return tuple(edits)


def make_legal(cues: tuple[Cue, ...]) -> tuple[tuple[Cue, ...], tuple[str, ...]]:
    """A track that can be written, and what had to be done for it.

    Only people's cues can be illegal. One without text is a cue taken out; one without a duration is
    shown as long as the shortest cue may be, or until the next.
    """
    legal: list[Cue] = []
    told: list[str] = []
    for cue, following in zip_longest(cues, cues[1:]):
        if not cue.text.strip():
            told.append(f"{format_clock(cue.start_ms)} the cue has no text: it counts as taken out")
            continue
        if cue.end_ms <= cue.start_ms:
            end_ms = cue.start_ms + SHORTEST_MS
            if following is not None and following.start_ms > cue.start_ms:
                end_ms = min(end_ms, following.start_ms)
            told.append(f"{format_clock(cue.start_ms)} “{_flat(cue.text)}” ended before it began: it is shown briefly")
            cue = replace(cue, end_ms=end_ms)  # noqa: PLW2901  # the same cue, mended
        legal.append(cue)
    return tuple(legal), tuple(told)


def describe_conflict(conflict: Conflict) -> str:
    """One line for a person: where, what stands, what the machine would write."""
    suggested = _flat(" ".join(cue.text for cue in conflict.suggested))
    kept = _flat(" ".join(cue.text for cue in conflict.kept))
    reasons = {
        "text": f"kept “{kept}”; the machine would now write “{suggested}”",
        "deleted": f"stays deleted; the machine would now write “{suggested}”",
        "time": f"“{suggested}” finds little room beside “{kept}”",
    }
    return f"{format_clock(conflict.start_ms)} {reasons[conflict.kind]}"


def _then(
    lineage: Lineage, now: tuple[str, str], basis_then: Mapping[str, str], texts_then: Mapping[str, str]
) -> tuple[str, str]:
    """What a new edit was written against: the track as it was after the last build."""
    if not lineage.base_ids or any(name not in basis_then for name in lineage.base_ids):
        return now
    return _joined(basis_then, lineage.base_ids), _joined(texts_then, lineage.base_ids)


def _edit(cue: Cue, *, then: tuple[str, str], now: tuple[str, str], is_spoken: bool) -> Edit:
    is_machine_text = _flat(cue.text) in _flat(now[1])
    if is_machine_text:
        then = now
    return Edit(
        text=cue.text,
        basis=then[0],
        basis_now=now[0],
        machine=then[1],
        suggestion=now[1],
        state=_state(then, now, is_spoken=is_spoken),
        start_ms=cue.start_ms,
    )


def _state(then: tuple[str, str], now: tuple[str, str], *, is_spoken: bool) -> EditState:
    if then[0] != now[0] and now[0] and not is_spoken:
        return "stale"
    return "conflict" if then[1] != now[1] and now[1] else "edited"


def _joined(texts: Mapping[str, str], names: Iterable[str]) -> str:
    return " ".join(texts[name] for name in names if name in texts)


def _flat(text: str) -> str:
    return " ".join(text.split())
