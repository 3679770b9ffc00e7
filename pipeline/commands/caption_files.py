"""Caption files that a command changes: found by path or by video, read in any format, written in their own."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass
from pipeline.errors import InputError, SubtitleError, UsageError
from pipeline.files import read_bytes, write_output
from pipeline.languages import parse_tag
from pipeline.text import counted
from pipeline.workspace import Workspace, find_workspace, language_of, load_config, path_as_typed

if TYPE_CHECKING:
    from pipeline.commands.console import Console
    from pipeline.formats import Document, Repair, Retime, RolledLine
    from pipeline.model import Cue

_FILE_ENDINGS = (".srt", ".vtt", ".ttml", ".dfxp", ".xml", ".sbv", ".ass", ".ssa")
DEFAULT_PROFILE = "netflix"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One caption file and what is known about it."""

    path: Path
    language: str
    """Empty where neither the name nor an option says it."""
    profile: str = DEFAULT_PROFILE
    frame_rate: Fraction = Fraction(25)
    duration_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFile:
    """A caption file that was read."""

    target: Target
    format_name: str
    cues: tuple[Cue, ...]
    """With SubRip's formatting; of a SubRip file exactly what it says."""
    document: Document | None
    """What another format says besides; None for SubRip."""
    repairs: tuple[Repair, ...]

    @property
    def name(self) -> str:
        return str(self.target.path)

    def with_cues(self, cues: Sequence[Cue]) -> tuple[str, tuple[str, ...]]:
        """The file's new text with these cues, and what could not be kept, one line a kind."""
        from pipeline.formats import Losses, cue_to_styled, format_srt

        if self.document is None:
            return format_srt(cues, path=self.name), ()
        losses = Losses()
        return self.with_document(replace(self.document, cues=tuple(cue_to_styled(cue, losses) for cue in cues)))

    def with_document(self, document: Document) -> tuple[str, tuple[str, ...]]:
        """The file's new text in its own format, and what that cannot say, one line a kind."""
        from pipeline.formats import Losses, write_captions

        losses = Losses()
        language = document.language or self.target.language
        text = write_captions(
            replace(document, language=language), path=self.name, format_name=self.format_name, losses=losses
        )
        return text, tuple(f"lost in {counted(count, 'cue')}: {what}" for what, count in losses.items() if count)


def add_file_arguments(parser: argparse.ArgumentParser, *, many: bool) -> None:
    """The files, the language and where to write."""
    parser.add_argument(
        "files",
        nargs="+" if many else 1,
        metavar="FILE",
        help="caption files, or names of videos: then all caption files of the video",
    )
    parser.add_argument("--language", default="", metavar="TAG", help="the text's language, or which one of a video")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write here instead of in place (one file)")


def find_targets(arguments: argparse.Namespace) -> list[Target]:
    """The caption files that the arguments name.

    Raises:
        InputError: One is neither a file nor a video.
        UsageError: A language is none, or one output is named for several files.
    """
    language = _tag(arguments.language)
    targets = [target for name in arguments.files for target in _targets_of(name, language)]
    if arguments.output is not None and len(targets) > 1:
        raise UsageError(reason=f"-o names one file to write, but there are {len(targets)} to read")
    return targets


def open_file(target: Target, data: bytes) -> OpenFile:
    """Read a caption file in whatever format it is.

    Raises:
        SubtitleError: It, or a cue of it, cannot be read: writing the file would lose that cue.
    """
    from pipeline.formats import Losses, find_format, parse_srt, read_captions, read_cues

    path, language = str(target.path), target.language
    format_name = find_format(data, path=path)
    if format_name == "srt":
        plain = parse_srt(data, path=path, language=language)
        cues, document, repairs = plain.cues, None, plain.repairs
    else:
        read = read_captions(data, path=path, losses=Losses(), format_name=format_name, language=language)
        document, repairs = read.document, read.repairs
        plain = read_cues(data, path=path, format_name=format_name, language=language)
        cues, repairs = plain.cues, plain.repairs
    for repair in repairs:
        if repair.is_loss:
            raise SubtitleError(path=path, line=repair.line, reason=repair.message)
    if not cues:
        raise SubtitleError(path=path, reason="is empty: there are no captions in it")
    return OpenFile(target=target, format_name=format_name, cues=cues, document=document, repairs=repairs)


def rolled_lines(opened: OpenFile) -> tuple[RolledLine, ...]:
    """The spoken lines of automatic captions that roll; none where captions do not."""
    from pipeline.formats import Losses, collapse, cue_to_styled, is_rolling
    from pipeline.text import drop_formatting

    if not is_rolling([(cue.start_ms, cue.end_ms, drop_formatting(cue.text)) for cue in opened.cues]):
        return ()
    return collapse(opened.document.cues if opened.document else [cue_to_styled(cue, Losses()) for cue in opened.cues])


