"""`captions init`: a workspace of one's own."""

from __future__ import annotations

import argparse
import json
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from shlex import quote

from pipeline.commands.console import Console
from pipeline.text import counted
from pipeline.workspace import (
    CaptionsBeside,
    find_captions_beside,
    find_loose_videos,
    path_as_typed,
    start_workspace,
    take_videos,
)

EXAMPLES = """
captions init my-channel
captions init --take                     # in a folder of videos: move them into media/
captions init my-channel --ci github     # with a workflow that checks pull requests
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    parser.add_argument("folder", nargs="?", default=".", metavar="FOLDER", help="the workspace; this folder if none")
    parser.add_argument("--take", action="store_true", help="move the videos that lie in the folder into media/")
    parser.add_argument("--ci", choices=["github"], help="write a workflow that checks and reports pull requests")
    parser.add_argument("--json", action="store_true", help="print what was made as JSON")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Lay the files out, take videos if the person agrees, and say what to do next."""
    folder = Path.cwd() / arguments.folder
    started = start_workspace(folder, program=_installable(), with_github=arguments.ci == "github")
    loose = find_loose_videos(folder)
    is_agreed = arguments.take or (bool(loose) and not arguments.json and _agrees(loose, console))
    taken = take_videos(folder, loose) if is_agreed else ()
    for name in started.kept:
        console.tell(f"{path_as_typed(folder / name)}: is there already; left as it is")
    for name in started.made:
        console.tell(f"{path_as_typed(folder / name)}: made")
    for path in taken:
        console.tell(f"{path_as_typed(path)}: taken")
    beside = find_captions_beside(folder, taken)
    for file in beside:
        console.tell(f"{path_as_typed(file.path)}: left where it is; {_how_to_import(file, folder)}")
    if arguments.json:
        console.json(
            {
                "folder": str(folder),
                "made": started.made,
                "kept": started.kept,
                "taken": [p.name for p in taken],
                "captions": [file.path.name for file in beside],
            }
        )
    _say_what_is_next(folder, len(loose) - len(taken), console)
    return 0


def _agrees(loose: tuple[Path, ...], console: Console) -> bool:
    names = ", ".join(path.name for path in loose[:3]) + (" …" if len(loose) > 3 else "")
    return console.ask(f"Move {counted(len(loose), 'file')} ({names}) into media/?")


def _how_to_import(file: CaptionsBeside, folder: Path) -> str:
    """The command that brings a caption file in, from inside of the workspace."""
    path, language = quote(file.path.relative_to(folder).as_posix()), file.language or "TAG"
    how = f"bring it in with: captions import {path} --video {quote(file.video)} --language {language}"
    return how if file.language else f"{how} (TAG is its language, such as en)"


def _say_what_is_next(folder: Path, left: int, console: Console) -> None:
    if left:
        console.tell(f"{counted(left, 'video')} left in the folder; `captions init --take` moves them into media/")
    steps = "" if folder == Path.cwd() else f"cd {path_as_typed(folder)}, "
    console.tell(f"next: {steps}put videos into media/, look at captions.toml, run: captions build")


def _installable() -> str:
    """What `pip install` needs to install this very program: its address if it came from one (PEP 610)."""
    try:
        found = distribution("captions")
    except PackageNotFoundError:
        return "captions"
    origin = json.loads(found.read_text("direct_url.json") or "{}")
    version_control = origin.get("vcs_info", {})
    if version_control:
        return f"captions @ {version_control['vcs']}+{origin['url']}@{version_control['commit_id']}"
    return f"captions=={found.version}"
