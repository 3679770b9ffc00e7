"""Units that are not plain speech: labels, songs, speakers' lines, items of a list: what each is made of.

A unit is never joined with a neighbour's sentence, begins a line, and keeps its sign. What counts as one:

- a label in brackets (`[applause]`), anywhere; in round ones (`(laughs)`), where it fills a line;
- a song, from ♪ to ♪, or to the end of its cue;
- a line with a dash, a bullet, a number or `>>` before it;
- a line with a speaker's name and a colon before it;
- and what stands after one of these: it begins a unit, too.
"""

from __future__ import annotations

import re
import unicodedata

from pipeline.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """The parts of one sentence that is, or may be, a unit; joined they are its text."""

    sign: str = ""
    """A dash, a bullet, a number or `>>`, with the space behind it."""
    speaker: str = ""
    colon: str = ""
    opening: str = ""
    """A bracket, or ♪ with its space."""
    body: str
    """What is said or meant; all of the text where it is plain speech."""
    closing: str = ""

    @property
    def is_label(self) -> bool:
        return self.opening in _BRACKETS

    @property
    def before(self) -> str:
        """All that stands before the body."""
        return self.sign + self.speaker + self.colon + self.opening


NOTES = "♪♫♬♩🎵🎶"
_BRACKETS = frozenset("[［【(（")
DASHES = "-–—‐‑"
_WHOLE_LABEL = re.compile(r"\[[^\[\]]*\]|［[^［］]*］|【[^【】]*】|\([^()]*\)|（[^（）]*）")
SONG = re.compile(rf"[{NOTES}\s]*[{NOTES}]\s*")
SONG_END = re.compile(rf"\s*[{NOTES}][{NOTES}\s]*\Z")
SIGN = re.compile(
    rf">>+\s*(?=\S)|[{DASHES}•‣▪*]\s+(?=\S)|[{DASHES}](?=[^\W\d_])|\d{{1,2}}[.)]\s+(?=\S)|[a-z]\)\s+(?=\S)"
)
SPEAKER = re.compile(r"([^\s:：,.!?]+(?:\.?\s[^\s:：,.!?]+){0,2})(:\s+|：\s*|:\Z)")
_MOST_LABEL_CHARS = 80


def read_unit(text: str) -> Unit:
    """Take the signs off a sentence.

    >>> unit = read_unit("- HOST: Welcome back.")
    >>> unit.sign, unit.speaker, unit.body
    ('- ', 'HOST', 'Welcome back.')
    >>> unit = read_unit("[upbeat music]")
    >>> unit.is_label, unit.body
    (True, 'upbeat music')
    """
    sign = match_start(SIGN, text)
    rest = text[len(sign) :]
    speaker, colon = find_speaker(rest)
    rest = rest[len(speaker) + len(colon) :]
    if _WHOLE_LABEL.fullmatch(rest.strip()) and names_something(rest.strip()[1:-1]):
        start = len(rest) - len(rest.lstrip())
        end = len(rest.rstrip())
        opening, body, closing = rest[: start + 1], rest[start + 1 : end - 1], rest[end - 1 :]
    else:
        opening = match_start(SONG, rest)
        ending = SONG_END.search(rest, len(opening))
        closing = ending.group() if ending else ""
        body = rest[len(opening) : len(rest) - len(closing)]
    return Unit(sign=sign, speaker=speaker, colon=colon, opening=opening, body=body, closing=closing)


def is_sign(text: str) -> bool:
    """True for a word that is nothing but the sign of a unit: a dash, a bullet, a number with its point.

    >>> is_sign("1."), is_sign("-"), is_sign("one.")
    (True, True, False)
    """
    return match_start(SIGN, f"{text} x").strip() == text


def is_symbol(text: str) -> bool:
    """True for a word of nothing but emoji or other pictures; notes of a song are none.

    >>> is_symbol("🚀"), is_symbol("♪"), is_symbol("3")
    (True, False, False)
    """
    if text.isascii() or text[0] in NOTES:
        return False
    kinds = [unicodedata.category(char) for char in text]
    return "So" in kinds and all(kind in {"So", "Sk", "Mn", "Me", "Cf"} for kind in kinds)


def match_start(pattern: re.Pattern[str], text: str) -> str:
    """What a pattern finds at the start of a text; empty where it finds nothing."""
    match = pattern.match(text)
    return match.group() if match else ""


def find_speaker(text: str) -> tuple[str, str]:
    """A name in capitals and its colon, before something that is not all in capitals."""
    match = SPEAKER.match(text)
    if match is None:
        return "", ""
    name, body = match[1], text[match.end() :]
    letters = [char for char in name if char.isalpha()]
    is_name = len(letters) > 1 and name == name.upper() != name.lower()
    said = [char for char in body if char.upper() != char.lower()]
    return (name, match[2]) if is_name and not (said and body == body.upper()) else ("", "")


def names_something(text: str) -> bool:
    """Whether brackets hold a label: words, not a number, a letter, or code."""
    if len(text) > _MOST_LABEL_CHARS or text.strip().lower() in {"sic", "..."}:
        return False
    return sum(char.isalpha() for char in text) > (0 if any(char > "\u2e80" for char in text) else 1)