def plain_cues(opened: OpenFile, lines: Sequence[RolledLine]) -> tuple[tuple[Cue, ...], tuple[str, ...]]:
    """The cues, each line of rolling captions once, and what there is to say about that."""
    from pipeline.model import Cue

    if not lines:
        return opened.cues, ()
    told = f"{counted(len(opened.cues), 'cue')} of automatic captions that roll became {len(lines)} plain ones"
    return tuple(Cue(start_ms=line.start_ms, end_ms=line.end_ms, text=line.text) for line in lines), (told,)


def retime_files(
    targets: Sequence[Target],
    retime: Retime,
    arguments: argparse.Namespace,
    console: Console,
    *,
    what: str,
) -> int:
    """Move the cues of files and write them in their own format; all are read before the first is written."""
    from pipeline.formats import format_srt, retime_cues

    since_ms = since_of(arguments)
    done: list[tuple[OpenFile, str, int]] = []
    for target in targets:
        opened = open_file(target, read_bytes(target.path))
        try:
            if opened.document is None:
                text = format_srt(retime_cues(opened.cues, retime, since_ms=since_ms), path=opened.name)
            else:
                cues = retime_cues(opened.document.cues, retime, since_ms=since_ms)
                text, _ = opened.with_document(replace(opened.document, cues=cues))
        except ValueError as error:
            raise SubtitleError(path=opened.name, reason=f"{error}; nothing was written") from error
        moved = sum(cue.start_ms >= since_ms for cue in opened.cues)
        done.append((opened, text, moved))
    for opened, text, moved in done:
        save(opened, text, arguments.output, console)
        console.tell(f"{opened.name}: {moved} of {counted(len(opened.cues), 'cue')} {what}")
    if arguments.json:
        console.json([{"path": str(arguments.output or one.name), "moved": moved} for one, _, moved in done])
    return 0


def since_of(arguments: argparse.Namespace) -> int:
    """The time from which cues are moved, in milliseconds; 0 for all.

    Raises:
        UsageError: `--from` is no time.
    """
    from pipeline.timing import parse_timestamp

    since = getattr(arguments, "since", None)
    try:
        return parse_timestamp(since) if since else 0
    except ValueError as error:
        raise UsageError(reason=f"--from: {error}; write it as 0:01:00") from error


def save(opened: OpenFile, text: str, output: Path | None, console: Console) -> None:
    """Write the new text, as UTF-8 with line feeds."""
    path = output or opened.target.path
    write_output(path, text.encode())
    console.tell(f"{path} written")


def show_diff(name: str, original: str, text: str, console: Console) -> None:
    """What would change, as a unified diff on stdout."""
    before = original.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").splitlines()
    for line in difflib.unified_diff(before, text.splitlines(), name, f"{name} (fixed)", lineterm=""):
        console.data(line)


def _targets_of(name: str, language: str) -> Iterator[Target]:
    path = Path(name)
    if path.is_file():
        yield _with_facts(path, language or language_of(path) or "")
        return
    if path.suffix.lower() in _FILE_ENDINGS or path.parent != Path():
        raise InputError(path=name, reason="no such file")
    try:
        workspace = Workspace(find_workspace(Path.cwd()))
    except UsageError:
        raise InputError(path=name, reason="no such file") from None
    video, _ = workspace.find_video(name)
    tags = [tag for tag in workspace.track_languages(video) if language in ("", tag)]
    if not tags and language:
        workspace.expect_captions(video, language)
    if not tags:
        raise InputError(path=name, reason="has no captions yet")
    for tag in tags:
        yield _with_facts(path_as_typed(workspace.track_path(video, tag)), tag)


def _with_facts(path: Path, language: str) -> Target:
    """What the workspace around a file knows of its video; a file elsewhere is judged by itself."""
    folder = path.resolve().parent
    if folder.parent.name != "subtitles":
        return Target(path=path, language=language)
    root = folder.parent.parent
    recording = Workspace(root).load_recording(folder.name)
    return Target(
        path=path,
        language=language,
        profile=load_config(root).cues.profile,
        frame_rate=(recording and recording.frame_rate) or Fraction(25),
        duration_ms=recording.media_duration_ms if recording else None,
    )


def _tag(text: str) -> str:
    try:
        return parse_tag(text) if text else ""
    except ValueError as error:
        raise UsageError(reason=f"--language: {error}") from error
