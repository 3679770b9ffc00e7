"""What a person should read first: every cue that something speaks against, the most doubtful first.

The witnesses: the recogniser's probability of each word, the translator's score and the known faults
of each sentence, the readability rules, and people's own edits that wait for a decision. What a person
wrote is only shown where it waits for one; what a person approved is not shown at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.edits import squeeze
from pipeline.model import Cue, Word
from pipeline.quality.checking import ERROR, WARNING, Finding
from pipeline.records import Edit, EditState, MachineTrack, SentenceRecord
from pipeline.translation import fault_weight

_WAITING = {EditState.STALE: 100.0, EditState.CONFLICT: 90.0}
_FINDING = {ERROR: 80.0, WARNING: 6.0}
_FAULTY = 25.0
_DOUBT = 60.0
"""For a word of which the recogniser was not sure at all."""
_SURE = 0.6
"""Measured on seven minutes of synthetic speech: of the words less probable than this a third is wrong, of the
others 1.3 %."""
_FURTHER = 0.1
"""One grave reason counts more than many slight ones."""
_UNSURE = 40.0
_LOW_SCORE = -0.3
"""Mean log-probability of a token below which a translation is doubtful; most lie above -0.2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem:
    """One cue to read."""

    cue_number: int
    """Counted from 1 in the order of the file."""
    start_ms: int
    text: str
    source: str
    """What it translates; empty in the spoken language and where it is not known."""
    reasons: tuple[str, ...]
    """For people, the weightiest first."""
    suggestion: str
    """What the machine would write instead of a person's text that waits for a decision; else empty."""
    weight: float
    """How much speaks against it, > 0; comparable within a project only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnesses:
    """What is known about one track."""

    machine: MachineTrack | None
    """None for a file that is a person's own."""
    words: Sequence[Word] = ()
    """What was heard, in order; for the spoken language only."""
    findings: Sequence[Finding] = ()
    approved: frozenset[int] = frozenset()
    """The numbers of the cues all of whose sentences somebody vouches for."""


def rank_cues(cues: Sequence[Cue], witnesses: Witnesses) -> tuple[ReviewItem, ...]:
    """The cues of a caption file that should be read, the most doubtful first, equal ones in their order."""
    machine = witnesses.machine
    edits = {squeeze(edit.text): edit for edit in (machine.head.edits if machine else ())}
    made = _places_in_machine(cues, machine)
    doubts = _doubts_by_cue(machine, witnesses.words)
    findings: dict[int, list[Finding]] = defaultdict(list)
    for finding in witnesses.findings:
        findings[finding.cue_number].append(finding)
    items = []
    for number, cue in enumerate(cues, start=1):
        if number in witnesses.approved:
            continue
        edit = edits.get(squeeze(cue.text))
        place = made.get(number) if edit is None or edit.state == EditState.RETIMED else None
        sentences = _sentences_of(machine, place)
        reasons = [
            *_reasons_of_edit(edit),
            *(_reason_of_finding(finding) for finding in findings[number] if finding.severity in _FINDING),
            *_reasons_of_sentences(sentences),
            *(doubts.get(place, ()) if place is not None else ()),
        ]
        if reasons:
            items.append(_item(number, cue, reasons, edit=edit, sentences=sentences))
    return tuple(sorted(items, key=lambda item: -item.weight))


_Reason = tuple[float, str]


def _item(
    number: int, cue: Cue, reasons: list[_Reason], *, edit: Edit | None, sentences: Sequence[SentenceRecord]
) -> ReviewItem:
    reasons.sort(key=lambda reason: -reason[0])
    is_waiting = edit is not None and edit.state in _WAITING
    return ReviewItem(
        cue_number=number,
        start_ms=cue.start_ms,
        text=cue.text,
        source=" ".join(sentence.source for sentence in sentences),
        reasons=tuple(text for _, text in reasons),
        suggestion=edit.suggestion if edit is not None and is_waiting else "",
        weight=round(reasons[0][0] + _FURTHER * sum(weight for weight, _ in reasons[1:]), 1),
    )


def _places_in_machine(cues: Sequence[Cue], machine: MachineTrack | None) -> dict[int, int]:
    """For the number of each cue that the machine wrote: its place among the machine's cues."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, cue in enumerate(machine.cues if machine else ()):
        places[squeeze(cue.text)].append(place)
    found: dict[int, int] = {}
    latest = -1
    for number, cue in enumerate(cues, start=1):
        for place in places.get(squeeze(cue.text), ()):
            if place > latest:
                found[number] = latest = place
                break
    return found


def _sentences_of(machine: MachineTrack | None, place: int | None) -> tuple[SentenceRecord, ...]:
    if machine is None or place is None:
        return ()
    ids = machine.cues[place].sentence_ids
    return tuple(sentence for sentence in machine.sentences if sentence.id in ids)


def _reasons_of_edit(edit: Edit | None) -> Iterator[_Reason]:
    if edit is None or edit.state not in _WAITING:
        return
    if edit.state == EditState.STALE:
        yield _WAITING[EditState.STALE], f"stale: now stands on “{_flat(edit.basis_now)}”"
    else:
        yield _WAITING[EditState.CONFLICT], "the machine would now write something else"


def _reason_of_finding(finding: Finding) -> _Reason:
    return _FINDING[finding.severity], finding.message


def _reasons_of_sentences(sentences: Iterable[SentenceRecord]) -> Iterator[_Reason]:
    """Only of translations: sentences that were heard have neither faults nor a score."""
    for sentence in sentences:
        if sentence.faults:
            yield _FAULTY + fault_weight(sentence.faults), f"translation: {', '.join(sentence.faults)}"
        if sentence.score is not None and sentence.score < _LOW_SCORE:
            yield _UNSURE * min(1.0, -sentence.score), f"the translator was unsure ({sentence.score:.2f})"


def _doubts_by_cue(machine: MachineTrack | None, words: Sequence[Word]) -> dict[int, list[_Reason]]:
    """For the place of each cue of the machine, the words in it that it may have misheard.

    The machine's cues show every word once, in order: letters are counted off, whatever the script.
    """
    found: dict[int, list[_Reason]] = defaultdict(list)
    waiting = iter(words)
    for place, cue in enumerate(machine.cues if machine else ()):
        letters = len(squeeze(cue.text))
        while letters > 0 and (word := next(waiting, None)) is not None:
            letters -= len(squeeze(word.text))
            if word.probability is not None and word.probability < _SURE:
                found[place].append(
                    (_DOUBT * (1 - word.probability), f"perhaps misheard: “{word.text}” ({word.probability:.0%} sure)")
                )
    return found


def _flat(text: str) -> str:
    return " ".join(text.split())
