"""Chapter tracks of an MP4 file in several languages, of which FFmpeg's muxer writes one, without its language.

QuickTime File Format, *Chapter Lists*: a text track a language, each sample a chapter's name, to which the tracks with
picture and sound refer. The tracks are put into room that the file's header was written with (a comment that is taken
out again), the names behind the end of the file; so no picture moves.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.dataclass import dataclass
from pipeline.delivery.details import ShownChapter
from pipeline.languages import iso639_2

Named = Sequence[tuple[str, Sequence[ShownChapter]]]
"""BCP-47 tag and chapters of each language; the first is the spoken one."""

_COMMENT = b"\xa9cmt"
_CONTAINERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"udta", b"tref", b"ilst", b"edts"}
_META_HEAD = 4
"""Version and flags stand before the boxes in `meta`."""
_TRACK_BYTES, _CHAPTER_BYTES = 900, 24
"""More than a text track has, and more than each of its samples adds."""
_NAME_BYTES = 65_535
_UTF8_MARK = bytes.fromhex("0000000c656e636400000100")
"""Behind a QuickTime text sample: it is UTF-8."""


@dataclass(slots=True)
class _Box:
    kind: bytes
    body: bytes = b""
    children: list[_Box] | None = None

    def to_bytes(self) -> bytes:
        inner = self.body + b"".join(child.to_bytes() for child in self.children or ())
        return struct.pack(">I4s", 8 + len(inner), self.kind) + inner

    def find(self, *kinds: bytes) -> _Box:
        """The first box on a way down.

        Raises:
            ValueError: There is none.
        """
        box = self
        for kind in kinds:
            found = next((child for child in box.children or () if child.kind == kind), None)
            if found is None:
                raise ValueError(f"the file has no {kind.decode('latin-1')} box where it belongs")
            box = found
        return box

    def all(self, kind: bytes) -> list[_Box]:
        return [child for child in self.children or () if child.kind == kind]


def padding(named: Named) -> str:
    """The comment to write a file with, so that its header has room for the tracks."""
    return " " * sum(_TRACK_BYTES + _CHAPTER_BYTES * len(chapters) for _, chapters in named)


def write_chapter_tracks(path: Path, named: Named) -> None:
    """Give a file a chapter track a language.

    Args:
        path: An MP4 file that FFmpeg wrote with the chapters of the first language, `padding` as its comment, and its
            header in front.
        named: The chapters.

    Raises:
        ValueError: The file is laid out in another way.
    """
    with path.open("r+b") as file:
        start, size = _find_header(file.read(1 << 16))
        file.seek(start)
        moov = _parse(file.read(size))
        end = file.seek(0, 2)
        names = _add_tracks(moov, named, end + 8)
        header = _fill(moov, size)
        file.write(struct.pack(">I4s", 8 + len(names), b"mdat") + names)
        file.seek(start)
        file.write(header)


def read_chapter_tracks(path: Path) -> tuple[tuple[str, tuple[tuple[int, str], ...]], ...]:
    """The three letters of the language, and start and name of each chapter, of every chapter track of a file."""
    with path.open("rb") as file:
        start, size = _find_header(file.read(1 << 16))
        file.seek(start)
        moov = _parse(file.read(size))
        tracks = {_track_id(track): track for track in moov.all(b"trak")}
        first = next((track for track in tracks.values() if any(c.kind == b"tref" for c in track.children or ())), None)
        if first is None:
            return ()
        wanted = first.find(b"tref", b"chap").body
        found = []
        for (number,) in struct.iter_unpack(">I", wanted):
            track = tracks[number]
            places, sizes, starts = _samples(track)
            texts = []
            for place, length in zip(places, sizes, strict=True):
                file.seek(place)
                data = file.read(length)
                texts.append(data[2 : 2 + int.from_bytes(data[:2])].decode())
            packed = int.from_bytes(track.find(b"mdia", b"mdhd").body[20:22])
            letters = "".join(chr(0x60 + (packed >> shift & 31)) for shift in (10, 5, 0))
            found.append((letters, tuple(zip(starts, texts, strict=True))))
        return tuple(found)


def _find_header(data: bytes) -> tuple[int, int]:
    at = 0
    while at + 8 <= len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        if kind == b"moov":
            return at, size
        if size < 8 or kind == b"mdat":
            break
        at += size
    raise ValueError("the file's header is not in front")


def _parse(data: bytes) -> _Box:
    return next(_boxes(data, 0, len(data)))


def _boxes(data: bytes, start: int, end: int) -> Iterator[_Box]:
    while start < end:
        size, kind = struct.unpack(">I4s", data[start : start + 8])
        if size < 8 or start + size > end:
            raise ValueError("the file's header is damaged")
        inner, stop = start + 8, start + size
        if kind == b"meta":
            yield _Box(kind, data[inner : inner + _META_HEAD], list(_boxes(data, inner + _META_HEAD, stop)))
        elif kind in _CONTAINERS:
            yield _Box(kind, b"", list(_boxes(data, inner, stop)))
        else:
            yield _Box(kind, data[inner:stop])
        start = stop


def _add_tracks(moov: _Box, named: Named, place: int) -> bytes:
    """Change the header: one text track a language instead of FFmpeg's. Gives the samples, which begin at `place`."""
    referring = [track for track in moov.all(b"trak") if any(child.kind == b"tref" for child in track.children or ())]
    if not referring or moov.children is None:
        raise ValueError("the file has no chapters")
    (first,) = struct.unpack(">I", referring[0].find(b"tref", b"chap").body)
    model = next(track for track in moov.all(b"trak") if _track_id(track) == first)
    highest = max(_track_id(track) for track in moov.all(b"trak"))
    numbers = [first, *range(highest + 1, highest + len(named))]
    at = moov.children.index(model)
    moov.children.remove(model)
    data = b""
    for number, (tag, chapters) in reversed(list(zip(numbers, named, strict=True))):
        moov.children.insert(at, _track(model, number, tag, chapters, place + len(data)))
        data += b"".join(map(_sample, chapters))
    # FFmpeg's demuxer, which many players use, lets the last one win: the spoken language.
    for track in referring:
        track.find(b"tref", b"chap").body = struct.pack(f">{len(numbers)}I", *reversed(numbers))
    header = moov.find(b"mvhd")
    header.body = header.body[:-4] + struct.pack(">I", max(numbers[-1], highest) + 1)
    return data


