"""The elements of which Matroska files are made (RFC 8794), as far as FFmpeg's muxer has to be helped."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

SEGMENT, VOID, CRC32 = 0x18538067, 0xEC, 0xBF


def elements(data: bytes | bytearray, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Identifier, beginning and end of the body of each element between two places.

    Raises:
        ValueError: There are no elements.
    """
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


def find_element(data: bytes | bytearray, wanted: int) -> tuple[int, int] | None:
    """Where the body of an element of the segment begins and ends, if all of it is there."""
    for element, start, end in elements(data, 0, len(data)):
        if element == SEGMENT:
            for inner, inner_start, inner_end in elements(data, start, min(end, len(data))):
                if inner == wanted and inner_end <= len(data):
                    return inner_start, inner_end
    return None


def write_element(element: int, body: bytes) -> bytes:
    """An element: identifier, size and body.

    >>> write_element(0x536E, b"en").hex()
    '536e82656e'
    """
    return element.to_bytes((element.bit_length() + 7) // 8) + write_size(len(body)) + body


def write_size(value: int, width: int = 0) -> bytes:
    """A size: its width is in its leading bits.

    Args:
        value: Bytes of the body.
        width: How many bytes to write it in; the fewest if 0.
    """
    width = width or next(width for width in range(1, 9) if value < (1 << (7 * width)) - 1)
    return (value | 1 << (7 * width)).to_bytes(width)


def void(room: int) -> bytes:
    """An element without meaning that fills a room exactly.

    Raises:
        ValueError: The room is one byte, in which no element fits.
    """
    if not room:
        return b""
    if room < 2:
        raise ValueError("no element is one byte long")
    width = 1 if room - 2 < 0x7F else 4 if room >= 5 + 0x3FFF else 2
    return VOID.to_bytes(1) + write_size(room - 1 - width, width) + bytes(room - 1 - width)


def renew_checksum(data: bytearray, start: int, end: int) -> None:
    """The first element of a body is the CRC-32 of all that follows in it, if it is there."""
    for element, inner_start, inner_end in elements(data, start, end):
        if element == CRC32:
            data[inner_start:inner_end] = zlib.crc32(data[inner_end:end]).to_bytes(4, "little")
        return


def _width(first: int) -> int:
    """How many bytes a number has, from its first one."""
    if not first:
        raise ValueError("not Matroska where it should be")
    return 9 - first.bit_length()
