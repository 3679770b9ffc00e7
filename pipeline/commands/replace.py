"""`captions replace`: correct a word everywhere it was misheard."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path
from shlex import quote

from pipeline.commands.console import Console
from pipeline.cues import profile_for, wrap_changed
from pipeline.dataclass import dataclass
from pipeline.edits import Likeness, Place, find_places, replace_places
from pipeline.errors import StaleWorkspace, UsageError
from pipeline.files import write_atomic
from pipeline.formats import format_srt
from pipeline.languages import parse_tag
from pipeline.text import counted
from pipeline.timing import format_clock
from pipeline.workspace import CaptionFile, Workspace, find_workspace, load_config, lock_workspace, read_track

EXAMPLES = """
captions replace Ranchang Rongcheng
captions replace Ranchang Rongcheng social-credit --yes
captions replace "social credits system" "social credit system" --similar
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """One caption file with the places in it."""

    video: str
    language: str
    file: CaptionFile
    places: tuple[Place, ...]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    parser.add_argument("old", metavar="OLD", help="what stands there: a word or several")
    parser.add_argument("new", metavar="NEW", help="what should stand there")
    parser.add_argument("videos", nargs="*", default=[], metavar="VIDEO", help="names of videos; all if none")
    parser.add_argument("--language", metavar="TAG", help="in this language instead of the spoken one")
    parser.add_argument("--similar", action="store_true", help="also replace what is only similar, and was misheard so")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--json", action="store_true", help="print the places as JSON; replaces only with --yes")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Show each place, ask, replace; 1 where there is nothing to replace."""
    old, new = " ".join(arguments.old.split()), " ".join(arguments.new.split())
    if not old or not any(map(str.isalnum, old)):
        raise UsageError(reason="OLD is a word, or several")
    if not new:
        raise UsageError(reason="NEW is empty; take words out in the file itself")
    workspace = Workspace(find_workspace(Path.cwd()))
    videos = [workspace.find_video(name)[0] for name in arguments.videos] or workspace.videos()
    files = [file for video in videos if (file := _look(workspace, video, old, arguments.language)) is not None]
    chosen = [place for file in files for place in file.places if arguments.similar or not _is_similar(place)]
    if arguments.json:
        console.json([_value(file) for file in files])
    else:
        _show(files, console)
    if not chosen:
        if not arguments.json:
            where = " but in similar words; --similar replaces them" if files else ""
            console.fail(f"captions: “{old}” stands nowhere{where}; nothing was changed")
        return 1
    if not arguments.yes and not _is_agreed(len(chosen), old, new, console, is_asked=not arguments.json):
        return 0
    with lock_workspace(workspace, wait=True):
        for file in files:
            _replace(
                workspace, file, [place for place in file.places if arguments.similar or not _is_similar(place)], new
            )
    _tell(chosen, files, new, console)
    return 0


def _look(workspace: Workspace, video: str, old: str, language: str | None) -> _File | None:
    head = workspace.load_recording_head(video)
    try:
        tag = str(parse_tag(language)) if language else head.language if head else ""
    except ValueError as error:
        raise UsageError(reason=str(error)) from error
    if not tag:
        return None
    file = workspace.caption_file(video, tag)
    places = find_places(file.whole_cues, old)
    return _File(video=video, language=tag, file=file, places=places) if places else None


def _replace(workspace: Workspace, file: _File, places: list[Place], new: str) -> None:
    if not places:
        return
    path = file.file.path
    if read_track(workspace, file.video, file.language) != file.file.data:
        raise StaleWorkspace(path=str(path))
    before = file.file.cues
    profile = profile_for(file.language, load_config(workspace.folder).cues.profile)
    after = wrap_changed(before, replace_places(before, places, new), language=file.language, profile=profile)
    kept = [cue for cue, old in zip(after, before, strict=True) if cue.text or not old.text]  # a word moved wholly
    write_atomic(path, format_srt(kept, path=str(path)).encode())


def _show(files: list[_File], console: Console) -> None:
    rows = [
        (
            f"{file.video} {file.language}",
            str(place.cue),
            format_clock(file.file.cues[place.cue - 1].start_ms),
            place.likeness.value,
            place.context,
        )
        for file in files
        for place in file.places
    ]
    if rows:
        console.table(("file", "cue", "time", "it is", "place"), rows)


def _is_agreed(count: int, old: str, new: str, console: Console, *, is_asked: bool) -> bool:
    if not is_asked or not sys.stdin.isatty():
        console.tell(f"nothing was changed; with --yes “{old}” becomes “{new}” in {_places(count)}")
        return False
    console.tell(f"replace “{old}” by “{new}” in {_places(count)}? [y/N]")
    if sys.stdin.readline().strip().casefold() in {"y", "yes"}:
        return True
    console.tell("nothing was changed")
    return False


def _tell(chosen: list[Place], files: list[_File], new: str, console: Console) -> None:
    left = sum(len(file.places) for file in files) - len(chosen)
    console.tell(f"replaced in {_places(len(chosen))}; `captions build` brings it into every language")
    if left:
        console.tell(
            f"{_places(left)} with similar words {'stays' if left == 1 else 'stay'}; --similar takes them, too"
        )
    console.tell(f"if it is a name, keep it in all translations: captions glossary add {quote(new)} --keep")


def _places(count: int) -> str:
    return counted(count, "place")


def _is_similar(place: Place) -> bool:
    return place.likeness is Likeness.SIMILAR


def _value(file: _File) -> dict[str, object]:
    rows = [{**asdict(place), "likeness": place.likeness.value} for place in file.places]
    return {"video": file.video, "language": file.language, "path": str(file.file.path), "places": rows}
