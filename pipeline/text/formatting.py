r"""Formatting, and other formats' leftovers in a caption's text, read for what they mean.

Three kinds are reported apart. *Formatting* is what players of SubRip understand: `<i>`, `<font color>`, `{\an8}`.
*Leftovers* are other formats' ways to say something (`[br]`, `\N`, `&amp;`, `<c.yellow>`): they are read for
what they mean. Everything else is text, `List<String>` too; `markup` finds what leaked all the same. A text
that looks like a leftover is written with an invisible word joiner, which reading takes out again.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

JOINER = "\u2060"
"""Shown by no player; keeps what looks like markup from being it."""

CODE = (
    r"\\(?:an?\d|[ibus]\d*|[bxy]?(?:bord|shad)-?[\d.]*|be[\d.]*|blur[\d.]*|fn[^\\{}\n]*|fs(?:c[xy]|p)?-?[\d.]*|"
    r"fr[xyz]?-?[\d.]*|fa[xy]-?[\d.]*|fe\d*|[1-4]?c(?:&H[0-9A-Fa-f]+&?)?|(?:[1-4]a|alpha)&H[0-9A-Fa-f]+&?|"
    r"[kK][fo]?\d+|q\d|r[^\\{}\n]*|p\d+|pbo-?\d+|"
    r"(?:pos|move|org|fade?|i?clip|t)\([^{}()\n]{0,200}(?:\([^{}()\n]{0,200}\)[^{}()\n]{0,200}){0,9}\)) ?"
)
CODES = rf"\{{(?:(?>{CODE})){{1,40}}\}}"
r"""A block of override codes such as `{\an8}`; `{\alpha}` is a formula, and text."""
FORMATTING = re.compile(
    rf"<(?P<close>/?)(?P<name>[ibus]|font)(?P<rest>\s[^<>\n]{{0,200}})?\s?>|\{{(?P<code>(?>{CODE}){{1,40}})\}}",
    re.IGNORECASE,
)
"""Tags and codes that are formatting, whether they open and close or not."""

_ENTITY = re.compile(r"&(\u2060*)(#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BREAK = re.compile(r"(\[)(\u2060*)(br\s?/?\])|(<)(\u2060*)(br\s?/?>)|(\\)(\u2060*)(N)", re.IGNORECASE)
_PATH = re.compile(r"(?:[A-Za-z]:|\\)\\")
_SUBSTITUTES = {"em": "i", "strong": "b"}
_FOREIGN = re.compile(
    r"<(?P<joiners>\u2060*)(?P<close>/?)(?P<name>em|strong|span|div|p|c|v|lang|ruby|rt|\d{2}:\d{2}[:.\d]{2,10})"
    r"(?P<classes>\.[^\s<>]{1,100})?(?P<rest>\s[^<>\n]{0,200})?>",
    re.IGNORECASE,
)
_NEEDS_ESCAPE = re.compile(r"/?(?:[ibus]|font)\b", re.IGNORECASE)
_ROUNDS = 4
"""How often an entity may be escaped (`&amp;amp;lt;`)."""
_LONGEST_PATH = 300
_MARKS = ("<", "&", "[", "\\")


def drop_formatting(text: str) -> str:
    r"""A text as it is read: without formatting and without the joiners that keep its `<` from being any.

    >>> drop_formatting(r"{\an8}<i>Use</i> List<String>")
    'Use List<String>'
    """
    if "<" not in text and "{" not in text:
        return text
    return FORMATTING.sub("", text).replace(f"<{JOINER}", "<")


def read_leftovers(text: str) -> tuple[str, tuple[str, ...]]:
    r"""A text with other formats' leftovers read for what they mean, and which kinds there were.

    >>> read_leftovers(r"one[br]two\Nthree &amp; four")
    ('one\ntwo\nthree & four', ('line breaks such as [br] or \\N', 'entities such as &amp;'))
    """
    if not any(mark in text for mark in _MARKS):
        return text, ()
    kinds: list[str] = []
    read = _read_breaks(text)
    if read.count("\n") != text.count("\n"):
        kinds.append(r"line breaks such as [br] or \N")
    tagged = _read_tags(read)
    if tagged.replace(JOINER, "") != read.replace(JOINER, ""):
        kinds.append("tags of HTML or WebVTT")
    plain = _read_entities(tagged)
    if _plain_entities(tagged):
        kinds.append("entities such as &amp;")
    return plain, tuple(kinds)


def defuse_leftovers(text: str) -> str:
    """The text with one more joiner in everything that reading would take for a leftover.

    >>> read_leftovers(defuse_leftovers("write &amp; for &"))
    ('write &amp; for &', ())
    """
    if not any(mark in text for mark in _MARKS):
        return text
    text = _ENTITY.sub(lambda m: f"&{JOINER}{m[1]}{m[2]};" if _is_entity(f"&{m[2]};") else m.group(), text)
    text = _FOREIGN.sub(lambda m: f"<{JOINER}{m.group()[1:]}", text)
    return _over_breaks(text, lambda first, joiners, rest: f"{first}{JOINER}{joiners}{rest}")


def _is_break(match: re.Match[str]) -> bool:
    r"""Whether `\N` is a break: a small letter is code (`"\n"`), and inside a path it is a name's beginning."""
    if not match.group().startswith("\\"):
        return True
    near = max(0, match.start() - _LONGEST_PATH)
    word_at = max(near - 1, *(match.string.rfind(space, near, match.start()) for space in " \n")) + 1
    return match.group().endswith("N") and _PATH.match(match.string, word_at) is None


