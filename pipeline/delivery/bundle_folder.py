"""The one way into a bundle that came from somebody else: nothing outside of it is read, nothing in it is endless."""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path, PurePosixPath

from pipeline.dataclass import dataclass
from pipeline.errors import InputError
from pipeline.files import contained, open_regular, read_bytes

MAX_ENTRIES = 100_000
"""Files and folders in a bundle; an hour of stream has 600."""


@dataclass(frozen=True, slots=True)
class BundleFolder:
    """A bundle's folder, read by names relative to it."""

    root: Path

    def place(self, name: str) -> Path:
        """Where a file lies.

        Raises:
            InputError: The name, or a link on the way, leads out of the bundle.
        """
        if not is_inside(name):
            raise InputError(path=name, reason="leads out of the bundle")
        path = self.root / name
        try:
            return contained(path, self.root)
        except InputError as error:
            raise InputError(path=name, reason="leads out of the bundle") from error

    def open(self, name: str) -> BufferedReader:
        """Open a regular file.

        Raises:
            InputError: It leads out, is a link, a pipe or a device, or is missing.
        """
        return open_regular(self.place(name))

    def read(self, name: str) -> bytes:
        """All bytes of a file of text.

        Raises:
            InputError: As `open`, or it is larger than a text can be.
        """
        return read_bytes(self.place(name))

    def is_file(self, name: str) -> bool:
        """Whether a regular file of the bundle has this name."""
        try:
            path = self.place(name)
        except InputError:
            return False
        return path.is_file() and not path.is_symlink()

    def names(self) -> Iterator[str]:
        """The names of everything that is no folder, sorted within each folder; links are named, never entered.

        Raises:
            InputError: There is more than any bundle has.
        """
        count = 0
        for folder, folders, files in os.walk(self.root, followlinks=False):
            folders.sort()
            links = [name for name in folders if (Path(folder) / name).is_symlink()]
            for name in sorted((*files, *links)):
                count += 1
                if count > MAX_ENTRIES:
                    raise InputError(
                        path=str(self.root), reason=f"holds more than {MAX_ENTRIES:,} files; no bundle does"
                    )
                yield (Path(folder) / name).relative_to(self.root).as_posix()


def is_inside(name: str) -> bool:
    r"""Whether a name can be that of a file in a bundle.

    >>> is_inside("hls/en.vtt"), is_inside("../x"), is_inside("/etc/x"), is_inside("a\\\\b")
    (True, False, False, False)
    """
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and not set(name) & {"\\", "\0"}
