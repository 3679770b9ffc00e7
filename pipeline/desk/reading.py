"""What stands beside the rows of a track: sentences and who read them, the queue, other versions, words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from pipeline.cues import profile_for
from pipeline.dataclass import dataclass
from pipeline.desk.background import Background
from pipeline.desk.rows import Rows
from pipeline.desk.sections import Section, cut_sections
from pipeline.desk.word_times import RowWords, spoken_words, translated_words
from pipeline.edits import (
    ReadSentence,
    ShownSentence,
    TrackReading,
    find_sentences,
    flat_text,
    judge_track,
)
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
from pipeline.records import Approval, Edit, MachineTrack
from pipeline.text import fold_spaces, wide_places

_WAITING = ("stale", "conflict")
_WORDS_AROUND_MS = 1_000
"""A part of a track is compared with the words that were recognised up to so long before and after it."""
_ALIKE = 0.5
"""A text that was approved and one that stands there now are versions of one sentence from this likeness on."""
_Json = dict[str, object]


def read_track(rows: Rows, background: Background, approvals: Sequence[Approval]) -> _Json:
    """All of it as JSON; rows are named by their names.

    Args:
        rows: Of the track, as its file has them.
        background: What else is known about the track.
        approvals: Of the video.
    """
    cues = tuple(row.cue for row in rows)
    machine = background.machine
    sections = cut_sections(cues, machine.cues if machine else ())
    sentences = _find_sentences(cues, sections, background)
    reading = judge_track(approvals, background.language, cues, machine, sentences=sentences)
    queue = _queue(cues, reading, background)
    shown = _Shown(rows, background, _approved_texts(approvals, background.language))
    words = _words(rows, sections, reading, background)
    return {
        "rows": _beside(shown, reading, queue, words),
        "queue": [rows[item.cue_number - 1].id for item in queue],
        "readMs": reading.read_ms,
        "totalMs": reading.total_ms,
        "heard": [(word.start_ms, word.end_ms) for word in background.heard],
        **_limits(background),
    }


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the JSON of a sentence is made from."""

    rows: Rows
    background: Background
    approved: dict[str, list[str]]
    """What was approved, by its source."""


def _beside(
    shown: _Shown, reading: TrackReading, queue: Sequence[QueueItem], words: dict[str, RowWords]
) -> dict[str, _Json]:
    """For each row what stands beside it; a row without a part of it has no such key."""
    rows = shown.rows
    found: dict[str, _Json] = {row.id: {} for row in rows}
    for one in reading.sentences:
        value = _sentence(one, shown)
        for number in one.sentence.cues:
            known = found[rows[number - 1].id].setdefault("sentences", [])
            assert isinstance(known, list)
            known.append({**value, "isFirst": number == one.sentence.cues[0]})
    for item in queue:
        found[rows[item.cue_number - 1].id]["doubt"] = _item(item, rows)
    for name, edit in _waiting(rows, shown.background.machine):
        found[name]["waiting"] = edit
    for row in rows:
        if row.id in words:
            cue = row.cue
            found[row.id]["words"] = {
                "text": cue.text,
                "start": cue.start_ms,
                "end": cue.end_ms,
                "words": words[row.id],
            }
    return found


def _find_sentences(
    cues: tuple[Cue, ...], sections: Sequence[Section], background: Background
) -> tuple[ShownSentence, ...]:
    """As `find_sentences` finds them, part by part."""

    def find(section: Section) -> tuple[ShownSentence, ...]:
        return find_sentences(cues[section.first : section.last], _part_of(background.machine, section))

    parts = zip(sections, background.sentences.load(cues, sections, find), strict=True)
    return tuple(
        replace(one, cues=tuple(number + section.first for number in one.cues))
        for section, sentences in parts
        for one in sentences
    )


def _part_of(machine: MachineTrack | None, section: Section) -> MachineTrack | None:
    """The machine's record of one part of a track."""
    if machine is None:
        return None
    cues = machine.cues[section.machine_first : section.machine_last]
    shown = {name for cue in cues for name in cue.sentence_ids}
    return replace(machine, cues=cues, sentences=tuple(one for one in machine.sentences if one.id in shown))


def _sentence(one: ReadSentence, shown: _Shown) -> _Json:
    sentence = one.sentence
    return {
        "rows": [shown.rows[number - 1].id for number in sentence.cues],
        "text": sentence.text,
        "source": sentence.source,
        "by": list(one.approved_by),
        "isRead": one.is_read,
        "machine": _machine_version(one, shown.background),
        "approved": "" if one.approved_by else _approved_version(one, shown.approved),
    }


