"""A SubRip file that is exactly as we write it, read at once: nearly all are, and a build reads each of them twice.

Whatever is odd about a file is left to `srt`, which repairs and lists it. Of a plain one both make the same cues.
"""

from __future__ import annotations

import re

from pipeline.formats.reading import MAX_LINES
from pipeline.formats.timing_line import may_be_timing_line, read_timing_line
from pipeline.model import Cue
from pipeline.text import read_leftovers

_TIME = r"(\d\d):([0-5]\d):([0-5]\d),(\d{3})"
_BLOCK = re.compile(rf"(\d{{1,9}})\n{_TIME} --> {_TIME}\n([^\n].*)", re.ASCII | re.DOTALL)
"""A number, the times, and text on one line or several."""
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u2060\ufeff\ud800-\udfff]|[^\\S\n](?=\n|\\Z)")
"""Control characters, joiners that hide something, and white space at the end of a line."""


def read_plain(text: str) -> tuple[Cue, ...] | None:
    r"""The cues of a whole file; None where anything in it is not as we would write it.

    >>> read_plain("1\n00:00:01,000 --> 00:00:02,000\nHello.\n\n")[0].text
    'Hello.'
    >>> read_plain("1\n0:01 --> 0:02\nHello.\n\n") is None
    True
    """
    if text.count("\n") > MAX_LINES or not _is_clean(text):
        return None
    cues: list[Cue] = []
    latest_ms = 0
    for number, block in enumerate(text.rstrip("\n").split("\n\n"), start=1):
        match = _BLOCK.fullmatch(block)
        if match is None or match[1] != str(number) or not _is_plain_body(match[10]):
            return None
        _, hours, minutes, seconds, part, *end = map(int, match.groups()[:9])
        start_ms = ((hours * 60 + minutes) * 60 + seconds) * 1_000 + part
        end_ms = ((end[0] * 60 + end[1]) * 60 + end[2]) * 1_000 + end[3]
        if start_ms < latest_ms:
            return None
        latest_ms = start_ms
        cues.append(Cue(start_ms=start_ms, end_ms=end_ms, text=match[10]))
    return tuple(cues)


def _is_clean(text: str) -> bool:
    """Whether it has neither control characters nor white space at the end of a line."""
    if text.replace("\n", "").isprintable():  # then its only white space is the plain space
        return " \n" not in text and not text.endswith(" ")
    return not _ODD.search(text)


def _is_plain_body(text: str) -> bool:
    """Whether a cue's text is read as it stands: no line of it may be meant as another cue's times."""
    if may_be_timing_line(text) and any("-->" in line or read_timing_line(line) for line in text.split("\n")):
        return False
    return read_leftovers(text) == (text, ())
