"""What comes back from a page that the desk sent by mail, for `captions import`."""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.text import counted

if TYPE_CHECKING:
    from pipeline.commands.console import Console

SUFFIX = ".edits.json"
"""As the page names the file that it saves."""


def import_edits(arguments: argparse.Namespace, console: Console) -> int:
    """Merge what a person did on the page; 1 where something could not be taken as it was."""
    from pipeline.desk import read_edits, take_edits
    from pipeline.files import read_bytes
    from pipeline.workspace import Workspace, find_workspace, path_as_typed

    workspace = Workspace(find_workspace(Path.cwd()))
    edits = read_edits(arguments.file)
    key = hashlib.sha256(read_bytes(arguments.file)).hexdigest()[:32]
    taken = take_edits(workspace, edits, key=key)
    path = path_as_typed(workspace.track_path(edits.video, edits.language))
    for line in taken.not_taken:
        console.warn(f"{arguments.file}: {line}")
    if arguments.json:
        console.json({"path": str(path), "video": edits.video, "language": edits.language, **asdict(taken)})
    else:
        changed, right = counted(taken.changed, "caption"), counted(taken.approved, "sentence")
        console.tell(f"{path}: {changed} changed, {right} marked as right")
    return 1 if taken.not_taken else 0
