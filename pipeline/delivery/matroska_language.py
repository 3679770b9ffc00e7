"""The BCP-47 language of a Matroska track, which FFmpeg does not write.

Matroska (RFC 9559) has two elements for a track's language: three letters, and `LanguageBCP47`, which players
prefer. A track's title is written longer than it is; in the room that this leaves, the second element is put in
afterwards, so that nothing in the file moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.delivery.ebml import elements, find_element, renew_checksum, void, write_element
from pipeline.text import counted

_TRACKS, _TRACK_ENTRY, _NAME, _LANGUAGE_BCP47 = 0x1654AE6B, 0xAE, 0x536E, 0x22B59D
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
        found = find_element(head, _TRACKS)
        if found is None:
            raise ValueError("the file has no tracks where they belong")
        start, end = found
        waiting = list(titles)
        for name_start, name_end in _padded_names(head, start, end):
            title, tag = waiting.pop(0)
            head[name_start:name_end] = _replacement(title, tag, name_end - name_start)
        if waiting:
            raise ValueError(f"{counted(len(waiting), 'track was', 'tracks were')} not found in {path.name}")
        renew_checksum(head, start, end)
        file.seek(0)
        file.write(head)


def _replacement(title: str, tag: str, room: int) -> bytes:
    """The title, the language, and nothing for what is left of the room."""
    data = write_element(_NAME, title.encode()) + write_element(_LANGUAGE_BCP47, tag.encode())
    if room < len(data) or room == len(data) + 1:
        raise ValueError(f"no room for the language {tag!r}")
    return data + void(room - len(data))


def _padded_names(head: bytearray, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the padded titles stand, with their headers."""
    for entry, entry_start, entry_end in elements(head, start, end):
        if entry != _TRACK_ENTRY:
            continue
        at = entry_start
        for element, inner_start, inner_end in elements(head, entry_start, entry_end):
            if element == _NAME and head[inner_start:inner_end].decode().endswith(PADDING):
                yield at, inner_end
            at = inner_end
