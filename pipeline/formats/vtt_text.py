"""The markup inside WebVTT text: character references, `<v Ann>`, `<c.yellow>`, `<00:01.000>`."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from pipeline.formats.srt_text import NAMED_COLOURS
from pipeline.formats.styled import Losses, Token, balance, strip_lines
from pipeline.timing import format_timestamp, parse_timestamp

_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z]*|\d[\d:.]{4,20})(?P<classes>\.[^\s<>]*)?(?P<rest>\s[^<>]*)?>")
_NAMES = {"i": "i", "b": "b", "u": "u", "v": "voice", "c": "class", "lang": "lang", "ruby": "ruby", "rt": "rt"}
_TAGS = {name: tag for tag, name in _NAMES.items()}
_COLOUR_CLASSES = {value: name for name, value in NAMED_COLOURS.items()}
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\u200e": "&lrm;", "\u200f": "&rlm;", "\u00a0": "&nbsp;"}
_ESCAPE = str.maketrans(_ESCAPES)


def parse_tokens(text: str) -> tuple[tuple[Token, ...], bool]:
    """Read a cue's text.

    Returns:
        Its tokens, balanced, and whether something in it is not WebVTT: unknown tags are left out,
        a lone `<` stays as text.
    """
    tokens: list[Token] = []
    position, is_odd = 0, False
    for match in _TAG.finditer(text):
        before = text[position : match.start()]
        is_odd |= "<" in before
        tokens.append(Token("text", html.unescape(before)))
        position = match.end()
        known = _read_tag(match)
        is_odd |= not known
        tokens += known
    is_odd |= "<" in text[position:]
    tokens.append(Token("text", html.unescape(text[position:])))
    cleaned = (token._replace(value=_clean(token.value)) if token.kind == "text" else token for token in tokens)
    return strip_lines(balance(cleaned)), is_odd


def format_tokens(tokens: Iterable[Token], losses: Losses) -> str:
    """Write tokens as a cue's text: no blank line, no arrow, every `&` and `<` escaped."""
    kept = tuple(tokens)
    losses["struck-out text"] += any(token.value == "s" and token.kind == "open" for token in kept)
    odd_colours = [t for t in kept if t.value == "colour" and t.argument and t.argument not in _COLOUR_CLASSES]
    losses["colours that WebVTT has no name for"] += any(token.kind == "open" for token in odd_colours)
    written: list[str] = []
    ends: list[str] = []
    for token in strip_lines(kept):
        if token.kind == "text":
            written.append(token.value.translate(_ESCAPE))
        elif token.kind == "time":
            written.append(f"<{format_timestamp(int(token.value), separator='.')}>")
        elif token.kind == "open":
            begin, end = _write_tag(token)
            written.append(begin)
            ends.append(end)
        else:
            written.append(ends.pop())
    return "".join(written)


def _read_tag(match: re.Match[str]) -> list[Token]:
    name, classes, rest = match["name"], (match["classes"] or "").strip("."), (match["rest"] or "").strip()
    if name[:1].isdigit():
        try:
            return [Token("time", str(parse_timestamp(name)))]
        except ValueError:
            return []
    if name not in _NAMES:
        return []
    if match["close"]:
        return [Token("close", _NAMES[name])]
    if name == "c":
        return [Token("open", "class", classes)]
    return [Token("open", _NAMES[name], " ".join(html.unescape(rest).split()), classes)]


def _write_tag(token: Token) -> tuple[str, str]:
    """Beginning and end of a span; both empty where WebVTT has no word for it."""
    if token.value == "colour":
        name = _COLOUR_CLASSES.get(token.argument)
        return (f"<c.{name}>", "</c>") if name else ("", "")
    tag = _TAGS.get(token.value)
    if tag is None:
        return "", ""
    classes = re.sub(r"[\s<>&]", "", token.argument if tag == "c" else token.classes)
    begin = f"{tag}.{classes}" if classes else tag
    argument = "" if tag == "c" else " ".join(token.argument.split()).translate(_ESCAPE)
    return (f"<{begin} {argument}>" if argument else f"<{begin}>"), f"</{tag}>"


def _clean(text: str) -> str:
    """References can name control characters (`&#0;`), which no other format can hold."""
    return re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", "", text)
