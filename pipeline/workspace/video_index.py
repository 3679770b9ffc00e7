"""What is known of each video from an earlier run, for as long as not one of its files was touched.

As git's index does for files: the names, sizes, inodes and times of everything that lies in a video's folders, and
of its medium. The times are the change times, which nobody can set, and a file that changed within the last two seconds
before it was read is doubtful: of such a video nothing is kept. Whatever is not known here is read again, hashed and
compared by content; so losing the index costs time only, and keeping it decides nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path
from typing import Any

import pipeline
from pipeline.dataclass import dataclass
from pipeline.errors import PipelineError
from pipeline.files import MAX_RECORD_BYTES, read_bytes, write_if_changed
from pipeline.workspace.folder import Workspace

_VERSION = 1
_RACY_NS = 2_000_000_000
"""A file changed this recently may change again within one tick of its clock."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """All that the operating system says of a video's files."""

    value: str
    """Equal for two moments between which nothing was touched."""
    is_settled: bool
    """Whether the last change is old enough that a later one would show."""


@dataclass(slots=True, kw_only=True)
class VideoIndex:
    """Values by video, each of which can be JSON; `save` writes them back."""

    workspace: Workspace
    name: str
    basis: str
    """What the values depend on besides the videos' own files: settings, models, the program."""
    _rows: dict[str, list[Any]] = field(default_factory=dict)
    _is_changed: bool = False

    @classmethod
    def load(cls, workspace: Workspace, name: str, basis: str) -> VideoIndex:
        """Read an index; a damaged one, or one of another basis, is an empty one.

        Args:
            workspace: Whose videos.
            name: Of the index; the file is `build/index/<name>.json`.
            basis: A hash of all that the values depend on besides the videos' own files.
        """
        index = cls(workspace=workspace, name=name, basis=basis)
        with contextlib.suppress(PipelineError, ValueError, RecursionError):
            value = json.loads(read_bytes(workspace.inside(index.path), limit_bytes=MAX_RECORD_BYTES))
            if isinstance(value, dict) and [value.get("version"), value.get("basis")] == [_VERSION, basis]:
                index._rows = value["videos"] if isinstance(value.get("videos"), dict) else {}
        return index

    @property
    def path(self) -> Path:
        return self.workspace.cache_folder / "index" / f"{self.name}.json"

    def find(self, video: str, stamp: Stamp) -> Any:  # noqa: ANN401  # whatever was kept
        """What was kept of a video, or None if anything of it was touched since."""
        row = self._row(video)
        return row[1] if row is not None and stamp.value and row[0] == stamp.value else None

    def former(self, video: str) -> Any:  # noqa: ANN401  # whatever was kept
        """What was last kept of a video, whatever was touched since; None for nothing.

        It may serve again as far as it says by content what it depends on.
        """
        row = self._row(video)
        return None if row is None else row[1]

    def _row(self, video: str) -> list[Any] | None:
        row = self._rows.get(video)
        return row if isinstance(row, list) and len(row) == 2 else None

    def keep(self, video: str, before: Stamp, media: Path | None, value: object) -> None:
        """Keep what was found out about a video; what is doubtful is kept for `former` alone.

        Args:
            video: Its name.
            before: Its stamp before its files were read.
            media: Its file.
            value: What to keep; None for nothing.
        """
        if value is None:
            self._is_changed |= self._rows.pop(video, None) is not None
            return
        is_sure = before.is_settled and self.stamp(video, media).value == before.value
        row = [before.value if is_sure else "", value]
        self._is_changed |= self._rows.get(video) != row
        self._rows[video] = row

    def stamp(self, video: str, media: Path | None) -> Stamp:
        """The stamp of a video as it is now; never settled where its folders lead out of the workspace."""
        now = time.time_ns()
        about = list(self._files(video, media))
        newest = max((one[-1] for one in about), default=0)
        try:
            self.workspace.inside(self.workspace.recording_path(video))
        except PipelineError:
            return Stamp("", is_settled=False)
        value = hashlib.sha256(repr((str(media), about)).encode(errors="surrogateescape")).hexdigest()[:32]
        return Stamp(value, is_settled=now - newest > _RACY_NS)

    def _files(self, video: str, media: Path | None) -> Iterator[tuple[str, int, int, int, int, int]]:
        """Name, size, inode, device, and the times of the last writing and of the last change."""
        for folder in (self.workspace.video_folder(video), self.workspace.machine_folder(video)):
            with contextlib.suppress(OSError), os.scandir(folder) as found:
                for entry in sorted(found, key=lambda entry: entry.name):
                    yield _about(entry.name, entry.stat(follow_symlinks=False))
        beside = [self.workspace.media_details_path(video)]
        if media is not None:
            beside += [media, *self.workspace.script_paths(video)]
        for path in beside:
            with contextlib.suppress(OSError):
                yield _about(path.name, path.stat())

    def save(self) -> None:
        """Write the index; a disk that refuses costs time only."""
        if self._is_changed:
            value = {"version": _VERSION, "basis": self.basis, "videos": self._rows}
            text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
            with contextlib.suppress(PipelineError):
                write_if_changed(self.workspace.inside(self.path), text.encode(errors="surrogateescape"))
            self._is_changed = False


def program_stamp() -> str:
    """Equal for two runs between which nobody touched this program: also one that runs from a clone."""
    files: list[tuple[str, int, int, int, int, int]] = []
    for folder, _, names in os.walk(Path(pipeline.__file__).parent):
        files += (_about(name, os.stat(os.path.join(folder, name))) for name in sorted(names) if name.endswith(".py"))  # noqa: PTH116, PTH118  # paths are slow
    return hashlib.sha256(repr(sorted(files)).encode()).hexdigest()[:32]


def _about(name: str, status: os.stat_result) -> tuple[str, int, int, int, int, int]:
    return (name, status.st_size, status.st_ino, status.st_dev, status.st_mtime_ns, status.st_ctime_ns)
