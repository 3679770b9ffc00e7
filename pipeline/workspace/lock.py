"""One build at a time in one workspace; the operating system frees the lock however its holder ends."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import InputError, WorkspaceLocked
from pipeline.files import disk_reason
from pipeline.workspace.folder import Workspace


@contextlib.contextmanager
def lock_workspace(workspace: Workspace, *, wait: bool) -> Iterator[None]:
    """Hold the workspace's lock; the operating system frees it however we end.

    Args:
        workspace: Whose lock.
        wait: Wait for another holder to end, or raise at once.

    Raises:
        WorkspaceLocked: Another build holds it and `wait` is False.
    """
    path = workspace.cache_folder / "lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise InputError(path=str(path), reason=f"cannot be written: {disk_reason(error)}") from error
    try:
        _take(descriptor, path, wait=wait)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"process {os.getpid()}".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def lock_holder(workspace: Workspace) -> str | None:
    """Who holds the lock now, or None if it is free."""
    path = workspace.cache_folder / "lock"
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return path.read_text(errors="replace") or "another process"
    except OSError:
        return None
    return None


def _take(descriptor: int, path: Path, *, wait: bool) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError as error:
        holder = os.pread(descriptor, 100, 0).decode(errors="replace") or "another process"
        raise WorkspaceLocked(path=str(path.parent.parent), holder=holder) from error
