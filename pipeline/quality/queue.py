"""What a person should read first: sentences ranked by the harm that is to be expected for each second of reading.

Alarms stand before scores. What has one cause is one item: a name that was perhaps misheard in three places is
corrected once. One bad passage does not fill the first page: what is near to something that stands above it waits.
What people wrote is shown only where it waits for a decision, what they approved not at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from pipeline.dataclass import dataclass
from pipeline.edits import ReadSentence
from pipeline.model import Cue
from pipeline.quality.alarms import Alarm, join_probabilities
from pipeline.quality.decisions import Decision
from pipeline.quality.evidence import IS_ALARM, OVERHEAD_SECONDS, Evidence, QueueItem
from pipeline.quality.findings import Finding
from pipeline.quality.pending import WAITING, of_edit, of_findings, of_memory, of_note, placed_notes
from pipeline.quality.places import find_silent_places
from pipeline.quality.reasons import MISHEARD, UNSURE, TrackReasons
from pipeline.quality.speech_alarms import faint_alarm, name_alarm, unscripted_alarm
from pipeline.records import Edit, NamePlace, Note
from pipeline.text import fold_spaces

_LEAST_VALUE = 0.004
"""Expected harm a second below which nobody is sent to read something."""
_NEAR_MS = 20_000
_SPREAD_ITEMS = 60


def rank_sentences(evidence: Evidence) -> tuple[QueueItem, ...]:
    """The sentences of a caption file that should be read, the one to read first on top."""
    items = [item for item in _items(evidence) if item.value >= _LEAST_VALUE]
    return spread_items(_join_causes(items))


def spread_items(items: Iterable[QueueItem]) -> tuple[QueueItem, ...]:
    """Alarms first, each by its value; what lies near an item that stands above it, lower."""
    left = sorted(items, key=lambda item: (not item.is_alarm, -item.value, item.start_ms))
    worth = {id(item): item.value for item in left}
    chosen: list[QueueItem] = []
    while left and len(chosen) < _SPREAD_ITEMS:
        best = max(left, key=lambda item: (item.is_alarm, worth[id(item)]))
        chosen.append(best)
        left.remove(best)
        for item in left:
            if abs(item.start_ms - best.start_ms) < _NEAR_MS:
                worth[id(item)] /= 2
    return (*chosen, *left)


def find_decisions(evidence: Evidence) -> Iterator[Decision]:
    """What people decided about the machine's sentences of a track: approved as they were, or written anew."""
    track = _reasons(evidence)
    for read in evidence.reading.sentences:
        is_machine = track.is_machine_text(read.sentence)
        if read.sentence.ids and ((is_machine and read.approved_by) or (not is_machine and read.is_written)):
            yield Decision(reasons=tuple(track.find(read.sentence.ids)), was_wrong=not is_machine)


