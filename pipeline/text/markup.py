r"""The one grammar of markup: what is formatting, what leaked from another format, and what is text.

Formatting is what SubRip has: `<i> <b> <u> <s> <font …>` and override blocks such as `{\an8}`. The tags
of WebVTT and HTML and a recogniser's tokens (`<|en|>`) are leaks in a caption. Everything else between
angle brackets is text: `List<String>`, `#include <stdio.h>`, `a < b`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache

from pipeline.text.formatting import CODES

_FORMATTING = "i|b|u|s|font"
_LEAKED = (
    "c|v|lang|ruby|rt|rp|span|p|br|div|em|strong|small|big|sub|sup|strike|del|ins|tt|code|pre|center|"
    "h[1-6]|ul|ol|li|html|head|body|title|script|style|sami|sync|unk|pad"
)
_ATTRIBUTES = r"(?:\.[^\s<>]{1,80})?(?:\s[^<>]{0,200})?/?"
_TAG = (
    rf"</?(?:{_FORMATTING}|{_LEAKED}){_ATTRIBUTES}>"
    r"|</a>|<(?:a|img)\s[^<>]{0,200}>|<\d[\d:.]{4,20}>|<\|[^<>\n]{0,80}>"
)
MARKUP = rf"{_TAG}|{CODES}"
"""One tag or override block, as a pattern for any case of letters."""
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);")
_FORMATTING_TAG = re.compile(rf"</?(?P<name>{_FORMATTING})(?:\s[^<>]*)?>", re.IGNORECASE)
_HARMLESS = str.maketrans({"<": "‹", ">": "›", "{": "(", "}": ")"})
_ROUNDS = 4
"""How deep markup may be nested (`&amp;amp;lt;`, `<i<b>>`) before it is all made harmless at once."""


@cache
def markup_pattern(*more: str) -> re.Pattern[str]:
    """What finds one tag or override block, or one of some patterns more; compiled when it is first asked for.

    Most files have no markup, and these are long patterns: to compile them takes longer than to read such a file.
    """
    return re.compile("|".join((MARKUP, *more)), re.IGNORECASE)


def may_have_markup(text: str) -> bool:
    """Whether a text holds any of the signs that tags, override blocks, entities and arrows begin with."""
    return "<" in text or "&" in text or "{" in text or "-->" in text


def drop_tags(text: str) -> str:
    r"""The text without its tags and override blocks; what only looks like one stays.

    >>> drop_tags("{\\an8}<i>Hello</i> if a < b"), drop_tags("List<String>")
    ('Hello if a < b', 'List<String>')
    """
    return markup_pattern().sub("", text) if may_have_markup(text) else text


def find_markup(text: str) -> str | None:
    r"""The first tag, entity or arrow that leaked into a text; formatting that opens and closes is none.

    >>> find_markup("Tom &amp; Jerry"), find_markup("<i>Alien</i>"), find_markup("List<String> if 5 < 6")
    ('&amp;', None, None)
    """
    if not may_have_markup(text):
        return None
    text = "".join(part if not kept else "\n" * len(part) for part, kept in _parts(text))
    match = markup_pattern("-->").search(text)
    return match.group() if match else next(filter(_is_entity, _ENTITY.findall(text)), None)


def strip_markup(text: str) -> str:
    """A recognised word without tags, its entities as characters; may be empty.

    >>> strip_markup("<i>Tom</i>&amp;Jerry")
    'Tom&Jerry'
    """
    if not may_have_markup(text):
        return text
    for _ in range(_ROUNDS):
        plain = markup_pattern().sub("", _ENTITY.sub(_unescape, text)).replace("-->", "→")
        if plain == text:
            return text
        text = plain
    return neutralise_markup(text)


def neutralise_markup(text: str) -> str:
    """The same text, as long as before, with its leaked tags and codes made harmless: `<c>` becomes `‹c›`.

    Nothing is dropped and no character moves, so that offsets into the text stay right. Formatting that
    opens and closes is no leak, and stays.
    """
    if not may_have_markup(text):
        return text
    return "".join(part if kept else _disarm_all(part) for part, kept in _parts(text))


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, and whether each is formatting that may stay."""
    kept = sorted(_formatting(text))
    end = 0
    for first, last in kept:
        yield text[end:first], False
        yield text[first:last], True
        end = last
    yield text[end:], False


def _formatting(text: str) -> Iterator[tuple[int, int]]:
    """Where the override blocks and the pairs of formatting tags stand."""
    opened: dict[str, list[re.Match[str]]] = {}
    for match in markup_pattern().finditer(text):
        name = _formatting_name(match.group())
        if match.group().startswith("{"):
            yield match.span()
        elif name and not match.group().startswith("</"):
            opened.setdefault(name, []).append(match)
        elif name and opened.get(name):
            yield opened[name].pop().span()
            yield match.span()


def _formatting_name(tag: str) -> str:
    match = _FORMATTING_TAG.fullmatch(tag)
    return match["name"].lower() if match else ""


def _disarm_all(text: str) -> str:
    for _ in range(_ROUNDS):
        if markup_pattern("-->").search(text) is None:
            break
        text = markup_pattern("-->").sub(lambda match: match.group().translate(_HARMLESS), text)
    else:
        text = text.translate(_HARMLESS)
    return _ENTITY.sub(_disarm, text)


def _disarm(match: re.Match[str]) -> str:
    text = match.group()
    return text[:-1] + ":" if _is_entity(text) else text


def _unescape(match: re.Match[str]) -> str:
    return html.unescape(match.group())


def _is_entity(text: str) -> bool:
    """True for what HTML knows: `&amp;` is an entity, the end of `AT&T;` is none."""
    return html.unescape(text) != text
