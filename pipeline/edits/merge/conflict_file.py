"""A merged track as a SubRip file in which git's markers enclose both sides of every conflict."""

from __future__ import annotations

from pipeline.edits.merge.hunks import Cues
from pipeline.edits.merge.two_people import Reconciled
from pipeline.formats import format_srt
from pipeline.text import BETWEEN, OURS, THEIRS


def format_conflicts(result: Reconciled, *, path: str = "captions") -> str:
    """The file of a merge; a plain SubRip file where there is no conflict.

    Markers enclose whole cues, with their own times, so that any editor that knows git's markers can take
    either side; `git diff --check` finds them, and nothing is built from a file that holds one.

    Args:
        result: Only cues that can be written.
        path: Named in errors.

    Raises:
        InvalidCue: A cue cannot be written.
    """
    parts: list[str] = []
    number = 1
    for hunk in result.hunks:
        ours = _cues_from(hunk.ours, number, path)
        if hunk.is_conflict:
            theirs = _cues_from(hunk.theirs, number, path)
            parts += [f"{OURS}\n", *ours, f"{BETWEEN}\n", *theirs, f"{THEIRS}\n"]
            number += max(len(ours), len(theirs))
        else:
            parts += ours
            number += len(ours)
    return "".join(parts)


def _cues_from(cues: Cues, number: int, path: str) -> list[str]:
    """Each cue as it stands in the file, counted from a number on."""
    return [f"{number + at}\n" + format_srt((cue,), path=path).partition("\n")[2] for at, cue in enumerate(cues)]
