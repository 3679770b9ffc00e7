"""One build at a time in one workspace; the operating system frees the lock however its holder ends."""

from __future__ import annotations

import contextlib
import fcntl
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import InputError, WorkspaceLocked
from pipeline.files import disk_reason, open_regular
from pipeline.workspace.folder import Workspace

_HOLDER_BYTES = 100
"""The holder's name: "process", and a number."""


@contextlib.contextmanager
def lock_workspace(workspace: Workspace, *, wait: bool) -> Iterator[None]:
    """Hold the workspace's lock; the operating system frees it however we end.

    Args:
        workspace: Whose lock.
        wait: Wait for another holder to end, or raise at once.

    Raises:
        WorkspaceLocked: Another build holds it and `wait` is False.
    """
    path = workspace.inside(workspace.cache_folder / "lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = _open_lock(path)
    except OSError as error:
        raise InputError(path=str(path), reason=f"cannot be written: {disk_reason(error)}") from error
    try:
        _take(descriptor, path, wait=wait)
        with contextlib.suppress(OSError):  # a full disk: the name is only for who waits, the lock holds without it
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"process {os.getpid()}".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def lock_holder(workspace: Workspace) -> str | None:
    """Who holds the lock now, or None if it is free."""
    path = workspace.inside(workspace.cache_folder / "lock")
    try:
        with open_regular(path) as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return file.read(_HOLDER_BYTES).decode(errors="replace") or "another process"
    except (InputError, OSError):
        return None  # no lock file, or none that may be one: taking it says which
    return None


def _open_lock(path: Path) -> int:
    """The lock file for writing: a regular file, never a link to somebody's file, never a pipe to wait for."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o666)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise InputError(path=str(path), reason="is not a regular file; remove it")
    return descriptor


def _take(descriptor: int, path: Path, *, wait: bool) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError as error:
        holder = os.pread(descriptor, _HOLDER_BYTES, 0).decode(errors="replace") or "another process"
        raise WorkspaceLocked(path=str(path.parent.parent), holder=holder) from error
