"""One HTML file: a player with every language's captions and a transcript to search and click.

It loads nothing but the video beside it, and works from the disk: the captions are data inside the page.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from urllib.parse import quote

from pipeline.delivery.records import BundleLanguage
from pipeline.formats import Losses, cue_to_styled, format_tokens
from pipeline.languages import is_right_to_left
from pipeline.model import Cue
from pipeline.timing import format_clock


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFiles:
    """What the page links to, by names relative to it."""

    media: str
    """The video that it plays."""
    captions: tuple[tuple[str, tuple[str, ...]], ...]
    """Label of each language and its caption files."""
    downloads: tuple[str, ...]
    """Other files of the bundle."""


def make_page(title: str, languages: Sequence[BundleLanguage], files: PageFiles, *, duration_ms: int) -> str:
    """The page as text.

    Args:
        title: The video's name; any text.
        languages: The spoken language is listed first.
        files: What to link to.
        duration_ms: Length of the video.
    """
    ordered = sorted(languages, key=lambda language: not language.is_source)
    style, script = _asset("player.css"), _asset("player.js")
    main = ordered[0].tag if ordered else "en"
    values = {
        # The page's own words are English; each language's text names its own.
        "language": "en",
        "policy": _policy(style, script),
        "title": html.escape(title),
        "style": style,
        "facts": html.escape(_facts(ordered, duration_ms, main)),
        "media": html.escape(_address(files.media)),
        "files": _rows(files),
        "downloads": " · ".join(_link(name) for name in files.downloads),
        "data": _script_safe([_language_data(language) for language in ordered]),
        "script": script,
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda match: values[match[1]], _asset("player.html"))


def _asset(name: str) -> str:
    return resources.files("pipeline.delivery.web").joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Nothing may load or run but this page's own style and script and the media beside it."""
    hashes = {
        kind: base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for kind, text in (("style", style), ("script", script))
    }
    return (
        f"default-src 'none'; media-src 'self' file: blob:; style-src 'sha256-{hashes['style']}'; "
        f"script-src 'sha256-{hashes['script']}'; base-uri 'none'; form-action 'none'"
    )


def _facts(languages: Sequence[BundleLanguage], duration_ms: int, main: str) -> str:
    count = len(languages)
    spoken = next((language.name for language in languages if language.tag == main and language.is_source), "")
    parts = [format_clock(duration_ms), f"{count} {'language' if count == 1 else 'languages'}"]
    return " · ".join([*parts, f"spoken: {spoken}"] if spoken else parts)


def _rows(files: PageFiles) -> str:
    rows = []
    for label, names in files.captions:
        links = " ".join(_link(name, name.rsplit(".", 1)[-1].upper()) for name in names)
        rows.append(f'<tr><th scope="row"><bdi>{html.escape(label)}</bdi></th><td>{links}</td></tr>')
    return "".join(rows)


def _link(name: str, text: str = "") -> str:
    return f'<a href="{html.escape(_address(name))}">{html.escape(text or name)}</a>'


def _address(name: str) -> str:
    """A file's name as a relative address; `./` keeps a colon in it from looking like a scheme."""
    return "./" + quote(name)


def _language_data(language: BundleLanguage) -> dict[str, object]:
    return {
        "tag": language.tag,
        "name": language.name,
        "label": language.label,
        "machine": language.is_machine,
        "kind": "captions" if language.is_source else "subtitles",
        "dir": "rtl" if is_right_to_left(language.tag) else "ltr",
        "provenance": language.provenance,
        "cues": [_cue_data(cue) for cue in language.cues],
    }


def _cue_data(cue: Cue) -> list[object]:
    """Start, end, text as WebVTT, place, and text for the transcript."""
    styled = cue_to_styled(cue, Losses())
    place: dict[str, object] = {}
    if styled.placement.row != "bottom":
        place[styled.placement.row] = True
    if styled.placement.column != "center":
        place["align"] = styled.placement.column
    plain = " ".join(styled.plain.split("\n"))
    return [cue.start_ms, cue.end_ms, format_tokens(styled.tokens, Losses()), place, plain]


def _script_safe(value: object) -> str:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text
