"""`captions rename`: give a video another name, with all its captions and everything known of them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from shlex import quote

from pipeline.commands.console import Console
from pipeline.errors import InputError, UnknownName
from pipeline.files import disk_reason
from pipeline.workspace import REJECTS, Workspace, check_video_name, find_workspace, load_config, lock_workspace

EXAMPLES = """
captions rename talk social-credit
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    parser.add_argument("old", metavar="OLD", help="the name as it was")
    parser.add_argument("new", metavar="NEW", help="the name as it shall be")
    parser.add_argument("--json", action="store_true", help="print what moved as JSON")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Rename and say what moved."""
    workspace = Workspace(find_workspace(Path.cwd()))
    # A shell completes the folder's name with a slash.
    old, new = (check_video_name(name.removesuffix("/")) for name in (arguments.old, arguments.new))
    config = load_config(workspace.folder)
    with lock_workspace(workspace, wait=True):
        moved = rename_video(workspace, old, new)
    for source, goal in moved:
        console.tell(f"{source} → {goal}")
    if arguments.json:
        files = [{"from": source, "to": goal} for source, goal in moved]
        console.json({"video": old, "new_name": new, "moved": files})
    for line in _left_behind(workspace, old, new):
        console.warn(line)
    if old in config.videos:
        console.warn(f"captions.toml: [videos.{old}] no longer applies; give it the new name too")
    return 0


def _left_behind(workspace: Workspace, old: str, new: str) -> Iterator[str]:
    """What still has the old name: a bundle, whose files are named and labelled by it, is made anew, not moved."""
    from pipeline.delivery import bundle_folder_name

    bundle = workspace.folder / "dist" / bundle_folder_name(old)
    if bundle.is_dir():
        name = bundle.relative_to(workspace.folder)
        yield f"{name} is a bundle of the old name; make the new one: captions bundle {quote(new)}; then delete {name}"


def rename_video(workspace: Workspace, old: str, new: str) -> tuple[tuple[str, str], ...]:
    """Rename the media file (if it still has the old name), the folder and every file named after it.

    Killed half-way, the same command finishes the work. `captions.toml` is the person's own file and is
    left alone.

    Returns:
        What moved, in order, from where to where: paths below the workspace.

    Raises:
        InputError: There is nothing of the old name, or the new name is taken.
    """
    _refuse_clash(workspace, old, new)
    media = workspace.media_files()
    folder, target = workspace.video_folder(old), workspace.video_folder(new)
    steps = []
    if folder.is_dir():
        steps.append((folder, target))
    if old in media:
        steps.append((media[old], media[old].with_name(new + media[old].suffix)))
    if script := workspace.script_path(old):
        steps.append((script, script.with_name(f"{new}.script{script.suffix}")))
    if (details := workspace.media_details_path(old)).is_file():
        steps.append((details, workspace.media_details_path(new)))
    moved = [_move(source, goal, workspace) for source, goal in steps]
    for language in _languages_of(target, old):
        moved.append(_move(target / f"{old}.{language}.srt", target / f"{new}.{language}.srt", workspace))
    for language in _languages_of(target, old, ".toml"):
        moved.append(_move(target / f"{old}.{language}.toml", target / f"{new}.{language}.toml", workspace))
    if not moved:
        raise UnknownName(name=old, reason="no such video")
    return tuple(moved)


def _refuse_clash(workspace: Workspace, old: str, new: str) -> None:
    """Before anything moves: nothing of the new name may be in the way."""
    for name in (old, new):
        workspace.refuse_doubled(name)
    media = workspace.media_files()
    folder, target = workspace.video_folder(old), workspace.video_folder(new)
    if old not in media and not folder.is_dir() and not target.is_dir():
        raise UnknownName(name=old, reason="no such video")
    if old in media and new in media:
        raise InputError(path=str(media[new]), reason="is there already; choose another name")
    if folder.is_dir() and target.is_dir():
        raise InputError(path=str(target), reason="is there already; choose another name")
    if not folder.is_dir() and _languages_of(target, new) and not _languages_of(target, old):
        if old not in media:
            raise UnknownName(name=old, reason="no such video")
        raise InputError(path=str(target), reason="holds the captions of another video; choose another name")
    place = folder if folder.is_dir() else target
    goals = [place / f"{new}.{language}.srt" for language in _languages_of(place, old)]
    goals += [place / f"{new}.{language}.toml" for language in _languages_of(place, old, ".toml")]
    if workspace.media_details_path(old).exists():
        goals.append(workspace.media_details_path(new))
    for goal in goals:
        if goal.exists():
            raise InputError(path=str(goal), reason="is there already; nothing was renamed")


def _languages_of(folder: Path, video: str, end: str = ".srt") -> list[str]:
    """The middle parts of `<video>.<…>.srt`: languages, and their reject files."""
    if not folder.is_dir():
        return []
    start = f"{video}."
    middles = [
        path.name[len(start) : -len(end)]
        for path in sorted(folder.iterdir())
        if path.name.startswith(start) and path.name.endswith(end) and len(path.name) > len(start) + len(end)
    ]
    return [middle for middle in middles if middle.count(".") == 0 or middle.endswith(f".{REJECTS}")]


def _move(source: Path, goal: Path, workspace: Workspace) -> tuple[str, str]:
    try:
        source.rename(goal)
    except OSError as error:
        raise InputError(path=str(source), reason=f"cannot be renamed: {disk_reason(error)}") from error
    return str(source.relative_to(workspace.folder)), str(goal.relative_to(workspace.folder))
