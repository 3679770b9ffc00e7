"""One HTML file: a player with every language's captions and a transcript to search and click.

It loads nothing but the video beside it, and works from the disk: the captions are data inside the page.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterator, Sequence
from importlib import resources
from urllib.parse import quote

from pipeline.dataclass import dataclass
from pipeline.delivery.documents import Paragraph, split_paragraphs
from pipeline.delivery.records import BundleLanguage
from pipeline.edits import percent
from pipeline.formats import Losses, cue_to_styled, format_tokens
from pipeline.languages import is_right_to_left
from pipeline.model import Cue
from pipeline.text import counted
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
    has_details = any(language.details for language in ordered)
    style = _asset("player.css") + (_asset("details.css") if has_details else "")
    scripts = ("words.js", "player.js", *(("details.js",) if has_details else ()), "transcript.js")
    script = "\n".join(map(_asset, scripts))
    main = ordered[0].tag if ordered else "en"
    values = {
        # The page's own words are English until its script has looked at the viewer's languages.
        "language": "en",
        "policy": _policy(style, script),
        "title": html.escape(title),
        "title_language": _title_language(ordered),
        "description": html.escape(_summary(ordered) or _facts(ordered, duration_ms, main)),
        "social": _social(title, ordered) if has_details else "",
        "alternates": "\n".join(_alternate(language) for language in ordered),
        "style": style,
        "structured": _script_safe(structured_data(title, ordered, files, duration_ms=duration_ms)),
        "facts": html.escape(_facts(ordered, duration_ms, main)),
        "facts_data": _facts_data(ordered, duration_ms, main),
        "about": _about(ordered) if has_details else "",
        "media": html.escape(_address(files.media)),
        "files": _rows(files),
        "downloads": " · ".join(_link(name) for name in files.downloads),
        "data": _script_safe([_language_data(language, has_details=has_details) for language in ordered]),
        "strings": _script_safe(_strings(has_details=has_details)),
        "script": script,
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda match: values[match[1]], _asset("player.html"))


def _asset(name: str) -> str:
    return resources.files("pipeline.delivery.web").joinpath(name).read_text(encoding="utf-8")


def _strings(*, has_details: bool) -> dict[str, dict[str, str]]:
    """The page's own words by language: a file each, so that a new language is one more file."""
    unused = () if has_details else ("chapters", "about")
    folder = resources.files("pipeline.delivery.web").joinpath("strings")
    files = sorted((file.name, file) for file in folder.iterdir() if file.name.endswith(".json"))
    known = {name.removesuffix(".json"): json.loads(file.read_text(encoding="utf-8")) for name, file in files}
    return {tag: {key: word for key, word in words.items() if key not in unused} for tag, words in known.items()}


def _title_language(languages: Sequence[BundleLanguage]) -> str:
    """The language of the title, where somebody wrote one; a file's name has none."""
    spoken = languages[0] if languages and languages[0].details.title else None
    return f' lang="{html.escape(spoken.tag)}"' if spoken else ""


def _summary(languages: Sequence[BundleLanguage]) -> str:
    """The beginning of the description, as search engines show it."""
    text = " ".join(languages[0].details.description.split()) if languages else ""
    return text if len(text) <= _SUMMARY_CHARS else text[:_SUMMARY_CHARS].rsplit(" ", 1)[0] + " …"


def _social(title: str, languages: Sequence[BundleLanguage]) -> str:
    """What a link to the page looks like where people share it (Open Graph)."""
    values = [("title", title), ("type", "video.other"), ("description", _summary(languages))]
    tags = [language.tag.replace("-", "_") for language in languages]
    values += [("locale", tags[0]), *(("locale:alternate", tag) for tag in tags[1:])]
    return "".join(f'<meta property="og:{name}" content="{html.escape(text)}">\n' for name, text in values if text)


def _about(languages: Sequence[BundleLanguage]) -> str:
    """Description and chapters in the spoken language; the page's script puts the viewer's in their place."""
    text = languages[0].details
    rows = "".join(
        f'<li><a href="#t={chapter.start_ms / 1000:g}"><time>{format_clock(chapter.start_ms)}</time>'
        f"<span>{html.escape(chapter.title)}</span></a></li>"
        for chapter in text.chapters
    )
    is_open = " open" if len(text.description) <= _SUMMARY_CHARS else ""
    return (
        f'<nav class="chapters" id="chapters" aria-labelledby="chapters-title"{"" if rows else " hidden"}>'
        f'<h2 id="chapters-title" data-text="chapters">Chapters</h2><ol id="chapter-list">{rows}</ol></nav>\n'
        f'<details class="about" id="about"{is_open}{"" if text.description else " hidden"}>'
        '<summary data-text="about">About this video</summary>'
        f'<p id="about-text" dir="auto">{html.escape(text.description)}</p></details>\n'
    )


