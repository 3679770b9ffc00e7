"""Who read which sentences of a caption file, and whether that still holds.

An approval is of one sentence: its text and the text that it translates. It holds exactly as long as both are
there, wherever they are shown; times and line breaks may change under it. Approvals of whole files, as they were
recorded at first, hold as long as the file's whole text does, and become approvals of sentences while they do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from math import floor

from pipeline.dataclass import dataclass
from pipeline.edits.shown_sentences import ShownSentence, find_sentences
from pipeline.model import Cue
from pipeline.records import Approval, Edit, EditState, MachineTrack, text_digest
from pipeline.text import fold_spaces

_SAME_SENTENCE = 0.5
"""A sentence whose letters agree to this share with one that was approved before takes its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approver:
    """Who approves, and when."""

    name: str
    date: str
    """ISO 8601 day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalState:
    """What one person approved of a track, and whether all of it still stands."""

    by: str
    date: str
    """ISO 8601 day of the latest."""
    holds: bool
    """Whether every sentence that this person approved is still there as it was read."""
    sentences: int = 0
    """How many still are."""
    ended: int = 0
    """How many changed since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSentence:
    """A sentence of a track and who answers for it."""

    sentence: ShownSentence
    approved_by: tuple[str, ...]
    is_written: bool
    """Whether a person wrote every cue of it, and none of them waits for a decision."""

    @property
    def is_read(self) -> bool:
        return bool(self.approved_by) or self.is_written


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackReading:
    """How much of a track people read."""

    sentences: tuple[ReadSentence, ...]
    """In the order of the file."""
    approvals: tuple[ApprovalState, ...]

    @property
    def read_ms(self) -> int:
        """The screen time of what people approved or wrote."""
        return sum(one.sentence.shown_ms for one in self.sentences if one.is_read)

    @property
    def total_ms(self) -> int:
        return sum(one.sentence.shown_ms for one in self.sentences)

    @property
    def share(self) -> float:
        """How much people approved or wrote, by its time on the screen, from 0 to 1; 1 only for all of it."""
        if not self.sentences:
            return 0.0
        if all(one.is_read for one in self.sentences):
            return 1.0
        return min(0.9999, self.read_ms / max(1, self.total_ms))

    @property
    def is_approved(self) -> bool:
        """Whether somebody vouches for every sentence."""
        return bool(self.sentences) and all(one.approved_by for one in self.sentences)

    @property
    def approved_cues(self) -> frozenset[int]:
        """The numbers of the cues that show approved sentences and no other."""
        open_cues = {number for one in self.sentences if not one.approved_by for number in one.sentence.cues}
        return frozenset(number for one in self.sentences for number in one.sentence.cues) - open_cues

    @property
    def approved_by(self) -> tuple[str, ...]:
        """Everybody who vouches for a sentence as it stands, sorted."""
        return tuple(sorted({name for one in self.sentences for name in one.approved_by}))


def percent(share: float) -> int:
    """A share for people, in whole per cent: never 100 before all is done, never 0 once something is.

    >>> percent(0.999), percent(0.001), percent(1.0), percent(0.0)
    (99, 1, 100, 0)
    """
    return max(1, floor(share * 100 + 1e-9)) if share > 0 else 0


def judge_track(
    approvals: Iterable[Approval],
    language: str,
    cues: Sequence[Cue],
    machine: MachineTrack | None,
    *,
    sentences: tuple[ShownSentence, ...] | None = None,
) -> TrackReading:
    """Who answers for which sentence of a caption file as it is now.

    Args:
        approvals: All that are recorded for the video.
        language: Of the file.
        cues: The file as it is now.
        machine: The machine's record of it; None for a file that is a person's own.
        sentences: Those of the file, where they are known already.
    """
    found = find_sentences(cues, machine) if sentences is None else sentences
    own = [one for one in approvals if one.language == language and not one.field]
    whole = {one.by for one in own if one.is_of_file and one.text_sha256 == text_digest(cues)}
    known: dict[str, list[Approval]] = {}
    for one in own:
        known.setdefault(fold_spaces(one.text), []).append(one)
    written = _written_cues(cues, machine.head.edits if machine else ())
    return TrackReading(
        sentences=tuple(
            ReadSentence(
                sentence=sentence,
                approved_by=tuple(sorted(whole | {one.by for one in _of_sentence(sentence, known)})),
                is_written=written.issuperset(sentence.cues),
            )
            for sentence in found
        ),
        approvals=_states(own, found, whole),
    )


def approve_sentences(
    approvals: Iterable[Approval],
    reading: TrackReading,
    chosen: Iterable[ShownSentence],
    *,
    language: str,
    approver: Approver,
) -> tuple[Approval, ...]:
    """All approvals of a video after a person vouched for some sentences of one language.

    What this person approved of the same sentences before, in another wording, is replaced; approvals of
    whole files that still hold become approvals of sentences.

    Args:
        approvals: All that are recorded for the video.
        reading: The track as it stands.
        chosen: Sentences of the track.
    """
    renewed = renew_approvals(approvals, reading, language=language)
    new = [
        Approval(language=language, by=approver.name, date=approver.date, source=one.source, text=one.text)
        for one in chosen
        if one.text.strip()
    ]
    mine = [one for one in renewed if (one.language, one.by) == (language, approver.name) and not one.is_of_file]
    kept = _without_replaced(mine, new, [one.sentence for one in reading.sentences])
    others = [one for one in renewed if (one.language, one.by) != (language, approver.name)]
    return _in_order([*others, *kept, *new], reading, language)


