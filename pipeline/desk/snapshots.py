"""What the desk remembers of a track between two starts: names of rows, answered keys.

It lies in the cache folder and may be deleted at any time: names are then given anew, and a change that
is sent twice is recognised by the merge instead of by its key.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.desk.rows import Row, Rows
from pipeline.model import Cue

KEYS_KEPT = 500
"""How many answered keys are remembered; a browser sends again only what it has no answer to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One track as the desk last saw it."""

    revision: str = ""
    rows: Rows = ()
    keys: tuple[str, ...] = ()
    """Of the changes that were answered, the oldest first."""


def load_snapshot(path: Path) -> Snapshot:
    """What was remembered; nothing if there is no such file or it is damaged."""
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        value = json.loads(path.read_bytes())
        rows = tuple(
            Row(str(name), Cue(start_ms=int(start), end_ms=int(end), text=str(text), settings=str(settings)))
            for name, start, end, text, settings in value["rows"]
        )
        return Snapshot(revision=str(value["revision"]), rows=rows, keys=tuple(map(str, value["keys"])))
    return Snapshot()


def save_snapshot(path: Path, *, revision: str, rows: Rows, keys: Iterable[str]) -> None:
    """Remember a track; a disk that refuses costs the names only.

    Not forced to the disk: after a power cut the caption file alone has to be right.
    """
    value = {
        "revision": revision,
        "rows": [(row.id, row.cue.start_ms, row.cue.end_ms, row.cue.text, row.cue.settings) for row in rows],
        "keys": list(keys)[-KEYS_KEPT:],
    }
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        part.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
        part.replace(path)
