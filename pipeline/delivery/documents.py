"""A language's text to read: paragraphs as plain text, Markdown and HTML."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from pipeline.dataclass import dataclass
from pipeline.delivery.records import BundleLanguage
from pipeline.formats import Losses, cue_to_styled
from pipeline.languages import is_right_to_left
from pipeline.model import Cue
from pipeline.text import ends_sentence, joint_space
from pipeline.timing import format_clock

_PAUSE_MS = 700
"""A pause after a sentence that is longer than this may end a paragraph."""
_USUAL_CHARS, _LONGEST_CHARS = 300, 600
"""From how many characters on a paragraph ends at a pause, and at any sentence's end."""
_DIALOGUE = ("- ", "– ", "— ", "-", "–", "—")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A few sentences on one thing."""

    first: int
    """Number of its first cue, counted from 0."""
    start_ms: int
    text: str
    heading: str = ""
    """The title of the chapter that begins here; empty inside of one."""


def split_paragraphs(language: BundleLanguage) -> tuple[Paragraph, ...]:
    """The text of a language in paragraphs, which end at pauses between sentences and where a chapter begins.

    No word is changed.
    """
    found: list[Paragraph] = []
    parts: list[str] = []
    start_ms = chars = 0
    headings = _headings(language)
    shown = [(cue, " ".join(cue_to_styled(cue, Losses()).plain.split())) for cue in language.cues]
    for number, (cue, text) in enumerate(shown):
        start_ms = start_ms if parts else cue.start_ms
        parts.append(text)
        chars += len(text)
        following = shown[number + 1] if number + 1 < len(shown) else None
        pause_ms = following[0].start_ms - cue.end_ms if following else _PAUSE_MS
        if following is None or number + 1 in headings or _ends_here(text, following[1], pause_ms, chars):
            first = number - len(parts) + 1
            heading = headings.get(first, "")
            found.append(Paragraph(first=first, start_ms=start_ms, text=_join(parts), heading=heading))
            parts, chars = [], 0
    return tuple(found)


def _headings(language: BundleLanguage) -> dict[int, str]:
    """Number of the cue with which each chapter begins: the first that starts with it, or is mostly spoken in it.

    A chapter in which nothing is said shares the cue with the next one, and so the heading.
    """
    found: dict[int, str] = {}
    number = 0
    for chapter in language.details.chapters:
        while number < len(language.cues) and _middle(language.cues[number]) < chapter.start_ms:
            number += 1
        if number < len(language.cues):
            found[number] = f"{found[number]} / {chapter.title}" if number in found else chapter.title
    return found


def _middle(cue: Cue) -> int:
    return (cue.start_ms + cue.end_ms) // 2


def transcript_text(title: str, language: BundleLanguage) -> str:
    """Plain text: the title, who made it, and the paragraphs."""
    paragraphs = (
        f"{paragraph.heading}\n\n{paragraph.text}" if paragraph.heading else paragraph.text
        for paragraph in split_paragraphs(language)
    )
    return "\n\n".join((title, f"{language.label}. {language.provenance}", *paragraphs)) + "\n"


def transcript_markdown(title: str, language: BundleLanguage) -> str:
    """Markdown, with the time at which each paragraph begins."""
    head = (f"# {_plain_markdown(title)}", f"*{_plain_markdown(f'{language.label}. {language.provenance}')}*")
    body = (
        (f"## {_plain_markdown(p.heading)}\n\n" if p.heading else "")
        + f"**{format_clock(p.start_ms)}** {_plain_markdown(p.text)}"
        for p in split_paragraphs(language)
    )
    return "\n\n".join((*head, *body)) + "\n"


def transcript_html(title: str, language: BundleLanguage) -> str:
    """A page of its own that loads nothing; in the language's own direction."""
    direction = "rtl" if is_right_to_left(language.tag) else "ltr"
    rows = "\n".join(_html_paragraph(paragraph) for paragraph in split_paragraphs(language))
    return (
        f'<!doctype html>\n<html lang="{html.escape(language.tag)}" dir="{direction}">\n'
        '<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)} – {html.escape(language.label)}</title>\n"
        "<style>body{font:1.05rem/1.6 Georgia,serif;max-width:42rem;margin:2rem auto;padding:0 1rem}"
        "h1,h2{line-height:1.25;overflow-wrap:anywhere}"
        "p.by,time{color:#5b6470;font:.85rem system-ui,sans-serif}time{margin-inline-end:.6em}"
        "@media(prefers-color-scheme:dark){body{background:#111418;color:#e6e9ee}p.by,time{color:#a2abb8}}</style>\n"
        f'</head>\n<body>\n<h1 dir="auto">{html.escape(title)}</h1>\n'
        f'<p class="by"><bdi>{html.escape(language.label)}</bdi>. '
        f'<bdi lang="en">{html.escape(language.provenance)}</bdi></p>\n'
        f"{rows}\n</body>\n</html>\n"
    )


def _html_paragraph(paragraph: Paragraph) -> str:
    seconds = f"{paragraph.start_ms / 1000:g}"
    clock = format_clock(paragraph.start_ms)
    heading = f"<h2>{html.escape(paragraph.heading)}</h2>\n" if paragraph.heading else ""
    return f'{heading}<p id="t{seconds}"><time datetime="PT{seconds}S">{clock}</time>{html.escape(paragraph.text)}</p>'


def _ends_here(text: str, following: str, pause_ms: int, chars: int) -> bool:
    if following.startswith(_DIALOGUE) or text.startswith(_DIALOGUE):
        return True
    if not ends_sentence(text):
        return False
    return chars >= _LONGEST_CHARS or (chars >= _USUAL_CHARS and pause_ms >= _PAUSE_MS)


def _join(parts: Sequence[str]) -> str:
    """Cues become running text again; scripts without spaces get none at the seams."""
    text = ""
    for part in parts:
        text += (joint_space(text, part) if text else "") + part
    return text


def _plain_markdown(text: str) -> str:
    return "".join(f"\\{char}" if char in "\\`*_[]<>#|" else char for char in text)


def podcast_snippet(stem: str, languages: Iterable[BundleLanguage]) -> str:
    """Elements for a feed's item (Podcasting 2.0): put the bundle's own address in place of BASE_URL."""
    kinds = (("vtt", "text/vtt"), ("srt", "application/x-subrip"), ("html", "text/html"))
    rows = []
    for language in languages:
        for suffix, kind in kinds:
            folder = "transcript/" if suffix == "html" else ""
            address = html.escape(f"BASE_URL/{folder}{stem}.{language.tag}.{suffix}")
            relation = ' rel="captions"' if suffix in ("vtt", "srt") else ""
            rows.append(f'<podcast:transcript url="{address}" type="{kind}" language="{language.tag}"{relation}/>')
        if language.is_source and language.details.chapters:
            # A feed's item has one list of chapters.
            address = html.escape(f"BASE_URL/transcript/{stem}.{language.tag}.chapters.json")
            rows.append(f'<podcast:chapters url="{address}" type="application/json+chapters"/>')
    return "\n".join((*rows, ""))
