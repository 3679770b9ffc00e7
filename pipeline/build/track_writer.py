"""Reading and writing a track: the caption file, the machine's record of it, its rejects."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from pipeline.build.approvals import renew_file_approvals
from pipeline.build.outcomes import Reporter
from pipeline.build.plan import TrackState
from pipeline.edits import TrackOutput, judge_track, make_legal
from pipeline.errors import StaleWorkspace, SubtitleError
from pipeline.formats import ReadCues, format_srt, parse_srt, summarise_repairs, track_to_json
from pipeline.model import Cue
from pipeline.records import MachineTrack
from pipeline.text import refuse_marks
from pipeline.workspace import Workspace, add_rejects

ATTEMPTS = 3
"""How often a track is made anew because somebody saved its file while it was made."""

Job = Callable[[tuple[Cue, ...] | None], TrackOutput]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackFiles:
    """The caption files of a workspace."""

    workspace: Workspace
    reporter: Reporter

    def cues(self, video: str, language: str) -> tuple[Cue, ...] | None:
        """The cues of a caption file as it is, or None if there is none."""
        data = self.workspace.read_track(video, language)
        path = self.workspace.track_path(video, language)
        return None if data is None else refuse_marks(_parse(data, str(path)).cues, path)

    def make(self, state: TrackState, job: Job, *, is_hidden: bool = False) -> tuple[TrackOutput, TrackState]:
        """Run a track's job and write its files; again if a person saved the file meanwhile.

        Args:
            state: The track that is not current.
            job: From the cues of the caption file (None without one) to the new track.
            is_hidden: True for a pivot that nobody asked for: it gets no caption file.

        Raises:
            PipelineError: The job failed, or a file cannot be read or written; nothing was changed.
        """
        for attempt in range(ATTEMPTS):
            try:
                return self._make_once(state, job, is_hidden=is_hidden)
            except StaleWorkspace:
                if attempt == ATTEMPTS - 1:
                    raise
        raise AssertionError("the last attempt returns or raises")

    def _make_once(self, state: TrackState, job: Job, *, is_hidden: bool) -> tuple[TrackOutput, TrackState]:
        video, language = state.video, state.language
        path = self.workspace.track_path(video, language)
        data = self.workspace.read_track(video, language)
        edited = None if data is None else self._read_edited(data, path)
        if edited is not None:
            renew_file_approvals(self.workspace, video, language, edited)
        output = job(edited)
        if data is not None and _was_emptied(data, edited, state, output):
            reason = "has no text: restore the file as it was, or delete it to have it made again"
            raise SubtitleError(path=str(path), reason=reason)
        for line in output.notices:
            self.reporter.warn(f"{path.name}: {line}")
        text = self._text_to_write(data, edited, output, path=path, is_hidden=is_hidden)
        written = "" if text is None else hashlib.sha256(text).hexdigest()
        self._write_rejects(video, language, output.rejects)
        machine = replace(output.machine, head=replace(output.machine.head, written=written))
        self.workspace.write_track(video, language, read=data, text=text, machine=track_to_json(machine))
        self._tell_ended_approvals(video, language, output.cues, machine)
        return output, replace(state, head=machine.head)

    def _read_edited(self, data: bytes, path: Path) -> tuple[Cue, ...]:
        read = _parse(data, str(path))
        for loss in read.losses:
            raise SubtitleError(path=str(path), line=loss.line, reason=loss.message)
        for line, message in summarise_repairs(read.repairs):
            self.reporter.warn(f"{path}:{line}: {message}")
        return refuse_marks(read.cues, path)

    def _text_to_write(
        self,
        data: bytes | None,
        edited: tuple[Cue, ...] | None,
        output: TrackOutput,
        *,
        path: Path,
        is_hidden: bool,
    ) -> bytes | None:
        """The new bytes of a caption file: a person's very bytes where nothing of ours changes them."""
        if data is None and is_hidden:
            return None
        if data is not None and edited is not None and _same_cues(edited, output.cues) and _is_utf8(data):
            return data
        if data is not None and not _is_utf8(data):
            self.reporter.warn(f"{path}: was not UTF-8; it is UTF-8 from now on")
        cues, told = make_legal(output.cues)
        for line in told:
            self.reporter.warn(f"{path.name}: {line}")
        return format_srt(cues, path=str(path)).encode()

    def _write_rejects(self, video: str, language: str, rejects: Sequence[Cue]) -> None:
        path = self.workspace.rejects_path(video, language)
        if count := add_rejects(path, rejects):
            self.reporter.warn(f"{path}: {count} edited cues have no place any more and are kept here")

    def _tell_ended_approvals(self, video: str, language: str, cues: tuple[Cue, ...], machine: MachineTrack) -> None:
        approvals = [one for one in self.workspace.load_approvals(video) if one.language == language]
        for state in judge_track(approvals, language, cues, machine).approvals if approvals else ():
            if not state.holds:
                what = f"{state.ended} sentence{'' if state.ended == 1 else 's'}" if state.ended else "the text"
                line = f"{video} {language}: {what} changed since the approval by {state.by} on {state.date}"
                self.reporter.warn(f"{line}; to be read again: captions review {video} --language {language}")


@lru_cache(maxsize=8)
def _parse(data: bytes, path: str) -> ReadCues:
    """Some files are read for each language of a video."""
    return parse_srt(data, path=path)


def _was_emptied(data: bytes, edited: tuple[Cue, ...] | None, state: TrackState, output: TrackOutput) -> bool:
    """Whether somebody else than the last build left a file without text: an accident, most likely."""
    if any(cue.text.strip() for cue in edited or ()):
        return False
    is_ours = state.head is not None and state.head.written == hashlib.sha256(data).hexdigest()
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
