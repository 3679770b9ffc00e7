"""Bytes of a person's caption file → clean numbered lines, with every repair listed.

Caption files come from every editor of the last thirty years: UTF-16 from Windows, legacy code
pages, old Macintosh line ends, stray control characters. This layer makes lines of plain Unicode
of them and says what it did; the readers of each format build on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.dataclass import dataclass
from pipeline.errors import SubtitleError
from pipeline.formats.encodings import decode_text
from pipeline.formats.repairs import Repair
from pipeline.model import Cue

__all__ = ["Line", "ReadCues", "Repair", "clean_text", "is_clean", "read_lines"]

Line = tuple[int, str]
"""Number of the line in the file, counted from 1, and its text without white space at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCues:
    """What was read from one caption file."""

    cues: tuple[Cue, ...]
    """In the order of the file."""
    repairs: tuple[Repair, ...] = ()
    """In the order of the lines."""
    encoding: str = "utf-8"
    """Python's name of the encoding that the file was in."""

    @property
    def losses(self) -> tuple[Repair, ...]:
        """The cues that could not be read."""
        return tuple(repair for repair in self.repairs if repair.is_loss)


MAX_LINES = 1_000_000
MAX_CUE_LINES = 1_000
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]|^\ufeff+")
# Vertical tab, form feed, next line, line and paragraph separator end a line in some editors.
_LINE_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")


def read_lines(
    data: bytes, *, path: str, language: str = "", keeps_spaces: bool = False
) -> tuple[list[Line], list[Repair], str]:
    """Decode a file and split it into lines without control characters and without white space at their ends.

    Args:
        data: The whole file.
        path: Its name; a language in it (`talk.ru.srt`) tells which legacy encoding to expect.
        language: BCP-47 tag that outranks the name's; empty if not known.
        keeps_spaces: Whether a line of white space alone is one space: in WebVTT it is not blank.

    Returns:
        The lines, what was repaired, and the encoding's name. Takes time linear in the size.

    Raises:
        SubtitleError: No encoding fits.
    """
    text, encoding, repairs = decode_text(data, path, language)
    if "\r" in text:
        ending = "CRLF" if "\r\n" in text else "CR"
        repairs.append(Repair(line=1, message=f"line ends are {ending}"))
        text = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > MAX_LINES:
        raise SubtitleError(path=path, reason=f"has more than {MAX_LINES:,} lines; a day of captions has 100,000")
    rows = enumerate(text.split("\n"), start=1)
    if not _CONTROLS.search(text) and "\ufeff" not in text:
        blank = " " if keeps_spaces else ""
        return [(number, line.rstrip() or (line and blank)) for number, line in rows], repairs, encoding
    lines: list[Line] = []
    for number, line in rows:
        if _CONTROLS.search(line):
            repairs.append(Repair(line=number, message="control characters removed"))
            lines += [(number, part) for part in clean_text(line).split("\n")]
        else:
            lines.append((number, line.rstrip()))
    return lines, repairs, encoding


def refuse_endless(texts: Iterable[str], path: str) -> None:
    """No cue of a file may have more lines than a picture has rows.

    Raises:
        SubtitleError: One has; it names the cue.
    """
    for number, text in enumerate(texts, start=1):
        if text.count("\n") >= MAX_CUE_LINES:
            raise SubtitleError(path=path, reason=f"cue {number} has more than {MAX_CUE_LINES:,} lines")


def clean_text(text: str) -> str:
    r"""Text as it can stand in a caption: no control characters, no white space at the ends of its lines.

    >>> clean_text("a\0b \x0bc")
    'ab\nc'
    """
    text = _LINE_BREAKS.sub("\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(_CONTROLS.sub("", line).rstrip() for line in text.split("\n"))


def is_clean(text: str) -> bool:
    """Whether `clean_text` would leave the text as it is."""
    if all(line.isprintable() and not line.endswith(" ") for line in text.split("\n")):
        return True  # nearly all: what can be printed is no control character, and has no white space but the space
    return clean_text(text) == text
