"""Markup that has no business in a caption's text: found, taken out of words, or made harmless."""

from __future__ import annotations

import html
import re

_TAG = r"</?[A-Za-z|][^<>\n]*>"
_CODE = r"\{\\[^{}\n]*\}"
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);")
_BRACKETED = re.compile(rf"{_TAG}|{_CODE}|-->")
_ITALICS = re.compile(r"<i>([^<>]*)</i>")
_HARMLESS = str.maketrans({"<": "‹", ">": "›", "{": "(", "}": ")"})
_ROUNDS = 4
"""How deep markup may be nested (`&amp;amp;lt;`, `<a<b>>`) before it is all made harmless at once."""


def find_markup(text: str) -> str | None:
    """The first tag, entity, override code or arrow in a text; italics that open and close are allowed.

    >>> find_markup("Tom &amp; Jerry"), find_markup("<i>Alien</i>"), find_markup("5 < 6")
    ('&amp;', None, None)
    """
    if _is_plain(text):
        return None
    text = _ITALICS.sub(r"\n\1\n", text)
    match = _BRACKETED.search(text)
    return match.group() if match else next(filter(_is_entity, _ENTITY.findall(text)), None)


def strip_markup(text: str) -> str:
    """A recognised word without tags, its entities as characters; may be empty.

    >>> strip_markup("<i>Tom</i>&amp;Jerry")
    'Tom&Jerry'
    """
    for _ in range(_ROUNDS):
        if find_markup(text) is None and "<i>" not in text:
            return text
        text = re.sub(_CODE, "", re.sub(_TAG, "", html.unescape(text))).replace("-->", "→")
    return neutralise_markup(text)


def neutralise_markup(text: str) -> str:
    """The same text, as long as before, with its tags and codes made harmless: `<b>` becomes `‹b›`.

    Nothing is dropped and no character moves, so that offsets into the text stay right. Italics that
    open and close are formatting, not a leak, and stay.
    """
    if _is_plain(text):
        return text
    parts = re.split(r"(<i>[^<>]*</i>)", text)
    return "".join(
        f"<i>{_disarm_all(part[3:-4])}</i>" if at % 2 else _disarm_all(part) for at, part in enumerate(parts)
    )


def _disarm_all(text: str) -> str:
    for _ in range(_ROUNDS):
        if _BRACKETED.search(text) is None:
            break
        text = _BRACKETED.sub(lambda match: match.group().translate(_HARMLESS), text)
    else:
        text = text.translate(_HARMLESS)
    return _ENTITY.sub(_disarm, text)


def _disarm(match: re.Match[str]) -> str:
    text = match.group()
    return text[:-1] + ":" if _is_entity(text) else text


def _is_entity(text: str) -> bool:
    """True for what HTML knows: `&amp;` is an entity, the end of `AT&T;` is none."""
    return html.unescape(text) != text


def _is_plain(text: str) -> bool:
    return not ("<" in text or "&" in text or "{" in text or "-->" in text)