def _reasons(evidence: Evidence) -> TrackReasons:
    return TrackReasons.of_track(evidence.machine, evidence.words, evidence.lexicon, evidence.readings)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What is known about a track, where it is looked up for each sentence."""

    evidence: Evidence
    track: TrackReasons
    edits: Mapping[str, Edit]
    findings: Mapping[int, Sequence[Finding]]
    notes: Mapping[int, Sequence[Note]]

    @classmethod
    def of(cls, evidence: Evidence) -> _Known:
        machine = evidence.machine
        findings: dict[int, list[Finding]] = defaultdict(list)
        for finding in evidence.findings:
            findings[finding.cue_number].append(finding)
        return cls(
            evidence=evidence,
            track=_reasons(evidence),
            edits={fold_spaces(edit.text): edit for edit in (machine.head.edits if machine else ())},
            findings=findings,
            notes=placed_notes(evidence),
        )


def _items(evidence: Evidence) -> Iterator[QueueItem]:
    known = _Known.of(evidence)
    for read in evidence.reading.sentences:
        shown = [evidence.cues[number - 1] for number in read.sentence.cues]
        notes = [of_note(note) for number in read.sentence.cues for note in known.notes.get(number, ())]
        if not read.approved_by:
            yield from _judged(read, shown, notes, known)
        elif notes:
            yield _item(read, shown, notes, scales={})
    yield from find_silent_places(evidence)


def _judged(read: ReadSentence, shown: Sequence[Cue], notes: Sequence[Alarm], known: _Known) -> Iterator[QueueItem]:
    """The item of a sentence that nobody approved, if anything speaks against it."""
    sentence, evidence, track = read.sentence, known.evidence, known.track
    waiting = [edit for cue in shown if (edit := known.edits.get(fold_spaces(cue.text))) and edit.state in WAITING]
    reasons = [*notes, *map(of_edit, waiting), *of_findings(sentence.cues, known.findings)]
    suggestion, second_reading, remembered = "\n".join(edit.suggestion for edit in waiting), "", None
    if track.is_machine_text(sentence):
        reasons += track.find(sentence.ids)
        reasons += _inside(shown, evidence.unscripted, unscripted_alarm)
        reasons += _inside(shown, evidence.faint, faint_alarm)
        reasons += _names(shown, evidence.names)
        second_reading = track.second_reading(sentence.ids)
        remembered = evidence.remembered.get(sentence.source)
        if remembered is not None and fold_spaces(remembered.text) == fold_spaces(sentence.text):
            remembered = None
    if remembered is not None:
        reasons.append(of_memory(remembered))
        suggestion = suggestion or remembered.text
    if reasons:
        yield replace(
            _item(read, shown, reasons, scales=evidence.scales),
            suggestion=suggestion,
            is_remembered=remembered is not None and not waiting,
            second_reading=second_reading,
        )


def _item(
    read: ReadSentence, shown: Sequence[Cue], reasons: Iterable[Alarm], *, scales: Mapping[str, float]
) -> QueueItem:
    scaled = [replace(one, probability=min(0.99, one.probability * scales.get(one.kind, 1.0))) for one in reasons]
    ranked = sorted(scaled, key=lambda one: -one.probability * one.harm)
    harm = sum(one.probability * one.harm for one in ranked) / sum(one.probability for one in ranked)
    return QueueItem(
        cue_number=read.sentence.cues[0],
        cues=read.sentence.cues,
        start_ms=shown[0].start_ms,
        end_ms=shown[-1].end_ms,
        text=read.sentence.text,
        source=read.sentence.source,
        kind=ranked[0].kind,
        reasons=tuple(one.reason for one in ranked if one.probability * one.harm >= 0.02),
        is_alarm=any(
            one.probability >= IS_ALARM and one.kind not in {MISHEARD, UNSURE} and one.harm > 0.1 for one in ranked
        ),
        probability=round(join_probabilities(one.probability for one in ranked if one.harm > 0.1), 3)
        or round(ranked[0].probability, 3),
        harm=round(harm, 3),
        seconds=round(read.sentence.shown_ms / 1_000 + OVERHEAD_SECONDS, 1),
        cause=ranked[0].cause,
    )


def _inside(shown: Sequence[Cue], places: Iterable[tuple[int, int]], alarm: Callable[[int], Alarm]) -> Iterator[Alarm]:
    """An alarm for the first of some places that lies where a sentence is shown."""
    start_ms, end_ms = shown[0].start_ms, shown[-1].end_ms
    for place in islice((one for one in places if start_ms <= (one[0] + one[1]) // 2 < end_ms), 1):
        yield alarm(place[0])


def _names(shown: Sequence[Cue], places: Iterable[NamePlace]) -> Iterator[Alarm]:
    """An alarm for each name of the glossary that stands where a sentence is shown."""
    start_ms, end_ms = shown[0].start_ms, shown[-1].end_ms
    for place in places:
        if start_ms <= (place.words[0].start_ms + place.words[-1].end_ms) // 2 < end_ms:
            yield name_alarm(place.heard, place.name)


def _join_causes(items: Iterable[QueueItem]) -> list[QueueItem]:
    """One item for one cause, in the place where it is most worth reading."""
    groups: dict[tuple[str, str], list[QueueItem]] = defaultdict(list)
    joined: list[QueueItem] = []
    for item in items:
        if item.cause:
            groups[item.kind, item.cause].append(item)
        else:
            joined.append(item)
    for group in groups.values():
        best = max(group, key=lambda item: item.value)
        others = tuple(item.cue_number for item in group if item is not best)
        reasons = best.reasons
        if others:
            reasons = (f"{best.reasons[0]}, in {len(group)} places", *best.reasons[1:])
        joined.append(replace(best, places=others, reasons=reasons))
    return joined
