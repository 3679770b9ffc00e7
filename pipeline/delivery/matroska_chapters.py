"""Chapters of a Matroska file in several languages, which FFmpeg's muxer cannot write: it has one name a chapter.

FFmpeg writes chapters whose first name is far too long; in the room that this leaves, an edition a language is put in
afterwards, so that nothing else in the file moves. One edition with several names a chapter (RFC 9559,
`ChapterDisplay`) would be shorter, but players do not choose among them: VLC shows all names in one line, FFmpeg's
demuxer the last, mpv the first. Of several editions all of them show the default one, that of the spoken language, and
VLC and mpv offer the others.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path

from pipeline.delivery.details import ShownChapter
from pipeline.delivery.ebml import CRC32, elements, find_element, void, write_element
from pipeline.languages import iso639_2

CHAPTERS = 0x1043A770
_EDITION, _EDITION_UID, _EDITION_DEFAULT = 0x45B9, 0x45BC, 0x45DB
_ATOM, _UID, _START, _END = 0xB6, 0x73C4, 0x91, 0x92
_DISPLAY, _STRING, _LANGUAGE, _LANGUAGE_BCP47 = 0x80, 0x85, 0x437C, 0x437D
_HEAD_BYTES = 1 << 20
_NS_PER_MS = 1_000_000

Named = Sequence[tuple[str, Sequence[ShownChapter]]]
"""BCP-47 tag and chapters of each language; the first is the default."""


def chapters_body(named: Named) -> bytes:
    """The body of the element that holds all chapters: an edition a language."""
    number = 0
    editions = b""
    for edition, (tag, chapters) in enumerate(named, start=1):
        body = write_element(_EDITION_UID, edition.to_bytes(4))
        body += write_element(_EDITION_DEFAULT, (edition == 1).to_bytes(1))
        for chapter in chapters:
            number += 1
            body += _atom(number, tag, chapter)
        editions += write_element(_EDITION, body)
    return write_element(CRC32, zlib.crc32(editions).to_bytes(4, "little")) + editions


def padding(named: Named) -> str:
    """What to write behind the first chapter's name so that there is room for all languages."""
    return "\u2003" * (len(chapters_body(named)) // 3 + 8)


def write_chapters(path: Path, named: Named) -> None:
    """Put the chapters of all languages in the place of those that FFmpeg wrote.

    Args:
        path: A Matroska file that was written with `padding` behind its first chapter's name.
        named: The chapters.

    Raises:
        ValueError: The file has no chapters where they belong, or no room for these.
    """
    body = chapters_body(named)
    with path.open("r+b") as file:
        head = file.read(_HEAD_BYTES + 4 * len(body))
        found = find_element(head, CHAPTERS)
        if found is None:
            raise ValueError(f"{path.name} has no chapters where they belong")
        start, end = found
        if end - start < len(body) or end - start == len(body) + 1:
            raise ValueError(f"{path.name} has no room for the chapters")
        rest = void(end - start - len(body))
        # The checksum is of all that follows it, the filling too.
        checksum = write_element(CRC32, zlib.crc32(body[6:] + rest).to_bytes(4, "little"))
        file.seek(start)
        file.write(checksum + body[6:] + rest)


def read_chapters(path: Path) -> tuple[tuple[str, tuple[tuple[int, str], ...]], ...]:
    """The language, and start and name of each chapter, of every edition of a file."""
    with path.open("rb") as file:
        head = file.read(8 * _HEAD_BYTES)
    found = find_element(head, CHAPTERS)
    if found is None:
        return ()
    editions = [(start, end) for element, start, end in elements(head, *found) if element == _EDITION]
    return tuple(_read_edition(head, start, end) for start, end in editions)


def _atom(uid: int, tag: str, chapter: ShownChapter) -> bytes:
    display = write_element(_STRING, chapter.title.encode())
    display += write_element(_LANGUAGE, iso639_2(tag).encode()) + write_element(_LANGUAGE_BCP47, tag.encode())
    body = write_element(_UID, uid.to_bytes(4))
    body += write_element(_START, (chapter.start_ms * _NS_PER_MS).to_bytes(8))
    body += write_element(_END, (chapter.end_ms * _NS_PER_MS).to_bytes(8))
    return write_element(_ATOM, body + write_element(_DISPLAY, display))


def _read_edition(head: bytes, start: int, end: int) -> tuple[str, tuple[tuple[int, str], ...]]:
    tag = ""
    chapters = []
    for element, inner_start, inner_end in elements(head, start, end):
        if element != _ATOM:
            continue
        values = {part: head[at:stop] for part, at, stop in elements(head, inner_start, inner_end)}
        display = {
            part: values[_DISPLAY][at:stop] for part, at, stop in elements(values[_DISPLAY], 0, len(values[_DISPLAY]))
        }
        tag = display[_LANGUAGE_BCP47].decode()
        chapters.append((int.from_bytes(values[_START]) // _NS_PER_MS, display[_STRING].decode()))
    return tag, tuple(chapters)
