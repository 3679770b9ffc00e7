"""Where units begin that are not plain speech (see `units`), and what stands behind one.

Lines are those of a file where words come from one (`Word.begins`), else the recogniser's segments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import Enum

from pipeline.cues.units import (
    DASHES,
    NOTES,
    SIGN,
    SONG,
    SPEAKER,
    find_speaker,
    is_symbol,
    match_start,
    names_something,
)
from pipeline.dataclass import dataclass
from pipeline.model import Begins, Cue, Word, join_words
from pipeline.text import CLOSERS, SENTENCE_ENDS, drop_tags


class Start(Enum):
    """How a unit begins."""

    CUE = "a cue of its own"
    LINE = "a line of its own, shown with what stands before it"
    INLINE = "inside a line"


_FINISHED = SENTENCE_ENDS + ":："
_QUICK = re.compile(
    rf"[\[［【(（>•‣▪*:：{NOTES}\u2600-\u27bf\U0001f000-\U0001faff]|^[{DASHES}]|^\w{{1,2}}[.)]$", re.MULTILINE
)
"""What a word must hold for anything here to begin at it; looked for in all of them, a word a line."""
_LABEL = re.compile(r"\[[^\[\]]*\]|［[^［］]*］|【[^【】]*】")
_ROUND = re.compile(r"\([^()]*\)|（[^（）]*）")
_CHANGE = re.compile(r"(?<!\S)>>+")


def mark_lines(words: Sequence[Word], cues: Sequence[Cue]) -> tuple[Word, ...]:
    """Note at each word whether it begins a line or a cue of the file that it stands in.

    Args:
        words: The file's words in the order of its cues, without its tags.
        cues: The file.

    Returns:
        The same words, marked; unchanged if they are not those of the file.
    """
    begins: dict[int, Begins] = {}
    parts: list[str] = []
    place = 0
    for cue in sorted(cues, key=lambda cue: cue.start_ms):
        kind = Begins.CUE
        for line in drop_tags(cue.text).split("\n"):
            if shown := "".join(line.split()):
                begins[place], kind = kind, Begins.LINE
                parts.append(shown)
                place += len(shown)
    texts = ["".join(word.text.split()) for word in words]
    if "".join(texts) != "".join(parts):
        return tuple(words)
    marked, place = [], 0
    for word, text in zip(words, texts, strict=True):
        marked.append(replace(word, begins=begins[place]) if place in begins else word)
        place += len(text)
    return tuple(marked)


def may_begin_units(texts: Iterable[str]) -> bool:
    """Whether any of some words holds what units begin with; most tracks have none."""
    return bool(_QUICK.search("\n".join(texts)))


def find_starts(words: Sequence[Word]) -> dict[int, Start]:
    """The numbers of the words at which a unit begins, or what follows one.

    Args:
        words: In order; lines are where `Word.begins` says so, or else where segments start.
    """
    if not may_begin_units(word.text for word in words):
        return {}
    scan = _Scan(words)
    for number in range(len(scan.lines)):
        scan.read(number)
    return scan.found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    first: int
    last: int
    """Number after the last word."""
    text: str
    opens_cue: bool
    sign: str


class _Scan:
    """One walk over the lines; what is open at the end of one line counts for the next."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words
        self.has_lines = any(word.begins for word in words)
        self.lines = list(self._cut_lines())
        self.found: dict[int, Start] = {}
        self.label_end = ""
        """The bracket that closes a label which goes on in the next line."""
        self.in_song = False
        self.is_closed = False
        """Whether a unit ended with the line before."""

    def _cut_lines(self) -> Iterator[_Line]:
        words = self.words
        bounds = [n for n, word in enumerate(words) if not n or self._opens_line(word)]
        for first, last in zip(bounds, [*bounds[1:], len(words)], strict=True):
            text = join_words(tuple(words[first:last]))
            opens_cue = not self.has_lines or words[first].begins is Begins.CUE
            yield _Line(first=first, last=last, text=text, opens_cue=opens_cue, sign=match_start(SIGN, text))

    def _opens_line(self, word: Word) -> bool:
        return bool(word.begins) if self.has_lines else word.starts_segment

    def read(self, number: int) -> None:
        """Find what begins in one line."""
        line = self.lines[number]
        if line.opens_cue:
            self.is_closed |= self.in_song
            self.in_song, self.label_end = False, ""
        if self.is_closed or self._follows_item(number):
            self._add(line.first, self._where(line))
        self.is_closed = False
        if self.label_end:
            self._close_label(line)
        elif self.in_song:
            self._close_song(line, 0)
        elif match_start(SONG, line.text):
            self._add(line.first, self._where(line))
            self._close_song(line, len(match_start(SONG, line.text)))
        else:
            self._read_speech(number)

    def _read_speech(self, number: int) -> None:
        line = self.lines[number]
        rest = line.text[len(line.sign) :]
        if line.sign and self._is_sign(number):
            # Segments are no cues: two speakers may share one.
            self._add(line.first, self._where(line) if self.has_lines else Start.LINE)
        elif self._names_speaker(number):
            self._add(line.first, self._where(line))
        if _ROUND.fullmatch(rest) and names_something(rest[1:-1]):
            self._add(line.first, self._where(line))
            self.is_closed = True
        self._read_inline(line)

    def _read_inline(self, line: _Line) -> None:
        """Labels and changes of speaker inside a line."""
        for match in _CHANGE.finditer(line.text):
            self._add_at(line, match.start(), Start.LINE)
        head = len(line.sign) + sum(map(len, find_speaker(line.text[len(line.sign) :])))
        for match in _LABEL.finditer(line.text):
            if names_something(match.group()[1:-1]):
                self._add_at(line, 0 if match.start() == head else match.start(), Start.INLINE)
                self._end_at(line, match.end())
        opening = line.text.rfind("[")
        if opening > line.text.rfind("]") and names_something(line.text[opening + 1 :]):
            self.label_end = "]"
            self._add_at(line, opening, Start.INLINE)

    def _close_label(self, line: _Line) -> None:
        end = line.text.find(self.label_end)
        if end >= 0:
            self.label_end = ""
            self._end_at(line, end + 1)

    def _close_song(self, line: _Line, begin: int) -> None:
        """Where the song of a line ends: at its last note; without one it goes on in the next line."""
        ends = [at for at, char in enumerate(line.text) if char in NOTES and at >= begin]
        is_music = not line.text[begin:].strip()
        self.in_song = not (ends or is_music)
        if not self.in_song:
            self._end_at(line, (ends[-1] if ends else len(line.text) - 1) + 1)

    def _where(self, line: _Line) -> Start:
        return Start.CUE if line.opens_cue else Start.LINE

    def _add(self, index: int, start: Start) -> None:
        self.found.setdefault(index, start)

    def _add_at(self, line: _Line, offset: int, start: Start) -> None:
        index = self._word_at(line, offset)
        if index is not None:
            self._add(index, self._where(line) if index == line.first else start)

    def _end_at(self, line: _Line, offset: int) -> None:
        """What stands behind a place begins a unit: a word of this line, or the next line."""
        rest = line.text[offset:].lstrip(CLOSERS + ".,!?;:…")
        index = self._word_at(line, len(line.text) - len(rest.lstrip())) if rest.strip() else None
        if index is not None:
            self._add(index, Start.INLINE)
        elif not rest.strip():
            self.is_closed = True

    def _word_at(self, line: _Line, offset: int) -> int | None:
        """The word that starts at a place of a line."""
        place = 0
        for index in range(line.first, line.last):
            place += bool(index > line.first and self.words[index].space_before)
            if place >= offset:
                return index if place == offset else None
            place += len(self.words[index].text)
        return None

    def _is_sign(self, number: int) -> bool:
        """Whether a line's dash or number is a sign, and not a dash in mid-sentence at the head of a line."""
        line = self.lines[number]
        kind = _kind(line.sign)
        if kind in ">•" or self._is_finished(number):
            return True
        after = self.lines[number + 1] if number + 1 < len(self.lines) else None
        return kind in {_kind(other.sign) for other in (self.lines[number - 1], after) if other and other.sign}

    def _is_finished(self, number: int) -> bool:
        """Whether nothing goes on from the line before a line."""
        if not number:
            return True
        last = self.lines[number - 1].text.rstrip(CLOSERS)[-1:]
        return not last or last in _FINISHED or last in NOTES or self._ends_in_picture(self.lines[number - 1])

    def _ends_in_picture(self, line: _Line) -> bool:
        return is_symbol(self.words[line.last - 1].text)

    def _names_speaker(self, number: int) -> bool:
        text = self.lines[number].text
        name, _ = find_speaker(text)
        if name:
            return True
        match = SPEAKER.match(text)
        return bool(match and self._is_finished(number) and all(word[0].isupper() for word in match[1].split()))

    def _follows_item(self, number: int) -> bool:
        """Whether a line stands after an item of a list, or after a picture, that had no full stop."""
        line = self.lines[number]
        if not number or line.sign or not line.text[0].isupper():
            return False
        before = self.lines[number - 1]
        is_item = bool(before.sign) and before.text[len(before.sign) :][:1].islower()
        return self._ends_in_picture(before) or (is_item and line.opens_cue and before.first in self.found)


def _kind(sign: str) -> str:
    mark = sign.strip()
    return "1" if mark[:1].isalnum() else "•" if mark in "•‣▪" else mark[:1]
