"""The marks between which git and `captions merge` show both sides of a conflict."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.errors import SubtitleError
from pipeline.model import Cue

OURS = "<<<<<<< ours"
BETWEEN = "======="
THEIRS = ">>>>>>> theirs"

_HARMLESS = {"<": "‹", ">": "›", "=": "═", "|": "¦"}
_MARK = re.compile(r"^(?:(?:<{7}|\|{7}|>{7})(?: .*)?|={7})$", re.MULTILINE)
"""Git shows the common ancestor, too, after a line of bars (`merge.conflictStyle` `diff3` and `zdiff3`)."""
_STARTS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")


def find_mark(text: str) -> str | None:
    r"""The first mark in a text, None without one.

    >>> find_mark("<<<<<<< ours\nA\n=======\nB\n>>>>>>> theirs"), find_mark("a ======= b")
    ('<<<<<<< ours', None)
    """
    match = _MARK.search(text) if any(start in text for start in _STARTS) else None
    return match.group() if match else None


def disarm_marks(text: str) -> str:
    """The same text, as long as before, in which no line is a mark: for words that a machine heard.

    >>> disarm_marks("=======")
    '═======'
    """
    return _MARK.sub(lambda match: _HARMLESS[match.group()[0]] + match.group()[1:], text)


def refuse_marks(cues: tuple[Cue, ...], path: Path) -> tuple[Cue, ...]:
    """The same cues; a merge that git could not finish must not be translated, approved or sent anywhere.

    Raises:
        SubtitleError: A cue holds a mark.
    """
    for number, cue in enumerate(cues, 1):
        if find_mark(cue.text):
            reason = f"cue {number} holds both sides of an unfinished merge; keep one and delete the marks"
            raise SubtitleError(path=str(path), reason=reason)
    return cues
