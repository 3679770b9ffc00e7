"""The file of edited cues that have no place any more."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.edits import make_legal
from pipeline.files import read_bytes, write_if_changed
from pipeline.formats import format_srt, parse_srt
from pipeline.model import Cue


def add_rejects(path: Path, rejects: Sequence[Cue]) -> int:
    """Add cues to a file of rejects, which keeps what is in it; says how many of them hold any text.

    Raises:
        SubtitleError: The file is there and cannot be read; it stays as it is.
        InputError: It cannot be written.
    """
    kept, _ = make_legal(tuple(rejects))
    if not kept:
        return 0
    old, _ = make_legal(parse_srt(read_bytes(path), path=str(path)).cues if path.exists() else ())
    known = {(cue.start_ms, cue.end_ms, cue.text) for cue in old}
    new = tuple(cue for cue in kept if (cue.start_ms, cue.end_ms, cue.text) not in known)
    write_if_changed(path, format_srt((*old, *new), path=str(path)).encode())
    return len(kept)
