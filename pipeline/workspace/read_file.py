"""A file as it was when it was read."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path

from pipeline.dataclass import dataclass


@dataclass(frozen=True)
class ReadFile:
    """A path and the bytes that lay there; None where there was no file."""

    path: Path
    data: bytes | None

    @property
    def exists(self) -> bool:
        return self.data is not None

    @cached_property
    def sha256(self) -> str:
        """Of the bytes; empty if there is no file."""
        return "" if self.data is None else hashlib.sha256(self.data).hexdigest()
