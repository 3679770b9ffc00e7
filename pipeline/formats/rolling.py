"""Automatic captions that roll: each line is shown twice, with cues of 10 ms between. Found, and made plain.

YouTube shows the line that was spoken above the one that is spoken. Tools that save such captions save every
state of the picture as a cue. Collapsed, each line is one cue, from when it is first shown until the next
line is; words keep the times that the file has.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass

if TYPE_CHECKING:
    from pipeline.formats.styled import StyledCue, Token

_FEWEST = 3
"""Fewer repeated lines may be a refrain."""
_ROLLING_SHARE = 0.4
_FLASH_MS = 60
"""Cues so short exist only between two states of rolling captions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledLine:
    """One line of what was spoken."""

    start_ms: int
    end_ms: int
    text: str
    words: tuple[tuple[int, str], ...] = ()
    """When each word begins, and the word; empty where the file has no times of words."""


def is_rolling(texts: Sequence[tuple[int, int, str]]) -> bool:
    """Whether cues (start, end, plain text) repeat the line above in the way of rolling captions."""
    shown = [(start, end, _lines(text)) for start, end, text in texts if text.strip()]
    pairs = list(pairwise(shown))
    repeats = sum(bool(after) and before[-1:] == after[:1] for (_, _, before), (_, _, after) in pairs if before)
    two_lined = sum(len(after) >= 2 and before[-1:] == after[:1] for (_, _, before), (_, _, after) in pairs if before)
    flashes = sum(end - start <= _FLASH_MS for start, end, _ in shown)
    rolls = repeats >= _FEWEST and repeats >= _ROLLING_SHARE * len(pairs)
    return rolls and (flashes >= 2 or two_lined >= _FEWEST)


def collapse(cues: Sequence[StyledCue]) -> tuple[RolledLine, ...]:
    """Each spoken line once, in order, until the next begins.

    Args:
        cues: Rolling captions, by their start.
    """
    found: list[RolledLine] = []
    shown: list[str] = []
    for cue in cues:
        rows = _rows(cue.tokens)
        lines = [_plain(row) for row in rows]
        known = _overlap(shown, lines)
        for row in rows[known:]:
            found.append(_rolled(row, cue))
        if known:
            found[-1:] = [_lasting(line, cue.end_ms) for line in found[-1:]]
        shown = lines or shown
    return _in_sequence(found)


def _overlap(shown: Sequence[str], lines: Sequence[str]) -> int:
    """How many of the new lines, from the first, were the last ones shown."""
    for count in range(min(len(shown), len(lines)), 0, -1):
        if list(shown[-count:]) == list(lines[:count]):
            return count
    return 0


def _lasting(line: RolledLine, end_ms: int) -> RolledLine:
    return RolledLine(start_ms=line.start_ms, end_ms=max(line.end_ms, end_ms), text=line.text, words=line.words)


def _in_sequence(found: Sequence[RolledLine]) -> tuple[RolledLine, ...]:
    """Each line ends at the latest where the next begins; lines that begin together share their time."""
    result: list[RolledLine] = []
    for line, following in zip(found, [*found[1:], None], strict=True):
        end_ms = line.end_ms if following is None else min(line.end_ms, following.start_ms)
        result.append(RolledLine(start_ms=line.start_ms, end_ms=end_ms, text=line.text, words=line.words))
    return tuple(line for line in result if line.end_ms > line.start_ms)


def _rolled(row: Sequence[Token], cue: StyledCue) -> RolledLine:
    words: list[tuple[int, str]] = []
    time_ms, has_times = cue.start_ms, False
    for token in row:
        if token.kind == "time":
            time_ms, has_times = int(token.value), True
        elif token.kind == "text":
            words += [(time_ms, word) for word in token.value.split()]
    text = " ".join(word for _, word in words)
    return RolledLine(start_ms=cue.start_ms, end_ms=cue.end_ms, text=text, words=tuple(words) if has_times else ())


def _rows(tokens: Sequence[Token]) -> list[list[Token]]:
    """The tokens of each line that shows something."""
    from pipeline.formats.styled import Token

    rows: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind == "text":
            first, *rest = token.value.split("\n")
            rows[-1].append(Token("text", first))
            rows += [[Token("text", line)] for line in rest]
        else:
            rows[-1].append(token)
    return [row for row in rows if _plain(row)]


def _plain(row: Sequence[Token]) -> str:
    return " ".join("".join(token.value for token in row if token.kind == "text").split())


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]
