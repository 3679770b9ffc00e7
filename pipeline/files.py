"""Files and folders written whole or not at all, hashes of files, and errors of the disk in one line."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from pipeline.errors import InputError


def read_bytes(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        InputError: It is missing or cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(path=str(path), reason=disk_reason(error)) from error


def hash_file(path: Path) -> str:
    """The SHA-256 of a file of any size, as hexadecimal digits.

    Raises:
        InputError: It cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(path=str(path), reason=disk_reason(error)) from error


def write_atomic(path: Path, data: bytes) -> None:
    """Write a file so that at any moment it holds either its old bytes or all the new ones.

    The folder is made if it is missing. A file keeps its permissions when it is replaced.

    Raises:
        InputError: The disk is full, the folder read-only, the name too long…; nothing was changed.
    """
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".captions-", suffix=".part")
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(_mode(path))
        Path(temporary).replace(path)
        temporary = None
        _sync_folder(path.parent)
    except OSError as error:
        raise InputError(path=str(path), reason=f"cannot be written: {disk_reason(error)}") from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


def write_if_changed(path: Path, data: bytes) -> bool:
    """`write_atomic`, unless the file holds these bytes already; tells whether it wrote."""
    with contextlib.suppress(OSError):
        if path.read_bytes() == data:
            return False
    write_atomic(path, data)
    return True


def replace_folder(new: Path, target: Path) -> None:
    """Put a finished folder in its place; an older one there is moved aside first and then deleted.

    At any moment one of them is there whole, or was moved aside.

    Args:
        new: On the same file system as the target.
        target: May not exist.

    Raises:
        OSError: The file system refuses; the older folder is back in its place.
    """
    old = target.with_name(f".{target.name}.old")
    if has_old := target.exists():
        shutil.rmtree(old, ignore_errors=True)
        target.rename(old)
    try:
        new.rename(target)
    except OSError:
        if has_old:
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def disk_reason(error: OSError) -> str:
    """What the operating system says, without its number and path."""
    return (error.strerror or str(error) or type(error).__name__).lower()


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode & 0o7777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable; not every file system lets a folder be opened."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
