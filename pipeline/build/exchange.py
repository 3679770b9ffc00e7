"""What comes back from translators' own tools, merged like any edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace

from pipeline.build.checks import Surroundings, surroundings_in
from pipeline.build.details_exchange import (
    FieldsImport,
    approve_returned,
    edited_fields,
    is_field_key,
    judge_fields,
)
from pipeline.build.exporting import load_sent, sentence_keys
from pipeline.build.returned_choice import Choice, Kind, Refusal
from pipeline.cues import CutOptions, profile_for
from pipeline.dataclass import dataclass
from pipeline.edits import (
    Approver,
    ShownSentence,
    TrackReading,
    approve_sentences,
    find_sentences,
    flat_text,
    judge_track,
    squeeze,
)
from pipeline.formats import ReturnedFile, ReturnedUnit, format_srt
from pipeline.model import Cue
from pipeline.records import MachineTrack, Note
from pipeline.translation import put_texts
from pipeline.workspace import (
    CaptionFile,
    EditedFile,
    Workspace,
    load_approvals,
    load_notes,
    make_note,
    save_approvals,
    save_edits,
    save_notes,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitsImport:
    """What was taken of a file that came back."""

    video: str
    language: str
    taken: tuple[tuple[str, str], ...] = ()
    """Earlier and new text of each sentence that changed."""
    fields: tuple[tuple[str, str], ...] = ()
    """The same of title, description and chapters."""
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
    """Take what people wrote in their own tool into a caption file and the file of its details.

    A sentence or field is taken where its file still says what went out; where somebody corrected it meanwhile, that
    stays, and the text that came back is listed. What nobody touched changes nothing.

    Args:
        workspace: Held by the caller's lock.
        returned: The file as it came back.
        video: Its name.
        language: Of the text.
        profile: Of the readability rules.
        approver: Who answers for what is marked as right; None to approve nothing.

    Raises:
        UnknownName: There is no such caption file.
        PipelineError: A file cannot be read, or somebody saved one meanwhile, and nothing was changed; or one cannot
            be written, and some before it were. Importing the same file again does the rest.
    """
    file, machine = workspace.expect_captions(video, language), workspace.load_machine(video, language)
    now, sent = _Version.of(file.whole_cues, machine), load_sent(workspace, returned.base)
    units = [unit for unit in returned.units if not is_field_key(unit.key)]
    reading = judge_track(load_approvals(workspace, video), language, now.cues, machine)
    choice = _judge_sentences(now, reading, units, sent)
    fields = judge_fields(workspace, video, language, [unit for unit in returned.units if is_field_key(unit.key)], sent)
    texts = {place: choice.texts[key] for place, key in enumerate(now.keys) if key in choice.texts}
    edits = _edited(file, now, texts, language, surroundings_in(workspace, video, profile)) if texts else ()
    written = CaptionFile(file.path, edits[0].text) if edits else file
    then = _Version.of(written.whole_cues, machine)
    notes, noted = _with_notes(workspace, video, language, units, then, by=approver.name if approver else "")
    save_edits(workspace, video, (*edits, *edited_fields(workspace, fields)))
    if noted:
        # Read again: the desk may have added one while the captions were written.
        notes, noted = _with_notes(workspace, video, language, units, then, by=approver.name if approver else "")
        save_notes(workspace.inside(workspace.notes_path(video)), notes)
    approved = _approve(workspace, video, language, choice.right, approver) if approver else 0
    approved += approve_returned(workspace, fields, approver) if approver else 0
    done = UnitsImport(video=video, language=language, approved=approved, noted=noted)
    return _with_judgement(done, returned, now, choice, fields)


def replace_sentences(
    workspace: Workspace, video: str, language: str, texts: Mapping[int, str], *, profile: str
) -> tuple[tuple[str, str], ...]:
    """Put other texts for some sentences of a caption file, by place; gives what was and what is.

    Raises:
        PipelineError: A file cannot be read or written; nothing was changed.
    """
    file = workspace.caption_file(video, language)
    now = _Version.of(file.whole_cues, workspace.load_machine(video, language))
    save_edits(workspace, video, _edited(file, now, texts, language, surroundings_in(workspace, video, profile)))
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


def _judge_sentences(
    now: _Version, reading: TrackReading, returned: Sequence[ReturnedUnit], sent: Mapping[str, str]
) -> Choice:
    """Which of the sentences that came back are taken."""
    choice = Choice(
        kind=Kind(name="sentence", way_out="to take a sentence out, delete its cues", tidy=_tidy),
        here=dict(zip(now.keys, (one.text for one in now.sentences), strict=True)),
        sent=sent,
        unread={key for key, read in zip(now.keys, reading.sentences, strict=True) if not read.is_read},
    )
    for unit in returned:
        choice.judge(unit)
    return choice


def _with_judgement(
    done: UnitsImport, returned: ReturnedFile, now: _Version, choice: Choice, fields: FieldsImport
) -> UnitsImport:
    """A report with what was taken and refused, what was missing, and what people noted."""
    sentences = zip(now.keys, now.sentences, strict=True)
    return replace(
        done,
        taken=tuple((one.text, choice.texts[key]) for key, one in sentences if key in choice.texts),
        fields=fields.taken,
        refused=(*choice.refused, *fields.choice.refused),
        missing=len(set(now.keys) - choice.seen),
        notes=tuple(f"{unit.place}: {unit.note}" for unit in returned.units if unit.note),
    )


def _tidy(unit: ReturnedUnit) -> str:
    return flat_text(unit.text.splitlines())


def _edited(
    file: CaptionFile, now: _Version, texts: Mapping[int, str], language: str, around: Surroundings
) -> tuple[EditedFile, ...]:
    """A caption file with other texts for some sentences."""
    options = CutOptions(language=language, frame_rate=around.frame_rate, limit_ms=around.duration_ms)
    profile = profile_for(language, around.profile)
    cues = put_texts(now.cues, now.sentences, texts, profile=profile, options=options)
    return (EditedFile(path=file.path, read=file.data, text=format_srt(cues, path=str(file.path)).encode()),)


def _with_notes(  # noqa: PLR0913  # each is given by name
    workspace: Workspace, video: str, language: str, units: Sequence[ReturnedUnit], now: _Version, *, by: str
) -> tuple[tuple[Note, ...], int]:
    """The notes of a video with what people noted on its sentences, on the captions of each, and how many are new.

    A file that comes back twice adds nothing.
    """
    notes = load_notes(workspace.inside(workspace.notes_path(video)))
    known = {(note.language, squeeze(note.cue_text), squeeze(note.text)) for note in notes}
    added = []
    for unit in units:
        if unit.note and unit.key in now.keys:
            cue = now.cues[now.sentences[now.keys.index(unit.key)].cues[0] - 1]
            if (language, squeeze(cue.text), squeeze(unit.note)) not in known:
                added.append(make_note(language, cue, text=unit.note, by=by))
    return (*notes, *added), len(added)


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
