"""What stands beside the rows of a track: sentences and who read them, the queue, other versions, words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from fractions import Fraction

from pipeline.build import DEFAULT_FRAME_RATE
from pipeline.cues import profile_for, repair_words
from pipeline.desk.rows import Row, Rows
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What is known about one track besides its file."""

    language: str
    profile: str
    recording: Recording | None
    machine: MachineTrack | None
    approvals: tuple[Approval, ...]
    source: Track | None
    """The spoken language's file, for a translation."""

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
        "words": dict(_words(rows, background)),
        "heard": _heard_times(background.recording),
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
        words=_heard(background),
        unheard=background.recording.transcript.unheard if _heard(background) and background.recording else (),
        findings=check_limits(
            track,
            profile=profile_for(background.language, background.profile),
            frame_rate=background.frame_rate,
            source=background.source,
            duration_ms=background.duration_ms,
        ),
    )
    return rank_sentences(replace(evidence, scales=fit_scales(find_decisions(evidence))))


def _heard(background: Background) -> tuple[Word, ...]:
    """The words that were heard, for the spoken language only."""
    recording = background.recording
    if recording is None or recording.transcript.language != background.language:
        return ()
    return repair_words(recording.transcript.words, language=background.language)[0]


def _heard_times(recording: Recording | None) -> list[tuple[int, int]]:
    """When each word is said, whatever the language of the track: edges snap to these."""
    if recording is None:
        return []
    words, _ = repair_words(recording.transcript.words, language=recording.transcript.language)
    return [(word.start_ms, word.end_ms) for word in words]


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


def _words(rows: Rows, background: Background) -> Iterator[tuple[str, _Json]]:
    """For each row of the spoken language: where in its text each word begins, and when it is said (ms)."""
    heard = _heard(background)
    if not heard:
        return
    ordered = sorted(rows, key=lambda row: row.cue.start_ms)
    machine = background.machine.cues if background.machine else ()
    waiting = iter(retime_words([row.cue for row in ordered], heard, machine=machine))
    for row in ordered:
        words = list(_words_of(row, waiting))
        if words:
            cue = row.cue
            yield row.id, {"text": cue.text, "start": cue.start_ms, "end": cue.end_ms, "words": words}


def _words_of(row: Row, waiting: Iterator[Word]) -> Iterator[tuple[int, int, int]]:
    """Take as many words as have the letters of a row; their offsets are counted by letters, whatever the spaces."""
    from pipeline.text import drop_tags

    text = row.cue.text
    offsets = [offset for offset, char in enumerate(text) if not char.isspace()]
    left, passed = len(squeeze(drop_tags(text))), 0
    has_tags = left != len(offsets)
    while left > 0 and (word := next(waiting, None)) is not None:
        letters = len(squeeze(word.text))
        if not has_tags and passed < len(offsets):
            yield offsets[passed], word.start_ms, word.end_ms
        passed += letters
        left -= letters
