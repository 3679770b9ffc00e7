"""Content hashes of large files, kept in a cache that trusts nothing but the content.

Like git's index: a file whose size, inode and both times (the change time cannot be set by hand) are
what they were when it was hashed is not read again. Losing the cache costs time only.
"""

from __future__ import annotations

import contextlib
import json
import time
from dataclasses import field
from pathlib import Path

from pipeline.dataclass import dataclass
from pipeline.errors import InputError, PipelineError
from pipeline.files import MAX_RECORD_BYTES, disk_reason, hash_file, read_bytes, write_if_changed

_RACY_NS = 2_000_000_000
"""A file changed this recently may change again within one tick of its clock: it is not cached."""


@dataclass(slots=True)
class HashCache:
    """SHA-256 of files by path; `save` writes it back."""

    path: Path
    _rows: dict[str, list[object]] = field(default_factory=dict)
    _is_changed: bool = False
    _new: dict[str, list[object]] = field(default_factory=dict)
    """What was found out since the last `take_new`."""

    @classmethod
    def load(cls, path: Path) -> HashCache:
        """Read the cache; a damaged one is an empty one."""
        rows: dict[str, list[object]] = {}
        with contextlib.suppress(PipelineError, ValueError, RecursionError):
            value = json.loads(read_bytes(path, limit_bytes=MAX_RECORD_BYTES))
            rows = value if isinstance(value, dict) else {}
        return cls(path, rows)

    def sha256(self, file: Path) -> str:
        """The hash of a file's content.

        Raises:
            InputError: It cannot be read.
        """
        try:
            stamp = _stamp(file)
            known = self._known(file, stamp)
            if known is not None:
                return known
            value = hash_file(file)
            if _stamp(file) == stamp and _is_settled(file):
                self.add({str(file): [stamp, value]})
        except OSError as error:
            raise InputError(path=str(file), reason=disk_reason(error)) from error
        return value

    def knows(self, file: Path) -> bool:
        """Whether the hash is known without reading the file."""
        try:
            return self._known(file, _stamp(file)) is not None
        except OSError:
            return False

    def _known(self, file: Path, stamp: list[int]) -> str | None:
        row = self._rows.get(str(file))
        is_known = isinstance(row, list) and len(row) == 2 and row[0] == stamp and isinstance(row[1], str)
        return str(row[1]) if is_known and row else None

    def take_new(self) -> dict[str, list[object]]:
        """What was found out since this was last asked, for `add` of another process's cache."""
        new, self._new = self._new, {}
        return new

    def add(self, rows: dict[str, list[object]]) -> None:
        """Take over what another process found out."""
        self._rows |= rows
        self._new |= rows
        self._is_changed |= bool(rows)

    def save(self) -> None:
        """Write the cache; a disk that refuses costs time only."""
        if not self._is_changed:
            return
        with contextlib.suppress(PipelineError):
            self._is_changed = False
            write_if_changed(self.path, json.dumps(self._rows, indent=0, sort_keys=True).encode())


def _stamp(file: Path) -> list[int]:
    status = file.stat()
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_dev]


def _is_settled(file: Path) -> bool:
    """Whether the file's last change is old enough that a later one would show in its times."""
    return time.time_ns() - file.stat().st_ctime_ns > _RACY_NS
