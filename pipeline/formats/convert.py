"""From one caption format to another: what both can say is kept, what is lost is listed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import PurePath

from pipeline.errors import UsageError
from pipeline.formats.reading import Repair
from pipeline.formats.styled import Document, Losses, ReadDocument

FORMAT_NAMES = ("srt", "vtt", "ttml", "txt")
_BY_SUFFIX = {
    ".srt": "srt",
    ".vtt": "vtt",
    ".webvtt": "vtt",
    ".ttml": "ttml",
    ".dfxp": "ttml",
    ".xml": "ttml",
    ".txt": "txt",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """A file in another format."""

    data: bytes
    """UTF-8, line feeds, no byte order mark."""
    repairs: tuple[Repair, ...]
    """What had to be repaired in the source."""
    losses: tuple[tuple[str, int], ...]
    """What the target cannot say, in words, and in how many cues it was."""


def format_of(path: str) -> str:
    """The format that a file's name promises.

    Raises:
        UsageError: The name ends in none that is known.

    >>> format_of("talk.pt-BR.vtt")
    'vtt'
    """
    name = _BY_SUFFIX.get(PurePath(path).suffix.lower())
    if name is None:
        known = ", ".join(sorted(_BY_SUFFIX))
        raise UsageError(reason=f"{path}: no caption format known by this name; use one of {known}, or name the format")
    return name


def read_captions(data: bytes, *, path: str, format_name: str, losses: Losses) -> ReadDocument:
    """Read a caption file of any format.

    Raises:
        SubtitleError: The file cannot be read.
        UsageError: The format has no times, so there is nothing to make captions of.
    """
    if format_name == "srt":
        return _read_srt(data, path, losses)
    if format_name == "vtt":
        from pipeline.formats.vtt_reading import read_vtt

        return read_vtt(data, path=path)
    if format_name == "ttml":
        from pipeline.formats.ttml_reading import read_ttml

        return read_ttml(data, path=path)
    raise UsageError(reason=f"{path}: plain text has no times, so no captions can be made from it alone")


def write_captions(document: Document, *, path: str, format_name: str, losses: Losses) -> str:
    """Write a caption file of any format.

    Raises:
        InvalidCue: A cue cannot be written.
        UsageError: There is no such format.
    """
    writers: dict[str, Callable[[], str]] = {
        "srt": lambda: _write_srt(document, path, losses),
        "vtt": lambda: _write_vtt(document, path, losses),
        "ttml": lambda: _write_ttml(document, path, losses),
        "txt": lambda: _write_plain(document, losses),
    }
    if format_name not in writers:
        raise UsageError(reason=f"no caption format {format_name!r}; known: {', '.join(FORMAT_NAMES)}")
    return writers[format_name]()


def convert_captions(data: bytes, *, source: str, target: str, language: str = "", from_format: str = "") -> Converted:
    """Turn the bytes of one caption file into those of another.

    Cues that no format can hold (without text or duration) are left out and listed; the others are
    sorted by their start, as WebVTT and TTML want them.

    Args:
        data: The source file.
        source: Its name, which says its format unless `from_format` does.
        target: The other file's name, which says its format.
        language: BCP-47 tag to write where the target has a place for it; empty keeps the source's.
        from_format: One of `FORMAT_NAMES`, or empty.

    Raises:
        SubtitleError: The source cannot be read.
        UsageError: A format is not known.
    """
    losses = Losses()
    target_format = format_of(target)
    read = read_captions(data, path=source, format_name=from_format or format_of(source), losses=losses)
    document = legal_document(replace(read.document, language=language or read.document.language), losses)
    if target_format != "vtt":
        losses["style sheets"] += len(document.styles)
    if target_format in ("srt", "txt"):
        losses["comments"] += len(document.notes)
    text = write_captions(document, path=target, format_name=target_format, losses=losses)
    lost = tuple((what, count) for what, count in losses.items() if count)
    return Converted(data=text.encode(), repairs=read.repairs, losses=lost)


def legal_document(document: Document, losses: Losses) -> Document:
    """The document with only complete cues, by their start."""
    legal = [cue for cue in document.cues if cue.plain.strip() and 0 <= cue.start_ms < cue.end_ms]
    losses["the whole cue: it has no text or no duration"] += len(document.cues) - len(legal)
    return replace(document, cues=tuple(sorted(legal, key=lambda cue: cue.start_ms)))


def _read_srt(data: bytes, path: str, losses: Losses) -> ReadDocument:
    from pipeline.formats.srt import parse_srt
    from pipeline.formats.srt_text import cue_to_styled

    read = parse_srt(data, path=path)
    document = Document(cues=tuple(cue_to_styled(cue, losses) for cue in read.cues))
    return ReadDocument(document=document, repairs=read.repairs, encoding=read.encoding)


def _write_srt(document: Document, path: str, losses: Losses) -> str:
    from pipeline.formats.srt import format_srt
    from pipeline.formats.srt_text import styled_to_cue

    return format_srt([styled_to_cue(cue, losses) for cue in document.cues], path=path)


def _write_vtt(document: Document, path: str, losses: Losses) -> str:
    from pipeline.formats.vtt import format_vtt

    return format_vtt(document, losses, path=path)


def _write_ttml(document: Document, path: str, losses: Losses) -> str:
    from pipeline.formats.ttml import format_ttml

    return format_ttml(document, losses, path=path)


def _write_plain(document: Document, losses: Losses) -> str:
    from pipeline.formats.plain import format_plain

    return format_plain(document, losses)