def withdraw_sentences(
    approvals: Iterable[Approval],
    reading: TrackReading,
    chosen: Iterable[ShownSentence] | None,
    *,
    language: str,
    by: str,
) -> tuple[Approval, ...]:
    """All approvals of a video after a person took back those of some sentences, or of all where none are given."""
    if chosen is None:
        return tuple(one for one in approvals if (one.language, one.by) != (language, by))
    renewed = renew_approvals(approvals, reading, language=language)
    texts = {_texts(one) for one in chosen}
    return tuple(one for one in renewed if (one.language, one.by) != (language, by) or _texts(one) not in texts)


def renew_approvals(approvals: Iterable[Approval], reading: TrackReading, *, language: str) -> tuple[Approval, ...]:
    """The same approvals, those of a whole file that still hold given sentence by sentence."""
    held = {state.by for state in reading.approvals if state.holds}
    kept: list[Approval] = []
    for one in approvals:
        if one.is_of_file and one.language == language and one.by in held:
            kept += [
                replace(one, text_sha256="", source=read.sentence.source, text=read.sentence.text)
                for read in reading.sentences
            ]
        else:
            kept.append(one)
    return _in_order(kept, reading, language)


def _of_sentence(sentence: ShownSentence, known: dict[str, list[Approval]]) -> list[Approval]:
    return [one for one in known.get(fold_spaces(sentence.text), ()) if _has_source(one, sentence)]


def _has_source(approval: Approval, sentence: ShownSentence) -> bool:
    """Whether the source is as it was read; what was read without knowing one was read for itself."""
    return not approval.source or fold_spaces(approval.source) == fold_spaces(sentence.source)


def _states(own: Sequence[Approval], found: Sequence[ShownSentence], whole: set[str]) -> tuple[ApprovalState, ...]:
    shown: dict[str, list[ShownSentence]] = {}
    for sentence in found:
        shown.setdefault(fold_spaces(sentence.text), []).append(sentence)
    people: dict[str, list[Approval]] = {}
    for one in own:
        people.setdefault(one.by, []).append(one)
    states = []
    for by, given in people.items():
        rows = [one for one in given if not one.is_of_file]
        holding = sum(
            any(_has_source(one, sentence) for sentence in shown.get(fold_spaces(one.text), ())) for one in rows
        )
        has_lost = holding < len(rows) or (by not in whole and any(one.is_of_file for one in given))
        states.append(
            ApprovalState(
                by=by,
                date=max(one.date for one in given),
                holds=by in whole or not has_lost,
                sentences=len(found) if by in whole else holding,
                ended=0 if by in whole else len(rows) - holding,
            )
        )
    return tuple(states)


def _written_cues(cues: Sequence[Cue], edits: Iterable[Edit]) -> set[int]:
    """The numbers of the cues whose words are a person's and wait for nothing."""
    settled = {fold_spaces(edit.text) for edit in edits if edit.state == EditState.EDITED}
    return {number for number, cue in enumerate(cues, start=1) if fold_spaces(cue.text) in settled}


def _without_replaced(
    mine: Iterable[Approval], new: Sequence[Approval], shown: Iterable[ShownSentence]
) -> list[Approval]:
    """A person's earlier approvals but those of sentences that they approved now, as these stand."""
    replaced = {_texts(one) for one in new}
    standing = {_texts(one) for one in shown}
    ended = {_texts(one) for one in mine if _texts(one) not in standing}
    replaced |= {_texts(one) for one in mine if _texts(one) in ended and any(_is_alike(one, other) for other in new)}
    return [one for one in mine if _texts(one) not in replaced]


def _texts(one: Approval | ShownSentence) -> tuple[str, str]:
    return fold_spaces(one.source), fold_spaces(one.text)


def _is_alike(one: Approval, other: Approval) -> bool:
    if one.source and one.source == other.source:
        return True
    matcher = SequenceMatcher(None, one.text, other.text, autojunk=False)
    return matcher.quick_ratio() >= _SAME_SENTENCE and matcher.ratio() >= _SAME_SENTENCE


def _in_order(approvals: Iterable[Approval], reading: TrackReading, language: str) -> tuple[Approval, ...]:
    """By language, person and place in the file, each once; those that hold no longer at the end of a person's."""
    places: dict[tuple[str, str], int] = {}
    for at, one in enumerate(reading.sentences):
        places.setdefault(_texts(one.sentence), at)
    last = len(places)

    def place(one: Approval) -> tuple[str, str, int]:
        at = places.get(_texts(one), last) if one.language == language else 0
        return (one.language, one.by, at)

    unique = {(one.language, one.by, one.source, one.text, one.text_sha256): one for one in approvals}
    return tuple(sorted(unique.values(), key=place))
