"""What speaks for reading a sentence besides what the models say: decisions that wait, notes, findings, the memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.edits import squeeze
from pipeline.quality.alarms import Alarm
from pipeline.quality.evidence import Evidence
from pipeline.quality.findings import ERROR, WARNING, Finding
from pipeline.quality.reasons import REMEMBERED
from pipeline.records import Edit, EditState, MemoryEntry, Note

WAITING = {EditState.STALE: (0.9, 1.0), EditState.CONFLICT: (0.5, 0.8)}
"""How often a person changes such a text, and how bad it is if it is wrong."""
_REMEMBERED = (0.5, 0.6)
_NOTED = (0.6, 0.7)
"""What a person noted is worth reading."""
_FINDINGS = {ERROR: (0.95, 0.9), WARNING: (0.9, 0.04)}


def placed_notes(evidence: Evidence) -> Mapping[int, Sequence[Note]]:
    """The open notes by the number of the cue that each is on: by its words, and by the time where these are gone."""
    placed: dict[int, list[Note]] = defaultdict(list)
    for note in evidence.notes if evidence.cues else ():
        words = squeeze(note.cue_text)
        same = [number for number, cue in enumerate(evidence.cues, 1) if squeeze(cue.text) == words]
        numbers = same or range(1, len(evidence.cues) + 1)
        placed[min(numbers, key=lambda n: abs(evidence.cues[n - 1].start_ms - note.start_ms))].append(note)
    return placed


def of_note(note: Note) -> Alarm:
    """What somebody noted, or wrote in the place of what stands there."""
    who = f" by {note.by}" if note.by else ""
    said = " ".join(note.text.split())
    reason = f"a note{who} of {note.date}: {said}" if note.kind == "note" else f"somebody else wrote here: {said}"
    probability, harm = _NOTED
    return Alarm(kind=note.kind, reason=reason, probability=probability, harm=harm)


def of_edit(edit: Edit) -> Alarm:
    """A correction that waits for a decision: the machine would write something else now."""
    probability, harm = WAITING[edit.state]
    reason = "the machine would now write something else"
    if edit.state == EditState.STALE:
        reason = f"stale: now stands on “{' '.join(edit.basis_now.split())}”"
    return Alarm(kind=edit.state, reason=reason, probability=probability, harm=harm)


def of_memory(entry: MemoryEntry) -> Alarm:
    """The machine made a sentence before a person translated it elsewhere."""
    reason = f"a person translated the same sentence otherwise: {entry.describe()}"
    probability, harm = _REMEMBERED
    return Alarm(kind=REMEMBERED, reason=reason, probability=probability, harm=harm)


def of_findings(cues: Iterable[int], findings: Mapping[int, Sequence[Finding]]) -> Iterator[Alarm]:
    """Errors and warnings of the readability rules."""
    for number in cues:
        for finding in findings.get(number, ()):
            if finding.severity in _FINDINGS:
                probability, harm = _FINDINGS[finding.severity]
                yield Alarm(kind=finding.rule, reason=finding.message, probability=probability, harm=harm)
