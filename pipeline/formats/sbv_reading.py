"""SubViewer captions as YouTube gives them (`.sbv`), read: `0:00:01.500,0:00:04.000`, then the text."""

from __future__ import annotations

import re

from pipeline.errors import SubtitleError
from pipeline.formats.reading import Line, ReadCues, clean_text, read_lines
from pipeline.model import Cue
from pipeline.text import read_leftovers
from pipeline.timing import parse_timestamp

_TIMES = re.compile(r"\s*(\d{1,3}:\d\d:\d\d\.\d{1,3})\s*,\s*(\d{1,3}:\d\d:\d\d\.\d{1,3})\s*")


def is_sbv(text: str) -> bool:
    """Whether a file's first line with text is a pair of SubViewer times."""
    return _TIMES.fullmatch(text.lstrip("\ufeff \t\r\n").split("\n", 1)[0].rstrip("\r")) is not None


def parse_sbv(data: bytes, *, path: str, language: str = "") -> ReadCues:
    """Read a SubViewer file; `[br]` is a line break.

    Raises:
        SubtitleError: It holds no times.
    """
    lines, repairs, encoding = read_lines(data, path=path, language=language)
    starts = [index for index, (_, text) in enumerate(lines) if _TIMES.fullmatch(text)]
    if not starts:
        raise SubtitleError(path=path, line=1, reason="no cue found: not a SubViewer (.sbv) file")
    ends = [*starts[1:], len(lines)]
    cues = tuple(_read_cue(lines[start:end]) for start, end in zip(starts, ends, strict=True))
    return ReadCues(cues=cues, repairs=tuple(repairs), encoding=encoding)


def _read_cue(block: list[Line]) -> Cue:
    match = _TIMES.fullmatch(block[0][1])
    if match is None:
        raise ValueError("a cue begins with its times")
    text, _ = read_leftovers("\n".join(text for _, text in block[1:] if text))
    text = "\n".join(line for line in clean_text(text).split("\n") if line.strip())
    return Cue(start_ms=parse_timestamp(match[1]), end_ms=parse_timestamp(match[2]), text=text)
