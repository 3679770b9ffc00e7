"""What comes back from translators' own tools, for `captions import`."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.text import counted

if TYPE_CHECKING:
    from pipeline.build import UnitsImport
    from pipeline.commands.console import Console
    from pipeline.formats import ReturnedFile

SUFFIXES = frozenset({".po", ".xlf", ".xliff", ".csv", ".tsv", ".xlsx"})
"""Endings of files whose units are sentences and fields under their keys."""


def import_returned(arguments: argparse.Namespace, console: Console) -> int:
    """Take what a person did in their own tool; 1 where something was not taken."""
    from pipeline.build import import_units
    from pipeline.edits import Approver
    from pipeline.workspace import Workspace, find_workspace, load_config, lock_workspace, path_as_typed

    folder = find_workspace(Path.cwd())
    workspace, profile = Workspace(folder), load_config(folder).cues.profile
    returned = _read(arguments.file)
    for line in returned.told:
        console.warn(f"{arguments.file}: {line}")
    name, language = arguments.video or returned.video, _language(arguments.language or returned.language)
    if not name or not language:
        raise UsageError(reason=f"{arguments.file} does not say what it is of; add --video V --language TAG")
    by = " ".join((getattr(arguments, "by", None) or "").split())
    approver = Approver(name=by, date=date.today().isoformat()) if by else None
    with lock_workspace(workspace, wait=True):
        video, _ = workspace.find_video(name)
        done = import_units(workspace, returned, video, language, profile=profile, approver=approver)
    path = str(path_as_typed(workspace.track_path(video, language)))
    details_path = str(path_as_typed(workspace.details_path(video, language))) if done.fields else None
    if arguments.json:
        console.json({**asdict(done), "path": path, "details_path": details_path})
    else:
        _tell(done, arguments.file, console, path=path, details_path=details_path)
    return 1 if done.refused else 0


def _read(path: Path) -> ReturnedFile:
    from pipeline.files import read_bytes
    from pipeline.formats import units_from_csv, units_from_po, units_from_xliff, units_from_xlsx

    readers = {".po": units_from_po, ".csv": units_from_csv, ".tsv": units_from_csv, ".xlsx": units_from_xlsx}
    return readers.get(path.suffix.lower(), units_from_xliff)(read_bytes(path), path=str(path))


def _language(tag: str) -> str:
    from pipeline.languages import parse_tag

    try:
        return str(parse_tag(tag)) if tag else ""
    except ValueError as error:
        raise UsageError(reason=f"--language: {error}") from error


def _tell(done: UnitsImport, file: Path, console: Console, *, path: str, details_path: str | None) -> None:
    for one in done.refused:
        console.warn(f"{file}: {one.place}: not taken: “{one.text}”; {one.reason}")
        if one.sentence:
            console.tell(f"  stands: “{one.sentence}”")
    for note in done.notes:
        console.tell(f"{file}: note of {note}")
    if done.noted:
        console.tell(f"{file}: {done.noted} new note{'' if done.noted == 1 else 's'} kept; read with: captions review")
    if done.missing:
        console.tell(
            f"{file}: {counted(done.missing, 'sentence is', 'sentences are')} not in it; nothing changes there"
        )
    if details_path:
        console.tell(f"{details_path}: {counted(len(done.fields), 'field')} changed")
    fields = f" and {counted(len(done.fields), 'field')}" if done.fields else ""
    approved = f", {done.approved} approved" if done.approved else ""
    taken = f"{counted(len(done.taken), 'sentence')}{fields} taken"
    console.tell(f"{path}: {taken}{approved}, {len(done.refused)} not taken")
