"""Unpacking model archives that anyone may have made: checked whole before a byte is written."""

from __future__ import annotations

import contextlib
import shutil
import stat
import tempfile
import time
import zipfile
from pathlib import Path, PurePosixPath

from pipeline.errors import InputError, ModelDamaged
from pipeline.files import disk_reason, replace_folder

MAX_ENTRIES = 10_000
MAX_BYTES = 4_000_000_000
"""Unpacked; the largest official packages take under 500 MB."""
MAX_RATIO = 200
"""Unpacked to packed. Weights hardly shrink (1.1 to 1.4) and vocabularies shrink by 10."""
_RATIO_FREE_BYTES = 50_000_000
_CHUNK_BYTES = 1_048_576
_UNPACKING = ".unpacking-"
_ABANDONED_SECONDS = 3 * 3_600


def check_archive(path: Path, *, engine: str) -> str:
    """Check that a zip archive can be unpacked safely and holds one folder.

    Args:
        path: The archive.
        engine: Whose model it is, for the message.

    Returns:
        The name of the one folder in it.

    Raises:
        ModelDamaged: It is no zip archive; an entry leaves its folder, is a link or a device, or is there
            twice; it is a bomb; or it holds anything but one folder.
        InputError: It cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except OSError as error:
        raise InputError(path=str(path), reason=disk_reason(error)) from error
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ModelDamaged(engine=engine, reason=f"{path.name} is not a zip archive, or only a part of one") from error
    problem = _entries_problem(entries)
    if problem:
        raise ModelDamaged(engine=engine, reason=f"{path.name} was refused: {problem}")
    return PurePosixPath(entries[0].filename).parts[0]


def unpack_archive(path: Path, folder: Path, *, engine: str) -> Path:
    """Unpack a checked archive, whole or not at all.

    Args:
        path: The archive; `check_archive` is called on it first.
        folder: Where its one folder shall lie; made if missing.
        engine: Whose model it is, for the message.

    Returns:
        The unpacked folder. One of the same name that was there before is replaced.

    Raises:
        ModelDamaged: See `check_archive`; or a checksum in the archive is wrong.
        InputError: The disk is full or read-only; nothing was left behind.
    """
    name = check_archive(path, engine=engine)
    temporary: Path | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        temporary = Path(tempfile.mkdtemp(dir=folder, prefix=_UNPACKING))
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                _unpack_entry(archive, entry, temporary)
        replace_folder(temporary / name, folder / name)
    except OSError as error:
        raise InputError(path=str(folder / name), reason=f"cannot be written: {disk_reason(error)}") from error
    except (zipfile.BadZipFile, zipfile.zlib.error, EOFError, RuntimeError, NotImplementedError) as error:  # type: ignore[attr-defined]
        raise ModelDamaged(engine=engine, reason=f"{path.name} is corrupt: {error}") from error
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)
    return folder / name


def _sweep(folder: Path) -> None:
    """Remove what programs that were ended left here; nobody unpacks one archive for hours."""
    for left in folder.glob(f"{_UNPACKING}*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _ABANDONED_SECONDS:
                shutil.rmtree(left, ignore_errors=True)


def _entries_problem(entries: list[zipfile.ZipInfo]) -> str:
    """Why these entries must not be unpacked; empty if they may be."""
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    is_bomb = unpacked > MAX_BYTES or unpacked > max(_RATIO_FREE_BYTES, packed * MAX_RATIO)
    rules = (
        ("it is empty", not entries),
        (f"it holds more than {MAX_ENTRIES} files", len(entries) > MAX_ENTRIES),
        (f"it would unpack to {unpacked:,} bytes from {packed:,}", is_bomb),
        ("it holds two files of one name", len({entry.filename for entry in entries}) < len(entries)),
    )
    problem = next((message for message, is_broken in rules if is_broken), "")
    return problem or next(filter(None, map(_entry_problem, entries)), "") or _layout_problem(entries)


def _layout_problem(entries: list[zipfile.ZipInfo]) -> str:
    if len({PurePosixPath(entry.filename).parts[0] for entry in entries}) > 1:
        return "it holds more than one folder"
    return "" if any("/" in entry.filename.rstrip("/") for entry in entries) else "it holds no folder with files"


def _entry_problem(entry: zipfile.ZipInfo) -> str:
    # zipfile has cut the name at a NUL and turned backslashes round only on Windows: look at what was written.
    name = entry.orig_filename
    parts = PurePosixPath(name).parts
    mode = entry.external_attr >> 16
    kind = stat.S_IFMT(mode)
    rules = (
        ("has no name", not parts),
        ("leaves its folder", name.startswith(("/", "\\")) or ".." in parts or "\\" in name or ":" in name),
        ("has a hidden or unprintable name", not name.isprintable() or name.startswith(".")),
        ("is a link or a device", kind not in (0, stat.S_IFREG, stat.S_IFDIR)),
        ("is encrypted", bool(entry.flag_bits & 0x1)),
    )
    problem = next((message for message, is_broken in rules if is_broken), "")
    return f"{name!r} {problem}" if problem else ""


def _unpack_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path) -> None:
    target = folder.joinpath(*PurePosixPath(entry.filename).parts)
    if entry.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    # zipfile stops at the size that the directory declares, and checks the CRC there.
    with archive.open(entry) as source, target.open("xb") as out:
        shutil.copyfileobj(source, out, _CHUNK_BYTES)
