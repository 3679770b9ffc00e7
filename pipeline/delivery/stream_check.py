"""Checking an HLS folder: playlists, labels, and WebVTT times on the media's clock."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any
from urllib.parse import unquote

from pipeline.delivery import readback
from pipeline.delivery.bundle_folder import BundleFolder
from pipeline.delivery.readback import Shown
from pipeline.delivery.streaming import MEDIA, MULTIVARIANT, first_picture

_ATTRIBUTE = re.compile(r'([A-Z0-9-]+)=("[^"]*"|[^",]*)')
_MAP = re.compile(r"X-TIMESTAMP-MAP=LOCAL:00:00:00\.000,MPEGTS:(\d{1,18})")
_URI = re.compile(r'URI="([^"]*)"')
_CLOCK_HZ = 90_000
_FOLDER = "hls"


def check_stream(
    bundle: BundleFolder, languages: Sequence[Mapping[str, Any]], expected: Mapping[str, tuple[Shown, ...]]
) -> Iterator[tuple[str, str]]:
    """Check the stream of a bundle.

    Args:
        bundle: Of which `hls` is a folder.
        languages: As the manifest has them.
        expected: The cues of each language.

    Yields:
        A file's name and what is wrong with it.
    """
    lines = _lines(bundle, MULTIVARIANT)
    foreign = [*_foreign_names(bundle, MULTIVARIANT), *_foreign_names(bundle, MEDIA)]
    if foreign:
        # FFmpeg would open whatever a playlist names, so nothing is played before every name was looked at.
        yield from foreign
        return
    start = first_picture(bundle.place(f"{_FOLDER}/{MEDIA}").parent)
    renditions = {values["LANGUAGE"]: values for values in map(_attributes, lines) if "LANGUAGE" in values}
    for language in languages:
        rendition = renditions.get(language["tag"])
        if rendition is None:
            yield MULTIVARIANT, f"{language['tag']} is not in it"
            continue
        yield from _check_label(rendition, language)
        yield from _check_rendition(bundle, rendition.get("URI", ""), expected[language["tag"]], start)
    yield from _missing_segments(bundle, MEDIA)


def _lines(bundle: BundleFolder, name: str) -> list[str]:
    return bundle.read(f"{_FOLDER}/{name}").decode("utf-8").splitlines()


def _foreign_names(bundle: BundleFolder, playlist: str) -> Iterator[tuple[str, str]]:
    """What a playlist names that is no file beside it."""
    for line in _lines(bundle, playlist):
        named = _URI.findall(line) if line.startswith("#") else [line]
        for name in map(unquote, filter(str.strip, named)):
            if "/" in name or ":" in name or not bundle.is_file(f"{_FOLDER}/{name}"):
                yield playlist, f"names {name[:100]!r}, which is no file beside it"


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


def _check_rendition(
    bundle: BundleFolder, uri: str, expected: tuple[Shown, ...], start: Fraction
) -> Iterator[tuple[str, str]]:
    """Its playlist's segment, with times put on the media's clock, shows the cues when the video does."""
    name = unquote(uri)
    foreign = list(_foreign_names(bundle, name))
    yield from foreign or _missing_segments(bundle, name)
    for segment in () if foreign else _segments(bundle, name):
        text = bundle.read(f"{_FOLDER}/{segment}").decode("utf-8")
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


def _segments(bundle: BundleFolder, playlist: str) -> list[str]:
    return [unquote(line) for line in _lines(bundle, playlist) if line and not line.startswith("#")]


def _missing_segments(bundle: BundleFolder, playlist: str) -> Iterator[tuple[str, str]]:
    if not _segments(bundle, playlist):
        yield playlist, "names no segments"
