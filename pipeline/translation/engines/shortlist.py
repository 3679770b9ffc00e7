"""A package's shortlist: for each source piece the likely target pieces, a line a piece, nine million characters.

The few lines that a sentence needs are found by an *index*: where the lines begin, in the order of their pieces. It
is kept in the user's cache under the hash of the shortlist, is made when it is missing, and begins with a digest of
itself.
"""

from __future__ import annotations

import contextlib
import mmap
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterator
from hashlib import blake2b
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.files import write_atomic

_DIGEST_BYTES = 16


def excerpt(shortlist: Path, pieces: Collection[str], *, index: Path) -> bytes:
    """The lines about source pieces that are all wanted, in the order of the file.

    Args:
        shortlist: The file; a line has a piece, or several with spaces between, and a tab before its targets.
        pieces: The source pieces of some sentences.
        index: Of this very shortlist, in the cache; written here where there is none.

    Raises:
        OSError: The shortlist cannot be read.
    """
    wanted = {piece.encode() for piece in pieces}
    offsets = _read_index(index)
    if offsets is None:
        data = shortlist.read_bytes()
        with contextlib.suppress(PipelineError):
            _write_index(index, _sorted_offsets(data))
        return excerpt_of(data, wanted)
    with shortlist.open("rb") as file:
        if not offsets:
            return excerpt_of(file.read(), wanted)
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
            return b"".join(line for _, line in sorted(_find(view, offsets, wanted)))


def excerpt_of(data: bytes, wanted: Collection[bytes]) -> bytes:
    """The same from the whole file, line by line.

    An empty line would stand for the one without a source piece, whose targets are always considered.
    """
    lines = [line for line in data.split(b"\n") if line]
    keys = (_key(line).split(b" ") for line in lines)
    return b"".join(
        line + b"\n" for line, key in zip(lines, keys, strict=True) if all(piece in wanted for piece in key)
    )


def _find(view: mmap.mmap, offsets: array[int], wanted: Collection[bytes]) -> Iterator[tuple[int, bytes]]:
    """Where the lines of some pieces begin, and the lines."""

    def key_at(offset: int) -> bytes:
        return view[offset : view.find(b"\t", offset)]

    for piece in wanted:
        place = bisect_left(offsets, piece, key=key_at)
        if place < len(offsets) and key_at(offsets[place]) == piece:
            end = view.find(b"\n", offsets[place])
            yield offsets[place], view[offsets[place] : end if end >= 0 else len(view)] + b"\n"


def _sorted_offsets(data: bytes) -> array[int]:
    """Where the lines begin, in the order of their pieces; none where a line has several, repeats one or is damaged."""
    begins, offset = [], 0
    for line in data.split(b"\n"):
        if line:
            begins.append((_key(line), offset))
        offset += len(line) + 1
    begins.sort()
    keys = [key for key, _ in begins]
    is_simple = len(set(keys)) == len(keys) and not any(b" " in key for key in keys)
    is_simple &= all(b"\t" in line for line in data.split(b"\n") if line)
    return array("I", [offset for _, offset in begins] if is_simple else [])


def _key(line: bytes) -> bytes:
    return line[: line.find(b"\t")]


def _read_index(path: Path) -> array[int] | None:
    """The offsets; None where there is no index or it is damaged."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    digest, rows = data[:_DIGEST_BYTES], data[_DIGEST_BYTES:]
    if digest != _digest(rows):
        return None
    offsets = array("I")
    offsets.frombytes(rows)
    return offsets


def _write_index(path: Path, offsets: array[int]) -> None:
    rows = offsets.tobytes()
    write_atomic(path, _digest(rows) + rows, is_lasting=False)


def _digest(rows: bytes) -> bytes:
    return blake2b(rows, digest_size=_DIGEST_BYTES).digest()
