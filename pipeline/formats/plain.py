"""A plain text to read: the spoken words without times, in paragraphs."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.formats.styled import Document, Losses, StyledCue
from pipeline.languages import writes_without_spaces

_PAUSE_MS = 2_000  # a silence that starts a new paragraph


def format_plain(document: Document, losses: Losses | None = None) -> str:
    """Write the text of all cues: a new paragraph after a pause of two seconds or at a new speaker.

    Args:
        document: Cues in order; a cue without text is left out.
        losses: Collects what plain text cannot say.
    """
    losses = Losses() if losses is None else losses
    paragraphs: list[list[str]] = []
    end_ms, speaker = None, ""
    for cue in document.cues:
        text = _running_text(cue.plain, document.language)
        if not text:
            continue
        name = next((token.argument for token in cue.tokens if token.value == "voice"), speaker)
        if end_ms is None or cue.start_ms - end_ms >= _PAUSE_MS or name != speaker:
            paragraphs.append([f"{name}: {text}" if name != speaker else text])
        else:
            paragraphs[-1].append(text)
        end_ms, speaker = cue.end_ms, name
    _note_losses(document.cues, losses)
    glue = "" if writes_without_spaces(document.language) else " "
    return "".join(glue.join(texts) + "\n\n" for texts in paragraphs).removesuffix("\n")


def _running_text(text: str, language: str) -> str:
    glue = "" if writes_without_spaces(language) else " "
    return glue.join(line.strip() for line in text.split("\n") if line.strip())


def _note_losses(cues: Iterable[StyledCue], losses: Losses) -> None:
    losses["times"] += sum(1 for _ in cues)
    for cue in cues:
        losses["places on the picture"] += cue.placement.row != "bottom" or cue.placement.column != "center"
        losses["italics and other markup"] += any(t.kind == "open" and t.value != "voice" for t in cue.tokens)
