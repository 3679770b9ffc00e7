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
    with _held(_lock_path(workspace), workspace, wait=wait):
        yield


@contextlib.contextmanager
def lock_shard(workspace: Workspace, number: int, count: int, *, wait: bool) -> Iterator[None]:
    """Hold one of several parts of a workspace: others may work on the other parts, nobody on the whole.

    Args:
        workspace: Whose lock.
        number: Which part, counted from 1.
        count: How many parts there are.
        wait: Wait for a build of the whole or of this part to end, or raise at once.

    Raises:
        WorkspaceLocked: Another build holds it and `wait` is False, or one works in parts of another number,
            which may hold the same videos.
    """
    parts = workspace.inside(workspace.cache_folder / "shards" / "lock").parent
    mine = parts / f"{number}-of-{count}"
    with (
        _held(_lock_path(workspace), workspace, wait=wait, is_shared=True),
        _held(mine, workspace, wait=wait),
    ):
        # Its own first, then the others': of two that begin at one moment, at least one sees the other.
        for path in sorted(parts.iterdir()):
            if path.name.rpartition("-of-")[2] != str(count) and (holder := _holder(path)):
                raise WorkspaceLocked(path=str(workspace.folder), holder=f"--shard {_shown(path)}, {holder}")
        yield


def _shown(path: Path) -> str:
    return path.name.replace("-of-", "/")


@contextlib.contextmanager
def hold_file(path: Path) -> Iterator[None]:
    """Hold a lock file for a moment, so that two processes do not change one file at the same time.

    Raises:
        InputError: It cannot be written.
    """
    descriptor = _opened(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _held(path: Path, workspace: Workspace, *, wait: bool, is_shared: bool = False) -> Iterator[None]:
    descriptor = _opened(path)
    try:
        _take(descriptor, workspace, wait=wait, is_shared=is_shared)
        with contextlib.suppress(OSError):  # a full disk: the name is only for who waits, the lock holds without it
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"process {os.getpid()}".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _lock_path(workspace: Workspace) -> Path:
    return workspace.inside(workspace.cache_folder / "lock")


def _opened(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _open_lock(path)
    except OSError as error:
        raise InputError(path=str(path), reason=f"cannot be written: {disk_reason(error)}") from error


def lock_holder(workspace: Workspace, *, is_shared: bool = False) -> str | None:
    """Who holds the lock now, or None if it is free; to share it, if builds of parts alone hold it."""
    return _holder(_lock_path(workspace), is_shared=is_shared)


def _holder(path: Path, *, is_shared: bool = False) -> str | None:
    try:
        with open_regular(path) as file:
            try:
                fcntl.flock(file, (fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
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


def _take(descriptor: int, workspace: Workspace, *, wait: bool, is_shared: bool) -> None:
    mode = fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX
    try:
        fcntl.flock(descriptor, mode | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError as error:
        holder = os.pread(descriptor, _HOLDER_BYTES, 0).decode(errors="replace") or "another process"
        raise WorkspaceLocked(path=str(workspace.folder), holder=holder) from error