def _over_breaks(text: str, change: Callable[[str, str, str], str]) -> str:
    def write(match: re.Match[str]) -> str:
        if not _is_break(match):
            return match.group()
        first, joiners, rest = (part for part in match.groups() if part is not None)
        return change(first, joiners, rest)

    return _BREAK.sub(write, text)


def _read_breaks(text: str) -> str:
    return _over_breaks(text, lambda first, joiners, rest: f"{first}{joiners[1:]}{rest}" if joiners else "\n")


def _read_tags(text: str) -> str:
    """HTML's and WebVTT's tags: emphasis is kept, ruby stands in parentheses, the others say nothing here."""
    closed = {match["name"].lower() for match in _FOREIGN.finditer(text) if match["close"]}

    def write(match: re.Match[str]) -> str:
        if match["joiners"]:
            return f"<{match.group()[2:]}"
        name = match["name"].lower()
        is_alone = name not in closed and not (name == "v" and match["rest"]) and not name[0].isdigit()
        if is_alone:
            return match.group()
        if name in _SUBSTITUTES:
            return f"<{match['close']}{_SUBSTITUTES[name]}>"
        if name == "rt":
            return ")" if match["close"] else "("
        return ""

    return _FOREIGN.sub(write, text)


def _plain_entities(text: str) -> bool:
    return any(not match[1] and _is_entity(match.group()) for match in _ENTITY.finditer(text))


def _read_entities(text: str) -> str:
    for _ in range(_ROUNDS):
        if not _plain_entities(text):
            break
        text = _ENTITY.sub(_read_entity, text)
    return _ENTITY.sub(lambda m: f"&{m[1][1:]}{m[2]};" if m[1] and _is_entity(f"&{m[2]};") else m.group(), text)


def _read_entity(match: re.Match[str]) -> str:
    if match[1]:
        return match.group()
    char = html.unescape(match.group())
    if char == "<" and _NEEDS_ESCAPE.match(html.unescape(match.string[match.end() : match.end() + 12])):
        return f"<{JOINER}"
    return char


def _is_entity(text: str) -> bool:
    """True for what HTML knows: `&amp;` is an entity, the end of `AT&T;` is none."""
    return html.unescape(text) != text
