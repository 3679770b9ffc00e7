"""Damage is no correction: a file that is garbled, cut off, written twice or rolling, told from one that people edited.

Each judgement compares what a file says with what it said before. It is never certain, so it stops everything
that would build on the file, says what was seen, and how to repair it or to confirm it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from pipeline.dataclass import dataclass
from pipeline.formats import is_rolling
from pipeline.model import Cue
from pipeline.quality.coverage import Timeline
from pipeline.records import MachineTrack
from pipeline.text import counted, drop_formatting, find_mojibake
from pipeline.timing import format_clock

_TAIL_CUES = 3
"""A person takes out the last words of a video, or the credits; more than that at once is a question."""
_RUN_CUES = 8
_RUN_MS = 20_000
"""So much in one piece, somewhere else than at the end, is a question too."""
_DOUBLED_SHARE = 1 / 3
_DOUBLED_CUES = 3
_LOST_LETTERS = 3
_LOST = re.compile(r"\ufffd|(?<=[^\W\d_])\?+(?=[^\W\d_])")
_HALF_HEAD = re.compile(r"(?<=\n\n)\d+(\n[\d:.,]*( -*>? ?[\d:.,]*)?)?\n?\Z")
_QUOTED_CHARS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """What looks like an accident, not like an edit."""

    kind: str
    """`garbled`, `lost-letters`, `cut-off`, `doubled` or `rolling`."""
    seen: str
    """What was seen, for a person."""
    repair: str
    """A command's name and how it repairs the file, or what to do by hand."""


def find_damage(cues: Sequence[Cue], *, text: str = "", before: MachineTrack | None = None) -> Damage | None:
    """The first kind of damage that a file shows, or None.

    Args:
        cues: What the file says now, by start.
        text: The whole file, decoded: mojibake is judged by all of it.
        before: What was last written, and the edits in it; None where there is no record.
    """
    known = _known_cues(before) if before else ()
    edited = [edit.text for edit in before.head.edits] if before else []
    return (
        _find_garbled(cues, text, [*(cue.text for cue in known), *edited])
        or _find_rolling(cues)
        or _find_doubled(cues, known)
        or _find_cut(cues, known, before.head.deleted if before else 0, text)
    )


def _find_garbled(cues: Sequence[Cue], text: str, known: Sequence[str]) -> Damage | None:
    whole = text or "\n".join(cue.text for cue in cues)
    if pair := find_mojibake(whole):
        count = sum(find_mojibake(f"{cue.text}\n{cue.text}") is not None for cue in cues)
        where = f", in {count} of {counted(len(cues), 'cue')}" if count else ""
        seen = f"is garbled (“{pair[0]}” for “{pair[1]}”{where}): UTF-8 was read in an old code page and saved so"
        return Damage(kind="garbled", seen=seen, repair="`captions fix` puts the letters back")
    lost = sum(len(_LOST.findall(cue.text)) for cue in cues)
    had = sum(len(_LOST.findall(one)) for one in known)
    had_letters = any(char > "\x7f" and char.isalpha() for one in known for char in one)
    if lost - had >= _LOST_LETTERS and (had_letters or "\ufffd" in whole):
        example = next(cue.text for cue in cues if _LOST.search(cue.text))
        seen = f"has lost letters in {counted(lost, 'place')}, as in “{_quoted(example)}”"
        return Damage(kind="lost-letters", seen=seen, repair="restore the file and save it as UTF-8")
    return None


def _find_rolling(cues: Sequence[Cue]) -> Damage | None:
    if not is_rolling([(cue.start_ms, cue.end_ms, drop_formatting(cue.text)) for cue in cues]):
        return None
    seen = "holds automatic captions that roll: every line is there twice, with cues of a few milliseconds between"
    return Damage(
        kind="rolling", seen=seen, repair="`captions fix` makes plain captions of them, `captions import` too"
    )


def _find_doubled(cues: Sequence[Cue], known: Sequence[Cue]) -> Damage | None:
    def again(some: Sequence[Cue]) -> int:
        counts = Counter((cue.start_ms, cue.end_ms, cue.text) for cue in some)
        return sum(count - 1 for count in counts.values())

    doubled = again(cues) - again(known)
    if doubled < max(_DOUBLED_CUES, _DOUBLED_SHARE * len(cues)):
        return None
    seen = f"holds {counted(doubled, 'cue')} twice, with the same times and words"
    return Damage(kind="doubled", seen=seen, repair="`captions fix` takes the second ones out")


