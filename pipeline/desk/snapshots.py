"""What the desk remembers of a track between two starts: names of rows, answered keys.

It lies in the cache folder and may be deleted at any time: names are then given anew, and a change that
is sent twice is recognised by the merge instead of by its key.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from pipeline.dataclass import dataclass
from pipeline.desk.rows import Row, Rows
from pipeline.model import Cue

_LONGEST_KEY = 65
KEYS_KEPT = 500
"""How many answered keys are remembered; a browser sends again only what it has no answer to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One track as the desk last saw it."""

    rows: Rows = ()
    keys: tuple[str, ...] = ()
    """Of the changes that were answered, the oldest first."""


def load_snapshot(path: Path) -> Snapshot:
    """What was remembered; nothing if there is no such file or it is damaged."""
    rows: Rows = ()
    keys: tuple[str, ...] = ()
    with contextlib.suppress(OSError, ValueError, TypeError):
        rows = tuple(
            Row(str(name), Cue(start_ms=int(start), end_ms=int(end), text=str(text), settings=str(settings)))
            for name, start, end, text, settings in json.loads(path.read_bytes())
        )
    with contextlib.suppress(OSError, ValueError):
        keys = tuple(_keys_path(path).read_text(encoding="utf-8").split()[-KEYS_KEPT:])
    return Snapshot(rows=rows, keys=keys)


def save_rows(path: Path, rows: Rows) -> None:
    """Remember the names of rows; a disk that refuses costs the names only.

    Needed when rows came or went: a row whose text or times changed is found again by the others.
    Not forced to the disk: after a power cut the caption file alone has to be right.
    """
    value = [(row.id, row.cue.start_ms, row.cue.end_ms, row.cue.text, row.cue.settings) for row in rows]
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        part.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
        part.replace(path)


def add_key(path: Path, key: str) -> None:
    """Remember that a request was answered."""
    keys = _keys_path(path)
    with contextlib.suppress(OSError):
        if keys.exists() and keys.stat().st_size > KEYS_KEPT * _LONGEST_KEY:
            kept = keys.read_text(encoding="utf-8").split()[-KEYS_KEPT:]
            keys.write_text("\n".join(kept) + "\n", encoding="utf-8")
        with keys.open("a", encoding="utf-8") as file:
            file.write(f"{key}\n")


def _keys_path(path: Path) -> Path:
    return path.with_suffix(".keys")
