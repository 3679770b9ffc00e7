"""Words with times out of captions that somebody else made: shared evenly, or as rolling captions time them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from pipeline.formats.rolling import RolledLine
from pipeline.formats.whisper_json import split_text
from pipeline.model import Cue, Word
from pipeline.text import drop_formatting


def words_of_cues(cues: Iterable[Cue], *, language: str) -> tuple[Word, ...]:
    """The words of captions; each has a share of its cue's time by its letters.

    Args:
        cues: By their start.
        language: BCP-47 tag: it says whether words have spaces between them.
    """
    return tuple(
        word
        for cue in cues
        for word in _share(drop_formatting(cue.text), cue.start_ms, max(cue.start_ms, cue.end_ms), language)
    )


def words_of_lines(lines: Iterable[RolledLine], *, language: str) -> tuple[Word, ...]:
    """The words of rolling captions, with their own times where the file has them."""
    return tuple(word for line in lines for word in _words_of_line(line, language))


def _words_of_line(line: RolledLine, language: str) -> Iterator[Word]:
    if not line.words:
        yield from _share(line.text, line.start_ms, line.end_ms, language)
        return
    bounds = [*line.words, (max(line.end_ms, line.words[-1][0]), "")]
    for number, ((start_ms, text), (next_ms, _)) in enumerate(pairwise(bounds)):
        yield from _share(text, start_ms, max(start_ms, next_ms), language, is_first=number == 0)


def _share(text: str, start_ms: int, end_ms: int, language: str, *, is_first: bool = True) -> Iterator[Word]:
    units = list(split_text(text, language=language))
    total = max(1, sum(len(unit) for unit, _ in units))
    passed = 0
    for number, (unit, space) in enumerate(units):
        begin_ms = start_ms + (end_ms - start_ms) * passed // total
        passed += len(unit)
        until_ms = start_ms + (end_ms - start_ms) * passed // total
        starts = is_first and number == 0
        has_space = space or (number == 0 and not is_first)
        yield Word(text=unit, start_ms=begin_ms, end_ms=until_ms, space_before=has_space, starts_segment=starts)
