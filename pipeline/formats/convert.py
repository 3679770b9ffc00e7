"""From one caption format to another: what both can say is kept, what is lost is listed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath

from pipeline.dataclass import dataclass
from pipeline.errors import SubtitleError, UsageError
from pipeline.formats.reading import ReadCues
from pipeline.formats.repairs import Repair
from pipeline.formats.srt_text import cue_to_styled, styled_to_cue
from pipeline.formats.styled import Document, Losses, ReadDocument
from pipeline.text import counted

FORMAT_NAMES = ("srt", "vtt", "ttml", "txt")
"""What can be written."""
READABLE_FORMATS = ("srt", "vtt", "ttml", "sbv", "ass")
_BY_SUFFIX = {
    ".srt": "srt",
    ".vtt": "vtt",
    ".webvtt": "vtt",
    ".ttml": "ttml",
    ".dfxp": "ttml",
    ".xml": "ttml",
    ".sbv": "sbv",
    ".ass": "ass",
    ".ssa": "ass",
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


def names_format(path: PurePath) -> bool:
    """Whether a file's name promises a format that has times; any other file is read as SubRip.

    >>> names_format(PurePath("talk.vtt")), names_format(PurePath("talk.pt"))
    (True, False)
    """
    return _BY_SUFFIX.get(path.suffix.lower(), "txt") != "txt"


def find_format(data: bytes, *, path: str) -> str:
    """The format that a file is in, whatever its name promises; SubRip where nothing says another."""
    return sniff_format(data) or "srt"


def read_captions(data: bytes, *, path: str, losses: Losses, format_name: str = "", language: str = "") -> ReadDocument:
    """Read a caption file of any format: the one that it is in, whatever its name promises.

    Args:
        data: The whole file.
        path: Its name, for messages, for its format where the text does not show it, and for its code page.
        losses: Collects what cannot be kept.
        format_name: One of `READABLE_FORMATS` that outranks the name; empty for the name's.
        language: BCP-47 tag of the text, for its code page; empty for the one in the name.

    Raises:
        SubtitleError: The file is empty or cannot be read.
        UsageError: The format has no times, so there is nothing to make captions of.
    """
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise SubtitleError(path=path, reason="is empty: there are no captions in it")
    promised = format_name or format_of(path)
    if promised == "txt":
        raise UsageError(reason=f"{path}: plain text has no times, so no captions can be made from it alone")
    found = sniff_format(data) or promised
    if found == "ttml":
        from pipeline.formats.ttml_reading import read_ttml

        return _named(read_ttml(data, path=path, language=language), found, promised)
    if found == "vtt" and promised != "vtt":
        return _named(_read_vtt(data, path, language), found, promised)
    if found == "vtt":
        return _read_vtt(data, path, language)
    read = _plain_reader(found)(data, path=path, language=language)
    document = Document(cues=tuple(cue_to_styled(cue, losses) for cue in read.cues))
    return _named(ReadDocument(document=document, repairs=read.repairs, encoding=read.encoding), found, promised)


def read_cues(data: bytes, *, path: str, format_name: str = "", language: str = "") -> ReadCues:
    """Read a caption file of any format into plain cues with SubRip's formatting, by their start.

    What SubRip cannot say is among the repairs.

    Raises:
        SubtitleError: The file is empty or cannot be read.
        UsageError: The format has no times.
    """
    losses = Losses()
    read = read_captions(data, path=path, losses=losses, format_name=format_name, language=language)
    cues = tuple(styled_to_cue(cue, losses) for cue in read.document.cues)
    lost = [
        Repair(line=1, message=f"lost in {counted(count, 'cue')}: {what}") for what, count in losses.items() if count
    ]
    return ReadCues(cues=cues, repairs=(*read.repairs, *lost), encoding=read.encoding)


def sniff_format(data: bytes) -> str:
    """The format that a file's beginning shows, or empty where only SubRip is left or nothing is sure."""
    from pipeline.formats.sbv_reading import is_sbv
    from pipeline.formats.substation import is_substation

    # All that tells formats apart is ASCII: without NULs and marks, UTF-16 reads the same.
    head = data[:8_000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").decode("latin-1")
    if re.match(r"WEBVTT(?:\s|$)", head):
        return "vtt"
    if re.match(r"(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:\w+:)?tt[\s>]", head, re.DOTALL):
        return "ttml"
    if is_sbv(head):
        return "sbv"
    return "ass" if is_substation(head) else ""


def _named(read: ReadDocument, found: str, promised: str) -> ReadDocument:
    """Says so where a file is in another format than its name promises."""
    if found == promised:
        return read
    repair = Repair(line=1, message=f"is {_SPOKEN_NAMES[found]}, though its name says {_SPOKEN_NAMES[promised]}")
    return replace(read, repairs=(repair, *read.repairs))


_SPOKEN_NAMES = {"srt": "SubRip", "vtt": "WebVTT", "ttml": "TTML", "sbv": "SubViewer", "ass": "SubStation"}


def _read_vtt(data: bytes, path: str, language: str) -> ReadDocument:
    """WebVTT; without its header it is read as SubRip is, where that is possible."""
    from pipeline.formats.srt import parse_srt
    from pipeline.formats.vtt_reading import read_vtt

    try:
        return read_vtt(data, path=path, language=language)
    except SubtitleError as error:
        if "does not begin" not in error.reason:
            raise
        read = parse_srt(data, path=path, language=language)
    header = Repair(line=1, message="the line WEBVTT is missing at the beginning; read as SubRip")
    document = Document(cues=tuple(cue_to_styled(cue, Losses()) for cue in read.cues))
    return ReadDocument(document=document, repairs=(header, *read.repairs), encoding=read.encoding)


def _plain_reader(format_name: str) -> Callable[..., ReadCues]:
    from pipeline.formats.sbv_reading import parse_sbv
    from pipeline.formats.srt import parse_srt
    from pipeline.formats.substation import parse_substation

    return {"srt": parse_srt, "sbv": parse_sbv, "ass": parse_substation}[format_name]


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
        language: BCP-47 tag to write where the target has a place for it, and to choose an old code page
            by; empty keeps the source's.
        from_format: One of `READABLE_FORMATS`, or empty.

    Raises:
        SubtitleError: The source cannot be read.
        UsageError: A format is not known.
    """
    losses = Losses()
    target_format = format_of(target)
    read = read_captions(data, path=source, format_name=from_format, losses=losses, language=language)
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


def _write_srt(document: Document, path: str, losses: Losses) -> str:
    from pipeline.formats.srt import format_srt

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