def _machine_version(one: ReadSentence, background: Background) -> list[list[object]]:
    """The machine's cues of a sentence, where its words are not those of the file."""
    names = one.sentence.ids
    text = flat_text(background.machine_texts.get(name, "") for name in names)
    if not names or fold_spaces(text) == fold_spaces(one.sentence.text):
        return []
    cues = {cue.times: cue for name in names for cue in background.machine_cues.get(name, ())}
    return [[cue.start_ms, cue.end_ms, cue.text] for _, cue in sorted(cues.items())]


def _approved_texts(approvals: Iterable[Approval], language: str) -> dict[str, list[str]]:
    """What somebody approved in a language, by its source."""
    found: dict[str, list[str]] = {}
    for one in approvals:
        if one.language == language and not one.is_of_file:
            found.setdefault(fold_spaces(one.source), []).append(one.text)
    return found


def _approved_version(one: ReadSentence, approved: dict[str, list[str]]) -> str:
    """The text of a sentence that somebody approved and somebody changed since; empty if there is none."""
    known = approved.get(fold_spaces(one.sentence.source), ())
    candidates = [text for text in known if fold_spaces(text) != fold_spaces(one.sentence.text)]
    alike = [(SequenceMatcher(None, text, one.sentence.text).ratio(), text) for text in candidates]
    ratio, text = max(alike, default=(0.0, ""))
    return text if ratio >= _ALIKE else ""


def _queue(cues: Sequence[Cue], reading: TrackReading, background: Background) -> tuple[QueueItem, ...]:
    track, said = Track(language=background.language, cues=tuple(cues)), background.transcript
    evidence = Evidence(
        cues=cues,
        reading=reading,
        machine=background.machine,
        language=background.language,
        words=background.heard if background.is_spoken else (),
        unscripted=said.unscripted if said else (),
        unheard=said.unheard if said else (),
        sounds=said.sounds if said else (),
        faint=said.faint if said else (),
        readings=said.readings if said else (),
        lexicon=background.lexicon,
        findings=check_limits(
            track,
            profile=profile_for(background.language, background.profile),
            frame_rate=background.frame_rate,
            source=background.source,
            duration_ms=background.duration_ms,
        ),
    )
    return rank_sentences(replace(evidence, scales=fit_scales(find_decisions(evidence))))


def _limits(background: Background) -> _Json:
    """What a caption may have, so that a page can count while somebody types."""
    profile = profile_for(background.language, background.profile)
    return {
        "gapMs": profile.gap_ms(background.frame_rate),
        "limits": {
            "lineCells": profile.line_cells,
            "maxLines": profile.max_lines,
            "speedCps": profile.speed_cps,
            "wide": wide_places() if profile.half_width else None,
        },
    }


def _item(item: QueueItem, rows: Rows) -> _Json:
    return {
        "rows": [rows[number - 1].id for number in item.cues],
        "reasons": list(item.reasons),
        "often": describe_frequency(item.probability),
        "suggestion": item.suggestion,
        "secondReading": item.second_reading,
    }


def _waiting(rows: Rows, machine: MachineTrack | None) -> Iterator[tuple[str, _Json]]:
    """Corrections that wait for a decision, by the row that shows them."""
    edits: dict[str, Edit] = {}
    for edit in machine.head.edits if machine else ():
        if edit.state in _WAITING:
            edits.setdefault(fold_spaces(edit.text), edit)
    for row in rows:
        edit_of_row = edits.get(fold_spaces(row.cue.text))
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


def _words(
    rows: Rows, sections: Sequence[Section], reading: TrackReading, background: Background
) -> dict[str, RowWords]:
    """The words of each row whose words have times."""
    if background.recording is None:
        return {}
    if not background.is_spoken:
        records = {one.id: one for one in background.machine.sentences} if background.machine else {}
        return dict(translated_words(rows, reading.sentences, records, background.clock))

    def find(section: Section) -> tuple[RowWords, ...]:
        part = rows[section.first : section.last]
        machine = background.machine.cues if background.machine else ()
        made_of = machine[section.machine_first : section.machine_last]
        found = dict(spoken_words(part, _heard_in(background.heard, made_of), made_of))
        return tuple(found.get(row.id, []) for row in part)

    cues = tuple(row.cue for row in rows)
    parts = (words for part in background.spoken.load(cues, sections, find) for words in part)
    return {row.id: words for row, words in zip(rows, parts, strict=True) if words}


def _heard_in(heard: Sequence[Word], cues: Sequence[Cue]) -> Sequence[Word]:
    """The recognised words of which some of the machine's cues were made; all where it made none."""
    if not cues:
        return heard
    start_ms, end_ms = cues[0].start_ms - _WORDS_AROUND_MS, cues[-1].end_ms + _WORDS_AROUND_MS
    first = bisect_left(heard, start_ms, key=lambda word: word.start_ms)
    return heard[first : bisect_right(heard, end_ms, key=lambda word: word.start_ms)]
