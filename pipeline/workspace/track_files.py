"""Caption files and the machine's record of them: they are read and written together, and survive a kill."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from pipeline.errors import InputError, StaleWorkspace
from pipeline.files import MAX_RECORD_BYTES, disk_reason, read_bytes, write_atomic, write_if_changed
from pipeline.workspace.one_writer import one_writer
from pipeline.workspace.paths import WorkspacePaths, entries


def read_track(workspace: WorkspacePaths, video: str, language: str) -> bytes | None:
    """The bytes of a caption file, or None if there is none.

    Raises:
        InputError: It cannot be read, or is a link.
    """
    path = workspace.inside(workspace.track_path(video, language))
    return read_bytes(path) if os.path.lexists(path) else None


def read_existing_track(workspace: WorkspacePaths, video: str, language: str) -> bytes:
    """The bytes of a caption file that must be there.

    Raises:
        InputError: It cannot be read, is a link, or was removed meanwhile.
    """
    data = read_track(workspace, video, language)
    if data is None:
        raise InputError(path=str(workspace.track_path(video, language)), reason="is not there any more")
    return data


def write_track(  # noqa: PLR0913  # each is given by name
    workspace: WorkspacePaths, video: str, language: str, *, read: bytes | None, text: bytes | None, machine: bytes
) -> None:
    """Write a caption file together with the machine's record of it.

    The two files change as one: the record is first put beside its place as `.pending`; if we
    are killed, `recover_tracks` of the next run sees from the caption file how far we had come.

    Args:
        read: The bytes of the caption file that the new text was made from.
        text: The new caption file; None if there is none to write.
        machine: The new `machine/<lang>.json`.

    Raises:
        StaleWorkspace: Somebody saved the caption file meanwhile; nothing was written.
    """
    path, record = workspace.track_path(video, language), workspace.inside(workspace.machine_path(video, language))
    with one_writer(workspace.inside(workspace.video_folder(video))):
        if read_track(workspace, video, language) != read:
            raise StaleWorkspace(path=str(path))
        pending = record.with_name(record.name + ".pending")
        write_atomic(pending, machine)
        if text is not None:
            write_if_changed(path, text)
        _rename(pending, record)


def recover_tracks(workspace: WorkspacePaths, video: str) -> tuple[str, ...]:
    """Finish or undo what a killed run left half-done; says what it did.

    Raises:
        InputError: The disk refuses.
    """
    try:
        return _recover(workspace, video)
    except OSError as error:
        raise InputError(path=str(workspace.machine_folder(video)), reason=disk_reason(error)) from error


def _recover(workspace: WorkspacePaths, video: str) -> tuple[str, ...]:
    done = []
    for pending in sorted(entries(workspace.machine_folder(video))):
        if pending.name.endswith(".json.pending"):
            done.append(_recover_track(workspace, video, pending))
        elif pending.name.startswith(".captions-"):
            pending.unlink(missing_ok=True)
    for leftover in entries(workspace.video_folder(video)):
        if leftover.name.startswith(".captions-") and leftover.name.endswith(".part"):
            leftover.unlink(missing_ok=True)
    return tuple(done)


def _recover_track(workspace: WorkspacePaths, video: str, pending: Path) -> str:
    from pipeline.formats import track_head_from_json

    record = pending.with_name(pending.name.removesuffix(".pending"))
    language = record.name.removesuffix(".json")
    data = read_track(workspace, video, language)
    current = "" if data is None else hashlib.sha256(data).hexdigest()
    try:
        data = read_bytes(workspace.inside(pending), limit_bytes=MAX_RECORD_BYTES)
        was_written = track_head_from_json(data, path=str(pending)).written == current
    except InputError:
        was_written = False
    if was_written:
        _rename(pending, record)
        return f"{video} {language}: finished what an interrupted run had begun"
    pending.unlink(missing_ok=True)
    return f"{video} {language}: an interrupted run had begun it; it is made again"


def _rename(source: Path, target: Path) -> None:
    try:
        source.replace(target)
    except OSError as error:
        raise InputError(path=str(target), reason=f"cannot be written: {disk_reason(error)}") from error
