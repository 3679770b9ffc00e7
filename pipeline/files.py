"""Files and folders written whole or not at all, hashes of files, and errors of the disk in one line."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import stat
import tempfile
from io import BufferedReader
from pathlib import Path

from pipeline.errors import InputError, UsageError

MAX_TEXT_BYTES = 32 << 20
"""A caption file of ten hours has under two megabytes."""
MAX_RECORD_BYTES = 256 << 20
"""Words, times, scores and alignments of the longest recordings."""
MAX_SETTINGS_BYTES = 1 << 20
_LINK = "is a link; put the file itself there"
_LIMIT_DIGITS = 7


def read_bytes(path: Path, *, limit_bytes: int = MAX_TEXT_BYTES) -> bytes:
    """The bytes of a file that we found ourselves: a regular file of a bounded size, and no link.

    Args:
        path: Below a folder that may come from a stranger.
        limit_bytes: How large a file of this kind may be; `CAPTIONS_MAX_MB` raises it.

    Raises:
        InputError: It is missing, a link, no regular file, or too large, or it cannot be read.
    """
    return _read(path, limit_bytes, is_link_allowed=False)


def read_named(path: Path, *, limit_bytes: int = MAX_TEXT_BYTES) -> bytes:
    """The bytes of a file that a person named, which may be a link; else as `read_bytes`."""
    return _read(path, limit_bytes, is_link_allowed=True)


def open_regular(path: Path, *, is_link_allowed: bool = False) -> BufferedReader:
    """Open a regular file for reading; never waits, as a pipe would, and never reads a device.

    Raises:
        InputError: It is missing, a link, or no regular file, or cannot be opened.
    """
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if is_link_allowed else os.O_NOFOLLOW)
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        is_link = error.errno == errno.ELOOP and path.is_symlink()
        reason = _LINK if is_link else "is not a regular file" if error.errno == errno.ENXIO else disk_reason(error)
        raise InputError(path=str(path), reason=reason) from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        os.close(descriptor)
        raise InputError(path=str(path), reason="is a directory" if is_folder else "is not a regular file")
    return open(descriptor, "rb")  # noqa: PTH123  # the caller closes it


def contained(path: Path, root: Path) -> Path:
    """The path, if the folder in which it lies is really inside another.

    Args:
        path: Of a file that is to be read or written; it may be missing, and so may its folder.
        root: The folder that it may not leave: links on the way are followed to where they lead.

    Raises:
        InputError: It leads out.
    """
    if _is_straight(path.parent, root):
        return path
    home = os.path.realpath(root)
    place = os.path.realpath(path.parent)
    if place != home and not place.startswith(home.rstrip(os.sep) + os.sep):
        raise InputError(path=str(path), reason=f"leads out of {root} by a link; put the folder itself there")
    return path


def _is_straight(folder: Path, root: Path) -> bool:
    """Whether a folder lies below another as it is written, with no link on the way: quickly seen of nearly all."""
    above, below = root.parts, folder.parts
    if below[: len(above)] != above or ".." in below:
        return False
    place = str(root)
    for name in below[len(above) :]:
        place = f"{place}{os.sep}{name}"
        try:
            if stat.S_ISLNK(os.lstat(place).st_mode):
                return False
        except OSError:
            return False
    return True


def _read(path: Path, limit_bytes: int, *, is_link_allowed: bool) -> bytes:
    limit = max(limit_bytes, _wanted_limit())
    with open_regular(path, is_link_allowed=is_link_allowed) as file:
        try:
            data = file.read(limit + 1)
        except OSError as error:
            raise InputError(path=str(path), reason=disk_reason(error)) from error
    if len(data) > limit:
        reason = f"is larger than {limit >> 20} MB, more than any file of its kind; CAPTIONS_MAX_MB=… raises the limit"
        raise InputError(path=str(path), reason=reason)
    return data


def _wanted_limit() -> int:
    """What a person allows, in bytes; the one setting that must hold before any settings are read."""
    wanted = os.environ.get("CAPTIONS_MAX_MB", "")
    return int(wanted) << 20 if wanted.isascii() and wanted.isdigit() and len(wanted) < _LIMIT_DIGITS else 0


def hash_file(path: Path) -> str:
    """The SHA-256 of a regular file of any size, as hexadecimal digits; a link is followed.

    Raises:
        InputError: It cannot be read.
    """
    try:
        with open_regular(path, is_link_allowed=True) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(path=str(path), reason=disk_reason(error)) from error


def expect_folder(path: Path) -> None:
    """Accept a file that a person named, to be written: its folder must be there, a mistyped one is not made.

    Raises:
        UsageError: It is not.
    """
    if not path.parent.is_dir():
        raise UsageError(reason=f"{path}: there is no folder {path.parent}; make it, or name another")


def write_output(path: Path, data: bytes) -> None:
    """Write the result that a person asked for, as `write_atomic` does, into a folder that is there.

    Raises:
        UsageError: There is no such folder.
        InputError: As `write_atomic`.
    """
    expect_folder(path)
    write_atomic(path, data)


def write_atomic(path: Path, data: bytes, *, is_lasting: bool = True) -> None:
    """Write a file so that at any moment it holds either its old bytes or all the new ones.

    The folder is made if it is missing. A file keeps its permissions when it is replaced.

    Args:
        path: Of the file.
        data: Its new content.
        is_lasting: Whether it must outlast a power cut; not so for what can be made again, and is read with care.

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
            if is_lasting:
                os.fsync(file.fileno())
        Path(temporary).chmod(_mode(path))
        Path(temporary).replace(path)
        temporary = None
        if is_lasting:
            _sync_folder(path.parent)
    except OSError as error:
        raise InputError(path=str(path), reason=f"cannot be written: {disk_reason(error)}") from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


def write_if_changed(path: Path, data: bytes) -> bool:
    """`write_atomic`, unless the file holds these bytes already; tells whether it wrote."""
    with contextlib.suppress(InputError):
        if _read(path, len(data), is_link_allowed=False) == data:
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
        remove_whatever(old)
        target.rename(old)
    try:
        new.rename(target)
    except OSError:
        if has_old:
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def remove_whatever(path: Path) -> None:
    """Take away what lies in the way under a name of ours: a folder, a file, or a link, never what it leads to."""
    if path.is_symlink() or path.is_file():
        with contextlib.suppress(OSError):
            path.unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)


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
