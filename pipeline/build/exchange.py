"""What comes back from translators' own tools, merged like any edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.build.checks import Surroundings, surroundings_in
from pipeline.build.exporting import load_sent, sentence_keys
from pipeline.cues import CutOptions, profile_for
from pipeline.edits import (
    Approver,
    ShownSentence,
    approve_sentences,
    find_sentences,
    flat_text,
    judge_track,
    squeeze,
)
from pipeline.errors import StaleWorkspace
from pipeline.files import write_atomic
from pipeline.formats import ReturnedFile, ReturnedUnit, format_srt
from pipeline.model import Cue
from pipeline.records import MachineTrack
from pipeline.translation import put_texts
from pipeline.workspace import CaptionFile, Workspace, load_approvals, load_notes, make_note, save_approvals, save_notes


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A text that came back and was not taken."""

    place: str
    """Where it stands in the file that came back."""
    sentence: str
    """What stands in the caption file; empty where there is no such sentence."""
    text: str
    """What came back."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitsImport:
    """What was taken of a file that came back."""

    video: str
    language: str
    taken: tuple[tuple[str, str], ...] = ()
    """Earlier and new text of each sentence that changed."""
    refused: tuple[Refusal, ...] = ()
    approved: int = 0
    missing: int = 0
    """Sentences that the file did not have."""
    notes: tuple[str, ...] = field(default=())
    """What people noted, for whoever reads the report."""
    noted: int = 0
    """How many of the notes are new, and were kept on their captions."""


def import_units(  # noqa: PLR0913  # each is given by name
    workspace: Workspace, returned: ReturnedFile, video: str, language: str, *, profile: str, approver: Approver | None
) -> UnitsImport:
    """Take what people wrote in their own tool into a caption file.

    A sentence is taken where the caption file still says what went out; where somebody corrected it meanwhile, that
    stays, and the text that came back is listed. What nobody touched changes nothing.

    Args:
        workspace: Held by the caller's lock.
        returned: The file as it came back.
        video: Whose captions.
        language: Of the text.
        profile: Of the readability rules.
        approver: Who answers for what is marked as right; None to approve nothing.

    Raises:
        UnknownName: There is no such caption file.
        PipelineError: One of its files cannot be read or written; nothing was changed.
    """
    file = workspace.expect_captions(video, language)
    choice = _judge_units(workspace, returned, file, video, language)
    now = choice.now
    if choice.texts:
        around = surroundings_in(workspace, video, profile)
        _write(file, now, choice.texts, language, around)
    noted = _keep_notes(workspace, video, language, returned.units, by=approver.name if approver else "")
    approved = _approve(workspace, video, language, choice.right, approver) if approver else 0
    return UnitsImport(
        video=video,
        language=language,
        taken=tuple((now.sentences[place].text, text) for place, text in sorted(choice.texts.items())),
        refused=tuple(choice.refused),
        approved=approved,
        missing=len(set(now.keys) - choice.seen),
        notes=tuple(f"{unit.place}: {unit.note}" for unit in returned.units if unit.note),
        noted=noted,
    )


def replace_sentences(
    workspace: Workspace, video: str, language: str, texts: Mapping[int, str], *, profile: str
) -> tuple[tuple[str, str], ...]:
    """Put other texts for some sentences of a caption file, by place; gives what was and what is.

    Raises:
        PipelineError: A file cannot be read or written; nothing was changed.
    """
    file = workspace.caption_file(video, language)
    now = _Version.of(file.whole_cues, workspace.load_machine(video, language))
    _write(file, now, texts, language, surroundings_in(workspace, video, profile))
    return tuple((now.sentences[place].text, text) for place, text in sorted(texts.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Version:
    """The sentences of one version of a caption file."""

    cues: tuple[Cue, ...]
    sentences: tuple[ShownSentence, ...]
    keys: tuple[str, ...]

    @classmethod
    def of(cls, cues: tuple[Cue, ...], machine: MachineTrack | None) -> _Version:
        sentences = find_sentences(cues, machine)
        return cls(cues=cues, sentences=sentences, keys=sentence_keys(sentences, machine))

    def text(self, key: str) -> str | None:
        return self.sentences[self.keys.index(key)].text if key in self.keys else None


@dataclass(slots=True, kw_only=True)
class _Choice:
    """Which of the texts that came back are taken."""

    now: _Version
    sent: Mapping[str, str]
    """What went out, by key; nothing where that is not known any more."""
    unread: set[str]
    texts: dict[int, str] = field(default_factory=dict)
    right: set[str] = field(default_factory=set)
    """Keys of sentences that are marked as right and stand as they came back."""
    seen: set[str] = field(default_factory=set)
    refused: list[Refusal] = field(default_factory=list)

    def judge(self, unit: ReturnedUnit) -> None:
        """Take one unit, leave it, or refuse it with a reason."""
        text = flat_text(unit.text.splitlines())
        here = self.now.text(unit.key)
        if here is None and squeeze(text) == squeeze(self.sent.get(unit.key, "\0")):
            return
        reason = self._reason(unit, text, here)
        if reason:
            self.refused.append(Refusal(place=unit.place, sentence=here or "", text=text, reason=reason))
            return
        self.seen.add(unit.key)
        assert here is not None
        sent = self.sent.get(unit.key)
        if squeeze(text) != squeeze(here) and (sent is None or squeeze(text) != squeeze(sent)):
            self.texts[self.now.keys.index(unit.key)] = text
        elif squeeze(text) != squeeze(here):
            return
        if unit.is_approved:
            self.right.add(unit.key)

    def _reason(self, unit: ReturnedUnit, text: str, here: str | None) -> str:
        if unit.key in self.seen:
            return "this sentence came back twice; the first is taken"
        if here is None:
            return "there is no such sentence any more: its source changed, or it was taken out"
        sent = self.sent.get(unit.key)
        if squeeze(text) == squeeze(here) or (sent is not None and squeeze(text) == squeeze(sent)):
            return ""
        if not text:
            return "it came back empty; to take a sentence out, delete its cues"
        is_touched = unit.key not in self.unread if sent is None else squeeze(sent) != squeeze(here)
        return "somebody corrected it here meanwhile, which stays" if is_touched else ""


def _judge_units(workspace: Workspace, returned: ReturnedFile, file: CaptionFile, video: str, language: str) -> _Choice:
    """What of a file that came back is taken, refused, and marked as right."""
    machine = workspace.load_machine(video, language)
    now = _Version.of(file.whole_cues, machine)
    reading = judge_track(load_approvals(workspace, video), language, file.whole_cues, machine)
    unread = {key for key, read in zip(now.keys, reading.sentences, strict=True) if not read.is_read}
    choice = _Choice(now=now, sent=load_sent(workspace, returned.base), unread=unread)
    for unit in returned.units:
        choice.judge(unit)
    return choice


def _write(file: CaptionFile, now: _Version, texts: Mapping[int, str], language: str, around: Surroundings) -> None:
    options = CutOptions(language=language, frame_rate=around.frame_rate, limit_ms=around.duration_ms)
    profile = profile_for(language, around.profile)
    cues = put_texts(now.cues, now.sentences, texts, profile=profile, options=options)
    if CaptionFile.read(file.path).data != file.data:
        raise StaleWorkspace(path=str(file.path))
    write_atomic(file.path, format_srt(cues, path=str(file.path)).encode())


def _keep_notes(workspace: Workspace, video: str, language: str, units: Sequence[ReturnedUnit], *, by: str) -> int:
    """Keep what people noted on the captions of each sentence; a file that comes back twice adds nothing."""
    file = workspace.caption_file(video, language)
    now = _Version.of(file.whole_cues, workspace.load_machine(video, language))
    path = workspace.inside(workspace.notes_path(video))
    notes = load_notes(path)
    known = {(note.language, squeeze(note.cue_text), squeeze(note.text)) for note in notes}
    added = []
    for unit in units:
        if unit.note and unit.key in now.keys:
            cue = now.cues[now.sentences[now.keys.index(unit.key)].cues[0] - 1]
            if (language, squeeze(cue.text), squeeze(unit.note)) not in known:
                added.append(make_note(language, cue, text=unit.note, by=by))
    if added:
        save_notes(path, (*notes, *added))
    return len(added)


def _approve(workspace: Workspace, video: str, language: str, keys: set[str], approver: Approver) -> int:
    machine = workspace.load_machine(video, language)
    approvals = load_approvals(workspace, video)
    reading = judge_track(approvals, language, workspace.caption_file(video, language).whole_cues, machine)
    sentences = [one.sentence for one in reading.sentences]
    chosen = [one for one, key in zip(sentences, sentence_keys(sentences, machine), strict=True) if key in keys]
    if chosen:
        rows = approve_sentences(approvals, reading, chosen, language=language, approver=approver)
        save_approvals(workspace, video, rows)
    return len(chosen)
