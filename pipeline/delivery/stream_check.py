"""Checking an HLS folder: playlists, labels, and WebVTT times on the media's clock."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pipeline.delivery import readback
from pipeline.delivery.readback import Shown
from pipeline.delivery.streaming import MEDIA, MULTIVARIANT, first_picture

_ATTRIBUTE = re.compile(r'([A-Z0-9-]+)=("[^"]*"|[^",]*)')
_MAP = re.compile(r"X-TIMESTAMP-MAP=LOCAL:00:00:00\.000,MPEGTS:(\d+)")
_CLOCK_HZ = 90_000


def check_stream(
    folder: Path, languages: Sequence[Mapping[str, Any]], expected: Mapping[str, tuple[Shown, ...]]
) -> Iterator[tuple[str, str]]:
    """Check the stream of a bundle.

    Args:
        folder: The `hls` folder.
        languages: As the manifest has them.
        expected: The cues of each language.

    Yields:
        A file's name and what is wrong with it.
    """
    try:
        lines = (folder / MULTIVARIANT).read_text(encoding="utf-8").splitlines()
        start = first_picture(folder)
    except (OSError, ValueError) as error:
        yield MULTIVARIANT, f"cannot be read: {error}"[:300]
        return
    renditions = {values["LANGUAGE"]: values for values in map(_attributes, lines) if "LANGUAGE" in values}
    for language in languages:
        rendition = renditions.get(language["tag"])
        if rendition is None:
            yield MULTIVARIANT, f"{language['tag']} is not in it"
            continue
        yield from _check_label(rendition, language)
        yield from _check_rendition(folder, rendition["URI"], expected[language["tag"]], start)
    yield from _missing_segments(folder, MEDIA)


def _attributes(line: str) -> dict[str, str]:
    if not line.startswith("#EXT-X-MEDIA:TYPE=SUBTITLES"):
        return {}
    return {name: value.strip('"') for name, value in _ATTRIBUTE.findall(line.partition(":")[2])}


def _check_label(rendition: Mapping[str, str], language: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    says_machine = "public.machine-generated" in rendition.get("CHARACTERISTICS", "")
    if says_machine != language["is_machine"]:
        yield MULTIVARIANT, f"{language['tag']} is {'' if says_machine else 'not '}marked as made by a machine"
    if rendition.get("NAME") != " ".join(language["title"].replace('"', "”").split()):
        yield MULTIVARIANT, f"{language['tag']} is called {rendition.get('NAME')!r}, not {language['title']!r}"


def _check_rendition(folder: Path, uri: str, expected: tuple[Shown, ...], start: Fraction) -> Iterator[tuple[str, str]]:
    """Its playlist's segment, with times put on the media's clock, shows the cues when the video does."""
    name = unquote(uri)
    yield from _missing_segments(folder, name)
    for segment in _segments(folder / name):
        text = (folder / segment).read_text(encoding="utf-8") if (folder / segment).is_file() else ""
        found = _MAP.search(text)
        if found is None:
            yield segment, "has no X-TIMESTAMP-MAP"
            return
        # RFC 8216, 3.5: LOCAL is shown when the media's clock says MPEGTS; the first picture is at `start`.
        offset_ms = round((Fraction(int(found[1]), _CLOCK_HZ) - start) * 1000)
        if offset_ms:
            yield segment, f"its times are {offset_ms} ms beside the video's"
        if readback.read_webvtt(_MAP.sub("", text, count=1).replace("\n\n\n", "\n\n", 1).encode()) != expected:
            yield segment, "has other cues than the SubRip file"


def _segments(playlist: Path) -> list[str]:
    try:
        lines = playlist.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return []
    return [unquote(line) for line in lines if line and not line.startswith("#")]


def _missing_segments(folder: Path, playlist: str) -> Iterator[tuple[str, str]]:
    segments = _segments(folder / playlist)
    if not segments:
        yield playlist, "names no segments"
    for segment in segments:
        if "/" in segment or not (folder / segment).is_file():
            yield playlist, f"names {segment!r}, which is not there"