def _sample(chapter: ShownChapter) -> bytes:
    data = chapter.title.encode()[:_NAME_BYTES].decode(errors="ignore").encode()
    return struct.pack(">H", len(data)) + data + _UTF8_MARK


def _track(model: _Box, number: int, tag: str, chapters: Sequence[ShownChapter], place: int) -> _Box:
    """A text track like FFmpeg's, with the samples that begin at `place`, in a language."""
    track = _parse(model.to_bytes())
    head = track.find(b"tkhd")
    head.body = head.body[:12] + struct.pack(">I", number) + head.body[16:]
    media = track.find(b"mdia", b"mdhd")
    lengths = [chapter.end_ms - chapter.start_ms for chapter in chapters]
    media.body = media.body[:16] + struct.pack(">IH", sum(lengths), _packed(tag)) + media.body[22:]
    track.find(b"edts", b"elst").body = _edits(chapters[0].start_ms, sum(lengths))
    samples = list(map(_sample, chapters))
    table = track.find(b"mdia", b"minf", b"stbl")
    table.find(b"stts").body = struct.pack(">II", 0, len(lengths)) + b"".join(
        struct.pack(">II", 1, length) for length in lengths
    )
    table.find(b"stsz").body = struct.pack(f">III{len(samples)}I", 0, 0, len(samples), *map(len, samples))
    table.find(b"stsc").body = struct.pack(">IIIII", 0, 1, 1, len(samples), 1)
    offsets = table.children or []
    for child in [child for child in offsets if child.kind in (b"stco", b"co64")]:
        offsets.remove(child)
    offsets.append(_Box(b"co64", struct.pack(">IIQ", 0, 1, place)))
    return track


def _packed(tag: str) -> int:
    """ISO 639-2's three letters in fifteen bits."""
    letters = iso639_2(tag)
    letters = letters if re.fullmatch("[a-z]{3}", letters) else "und"
    return sum((ord(letter) - 0x60) << shift for letter, shift in zip(letters, (10, 5, 0), strict=True))


def _edits(start_ms: int, length_ms: int) -> bytes:
    """An edit list: nothing until the first chapter, then all of them."""
    rate = 1 << 16
    edits = [struct.pack(">IiI", start_ms, -1, rate)] if start_ms else []
    edits.append(struct.pack(">IiI", length_ms, 0, rate))
    return struct.pack(">II", 0, len(edits)) + b"".join(edits)


def _fill(moov: _Box, size: int) -> bytes:
    """The header in exactly its old size: without the comment, and nothing in its place."""
    items = moov.find(b"udta", b"meta", b"ilst")
    items.children = [child for child in items.children or () if child.kind != _COMMENT]
    room = size - len(moov.to_bytes())
    if room < 8 or moov.children is None:
        raise ValueError("the file's header has no room for the chapters")
    moov.children.append(_Box(b"free", bytes(room - 8)))
    return moov.to_bytes()


def _track_id(track: _Box) -> int:
    return int.from_bytes(track.find(b"tkhd").body[12:16])


def _samples(track: _Box) -> tuple[list[int], list[int], list[int]]:
    """Place, size and start of each sample; all are in one piece."""
    table = track.find(b"mdia", b"minf", b"stbl")
    sizes = [size for (size,) in struct.iter_unpack(">I", table.find(b"stsz").body[12:])]
    offset = int.from_bytes(table.find(b"co64").body[8:16])
    places, starts = [], []
    for size in sizes:
        places.append(offset)
        offset += size
    edits = track.find(b"edts", b"elst").body
    start = int.from_bytes(edits[8:12]) if edits[12:16] == b"\xff" * 4 else 0
    for count, length in struct.iter_unpack(">II", table.find(b"stts").body[8:]):
        for _ in range(count):
            starts.append(start)
            start += length
    return places, sizes, starts
