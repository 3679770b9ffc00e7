"""Two languages in one file: the first where captions stand, the second at the top of the picture."""

from __future__ import annotations

from dataclasses import replace

from pipeline.formats.styled import Document, Placement, StyledCue


def join_languages(lower: Document, upper: Document) -> Document:
    """One document with the cues of both; no time and no word changes.

    Where a cue of the first language stands at the top already, it stays there, and the other language's cues of that
    moment stand at the bottom.

    Args:
        lower: The first language.
        upper: The second, of the same video.
    """
    raised = tuple(cue for cue in lower.cues if cue.placement.row == "top")
    moved = tuple(replace(cue, placement=_free_place(cue, raised), settings="") for cue in upper.cues)
    cues = sorted((*lower.cues, *moved), key=lambda cue: (cue.start_ms, cue.placement.row == "top", cue.end_ms))
    title = " · ".join(filter(None, (lower.title, upper.title)))
    return Document(cues=tuple(cues), language=lower.language, title=title, notes=(*lower.notes, *upper.notes))


def _free_place(cue: StyledCue, raised: tuple[StyledCue, ...]) -> Placement:
    is_taken = any(other.start_ms < cue.end_ms and cue.start_ms < other.end_ms for other in raised)
    return Placement(row="bottom" if is_taken else "top")
