"""What caption formats have in common: cues whose text is a stream of tokens, and where they stand.

Each format reads into these records and writes from them, so that a conversion keeps what both formats
can say. A writer notes in `Losses` what its format has no word for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import field
from itertools import compress
from typing import Literal, NamedTuple

from pipeline.dataclass import dataclass
from pipeline.formats.reading import Repair

Losses = Counter[str]
"""What was lost, in words for a person → in how many cues."""

_MAX_SPANS = 30
"""How deep spans may be nested."""
Kind = Literal["text", "open", "close", "time"]
Row = Literal["bottom", "middle", "top"]
Column = Literal["left", "center", "right"]


class Token(NamedTuple):
    """A piece of a cue's text: characters, or the beginning or end of a span."""

    kind: Kind
    value: str
    """The characters; or the span's name: `i b u s colour voice class lang ruby rt`; or the milliseconds."""
    argument: str = ""
    """The colour as `#rrggbb`, the speaker's name, the class names with points between, the language."""
    classes: str = ""
    """WebVTT's classes on a span of another kind (`<v.loud Mary>`), with points between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where a cue stands; the default is the player's own place, the middle of the bottom."""

    row: Row = "bottom"
    column: Column = "center"
    line_percent: float | None = None
    """Distance of the text's top from the picture's top, if the file says it exactly."""
    position_percent: float | None = None
    """Distance of the text's anchor (its left, middle or right, as `column` says) from the picture's left."""
    size_percent: float | None = None
    """Width of the text's box."""

    @property
    def is_exact(self) -> bool:
        return any(v is not None for v in (self.line_percent, self.position_percent, self.size_percent))


@dataclass(frozen=True, slots=True, kw_only=True)
class StyledCue:
    """One text on the screen, with everything that formats say about it."""

    start_ms: int
    end_ms: int
    tokens: tuple[Token, ...]
    """Spans are balanced: each is closed, in the order in which they were opened."""
    placement: Placement = Placement()
    identifier: str = ""
    settings: str = ""
    """Settings as the file had them; only the same format writes them again."""

    @property
    def plain(self) -> str:
        """The text without its markup."""
        return "".join(token.value for token in self.tokens if token.kind == "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One caption file."""

    cues: tuple[StyledCue, ...]
    language: str = ""
    title: str = ""
    notes: tuple[str, ...] = ()
    """Comments for people, at the file's head: credits, how the text was made."""
    styles: tuple[str, ...] = ()
    """WebVTT style sheets, as they are."""
    regions: tuple[str, ...] = ()
    """WebVTT region definitions, as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """A caption file that was read, and what had to be repaired."""

    document: Document
    repairs: tuple[Repair, ...] = field(default=())
    encoding: str = "utf-8"


def balance(tokens: Iterable[Token]) -> tuple[Token, ...]:
    """Close every span in the right order; drop ends without a beginning; join neighbouring texts.

    Spans nested deeper than anybody nests them are dropped with their ends: writers recurse into them.

    >>> [t.kind for t in balance([Token("open", "i"), Token("text", "a"), Token("close", "b")])]
    ['open', 'text', 'close']
    """
    open_names: list[str] = []
    dropped: Counter[str] = Counter()
    result: list[Token] = []
    for token in tokens:
        if token.kind == "open" and len(open_names) >= _MAX_SPANS:
            dropped[token.value] += 1
            continue
        if token.kind == "close" and dropped[token.value]:
            dropped[token.value] -= 1
            continue
        if token.kind == "close" and token.value not in open_names:
            continue
        if token.kind == "open":
            open_names.append(token.value)
        if token.kind == "close":
            while (name := open_names.pop()) != token.value:
                result.append(Token("close", name))
        if token.kind == "text" and result and result[-1].kind == "text":
            result[-1] = Token("text", result[-1].value + token.value)
        elif token.kind != "text" or token.value:
            result.append(token)
    result.extend(Token("close", name) for name in reversed(open_names))
    return tuple(result)


def strip_lines(tokens: Iterable[Token]) -> tuple[Token, ...]:
    """Drop blank lines and white space at the ends of lines, whatever spans they cross.

    No format can hold a blank line inside a cue.
    """
    kept = tuple(tokens)
    text = "".join(token.value for token in kept if token.kind == "text")
    if not _UNTIDY.search(text):
        return kept
    mask = _tidy_mask(text)
    position, result = 0, []
    for token in kept:
        if token.kind == "text":
            end = position + len(token.value)
            token = Token("text", "".join(compress(token.value, mask[position:end])))  # noqa: PLW2901
            position = end
        if token.kind != "text" or token.value:
            result.append(token)
    return tuple(result)


_UNTIDY = re.compile(r"\s\n|\n\n|^\n|\s$")


def _tidy_mask(text: str) -> bytearray:
    """One byte a character: 1 where it stays."""
    mask = bytearray(len(text))
    start, is_first = 0, True
    for line in text.split("\n"):
        end = start + len(line.rstrip())
        if end > start:
            mask[start:end] = b"\1" * (end - start)
            if not is_first:
                mask[start - 1] = 1
            is_first = False
        start += len(line) + 1
    return mask
