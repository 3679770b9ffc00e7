"""`captions describe`: write a first file of title, description and chapters beside a video."""

from __future__ import annotations

import argparse
from pathlib import Path
from shlex import quote

from pipeline.build import Description, describe_video
from pipeline.commands.console import Console
from pipeline.errors import InputError
from pipeline.files import write_atomic
from pipeline.formats import format_start, write_details
from pipeline.timing import format_clock
from pipeline.workspace import Workspace, find_workspace, lock_workspace, path_as_typed

EXAMPLES = """
captions describe social-credit
captions describe media/talk.mp4 -o -          (show it, write nothing)
captions describe talk --force                 (in place of the file that is there)
captions describe talk --json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    parser.add_argument("video", metavar="VIDEO", help="name or path of a video")
    parser.add_argument("-o", "--output", metavar="FILE", help="instead of media/VIDEO.toml; - for the terminal")
    parser.add_argument("--force", action="store_true", help="replace the file that is there")
    parser.add_argument("--json", action="store_true", help="print what was written as JSON")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Propose, write, and say what to do next."""
    workspace = Workspace(find_workspace(Path.cwd()))
    video, media = workspace.find_video(arguments.video)
    path = Path(arguments.output) if arguments.output else workspace.media_details_path(video)
    with lock_workspace(workspace, wait=True):
        if arguments.output != "-":
            _check_output(path, video, is_forced=arguments.force)
        made = describe_video(workspace, video, media)
        if arguments.output != "-":
            write_atomic(path if arguments.output else workspace.inside(path), _text(video, made).encode())
    for note in made.notes:
        console.warn(f"{video}: {note}")
    if arguments.json:
        console.json(_value(video, None if arguments.output == "-" else path_as_typed(path), made))
    elif arguments.output == "-":
        console.data(_text(video, made).rstrip("\n"))
    if arguments.output != "-":
        _tell(path_as_typed(path), made, console)
    return 0


def _check_output(path: Path, video: str, *, is_forced: bool) -> None:
    """Before the work: nothing that a person wrote is replaced unasked.

    Raises:
        InputError: It is there already, or cannot be a file.
    """
    if path.is_dir():
        raise InputError(path=str(path), reason="is a folder; name a file in it")
    if path.exists() and not is_forced:
        look = f"captions describe {quote(video)} -o -"
        reason = f"is there already and stays as it is; edit it, look at a new one with `{look}`, or give --force"
        raise InputError(path=str(path_as_typed(path)), reason=reason)


def _text(video: str, made: Description) -> str:
    head = (
        f"What {video} is called, what it is about, and its chapters, in the language that is spoken in it.",
        "`captions build` brings it into every language: subtitles/VIDEO/VIDEO.LANG.toml. More: docs/details.md",
    )
    return write_details(made.details, head=head, is_title_proposed=made.is_title_proposed, proposed=made.proposed)


def _tell(path: Path, made: Description, console: Console) -> None:
    for number, chapter in enumerate(made.details.chapters):
        note = "   (proposed)" if number in made.proposed else ""
        console.tell(f"{format_clock(chapter.start_ms):>8}  {chapter.title}{note}")
    what = "title and chapters are proposals" if made.proposed or made.is_title_proposed else "from the container"
    console.tell(f"{path}: {what}; write your own, then run: captions build")


def _value(video: str, path: Path | None, made: Description) -> dict[str, object]:
    return {
        "video": video,
        "path": None if path is None else str(path),
        "title": made.details.title,
        "is_title_proposed": made.is_title_proposed,
        "description": made.details.description,
        "chapters": [
            {
                "start": format_start(chapter.start_ms),
                "start_ms": chapter.start_ms,
                "title": chapter.title,
                "is_proposed": number in made.proposed,
            }
            for number, chapter in enumerate(made.details.chapters)
        ],
        "notes": list(made.notes),
    }