def _alternate(language: BundleLanguage) -> str:
    """The same page with captions in one language, for search engines."""
    tag = html.escape(language.tag)
    return f'<link rel="alternate" hreflang="{tag}" href="?lang={tag}">'


def structured_data(
    title: str, languages: Sequence[BundleLanguage], files: PageFiles, *, duration_ms: int
) -> dict[str, object]:
    """The video as schema.org's `VideoObject`, with transcript, caption files and clips that begin at paragraphs."""
    value: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": title,
        "contentUrl": _address(files.media),
        "duration": f"PT{duration_ms / 1000:g}S",
    }
    if not languages:
        return value
    spoken = languages[0]
    paragraphs = split_paragraphs(spoken)
    text = " ".join(paragraph.text for paragraph in paragraphs)
    return value | {
        "description": spoken.details.description or text[:300],
        "inLanguage": spoken.tag,
        "transcript": text,
        "caption": list(_caption_objects(languages, files)),
        "hasPart": [
            {
                "@type": "Clip",
                "name": name,
                "startOffset": start_ms / 1000,
                "endOffset": end_ms / 1000,
                "url": f"#t={start_ms / 1000:g}",
            }
            for name, start_ms, end_ms in _clips(spoken, paragraphs, duration_ms)
        ],
    }


def _caption_objects(languages: Sequence[BundleLanguage], files: PageFiles) -> Iterator[dict[str, object]]:
    """The caption files that a browser reads, one a language."""
    for language, (_, names) in zip(languages, files.captions, strict=False):
        name = next((name for name in names if name.endswith(".vtt")), None)
        if name is not None:
            yield {
                "@type": "MediaObject",
                "contentUrl": _address(name),
                "encodingFormat": "text/vtt",
                "inLanguage": language.tag,
                "name": language.label,
            }


def _clips(spoken: BundleLanguage, paragraphs: Sequence[Paragraph], duration_ms: int) -> Iterator[tuple[str, int, int]]:
    """Name, start and end of each part: the chapters, or else the paragraphs."""
    if spoken.details.chapters:
        yield from ((chapter.title, chapter.start_ms, chapter.end_ms) for chapter in spoken.details.chapters)
        return
    starts = [paragraph.start_ms for paragraph in paragraphs]
    for paragraph, start_ms, end_ms in zip(paragraphs, starts, [*starts[1:], duration_ms], strict=True):
        yield _clip_name(paragraph.text), start_ms, end_ms


def _clip_name(text: str) -> str:
    """The first words of a paragraph."""
    return text if len(text) <= _CLIP_CHARS else text[:_CLIP_CHARS].rsplit(" ", 1)[0] + " …"


_CLIP_CHARS, _SUMMARY_CHARS = 60, 300


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
    parts = [format_clock(duration_ms), counted(count, "language")]
    return " · ".join([*parts, f"spoken: {spoken}"] if spoken else parts)


def _facts_data(languages: Sequence[BundleLanguage], duration_ms: int, main: str) -> str:
    """The same facts for the page's script, which says them in the viewer's language."""
    spoken = next((language.name for language in languages if language.tag == main and language.is_source), "")
    values = {"duration": format_clock(duration_ms), "count": str(len(languages)), "spoken": spoken}
    return " ".join(f'data-{name}="{html.escape(value)}"' for name, value in values.items())


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


def _language_data(language: BundleLanguage, *, has_details: bool) -> dict[str, object]:
    paragraphs = split_paragraphs(language)
    return {
        "tag": language.tag,
        "name": language.name,
        "label": language.label,
        "machine": language.is_machine,
        "kind": "captions" if language.is_source else "subtitles",
        "dir": "rtl" if is_right_to_left(language.tag) else "ltr",
        "made": _made(language),
        "cues": [_cue_data(cue) for cue in language.cues],
        "paragraphs": [paragraph.first for paragraph in paragraphs],
        **(_details_data(language, paragraphs) if has_details else {}),
    }


def _made(language: BundleLanguage) -> dict[str, object]:
    """How a text was made, for a sentence in the viewer's language."""
    return {
        "origin": language.origin,
        "engines": language.engine_names if language.origin != "person" else (),
        "percent": percent(language.reviewed_share),
        "approvedBy": language.approved_by,
        "reviewedBy": language.reviewed_by if language.origin != "person" else (),
    }


def _details_data(language: BundleLanguage, paragraphs: Sequence[Paragraph]) -> dict[str, object]:
    text = language.details
    return {
        "title": text.title,
        "about": text.description,
        "chapters": [[chapter.start_ms, chapter.end_ms, chapter.title] for chapter in text.chapters],
        "headings": {str(paragraph.first): paragraph.heading for paragraph in paragraphs if paragraph.heading},
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
