"""How each track was cut, kept in `build/cuts/`: losing it costs time only.

It says when the voice says each cue, so a file that was damaged must be known as such: its first line is a digest of
the rest.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import cast

from pipeline.errors import PipelineError
from pipeline.files import MAX_RECORD_BYTES, read_bytes, write_atomic
from pipeline.workspace.folder import Workspace

Cuts = dict[str, tuple[tuple[int, ...], ...]]
"""See `pipeline.cues.Cut`, by digest."""


def load_cuts(workspace: Workspace, video: str, language: str) -> Cuts:
    """What is known of a track; nothing where the file is missing or damaged."""
    with contextlib.suppress(PipelineError, ValueError, RecursionError):
        path = workspace.inside(workspace.cuts_path(video, language))
        digest, _, record = read_bytes(path, limit_bytes=MAX_RECORD_BYTES).partition(b"\n")
        value = json.loads(record if digest == _digest(record) else b"{}")
        if _is_table(value):
            return {key: tuple(tuple(cue) for cue in cut) for key, cut in value.items()}
    return {}


def save_cuts(workspace: Workspace, video: str, language: str, cuts: Mapping[str, tuple[tuple[int, ...], ...]]) -> None:
    """Keep what a track was cut into; where that cannot be written, the next build searches again."""
    with contextlib.suppress(PipelineError):
        path = workspace.inside(workspace.cuts_path(video, language))
        record = json.dumps(cuts, separators=(",", ":")).encode()
        write_atomic(path, b"%b\n%b" % (_digest(record), record), is_lasting=False)


def _digest(record: bytes) -> bytes:
    return blake2b(record, digest_size=16).hexdigest().encode()


def _is_table(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    cuts = [cut for cut in value.values() if isinstance(cut, list)]
    cues = [cue for cut in cuts for cue in cast("list[object]", cut) if isinstance(cue, list)]
    places = [place for cue in cues for place in cast("list[object]", cue)]
    is_deep = len(cuts) == len(value) and len(cues) == sum(map(len, cuts))
    return is_deep and all(type(place) is int for place in places)
