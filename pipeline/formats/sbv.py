"""SubViewer as YouTube writes it (`.sbv`): times, text, a blank line."""

from __future__ import annotations

from pipeline.formats.styled import Document, StyledCue
from pipeline.timing import format_timestamp


def format_sbv(document: Document) -> str:
    """Write a document; markup and places have no word in this format.

    Args:
        document: Cues in order of their start.
    """
    return "\n".join(_cue_block(cue) for cue in document.cues)


def _cue_block(cue: StyledCue) -> str:
    lines = [line for line in cue.plain.split("\n") if line.strip()]
    start, end = (format_timestamp(time_ms, separator=".").removeprefix("0") for time_ms in (cue.start_ms, cue.end_ms))
    return "\n".join((f"{start},{end}", *lines, ""))
