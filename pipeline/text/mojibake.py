"""Mojibake: text that was UTF-8, read in an old code page and saved so: “NÃ£o” for “Não”. Found and undone."""

from __future__ import annotations

import re
from functools import lru_cache

_PAGES = ("cp1252", "cp1251", "cp1250", "cp1254", "cp1253", "cp1257", "mac_roman", "cp850", "cp437")
_ROUNDS = 3
"""A file may have gone through it more than once."""
_FEWEST = 2
"""Fewer places may be chance: `«CAFÉ»` ends as a mangled letter would."""
_SHARE = 0.5
"""Of all characters beyond ASCII, so many are parts of mangled ones; the others a person may have put right."""
_SHARE_OF_FEW = 0.6
_LOST_NBSP = re.compile(r"(?<![A-ZÀ-Þ])Ã(?: (?= )|(?=[ \n]|$))", re.MULTILINE)
"""`à` ends in a space that does not break, which editors make a plain one or drop."""


def find_mojibake(text: str) -> tuple[str, str] | None:
    """A mangled word and what it was, if a text is mojibake; None for any other text.

    >>> find_mojibake("NÃ£o Ã© uma questÃ£o simples.")
    ('NÃ£o', 'Não')
    """
    repaired = repair_mojibake(text)
    if repaired == text:
        return None
    words = zip(text.split(), repaired.split(), strict=False)
    return next((pair for pair in words if pair[0] != pair[1]), None)


def repair_mojibake(text: str) -> str:
    """The text as it was before; the same text where it is no mojibake. Takes time linear in the text.

    >>> repair_mojibake("questÃ£o, nÃ£o? – É"), repair_mojibake("Não, «CAFÉ»")
    ('questão, não? – É', 'Não, «CAFÉ»')
    """
    for _ in range(_ROUNDS):
        repaired = _repair_once(text)
        if repaired == text:
            break
        text = repaired
    return text


def _repair_once(text: str) -> str:
    beyond = sum(char > "\x7f" for char in text)
    if beyond < 2 * _FEWEST:
        return text
    best, best_page, most = text, "", 0
    for page in _PAGES:
        repaired, found, used = _undo(text, page)
        share = _SHARE if found > _FEWEST else _SHARE_OF_FEW
        if found >= _FEWEST and used >= share * beyond and used > most:
            best, best_page, most = repaired, page, used
        if most == beyond:
            break
    return _LOST_NBSP.sub("à", best) if best_page == "cp1252" else best


def _undo(text: str, page: str) -> tuple[str, int, int]:
    """The text with each mangled character undone, how many there were, and of how many characters."""
    table, pattern = _table(page)
    found = used = 0

    def restore(match: re.Match[str]) -> str:
        nonlocal found, used
        try:
            char = bytes(table[one] for one in match.group()).decode("utf-8")
        except UnicodeDecodeError:
            return match.group()
        if not _is_plausible(char):
            return match.group()
        found, used = found + 1, used + len(match.group())
        return char

    return pattern.sub(restore, text), found, used


@lru_cache(maxsize=len(_PAGES))
def _table(page: str) -> tuple[dict[str, int], re.Pattern[str]]:
    """Each character of a code page with its byte, and what a UTF-8 sequence looks like in it."""
    table: dict[str, int] = {}
    for byte in range(0x80, 0x100):
        try:
            table[bytes([byte]).decode(page)] = byte
        except UnicodeDecodeError:
            continue
    for byte in range(0x80, 0xA0):  # Latin-1, and what Windows and browsers make of bytes that a page does not define
        table.setdefault(chr(byte), byte)

    def chars(first: int, last: int) -> str:
        return "[" + "".join(re.escape(char) for char, byte in table.items() if first <= byte <= last) + "]"

    rest = chars(0x80, 0xBF)
    two, three, four = (chars(*bounds) for bounds in ((0xC2, 0xDF), (0xE0, 0xEF), (0xF0, 0xF4)))
    return table, re.compile(f"{two}{rest}|{three}{rest}{{2}}|{four}{rest}{{3}}")


def _is_plausible(char: str) -> bool:
    """Whether a caption is likely to hold a character: no phonetic signs, no rare letters of two bytes.

    The controls from 0x80 on may be bytes of a text that was mangled twice.
    """
    code = ord(char)
    is_cyrillic = 0x0401 <= code <= 0x045F or 0x0490 <= code <= 0x0491
    is_two_bytes = code < 0x0800
    common = 0x80 <= code <= 0x024F or 0x0386 <= code <= 0x03CE or is_cyrillic or 0x05B0 <= code <= 0x06FF
    combining = 0x0300 <= code <= 0x0341
    return not is_two_bytes or common or combining
