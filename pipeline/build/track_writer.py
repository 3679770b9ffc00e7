"""Writing a track: the caption file, the machine's record of it, its rejects."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from shlex import quote

from pipeline.build.executors import Request
from pipeline.build.inputs import TrackInput
from pipeline.build.intake import EMPTIED, refuse_damage, take_in
from pipeline.build.outcomes import Reporter
from pipeline.build.planned import TrackPlan
from pipeline.dataclass import dataclass
from pipeline.edits import TrackOutput, make_legal
from pipeline.errors import SubtitleError
from pipeline.formats import as_written, format_srt, track_to_json
from pipeline.model import Cue
from pipeline.records import MachineTrack
from pipeline.text import counted
from pipeline.workspace import (
    CaptionFile,
    Workspace,
    add_rejects,
    forget_noted_edits,
    load_approvals,
    load_cuts,
    save_approvals,
    save_cuts,
    with_noted_edits,
    write_track,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRequest(Request[TrackInput]):
    """A track that is made from what its record says."""

    track: TrackPlan
    file: CaptionFile
    """What a person left, as the record has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackWriter:
    """Reads what people left in the caption files of a workspace, and writes what is made of it."""

    workspace: Workspace
    reporter: Reporter
    profile: str
    """Name of the readability rules, by which a person's long lines are broken."""
    takes_as_is: bool = False
    """Whether a person confirmed that files which look damaged are right."""

    def request(self, track: TrackPlan, record: TrackInput) -> TrackRequest:
        """The request with the caption file and the machine's record of it as they are now.

        Raises:
            PipelineError: One of them cannot be read, or the caption file looks damaged.
        """
        file = self.workspace.caption_file(track.video, track.language)
        previous = self.workspace.load_machine(track.video, track.language)
        if previous is not None:
            previous = with_noted_edits(self.workspace, previous, track.video)
        edited = self._take_in(track, file, previous) if file.exists else None
        if edited is not None:
            _renew_approvals(self.workspace, track.video, track.language, edited)
        cuts = load_cuts(self.workspace, track.video, track.language)
        return TrackRequest(track=track, file=file, record=replace(record, edited=edited, previous=previous, cuts=cuts))

    def _take_in(self, track: TrackPlan, file: CaptionFile, previous: MachineTrack | None) -> tuple[Cue, ...]:
        """What a person left, tidied; a file that looks damaged is refused as long as nobody confirmed it."""
        is_ours = previous is not None and previous.head.written == file.sha256
        if not is_ours and not self.takes_as_is:
            refuse_damage(file, previous, command=f"captions build {quote(track.video)} --as-is")
        cues, told = take_in(file, language=track.language, profile=self.profile)
        for line in told:
            self.reporter.warn(f"{file.path.name}: {line}")
        return cues

    def write(self, request: TrackRequest, output: TrackOutput) -> None:
        """Write what was made of a request.

        Raises:
            StaleWorkspace: Somebody saved the caption file meanwhile; nothing was written.
            PipelineError: A file cannot be written; nothing was changed.
        """
        track, file = request.track, request.file
        if _was_emptied(request, output):
            raise SubtitleError(path=str(file.path), reason=EMPTIED)
        for line in output.notices:
            self.reporter.warn(f"{file.path.name}: {line}")
        text = self._text_to_write(file, output, is_hidden=track.is_hidden)
        written = "" if text is None else hashlib.sha256(text).hexdigest()
        self._write_rejects(track, output.rejects)
        machine = replace(output.machine, head=replace(output.machine.head, written=written))
        record = track_to_json(machine)
        write_track(self.workspace, track.video, track.language, read=file.data, text=text, machine=record)
        forget_noted_edits(self.workspace, track.video, track.language)
        if output.cuts != request.record.cuts:
            save_cuts(self.workspace, track.video, track.language, output.cuts)
        self._report_ended_approvals(track, output.cues, machine)

    def _text_to_write(self, file: CaptionFile, output: TrackOutput, *, is_hidden: bool) -> bytes | None:
        """The new bytes of a caption file: a person's very bytes where nothing of ours changes them."""
        if not file.exists and is_hidden:
            return None
        if file.data is not None and not _is_utf8(file.data):
            self.reporter.warn(f"{file.path}: was not UTF-8; it is UTF-8 from now on")
        shown = as_written(output.cues, file.content.cues)
        if file.data is not None and _is_utf8(file.data) and _same_cues(file.content.cues, shown):
            return file.data
        cues, told = make_legal(shown)
        for line in told:
            self.reporter.warn(f"{file.path.name}: {line}")
        return format_srt(cues, path=str(file.path)).encode()

    def _write_rejects(self, track: TrackPlan, rejects: Sequence[Cue]) -> None:
        path = self.workspace.rejects_path(track.video, track.language)
        if count := add_rejects(path, rejects):
            self.reporter.warn(
                f"{path}: {counted(count, 'edited cue has', 'edited cues have')} no place any more; kept here"
            )

    def _report_ended_approvals(self, track: TrackPlan, cues: tuple[Cue, ...], machine: MachineTrack) -> None:
        approvals = [one for one in load_approvals(self.workspace, track.video) if one.language == track.language]
        if not approvals:
            return
        from pipeline.edits import judge_track

        for state in judge_track(approvals, track.language, cues, machine).approvals:
            if not state.holds:
                what = counted(state.ended, "sentence") if state.ended else "the text"
                line = (
                    f"{track.video} {track.language}: {what} changed since the approval by {state.by} on {state.date}"
                )
                advice = f"to be read again: captions review {track.video} --language {track.language}"
                self.reporter.warn(f"{line}; {advice}")


def _renew_approvals(workspace: Workspace, video: str, language: str, cues: Sequence[Cue]) -> None:
    """Turn approvals of the whole file that still hold into approvals of its sentences, before these change."""
    approvals = load_approvals(workspace, video)
    if any(one.is_of_file and one.language == language for one in approvals):
        from pipeline.edits import judge_track, renew_approvals

        reading = judge_track(approvals, language, cues, workspace.load_machine(video, language))
        save_approvals(workspace, video, renew_approvals(approvals, reading, language=language))


def _was_emptied(request: TrackRequest, output: TrackOutput) -> bool:
    """Whether somebody else than the last build left a file without text: an accident, most likely."""
    file, previous = request.file, request.record.previous
    if not file.exists or any(cue.text.strip() for cue in file.cues):
        return False
    is_ours = previous is not None and previous.head.written == file.sha256
    return not is_ours and bool(output.machine.cues or output.machine.head.is_own)


def _same_cues(some: Iterable[Cue], others: Iterable[Cue]) -> bool:
    def plain(cues: Iterable[Cue]) -> list[tuple[int, int, str, str]]:
        return [(cue.start_ms, cue.end_ms, cue.text, cue.settings) for cue in cues]

    return plain(some) == plain(others)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True
