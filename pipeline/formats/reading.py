"""Bytes of a person's caption file → clean numbered lines, with every repair listed.

Caption files come from every editor of the last thirty years: UTF-16 from Windows, legacy code
pages, old Macintosh line ends, stray control characters. This layer makes lines of plain Unicode
of them and says what it did; the readers of each format build on it.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import PurePath

from pipeline.model import Cue

Line = tuple[int, str]
"""Number of the line in the file, counted from 1, and its text without white space at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One thing that was wrong in a file and how it was read."""

    line: int
    """Counted from 1; 1 for what concerns the whole file."""
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCues:
    """What was read from one caption file."""

    cues: tuple[Cue, ...]
    """In the order of the file."""
    repairs: tuple[Repair, ...] = ()
    """In the order of the lines."""
    encoding: str = "utf-8"
    """Python's name of the encoding that the file was in."""


_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What Windows editors of each language wrote before Unicode. The language is in the file's name.
_LEGACY = {
    **dict.fromkeys(("be", "bg", "kk", "mk", "mn", "ru", "sr", "uk"), "cp1251"),
    **dict.fromkeys(("bs", "cs", "hr", "hu", "pl", "ro", "sk", "sl", "sq"), "cp1250"),
    **dict.fromkeys(("ar", "fa", "ur"), "cp1256"),
    **dict.fromkeys(("et", "lt", "lv"), "cp1257"),
    **{"el": "cp1253", "tr": "cp1254", "az": "cp1254", "he": "cp1255", "vi": "cp1258", "th": "cp874"},
    **{"ja": "cp932", "ko": "cp949", "zh": "gb18030", "zh-hant": "cp950", "zh-tw": "cp950", "zh-hk": "cp950"},
}
# Bytes that are not UTF-8, as `surrogateescape` shows them → what they are in Windows' Latin code page.
_ESCAPED = {0xDC00 + byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0x100)}
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]|^\ufeff")
# Vertical tab, form feed, next line, line and paragraph separator end a line in some editors.
_LINE_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")


def read_lines(data: bytes, *, path: str) -> tuple[list[Line], list[Repair], str]:
    """Decode a file and split it into lines without control characters and without white space at their ends.

    Args:
        data: The whole file.
        path: Its name; a language in it (`talk.ru.srt`) tells which legacy encoding to expect.

    Returns:
        The lines, what was repaired, and the encoding's name. Takes time linear in the size.
    """
    text, encoding, repairs = decode_text(data, path)
    if "\r" in text:
        ending = "CRLF" if "\r\n" in text else "CR"
        repairs.append(Repair(line=1, message=f"line ends are {ending}"))
        text = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    rows = enumerate(text.split("\n"), start=1)
    if not _CONTROLS.search(text) and "\ufeff" not in text:
        return [(number, line.rstrip()) for number, line in rows], repairs, encoding
    lines: list[Line] = []
    for number, line in rows:
        if _CONTROLS.search(line):
            repairs.append(Repair(line=number, message="control characters removed"))
            lines += [(number, part) for part in clean_text(line).split("\n")]
        else:
            lines.append((number, line.rstrip()))
    return lines, repairs, encoding


def clean_text(text: str) -> str:
    r"""Text as it can stand in a caption: no control characters, no white space at the ends of its lines.

    >>> clean_text("a\0b \x0bc")
    'ab\nc'
    """
    text = _LINE_BREAKS.sub("\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(_CONTROLS.sub("", line).rstrip() for line in text.split("\n"))


def is_clean(text: str) -> bool:
    """Whether `clean_text` would leave the text as it is."""
    return clean_text(text) == text


def decode_text(data: bytes, path: str) -> tuple[str, str, list[Repair]]:
    """The text of a file, the name of its encoding, and what was odd about it."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            repair = Repair(line=1, message=f"byte order mark of {encoding.upper()} removed")
            text, broken = _decode_with(data[len(mark) :], encoding)
            return text, encoding, [repair, *broken]
    if wide := _wide_encoding(data):
        text, broken = _decode_with(data, wide)
        return text, wide, [Repair(line=1, message=f"read as {wide.upper()} without a byte order mark"), *broken]
    return _decode_narrow(data, path)


def _decode_narrow(data: bytes, path: str) -> tuple[str, str, list[Repair]]:
    """UTF-8 if it is, UTF-8 with a few foreign bytes if it mostly is, else the language's old code page."""
    text = data.decode("utf-8", "surrogateescape")
    foreign = len(re.findall("[\udc80-\udcff]", text))
    if not foreign:
        return text, "utf-8", []
    if len(re.findall("[^\x00-\x7f\udc80-\udcff]", text)) > foreign:
        return text.translate(_ESCAPED), "utf-8", _foreign_bytes(text)
    encoding = legacy_encoding(path)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        encoding, text = "cp1252", text.translate(_ESCAPED)
    return text, encoding, [Repair(line=1, message=f"not UTF-8; read as {encoding}")]


def legacy_encoding(path: str) -> str:
    """The encoding to expect in a file that is not Unicode, from the language in its name.

    >>> legacy_encoding("talk.ru.srt"), legacy_encoding("talk.srt")
    ('cp1251', 'cp1252')
    """
    language = PurePath(PurePath(path).stem).suffix.removeprefix(".").lower()
    return _LEGACY.get(language) or _LEGACY.get(language.split("-")[0], "cp1252")


def _decode_with(data: bytes, encoding: str) -> tuple[str, list[Repair]]:
    """Decode wide characters; half ones at the end or in the middle become U+FFFD and are reported."""
    if encoding == "utf-8":
        text = data.decode("utf-8", "surrogateescape")
        return text.translate(_ESCAPED), _foreign_bytes(text)
    text = data.decode(encoding, "replace")
    whole = data.decode(encoding, "ignore")
    lost = len(text) - len(whole)
    return text, [Repair(line=1, message=f"{lost} damaged characters shown as \ufffd")] if lost else []


def _foreign_bytes(text: str) -> list[Repair]:
    if not re.search("[\udc80-\udcff]", text):
        return []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    message = "bytes that are not UTF-8 read as cp1252"
    return [
        Repair(line=number, message=message)
        for number, line in enumerate(lines, 1)
        if re.search("[\udc80-\udcff]", line)
    ]


def _wide_encoding(data: bytes) -> str:
    """UTF-16 without its mark shows as many NULs on one side: caption files are full of ASCII."""
    sample = data[:4096]
    if len(sample) < 8 or sample.count(0) * 4 < len(sample):
        return ""
    odd, even = sample[1::2].count(0), sample[0::2].count(0)
    if odd > 4 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 4 * odd else ""
