"""What a person should read first: sentences ranked by the harm that is to be expected for each second of reading.

Alarms stand before scores. What has one cause is one item: a name that was perhaps misheard in three places is
corrected once. One bad passage does not fill the first page: what is near to something that stands above it waits.
What people wrote is shown only where it waits for a decision, what they approved not at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from pipeline.edits import ReadSentence, TrackReading, squeeze
from pipeline.model import Cue, Word
from pipeline.quality.alarms import Alarm, join_probabilities
from pipeline.quality.checking import ERROR, WARNING, Finding
from pipeline.quality.decisions import Decision
from pipeline.quality.reasons import MISHEARD, REMEMBERED, UNSURE, TrackReasons
from pipeline.quality.speech_alarms import find_gaps, unheard_alarm, unscripted_alarm
from pipeline.records import Edit, EditState, MachineTrack, MemoryEntry
from pipeline.translation import NO_LEXICON, Lexicon

_WAITING = {EditState.STALE: (0.9, 1.0), EditState.CONFLICT: (0.5, 0.8)}
"""How often a person changes such a text, and how bad it is if it is wrong."""
_REMEMBERED = (0.5, 0.6)
_FINDINGS = {ERROR: (0.95, 0.9), WARNING: (0.9, 0.04)}
_IS_ALARM = 0.3
"""An alarm that is right less often than this is ranked with the scores."""
_LEAST_VALUE = 0.004
"""Expected harm a second below which nobody is sent to read something."""
_OVERHEAD_SECONDS = 2.0
"""To find the place and to decide, besides listening."""
_NEAR_MS = 20_000
_SPREAD_ITEMS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItem:
    """One place, or several with one cause, that a person should look at."""

    cue_number: int
    """The first cue, counted from 1 in the order of the file."""
    cues: tuple[int, ...]
    start_ms: int
    end_ms: int
    text: str
    source: str
    """What it translates; empty in the spoken language and where it is not known."""
    kind: str
    """Of the weightiest reason: `stale`, `conflict`, `misheard`, `unsure`, a rule of the checks, or an alarm's."""
    reasons: tuple[str, ...]
    """For people, the weightiest first."""
    suggestion: str = ""
    """What the machine would write instead of a person's text that waits for a decision, or what a person wrote
    for the same sentence elsewhere; else empty."""
    is_remembered: bool = False
    """Whether the suggestion is a person's, from another video."""
    is_alarm: bool
    probability: float
    """How likely something is wrong there, from 0 to 1."""
    harm: float
    """How bad that would be, from 0 to 1."""
    seconds: float
    """How long it takes to look at."""
    cause: str = ""
    places: tuple[int, ...] = ()
    """The first cues of other places with the same cause."""

    @property
    def value(self) -> float:
        """Expected harm for each second of reading; several places with one cause are worth their sum."""
        return self.probability * self.harm * (1 + len(self.places)) / self.seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known about one track."""

    cues: Sequence[Cue]
    """The caption file as it is now."""
    reading: TrackReading
    """Its sentences, and who answers for them."""
    machine: MachineTrack | None
    """None for a file that is a person's own."""
    language: str
    words: Sequence[Word] = ()
    """What was recognised, in order; for the spoken language only."""
    findings: Sequence[Finding] = ()
    unscripted: Sequence[tuple[int, int]] = ()
    """From when to when something was said that the script of the video does not have."""
    unheard: Sequence[tuple[int, int]] = ()
    """Where something sounds like speech and gave no words, in milliseconds; for the spoken language only."""
    remembered: Mapping[str, MemoryEntry] = field(default_factory=dict)
    """What people wrote in other videos for sentences of this one, by source."""
    lexicon: Lexicon = NO_LEXICON
    """What is known of the words of both languages of a translation."""
    scales: Mapping[str, float] = field(default_factory=dict)
    """How much more often each kind of reason was right than it says, by people's decisions; see `decisions`."""


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
    track = TrackReasons.of_track(evidence.machine, evidence.words, evidence.lexicon)
    for read in evidence.reading.sentences:
        is_machine = track.is_machine_text(read.sentence)
        if read.sentence.ids and ((is_machine and read.approved_by) or (not is_machine and read.is_written)):
            yield Decision(reasons=tuple(track.find(read.sentence.ids)), was_wrong=not is_machine)


