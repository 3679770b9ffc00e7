"""`captions approve`: somebody vouches for exactly this text."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date
from pathlib import Path

from pipeline.commands.console import Console
from pipeline.errors import InputError, UsageError
from pipeline.files import write_if_changed
from pipeline.formats import parse_srt, track_to_json
from pipeline.languages import parse_tag
from pipeline.records import Approval, Edit, text_digest
from pipeline.text import refuse_marks
from pipeline.workspace import Workspace, find_workspace, lock_workspace

EXAMPLES = """
captions approve social-credit pt --by "Ana Lima"
captions approve social-credit pt --by "Ana Lima" --withdraw
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    parser.add_argument("video", metavar="VIDEO", help="name of the video")
    parser.add_argument("language", metavar="LANG", help="BCP-47 tag of the language")
    parser.add_argument("--by", required=True, metavar="NAME", help="who approves")
    parser.add_argument("--withdraw", action="store_true", help="take this person's approval back")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Record or withdraw an approval."""
    workspace = Workspace(find_workspace(Path.cwd()))
    name = " ".join(arguments.by.split())
    if not name or not name.isprintable():
        raise UsageError(reason="--by wants a name")
    try:
        language = parse_tag(arguments.language)
    except ValueError as error:
        raise UsageError(reason=str(error)) from error
    with lock_workspace(workspace, wait=True):
        video, _ = workspace.find_video(arguments.video)
        if arguments.withdraw:
            withdraw(workspace, video, language, by=name)
        else:
            approve(workspace, video, language, by=name, today=date.today())
    console.tell(f"{video} {language}: {'withdrawn' if arguments.withdraw else 'approved'} by {name}")
    return 0


def approve(workspace: Workspace, video: str, language: str, *, by: str, today: date) -> None:
    """Record who vouches for the text as it is now; what was stale counts as read.

    Raises:
        InputError: There is no such caption file.
        SubtitleError: It cannot be read, or holds an unfinished merge.
    """
    path = workspace.track_path(video, language)
    data = workspace.read_track(video, language)
    if data is None:
        raise InputError(path=str(path), reason="is not there; nothing to approve")
    text = text_digest(refuse_marks(parse_srt(data, path=str(path)).cues, path))
    approval = Approval(language=language, by=by, date=today.isoformat(), text_sha256=text)
    _settle(workspace, video, language)
    _save(workspace, video, [*_others(workspace, video, language, by), approval])


def withdraw(workspace: Workspace, video: str, language: str, *, by: str) -> None:
    """Take one person's approval back.

    Raises:
        InputError: This person did not approve it.
    """
    others = _others(workspace, video, language, by)
    if len(others) == len(workspace.load_approvals(video)):
        raise InputError(path=str(workspace.approvals_path(video)), reason=f"{by} did not approve {language}")
    _save(workspace, video, others)


def _others(workspace: Workspace, video: str, language: str, by: str) -> list[Approval]:
    return [one for one in workspace.load_approvals(video) if (one.language, one.by) != (language, by)]


def _save(workspace: Workspace, video: str, approvals: list[Approval]) -> None:
    workspace.save_approvals(video, sorted(approvals, key=lambda one: (one.language, one.by)))


def _settle(workspace: Workspace, video: str, language: str) -> None:
    """An approved text is no longer stale: it was read against what stands there now."""
    machine = workspace.load_machine(video, language)
    if machine is None:
        return
    edits = tuple(map(_settled, machine.head.edits))
    write_if_changed(
        workspace.machine_path(video, language),
        track_to_json(replace(machine, head=replace(machine.head, edits=edits))),
    )


def _settled(edit: Edit) -> Edit:
    if edit.state == "retimed":
        return edit
    return replace(edit, state="edited", machine=edit.suggestion, basis=edit.basis_now)
