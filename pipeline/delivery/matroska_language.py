"""The BCP-47 language of a Matroska track, which FFmpeg does not write.

Matroska (RFC 9559) has two elements for a track's language: three letters, and `LanguageBCP47`, which players
prefer. A track's title is written longer than it is; in the room that this leaves, the second element is put in
afterwards, so that nothing in the file moves.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

_SEGMENT, _TRACKS, _TRACK_ENTRY = 0x18538067, 0x1654AE6B, 0xAE
_NAME, _LANGUAGE_BCP47, _VOID, _CRC32 = 0x536E, 0x22B59D, 0xEC, 0xBF
_HEAD_BYTES = 1 << 20
"""The tracks stand before the first pictures."""
PADDING = "\u2003" * 16
"""Written behind a title to keep room: 48 bytes, for a tag of up to 35 characters (BCP-47's recommendation)."""


def write_languages(path: Path, titles: Sequence[tuple[str, str]]) -> None:
    """Give tracks their language.

    Args:
        path: A Matroska file that was written with `PADDING` behind the titles.
        titles: Title and BCP-47 tag of each padded track, in order.

    Raises:
        ValueError: The file has other tracks than these.
    """
    with path.open("r+b") as file:
        head = bytearray(file.read(_HEAD_BYTES))
        start, end = _tracks(head)
        waiting = list(titles)
        for name_start, name_end in _padded_names(head, start, end):
            title, tag = waiting.pop(0)
            head[name_start:name_end] = _replacement(title, tag, name_end - name_start)
        if waiting:
            raise ValueError(f"{len(waiting)} tracks were not found in {path.name}")
        _renew_checksum(head, start, end)
        file.seek(0)
        file.write(head)


def _replacement(title: str, tag: str, room: int) -> bytes:
    """The title, the language, and nothing for what is left of the room."""
    name, language = title.encode(), tag.encode()
    data = _NAME.to_bytes(2) + _size(len(name)) + name + _LANGUAGE_BCP47.to_bytes(3) + _size(len(language)) + language
    rest = room - len(data)
    if rest == 0:
        return data
    if rest < 2:
        raise ValueError(f"no room for the language {tag!r}")
    width = 1 if rest - 2 < 0x7F else 2
    return data + _VOID.to_bytes(1) + _size(rest - 1 - width, width) + bytes(rest - 1 - width)


def _size(value: int, width: int = 0) -> bytes:
    """An EBML size: its width is in its leading bits."""
    width = width or (1 if value < 0x7F else 2)
    return (value | 1 << (7 * width)).to_bytes(width)


def _tracks(head: bytearray) -> tuple[int, int]:
    """Where the body of the element with all tracks begins and ends."""
    for element, start, end in _elements(head, 0, len(head)):
        if element == _SEGMENT:
            for inner, inner_start, inner_end in _elements(head, start, min(end, len(head))):
                if inner == _TRACKS and inner_end <= len(head):
                    return inner_start, inner_end
    raise ValueError("the file has no tracks where they belong")


def _padded_names(head: bytearray, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the padded titles stand, with their headers."""
    for entry, entry_start, entry_end in _elements(head, start, end):
        if entry != _TRACK_ENTRY:
            continue
        at = entry_start
        for element, inner_start, inner_end in _elements(head, entry_start, entry_end):
            if element == _NAME and head[inner_start:inner_end].decode().endswith(PADDING):
                yield at, inner_end
            at = inner_end


def _elements(data: bytearray, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Identifier, beginning and end of the body of each element."""
    at = start
    while at < end:
        width = _width(data[at])
        element = int.from_bytes(data[at : at + width])
        at += width
        size_width = _width(data[at])
        size = int.from_bytes(data[at : at + size_width]) & ((1 << (7 * size_width)) - 1)
        at += size_width
        is_open = size == (1 << (7 * size_width)) - 1  # a live stream's element: to the end
        yield element, at, end if is_open else at + size
        at = end if is_open else at + size


def _width(first: int) -> int:
    """How many bytes a number has, from its first one."""
    if not first:
        raise ValueError("not Matroska where it should be")
    return 9 - first.bit_length()


def _renew_checksum(head: bytearray, start: int, end: int) -> None:
    """The first element of the tracks is the CRC-32 of all that follows in them, if it is there."""
    for element, inner_start, inner_end in _elements(head, start, end):
        if element == _CRC32:
            head[inner_start:inner_end] = zlib.crc32(head[inner_end:end]).to_bytes(4, "little")
        return