def _items(evidence: Evidence) -> Iterator[QueueItem]:
    machine = evidence.machine
    edits = {squeeze(edit.text): edit for edit in (machine.head.edits if machine else ())}
    track = TrackReasons.of_track(machine, evidence.words, evidence.lexicon)
    findings: dict[int, list[Finding]] = defaultdict(list)
    for finding in evidence.findings:
        findings[finding.cue_number].append(finding)
    for read in evidence.reading.sentences:
        if read.approved_by:
            continue
        sentence = read.sentence
        shown = [evidence.cues[number - 1] for number in sentence.cues]
        waiting = [edit for cue in shown if (edit := edits.get(squeeze(cue.text))) and edit.state in _WAITING]
        reasons = [*map(_of_edit, waiting), *_of_findings(sentence.cues, findings)]
        entry = None
        if track.is_machine_text(sentence):
            reasons += track.find(sentence.ids)
            reasons += _unscripted(evidence, shown)
            entry = evidence.remembered.get(sentence.source)
            if entry is not None and squeeze(entry.text) != squeeze(sentence.text):
                reasons.append(_of_memory(entry))
        if reasons:
            item = _item(read, shown, reasons, scales=evidence.scales)
            if waiting:
                item = replace(item, suggestion="\n".join(edit.suggestion for edit in waiting))
            elif entry is not None and squeeze(entry.text) != squeeze(sentence.text):
                item = replace(item, suggestion=entry.text, is_remembered=True)
            yield item
    yield from _gaps(evidence)
    yield from _unheard(evidence)


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
            one.probability >= _IS_ALARM and one.kind not in {MISHEARD, UNSURE} and one.harm > 0.1 for one in ranked
        ),
        probability=round(join_probabilities(one.probability for one in ranked if one.harm > 0.1), 3)
        or round(ranked[0].probability, 3),
        harm=round(harm, 3),
        seconds=round(read.sentence.shown_ms / 1_000 + _OVERHEAD_SECONDS, 1),
        cause=ranked[0].cause,
    )


def _of_edit(edit: Edit) -> Alarm:
    probability, harm = _WAITING[edit.state]
    reason = "the machine would now write something else"
    if edit.state == EditState.STALE:
        reason = f"stale: now stands on “{' '.join(edit.basis_now.split())}”"
    return Alarm(kind=edit.state, reason=reason, probability=probability, harm=harm)


def _of_memory(entry: MemoryEntry) -> Alarm:
    """The machine made a sentence before a person translated it elsewhere."""
    reason = f"a person translated the same sentence otherwise: {entry.describe()}"
    probability, harm = _REMEMBERED
    return Alarm(kind=REMEMBERED, reason=reason, probability=probability, harm=harm)


def _of_findings(cues: Iterable[int], findings: Mapping[int, Sequence[Finding]]) -> Iterator[Alarm]:
    for number in cues:
        for finding in findings.get(number, ()):
            if finding.severity in _FINDINGS:
                probability, harm = _FINDINGS[finding.severity]
                yield Alarm(kind=finding.rule, reason=finding.message, probability=probability, harm=harm)


def _gaps(evidence: Evidence) -> Iterator[QueueItem]:
    """Long stretches without captions, in the spoken language: is something said or heard there?"""
    if evidence.machine is None or evidence.machine.head.origin or not evidence.words:
        return
    for number, alarm in find_gaps(evidence.cues):
        before, cue = evidence.cues[number - 2], evidence.cues[number - 1]
        yield QueueItem(
            cue_number=number,
            cues=(number,),
            start_ms=before.end_ms,
            end_ms=cue.start_ms,
            text=cue.text,
            source="",
            kind=alarm.kind,
            reasons=(alarm.reason,),
            is_alarm=False,
            probability=alarm.probability,
            harm=alarm.harm,
            seconds=round((cue.start_ms - before.end_ms) / 1_000 + _OVERHEAD_SECONDS, 1),
        )


def _unscripted(evidence: Evidence, shown: Sequence[Cue]) -> Iterator[Alarm]:
    """The first of what was said beyond the script while a sentence is shown."""
    start_ms, end_ms = shown[0].start_ms, shown[-1].end_ms
    inside = (place for place in evidence.unscripted if start_ms <= (place[0] + place[1]) // 2 < end_ms)
    for place in islice(inside, 1):
        yield unscripted_alarm(place[0])


def _unheard(evidence: Evidence) -> Iterator[QueueItem]:
    """Sound like speech without words, where no caption stands; at the cue behind it, or the last one."""
    for start_ms, end_ms in evidence.unheard:
        if any(cue.start_ms < end_ms and start_ms < cue.end_ms for cue in evidence.cues) or not evidence.cues:
            continue
        number = next((n for n, cue in enumerate(evidence.cues, 1) if cue.start_ms >= end_ms), len(evidence.cues))
        alarm = unheard_alarm(start_ms, end_ms)
        yield QueueItem(
            cue_number=number,
            cues=(number,),
            start_ms=start_ms,
            end_ms=end_ms,
            text=evidence.cues[number - 1].text,
            source="",
            kind=alarm.kind,
            reasons=(alarm.reason,),
            is_alarm=True,
            probability=alarm.probability,
            harm=alarm.harm,
            seconds=round((end_ms - start_ms) / 1_000 + _OVERHEAD_SECONDS, 1),
        )


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
