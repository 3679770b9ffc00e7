"""Videos and languages whose job failed: set aside, so that not every run spends its time on them again.

An entry holds as long as the job would be the very same: its key (and with it the video, the settings and the engine),
the caption file, and the program. Only jobs are set aside, as they are what costs time; a file that
cannot be read or written is looked at anew by each run, and so is what an installation cures.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import field
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.dataclass import dataclass
from pipeline.errors import (
    ClusterLost,
    EngineNotInstalled,
    LanguagePairMissing,
    ModelDamaged,
    NoSpeech,
    PipelineError,
    WorkerBlind,
)
from pipeline.files import MAX_RECORD_BYTES, read_bytes, write_if_changed
from pipeline.records import digest
from pipeline.workspace import hold_file

_VERSION = 1
_NO_FAULT = (ClusterLost, WorkerBlind, NoSpeech, EngineNotInstalled, LanguagePairMissing, ModelDamaged)
"""Nothing is wrong with the video; what is missing can be installed."""
_Rows = dict[str, dict[str, dict[str, str]]]
"""By video and language: `key` and `reason`."""


@dataclass(slots=True, kw_only=True)
class Quarantine:
    """What is set aside in a workspace; every change is written at once, beside those of other processes."""

    path: Path
    is_ignored: bool = False
    """Whether everything is tried again."""
    _rows: _Rows = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path, *, is_ignored: bool = False) -> Quarantine:
        """Read it; a damaged one is an empty one, which costs time only."""
        return cls(path=path, is_ignored=is_ignored, _rows=_read(path))

    def reason(self, video: str, language: str, key: str) -> str:
        """Why a job is set aside; empty for one that is not, or not any more."""
        row = self._rows.get(video, {}).get(language)
        return "" if self.is_ignored or row is None or row["key"] != key else row["reason"]

    def holds(self, video: str) -> bool:
        """Whether anything of a video was set aside, for whatever key."""
        return video in self._rows

    def add(self, video: str, language: str, key: str, error: PipelineError) -> None:
        """Set a job aside that failed; not where the error says that nothing is wrong with it."""
        if isinstance(error, _NO_FAULT):
            return
        self._change(video, language, {"key": key, "reason": str(error)})

    def remove(self, video: str, language: str) -> None:
        """Forget a job that was done."""
        if language in self._rows.get(video, {}):
            self._change(video, language, None)

    def _change(self, video: str, language: str, row: dict[str, str] | None) -> None:
        """Change one entry of the file as it is now: other builds write theirs. A full disk costs time only."""
        with contextlib.suppress(PipelineError), hold_file(self.path.with_suffix(".lock")):
            rows = _read(self.path)
            for known in (rows, self._rows):
                _set(known, video, language, row)
            value = {"version": _VERSION, "videos": rows}
            text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
            write_if_changed(self.path, f"{text}\n".encode(errors="surrogateescape"))


def job_key(key: str, file_sha256: str = "") -> str:
    """What a failure depends on: the job, the caption file that goes into it, and this program."""
    return digest("job", __version__, key, file_sha256)


def _set(rows: _Rows, video: str, language: str, row: dict[str, str] | None) -> None:
    if row is not None:
        rows.setdefault(video, {})[language] = row
    elif video in rows:
        rows[video].pop(language, None)
        if not rows[video]:
            del rows[video]


def _read(path: Path) -> _Rows:
    with contextlib.suppress(PipelineError, ValueError, RecursionError):
        value = json.loads(read_bytes(path, limit_bytes=MAX_RECORD_BYTES))
        if isinstance(value, dict) and value.get("version") == _VERSION and isinstance(value.get("videos"), dict):
            videos = {video: _whole(table) for video, table in value["videos"].items()}
            return {video: table for video, table in videos.items() if table}
    return {}


def _whole(table: Any) -> dict[str, dict[str, str]]:  # noqa: ANN401  # as it was read
    """The entries of one video that are what they should be."""
    rows = table.items() if isinstance(table, dict) else ()
    return {language: row for language, row in rows if isinstance(row, dict) and _is_row(row)}


def _is_row(row: dict[str, Any]) -> bool:
    return isinstance(row.get("key"), str) and isinstance(row.get("reason"), str)
