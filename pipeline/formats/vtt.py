"""WebVTT files, written: https://www.w3.org/TR/webvtt1/. `vtt_reading` reads them."""

from __future__ import annotations

from pipeline.errors import InvalidCue
from pipeline.formats.reading import clean_text
from pipeline.formats.styled import Document, Losses, StyledCue
from pipeline.formats.vtt_settings import format_settings
from pipeline.formats.vtt_text import format_tokens
from pipeline.timing import format_timestamp


def format_vtt(document: Document, losses: Losses | None = None, *, path: str = "captions") -> str:
    """Write a WebVTT file. `read_vtt` gives the same cues again, whatever their text.

    Args:
        document: Cues in the order in which they shall stand; the format wants them by start time.
        losses: Collects what WebVTT cannot say.
        path: Named in errors.

    Raises:
        InvalidCue: A cue without text or duration, which browsers drop.
    """
    losses = Losses() if losses is None else losses
    blocks = ["WEBVTT" + (f" - {_one_line(document.title)}" if document.title else "")]
    blocks += [f"NOTE\n{_safe_block(note)}" for note in document.notes if note.strip()]
    blocks += [f"REGION\n{_safe_block(region)}" for region in document.regions]
    blocks += [f"STYLE\n{_safe_block(style)}" for style in document.styles]
    for number, cue in enumerate(document.cues, start=1):
        text = format_tokens(cue.tokens, losses)
        if not text or not 0 <= cue.start_ms < cue.end_ms:
            raise InvalidCue(path=path, number=number, reason="it has no text or no duration")
        blocks.append(_format_cue(cue, text))
    return "\n\n".join(blocks) + "\n"


def _format_cue(cue: StyledCue, text: str) -> str:
    times = " --> ".join(format_timestamp(time_ms, separator=".") for time_ms in (cue.start_ms, cue.end_ms))
    settings = cue.settings or format_settings(cue.placement)
    head = f"{times} {settings}" if settings else times
    identifier = _one_line(cue.identifier)
    return f"{identifier}\n{head}\n{text}" if identifier else f"{head}\n{text}"


def _one_line(text: str) -> str:
    return " ".join(clean_text(text).replace("-->", "→").split())


def _safe_block(text: str) -> str:
    """Text of a comment: a blank line would end it, an arrow would make it a cue."""
    lines = clean_text(text).replace("-->", "→").split("\n")
    return "\n".join(line for line in lines if line.strip())
