"""One program at a time writes the captions of a video."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import InputError
from pipeline.files import disk_reason


@contextlib.contextmanager
def one_writer(folder: Path) -> Iterator[None]:
    """Let one program at a time look at the captions in a folder and write them: a build, the desk.

    The folder itself is locked, so that nothing is left behind; the operating system frees it however we end.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise InputError(path=str(folder), reason=f"cannot be written: {disk_reason(error)}") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
