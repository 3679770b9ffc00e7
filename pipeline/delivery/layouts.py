"""How media servers want caption files to be called, so that they find them beside a video.

Jellyfin, *External subtitles and audio*: `Film.lang.flag.srt`, flags `default`, `sdh`. Plex, *Adding local subtitles*:
`Movie.[Language_Code].srt`, two or three letters, with a region where there is one. Kodi, *Subtitles*:
`Film.Language.srt`, the language's English name or code.
"""

from __future__ import annotations

from collections.abc import Callable

from pipeline.delivery.records import BundleLanguage, file_tag
from pipeline.languages import english_name

LAYOUTS: dict[str, Callable[[str, BundleLanguage], str]] = {
    "jellyfin": lambda stem, language: f"{stem}.{_flagged(language)}.srt",
    "plex": lambda stem, language: f"{stem}.{file_tag(language.tag)}.srt",
    "kodi": lambda stem, language: f"{stem}.{english_name(language.tag)}.srt",
}
"""Name of a server → the name of a language's file beside a video called `stem`."""


def _flagged(language: BundleLanguage) -> str:
    """Jellyfin shows what stands between the language and the flags as the track's title."""
    title = "" if not language.is_machine else ".machine"
    return f"{file_tag(language.tag)}{title}{'.default' if language.is_source else ''}"
