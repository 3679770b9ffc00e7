"""How each track was cut, kept in `build/cuts/`: losing it costs time only."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
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
        value = json.loads(read_bytes(path, limit_bytes=MAX_RECORD_BYTES))
        if _is_table(value):
            return {key: tuple(tuple(cue) for cue in cut) for key, cut in value.items()}
    return {}


def save_cuts(workspace: Workspace, video: str, language: str, cuts: Mapping[str, tuple[tuple[int, ...], ...]]) -> None:
    """Keep what a track was cut into; where that cannot be written, the next build searches again."""
    with contextlib.suppress(PipelineError):
        path = workspace.inside(workspace.cuts_path(video, language))
        write_atomic(path, json.dumps(cuts, separators=(",", ":")).encode(), is_lasting=False)


def _is_table(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    cuts = [cut for cut in value.values() if isinstance(cut, list)]
    cues = [cue for cut in cuts for cue in cast("list[object]", cut) if isinstance(cue, list)]
    places = [place for cue in cues for place in cast("list[object]", cue)]
    is_deep = len(cuts) == len(value) and len(cues) == sum(map(len, cuts))
    return is_deep and all(type(place) is int for place in places)
