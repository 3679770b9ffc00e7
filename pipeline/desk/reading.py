"""What stands beside the rows of a track: sentences and who read them, the queue, other versions, words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from fractions import Fraction
from functools import cached_property

from pipeline.build import DEFAULT_FRAME_RATE
from pipeline.cues import profile_for, repair_words
from pipeline.desk.rows import Rows
from pipeline.desk.word_times import SourceClock, spoken_words, translated_words
from pipeline.edits import ReadSentence, TrackReading, judge_track, retime_words, squeeze
from pipeline.model import Cue, Track, Word
from pipeline.quality import (
    Evidence,
    QueueItem,
    check_limits,
    describe_frequency,
    find_decisions,
    fit_scales,
    rank_sentences,
)
from pipeline.records import Approval, Edit, MachineTrack, Recording

_WAITING = ("stale", "conflict")
_ALIKE = 0.5
"""A text that was approved and one that stands there now are versions of one sentence from this likeness on."""
_Json = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Background:
    """What is known about one track besides its file."""

    language: str
    profile: str
    recording: Recording | None
    machine: MachineTrack | None
    approvals: tuple[Approval, ...]
    source: Track | None
    """The spoken language's file, for a translation."""

    @cached_property
    def heard(self) -> tuple[Word, ...]:
        """The recognised words, as they were cut into cues."""
        if self.recording is None:
            return ()
        transcript = self.recording.transcript
        return repair_words(transcript.words, language=transcript.language)[0]

    @cached_property
    def clock(self) -> SourceClock:
        """When each letter of the spoken language's file is said."""
        return SourceClock.of(retime_words(self.source.cues if self.source else (), self.heard))

    @property
    def is_spoken(self) -> bool:
        return self.recording is not None and self.recording.transcript.language == self.language

    @property
    def frame_rate(self) -> Fraction:
        return (self.recording and self.recording.frame_rate) or DEFAULT_FRAME_RATE

    @property
    def duration_ms(self) -> int | None:
        return (self.recording and self.recording.media_duration_ms) or None


def read_track(rows: Rows, background: Background) -> _Json:
    """All of it as JSON; rows are named by their names."""
    cues = tuple(row.cue for row in rows)
    reading = judge_track(background.approvals, background.language, cues, background.machine)
    return {
        "sentences": [_sentence(one, rows, background) for one in reading.sentences],
        "readMs": reading.read_ms,
        "totalMs": reading.total_ms,
        "queue": [_item(item, rows) for item in _queue(cues, reading, background)],
        "waiting": dict(_waiting(rows, background.machine)),
        "words": dict(_words(rows, reading, background)),
        "heard": [(word.start_ms, word.end_ms) for word in background.heard],
        "gapMs": _gap_ms(background),
    }


def _sentence(one: ReadSentence, rows: Rows, background: Background) -> _Json:
    shown = one.sentence
    return {
        "rows": [rows[number - 1].id for number in shown.cues],
        "text": shown.text,
        "source": shown.source,
        "by": list(one.approved_by),
        "isRead": one.is_read,
        "machine": _machine_version(one, background.machine),
        "approved": "" if one.approved_by else _approved_version(one, background),
    }


def _machine_version(one: ReadSentence, machine: MachineTrack | None) -> list[list[object]]:
    """The machine's cues of a sentence, where its words are not those of the file."""
    wanted = set(one.sentence.ids)
    if machine is None or not wanted:
        return []
    text = "".join(sentence.text for sentence in machine.sentences if sentence.id in wanted)
    if squeeze(text) == squeeze(one.sentence.text):
        return []
    cues = [cue for cue in machine.cues if wanted.intersection(cue.sentence_ids)]
    return [[cue.start_ms, cue.end_ms, cue.text] for cue in cues]


def _approved_version(one: ReadSentence, background: Background) -> str:
    """The text of a sentence that somebody approved and somebody changed since; empty if there is none."""
    candidates = [
        approval.text
        for approval in background.approvals
        if approval.language == background.language
        and not approval.is_of_file
        and squeeze(approval.source) == squeeze(one.sentence.source)
        and squeeze(approval.text) != squeeze(one.sentence.text)
    ]
    alike = [(SequenceMatcher(None, text, one.sentence.text).ratio(), text) for text in candidates]
    ratio, text = max(alike, default=(0.0, ""))
    return text if ratio >= _ALIKE else ""


def _queue(cues: Sequence[Cue], reading: TrackReading, background: Background) -> tuple[QueueItem, ...]:
    track = Track(language=background.language, cues=tuple(cues))
    evidence = Evidence(
        cues=cues,
        reading=reading,
        machine=background.machine,
        language=background.language,
        words=background.heard if background.is_spoken else (),
        unscripted=background.recording.transcript.unscripted if background.is_spoken and background.recording else (),
        unheard=background.recording.transcript.unheard if background.is_spoken and background.recording else (),
        findings=check_limits(
            track,
            profile=profile_for(background.language, background.profile),
            frame_rate=background.frame_rate,
            source=background.source,
            duration_ms=background.duration_ms,
        ),
    )
    return rank_sentences(replace(evidence, scales=fit_scales(find_decisions(evidence))))


def _gap_ms(background: Background) -> int:
    return profile_for(background.language, background.profile).gap_ms(background.frame_rate)


def _item(item: QueueItem, rows: Rows) -> _Json:
    return {
        "row": rows[item.cue_number - 1].id,
        "rows": [rows[number - 1].id for number in item.cues],
        "reasons": list(item.reasons),
        "often": describe_frequency(item.probability),
        "suggestion": item.suggestion,
    }


def _waiting(rows: Rows, machine: MachineTrack | None) -> Iterator[tuple[str, _Json]]:
    """Corrections that wait for a decision, by the row that shows them."""
    edits: dict[str, Edit] = {}
    for edit in machine.head.edits if machine else ():
        if edit.state in _WAITING:
            edits.setdefault(squeeze(edit.text), edit)
    for row in rows:
        edit_of_row = edits.get(squeeze(row.cue.text))
        if edit_of_row is not None:
            yield (
                row.id,
                {
                    "state": edit_of_row.state,
                    "basis": edit_of_row.basis,
                    "basisNow": edit_of_row.basis_now,
                    "suggestion": edit_of_row.suggestion,
                },
            )


def _words(rows: Rows, reading: TrackReading, background: Background) -> Iterator[tuple[str, _Json]]:
    """For each row whose words have times: these, and what the row was then."""
    if background.recording is None:
        return
    cues = {row.id: row.cue for row in rows}
    if background.is_spoken:
        machine = background.machine.cues if background.machine else ()
        found = spoken_words(rows, background.heard, machine)
    else:
        records = {one.id: one for one in background.machine.sentences} if background.machine else {}
        found = translated_words(rows, reading.sentences, records, background.clock)
    for name, words in found:
        cue = cues[name]
        yield name, {"text": cue.text, "start": cue.start_ms, "end": cue.end_ms, "words": words}