def _find_cut(cues: Sequence[Cue], known: Sequence[Cue], deleted: int, text: str) -> Damage | None:
    """A tail or a long run of what was there that is gone; `deleted` of it were taken out before."""
    half = _half_cue(cues, known)
    if half and cues[-1].start_ms == known[-1].start_ms and _stops_inside(text):
        seen = f"ends early, in “{half}”: the end of the last caption is missing"
        return Damage(kind="cut-off", seen=seen, repair="restore what is missing")
    runs = _missing_runs(cues, known)
    missing = _count_sentences([cue for first, last in runs for cue in known[first:last]])
    if missing <= deleted:
        return None

    def gone(first: int, last: int) -> float:
        """The cues of a run without those that were taken out before."""
        share = (missing - deleted) / _count_sentences(known[first:last])
        return (last - first) * min(1.0, share)

    if runs[-1][1] == len(known):
        first, last = runs[-1]
        half = half or _half_head(text)
        if gone(first, last) >= (1 if half else _TAIL_CUES):
            return _cut_off(cues, known, first, half)
    for first, last in runs:
        spoken_ms = sum(cue.duration_ms for cue in known[first:last])
        if gone(first, last) >= _RUN_CUES and spoken_ms >= _RUN_MS:
            begin, end = format_clock(known[first].start_ms), format_clock(known[last - 1].end_ms)
            seen = f"has lost the {counted(last - first, 'caption')} from {begin} to {end}"
            return Damage(kind="cut-off", seen=seen, repair="restore what is missing")
    return None


def _cut_off(cues: Sequence[Cue], known: Sequence[Cue], first: int, half: str) -> Damage:
    last = f"in “{half}”" if half else f"at {format_clock(cues[-1].end_ms)}" if cues else "at once"
    begin, end = format_clock(known[first].start_ms), format_clock(known[-1].end_ms)
    count = len(known) - first
    what = f"the last {count} captions, {begin} to {end}, are" if count > 1 else f"the last caption, at {begin}, is"
    seen = f"ends early, {last}: {what} missing"
    return Damage(kind="cut-off", seen=seen, repair="restore what is missing")


def _missing_runs(cues: Sequence[Cue], known: Sequence[Cue]) -> list[tuple[int, int]]:
    """Half-open ranges of the known cues that the file has no more: neither their words nor anything at their time."""
    shown = Timeline(cues)
    elsewhere = Counter(_key(cue.text) for cue in cues)  # the same words, moved in time
    elsewhere.subtract(_key(cue.text) for cue in known if shown.covers(cue))
    runs: list[tuple[int, int]] = []
    for number, cue in enumerate(known):
        if shown.covers(cue):
            continue
        if elsewhere[_key(cue.text)] > 0:
            elsewhere[_key(cue.text)] -= 1
            continue
        if runs and runs[-1][1] == number:
            runs[-1] = (runs[-1][0], number + 1)
        else:
            runs.append((number, number + 1))
    return runs


def _half_cue(cues: Sequence[Cue], known: Sequence[Cue]) -> str:
    """The last cue's text where it stops inside what stood there; empty otherwise."""
    if not cues:
        return ""
    last = cues[-1]
    whole = next((cue for cue in known if cue.start_ms == last.start_ms), None)
    text = _key(last.text)
    return _quoted(last.text) if whole and _key(whole.text) != text and _key(whole.text).startswith(text) else ""


def _half_head(text: str) -> str:
    """What begins a cue at the very end of a file without its text: its number, and perhaps half of its times."""
    match = _HALF_HEAD.search(text.replace("\r\n", "\n"))
    return " ".join(match[0].split()) if match else ""


def _stops_inside(text: str) -> bool:
    """Whether a file ends in the middle of a sentence without the line end that every program writes."""
    return bool(text) and (text[-1].isalnum() or text[-1] in ",;:-")


def _known_cues(before: MachineTrack) -> tuple[Cue, ...]:
    """What the file said before: the machine's cues, or in a file of a person's own what the person wrote."""
    if not before.head.is_own:
        return tuple(sorted(before.cues, key=lambda cue: cue.start_ms))
    edits = sorted(before.head.edits, key=lambda edit: edit.start_ms)
    return tuple(Cue(start_ms=edit.start_ms, end_ms=edit.start_ms + 1_000, text=edit.text) for edit in edits)


def _count_sentences(cues: Sequence[Cue]) -> int:
    """How many sentences some cues show, as the record counts what was taken out; cues where it names none."""
    names = {name for cue in cues for name in cue.sentence_ids}
    return len(names) + sum(not cue.sentence_ids for cue in cues)


def _key(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", drop_formatting(text)).split()).casefold()


def _quoted(text: str) -> str:
    flat = " ".join(drop_formatting(text).split())
    return flat if len(flat) <= _QUOTED_CHARS else "…" + flat[-_QUOTED_CHARS:]
