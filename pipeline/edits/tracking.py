"""What people wrote into a track, and whether it still stands on what they wrote it against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from pipeline.edits.history import Recalled, recall_edits
from pipeline.edits.merge import Conflict, Lineage, MergeResult
from pipeline.edits.sentence_groups import group_by_sentence
from pipeline.model import Cue
from pipeline.records import Edit, EditState, MachineTrack
from pipeline.text import fold_spaces
from pipeline.timing import format_clock

_Version = tuple[str, str]
"""What stands under a cue: the sentences that it is read against, and what the machine makes of them."""

SHORTEST_MS = 500
"""The shortest time that any profile lets a cue be shown: that of Japanese."""


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
    people = [place for place, origin in enumerate(result.origins) if origin == "person"]
    if not people:
        return ()
    texts_now = {sentence.id: sentence.text for sentence in machine.sentences}
    texts_then = {sentence.id: sentence.text for sentence in previous.sentences} if previous else {}
    basis_then = {sentence.id: sentence.source or sentence.text for sentence in previous.sentences} if previous else {}
    retimed = _only_retimed(result, machine.cues)
    now = [(_joined(basis, one.new_ids), _joined(texts_now, one.new_ids)) for one in result.lineage]
    then = [_then(one, now[place], basis_then, texts_then) for place, one in enumerate(result.lineage)]
    written = {place: then[place][0] for place in people if place not in retimed}
    recalled = recall_edits([cue.text for cue in result.cues], written, previous)
    edits = []
    for place in people:
        cue = result.cues[place]
        if place in retimed:
            edits.append(_edit(cue, EditState.RETIMED, then=now[place], now=now[place]))
            continue
        before, after = _recall_versions(recalled[place], then[place], now[place])
        edits.append(_edit(cue, _state(before, after, is_spoken=not machine.head.origin), then=before, now=after))
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


def _then(lineage: Lineage, now: _Version, basis_then: Mapping[str, str], texts_then: Mapping[str, str]) -> _Version:
    """What a new edit was written against: the track as it was after the last build."""
    if not lineage.base_ids or any(name not in basis_then for name in lineage.base_ids):
        return now
    return _joined(basis_then, lineage.base_ids), _joined(texts_then, lineage.base_ids)


def _recall_versions(known: Recalled, then: _Version, now: _Version) -> tuple[_Version, _Version]:
    """What an edit was written against and what stands there now, by what was known of it before.

    A cue that has no word in common with the machine's belongs to no sentence; it keeps what it stood on.
    """
    old = known.same or (known.parts[0] if known.parts and not now[0] else None)
    if old is not None:
        return (old.basis, old.machine), (now if now[0] else (old.basis_now, old.suggestion))
    for part in known.parts:
        then = (
            _put_back(then[0], part.basis_now, part.basis),
            _put_back(then[1], part.suggestion, part.machine),
        )
    return then, now


def _put_back(text: str, now: str, then: str) -> str:
    """A text in which those sentences that differ between `now` and `then` are again as they were then."""
    lines, new, old = text.split("\n"), now.split("\n"), then.split("\n")
    while new and old and new[0] == old[0]:
        new, old = new[1:], old[1:]
    while new and old and new[-1] == old[-1]:
        new, old = new[:-1], old[:-1]
    at = next((number for number, line in enumerate(lines) if line in new), None)
    if at is None:
        return text
    return "\n".join([*lines[:at], *old, *(line for line in lines[at:] if line not in new)])


def _only_retimed(result: MergeResult, machine: Sequence[Cue]) -> set[int]:
    """The cues that have the machine's very words, so that only their times and line breaks are a person's.

    Such is a whole machine cue of the same sentence, or one of several cues that together have all the
    words of their sentences: they were split or joined. A part of a sentence alone is not: who leaves
    words out may have changed what is said.
    """
    of_sentence: dict[str, list[int]] = defaultdict(list)
    for number, cue in enumerate(machine):
        for name in cue.sentence_ids:
            of_sentence[name].append(number)
    found: set[int] = set()
    for places, names in group_by_sentence([one.new_ids for one in result.lineage]):
        numbers = sorted({number for name in names for number in of_sentence.get(name, ())})
        texts = [machine[number].text for number in numbers]
        shown = {place: result.cues[place].text for place in sorted(places)}
        if fold_spaces("\n".join(shown.values())) == fold_spaces("\n".join(texts)):
            found |= places
        else:
            whole = set(map(fold_spaces, texts))
            found |= {place for place, text in shown.items() if fold_spaces(text) in whole}
    return found


def _edit(cue: Cue, state: EditState, *, then: _Version, now: _Version) -> Edit:
    return Edit(
        text=cue.text,
        basis=then[0],
        basis_now=now[0],
        machine=then[1],
        suggestion=now[1],
        state=state,
        start_ms=cue.start_ms,
    )


def _state(then: _Version, now: _Version, *, is_spoken: bool) -> EditState:
    if _flat(then[0]) != _flat(now[0]) and now[0] and not is_spoken:
        return EditState.STALE
    return EditState.CONFLICT if _flat(then[1]) != _flat(now[1]) and now[1] else EditState.EDITED


def _joined(texts: Mapping[str, str], names: Iterable[str]) -> str:
    """A sentence a line."""
    return "\n".join(_flat(texts[name]) for name in names if name in texts)


def _flat(text: str) -> str:
    return " ".join(text.split())
