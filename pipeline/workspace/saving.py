"""What a person made of some files of a video, written safely beside builds and other people."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from pipeline.dataclass import dataclass
from pipeline.errors import InputError, StaleWorkspace
from pipeline.files import read_bytes, write_if_changed
from pipeline.workspace.one_writer import one_writer
from pipeline.workspace.paths import WorkspacePaths


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedFile:
    """A file as a person wants it."""

    path: Path
    read: bytes | None
    """The bytes that the new text was made from; None if there was no file."""
    text: bytes


def save_edits(workspace: WorkspacePaths, video: str, edits: Sequence[EditedFile]) -> None:
    """Write some files of a video's folder: each is looked at before the first is written.

    Raises:
        StaleWorkspace: Somebody saved one of them meanwhile; nothing was written.
        InputError: One cannot be written; if some were before it, that is said.
    """
    with one_writer(workspace.inside(workspace.video_folder(video))):
        for one in edits:
            _expect_as_read(workspace, one)
        for place, one in enumerate(edits):
            try:
                write_if_changed(one.path, one.text)
            except InputError as error:
                raise _partly(error, edits[:place]) from error


def _expect_as_read(workspace: WorkspacePaths, edit: EditedFile) -> None:
    path = workspace.inside(edit.path)
    if (read_bytes(path) if os.path.lexists(path) else None) != edit.read:
        raise StaleWorkspace(path=str(edit.path), reason="was saved by somebody else at the same moment")
    if edit.path.exists() and not os.access(edit.path, os.W_OK):
        raise InputError(path=str(edit.path), reason="cannot be written: it is read-only")


def _partly(error: InputError, written: Sequence[EditedFile]) -> InputError:
    if not written:
        return error
    names = " and ".join(one.path.name for one in written)
    return InputError(path=error.path, reason=f"{error.reason}; {names} is written, the same command does the rest")
