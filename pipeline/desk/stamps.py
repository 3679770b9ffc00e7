"""Whether a file changed, without reading it."""

from __future__ import annotations

from pathlib import Path


def stamp_of(path: Path) -> tuple[int, ...]:
    """What the file system says of a file without reading it; empty if it is not there."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino
