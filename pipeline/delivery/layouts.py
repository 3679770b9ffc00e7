"""How media servers want caption files to be called, so that they find them beside a video.

Jellyfin, *External subtitles and audio*: `Film.lang.flag.srt`, flags `default`, `sdh`. Plex, *Adding local subtitles*:
`Movie.[Language_Code].srt`, two or three letters, with a region where there is one. Kodi, *Subtitles*:
`Film.Language.srt`, the language's English name or code.

Jellyfin and Kodi read title and plot from an NFO file beside the video: Kodi, *NFO files/Movies*; Jellyfin, *Local .nfo
metadata*. Plex reads none.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.sax.saxutils import escape

from pipeline.delivery.records import BundleLanguage, file_tag
from pipeline.languages import english_name

LAYOUTS: dict[str, Callable[[str, BundleLanguage], str]] = {
    "jellyfin": lambda stem, language: f"{stem}.{_flagged(language)}.srt",
    "plex": lambda stem, language: f"{stem}.{file_tag(language.tag)}.srt",
    "kodi": lambda stem, language: f"{stem}.{english_name(language.tag)}.srt",
}
"""Name of a server → the name of a language's file beside a video called `stem`."""


NFO_LAYOUTS = ("jellyfin", "kodi")
"""The servers that read NFO files."""


def nfo(title: str, description: str) -> str:
    """What an NFO file says about a video.

    >>> print(nfo("Fish & chips", ""))
    <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
    <movie>
      <title>Fish &amp; chips</title>
    </movie>
    <BLANKLINE>
    """
    plot = f"  <plot>{escape(description)}</plot>\n" if description else ""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f"{head}\n<movie>\n  <title>{escape(title)}</title>\n{plot}</movie>\n"


def _flagged(language: BundleLanguage) -> str:
    """Jellyfin shows what stands between the language and the flags as the track's title."""
    title = "" if not language.is_machine else ".machine"
    return f"{file_tag(language.tag)}{title}{'.default' if language.is_source else ''}"
