"""What people wrote into a track, and whether it still stands on what they wrote it against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from pipeline.artefacts import Edit, EditState, MachineTrack
from pipeline.merging import Conflict, Lineage, MergeResult
from pipeline.model import Cue
from pipeline.recalling import Recalled, recall_edits, squeeze
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
    texts_now = {sentence.id: sentence.text for sentence in machine.sentences}
    texts_then = {sentence.id: sentence.text for sentence in previous.sentences} if previous else {}
    basis_then = {sentence.id: sentence.source or sentence.text for sentence in previous.sentences} if previous else {}
    people = [place for place, origin in enumerate(result.origins) if origin == "person"]
    recalled = recall_edits([result.cues[place].text for place in people], previous)
    retimed = _only_retimed(result, machine.cues)
    edits = []
    for place, known in zip(people, recalled, strict=True):
        lineage = result.lineage[place]
        now = (_joined(basis, lineage.new_ids), _joined(texts_now, lineage.new_ids))
        if place in retimed:
            then, state = now, "retimed"
        else:
            then = _recalled_then(known, _then(lineage, now, basis_then, texts_then))
            state = _state(then, now, is_spoken=not machine.head.origin)
        edits.append(_edit(result.cues[place], state, then=then, now=now))
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


def _recalled_then(known: Recalled, then: tuple[str, str]) -> tuple[str, str]:
    """What an edit was written against, as it was known already when only its lines or cues changed."""
    if known.same is not None:
        return known.same.basis, known.same.machine
    for part in known.parts:
        then = (
            then[0].replace(part.basis_now, part.basis) if part.basis_now else then[0],
            then[1].replace(part.suggestion, part.machine) if part.suggestion else then[1],
        )
    return then


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
    for places, names in _sentence_groups(result.lineage):
        numbers = sorted({number for name in names for number in of_sentence.get(name, ())})
        texts = [squeeze(machine[number].text) for number in numbers]
        shown = {place: squeeze(result.cues[place].text) for place in sorted(places)}
        if "".join(shown.values()) == "".join(texts):
            found |= places
        else:
            whole = set(texts)
            found |= {place for place, text in shown.items() if text in whole}
    return found


def _sentence_groups(lineages: Sequence[Lineage]) -> list[tuple[set[int], set[str]]]:
    """The smallest groups of cues that share no sentence with another, each with its sentences."""
    group_of: dict[str, tuple[set[int], set[str]]] = {}
    for place, lineage in enumerate(lineages):
        group = ({place}, set(lineage.new_ids))
        for name in lineage.new_ids:
            if name in group_of:
                group[0].update(group_of[name][0])
                group[1].update(group_of[name][1])
        group_of |= dict.fromkeys(group[1], group)
    return list({id(group): group for group in group_of.values()}.values())


def _edit(cue: Cue, state: EditState, *, then: tuple[str, str], now: tuple[str, str]) -> Edit:
    return Edit(
        text=cue.text,
        basis=then[0],
        basis_now=now[0],
        machine=then[1],
        suggestion=now[1],
        state=state,
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
