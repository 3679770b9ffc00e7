"""Approving in a workspace: who read what, recorded beside the machine's files.

Who approves a whole file approves title, description and chapters of that language with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.build.details_approvals import approve_fields, withdraw_fields
from pipeline.build.details_shown import shown_fields
from pipeline.dataclass import dataclass
from pipeline.edits import (
    Approver,
    ShownSentence,
    TrackReading,
    approve_sentences,
    judge_track,
    withdraw_sentences,
)
from pipeline.errors import InputError
from pipeline.files import write_if_changed
from pipeline.formats import track_to_json
from pipeline.model import Cue
from pipeline.records import Edit, EditState
from pipeline.text import counted, fold_spaces
from pipeline.workspace import Workspace, load_approvals, save_approvals


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A part of a caption file: cues by number, or all that begins before a time."""

    first: int = 1
    """Counted from 1."""
    last: int | None = None
    """None for the last cue."""
    until_ms: int | None = None
    only: frozenset[int] | None = None
    """Of these the cues with these numbers; None for all."""

    def numbers(self, cues: Sequence[Cue]) -> frozenset[int]:
        """The numbers of its cues."""
        last = len(cues) if self.last is None else min(self.last, len(cues))
        chosen = frozenset(range(self.first, last + 1))
        if self.only is not None:
            chosen &= self.only
        if self.until_ms is None:
            return chosen
        return frozenset(number for number in chosen if cues[number - 1].start_ms < self.until_ms)


_WHOLE_FILE = Passage()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalChange:
    """What an approval, or its withdrawal, did."""

    sentences: int
    """How many sentences were chosen."""
    cut: tuple[ShownSentence, ...]
    """Sentences that begin or end outside the passage: they were left out."""
    reading: TrackReading
    """The track afterwards."""
    fields: int = 0
    """How many fields of title, description and chapters: with a whole file, these too."""


def read_reading(workspace: Workspace, video: str, language: str) -> TrackReading:
    """Who answers for which sentence of a caption file as it is now.

    Raises:
        InputError: There is no such caption file.
        SubtitleError: It cannot be read, or holds an unfinished merge.
    """
    cues = _read(workspace, video, language)
    return judge_track(load_approvals(workspace, video), language, cues, workspace.load_machine(video, language))


def approve(
    workspace: Workspace, video: str, language: str, approver: Approver, passage: Passage = _WHOLE_FILE
) -> ApprovalChange:
    """Record who vouches for the sentences of a passage as they are now; what was stale there counts as read.

    Raises:
        InputError: There is no such caption file, or no whole sentence in the passage.
        SubtitleError: It cannot be read, or holds an unfinished merge.
    """
    cues, reading, chosen, cut = _choose(workspace, video, language, passage)
    if passage == Passage():
        shown_fields(workspace, video, language)  # broken, it is reported before anything is written
    approvals = approve_sentences(
        load_approvals(workspace, video), reading, chosen, language=language, approver=approver
    )
    _settle(workspace, video, language, [cues[number - 1] for one in chosen for number in one.cues])
    save_approvals(workspace, video, approvals)
    fields = approve_fields(workspace, video, language, approver) if passage == Passage() else 0
    reading = read_reading(workspace, video, language)
    return ApprovalChange(sentences=len(chosen), cut=cut, reading=reading, fields=fields)


def withdraw(
    workspace: Workspace, video: str, language: str, *, by: str, passage: Passage = _WHOLE_FILE
) -> ApprovalChange:
    """Take one person's approval of a passage back; of everything, ended ones too, where no passage is given.

    Raises:
        InputError: This person did not approve it, or there is no such file.
        SubtitleError: It cannot be read.
    """
    approvals = load_approvals(workspace, video)
    if not any((one.language, one.by) == (language, by) for one in approvals):
        raise InputError(path=str(workspace.approvals_path(video)), reason=f"{by} did not approve {language}")
    _, reading, chosen, cut = _choose(workspace, video, language, passage)
    given = None if passage == Passage() else chosen
    save_approvals(workspace, video, withdraw_sentences(approvals, reading, given, language=language, by=by))
    fields = withdraw_fields(workspace, video, language, by=by) if given is None else 0
    reading = read_reading(workspace, video, language)
    return ApprovalChange(sentences=len(chosen), cut=cut, reading=reading, fields=fields)


def _choose(
    workspace: Workspace, video: str, language: str, passage: Passage
) -> tuple[tuple[Cue, ...], TrackReading, list[ShownSentence], tuple[ShownSentence, ...]]:
    """The cues, the reading, the sentences that lie wholly in a passage, and those that lie in it in part."""
    cues = _read(workspace, video, language)
    path = str(workspace.track_path(video, language))
    if passage.first > max(1, len(cues)) or (passage.last is not None and passage.last > len(cues)):
        raise InputError(
            path=path, reason=f"has {counted(len(cues), 'cue')}; there is no cue {passage.last or passage.first}"
        )
    reading = read_reading(workspace, video, language)
    numbers = passage.numbers(cues)
    shown = [one.sentence for one in reading.sentences]
    chosen = [one for one in shown if numbers.issuperset(one.cues)]
    cut = tuple(one for one in shown if not numbers.issuperset(one.cues) and not numbers.isdisjoint(one.cues))
    if not chosen:
        raise InputError(path=path, reason=_nothing_chosen(cut))
    return cues, reading, chosen, cut


def _nothing_chosen(cut: Sequence[ShownSentence]) -> str:
    if not cut:
        return "has no text there; nothing to approve"
    first, last = min(cut[0].cues), max(cut[0].cues)
    return f"shows only a part of a sentence there, which stands in cues {first}-{last}; give all of them"


def _read(workspace: Workspace, video: str, language: str) -> tuple[Cue, ...]:
    return workspace.expect_captions(video, language).whole_cues


def _settle(workspace: Workspace, video: str, language: str, cues: Sequence[Cue]) -> None:
    """Approved text is no longer stale: it was read against what stands there now."""
    machine = workspace.load_machine(video, language)
    if machine is None:
        return
    edits = settled_edits(machine.head.edits, cues)
    write_if_changed(
        workspace.machine_path(video, language),
        track_to_json(replace(machine, head=replace(machine.head, edits=edits))),
    )


def settled_edits(edits: tuple[Edit, ...], cues: Sequence[Cue]) -> tuple[Edit, ...]:
    """The edits, with those of some cues settled; of several with the same words, the one at the cue's time."""
    places = {(fold_spaces(cue.text), cue.start_ms) for cue in cues}
    texts = {text for text, _ in places}
    count: dict[str, int] = {}
    for edit in edits:
        count[fold_spaces(edit.text)] = count.get(fold_spaces(edit.text), 0) + 1

    def is_read(edit: Edit) -> bool:
        text = fold_spaces(edit.text)
        return text in texts and (count[text] == 1 or (text, edit.start_ms) in places)

    return tuple(
        replace(edit, state=EditState.EDITED, machine=edit.suggestion, basis=edit.basis_now)
        if edit.state != EditState.RETIMED and is_read(edit)
        else edit
        for edit in edits
    )
