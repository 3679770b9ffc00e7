"""When each word of a row is said: for splitting, moving words and seeking by word.

In the spoken language these are the recognised words, as the effective source times them. In a translation
a word takes the time of the source word that the model's alignment gives it; where somebody wrote anew,
the browser shares the caption's time out by letters.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from pipeline.dataclass import dataclass
from pipeline.desk.rows import Row, Rows
from pipeline.edits import ReadSentence, retime_words, squeeze
from pipeline.model import Cue, Word
from pipeline.records import SentenceRecord
from pipeline.text import drop_tags

RowWords = list[tuple[int, int, int]]
"""For each word: where it begins in the row's text, and when it is said (start and end, ms)."""


def spoken_words(rows: Rows, heard: Sequence[Word], machine: Sequence[Cue]) -> Iterator[tuple[str, RowWords]]:
    """For each row of the spoken language its words.

    Args:
        rows: As the file has them.
        heard: The recognised words, in order.
        machine: The cues that the machine made of them.
    """
    ordered = sorted(rows, key=lambda row: row.cue.start_ms)
    waiting = iter(retime_words([row.cue for row in ordered], heard, machine=machine))
    for row in ordered:
        if words := list(_take_words(row, waiting)):
            yield row.id, words


def _take_words(row: Row, waiting: Iterator[Word]) -> Iterator[tuple[int, int, int]]:
    """Take as many words as have the letters of a row; their offsets are counted by letters, whatever the spaces."""
    offsets = _letter_offsets(row.cue.text)
    left, passed = len(squeeze(drop_tags(row.cue.text))), 0
    has_tags = left != len(offsets)
    while left > 0 and (word := next(waiting, None)) is not None:
        letters = len(squeeze(word.text))
        if not has_tags and passed < len(offsets):
            yield offsets[passed], word.start_ms, word.end_ms
        passed += letters
        left -= letters


@dataclass(frozen=True, slots=True)
class SourceClock:
    """When each letter of the spoken language is said."""

    letters: str
    """All words without spaces."""
    ends: tuple[int, ...]
    """Behind how many letters each word ends."""
    words: tuple[Word, ...]

    @classmethod
    def of(cls, words: Sequence[Word]) -> SourceClock:
        """The clock of some words, in order."""
        letters, ends = "", []
        pieces = [squeeze(word.text) for word in words]
        length = 0
        for piece in pieces:
            length += len(piece)
            ends.append(length)
        letters = "".join(pieces)
        return cls(letters, tuple(ends), tuple(words))

    def word_at(self, letter: int) -> Word:
        """The word that a letter belongs to."""
        return self.words[min(bisect_right(self.ends, letter), len(self.words) - 1)]


def translated_words(
    rows: Rows, sentences: Sequence[ReadSentence], records: dict[str, SentenceRecord], clock: SourceClock
) -> Iterator[tuple[str, RowWords]]:
    """For each row of a translation whose sentences are the machine's, its words at their source words' times.

    Args:
        rows: As the file has them.
        sentences: The sentences that they show, in order.
        records: The machine's sentences by their ids.
        clock: Of the spoken language.
    """
    found: dict[int, RowWords] = {}
    reached = 0
    for one in sentences:
        record = records.get(one.sentence.ids[0]) if len(one.sentence.ids) == 1 else None
        if record is None or not record.alignment or squeeze(record.text) != squeeze(one.sentence.text):
            continue
        place = clock.letters.find(squeeze(record.source), reached)
        if place < 0:
            continue
        reached = place
        _share_out(rows, one.sentence.cues, _Aligned(record, place, clock), found)
    for number, words in found.items():
        yield rows[number - 1].id, words


@dataclass(frozen=True, slots=True)
class _Aligned:
    """One sentence, and where its source begins among the letters of the spoken language."""

    record: SentenceRecord
    place: int
    clock: SourceClock

    def times_ms(self, letter: int) -> tuple[int, int]:
        """When the word is said whose first letter, counted without spaces, this is."""
        offset = _letter_offsets(self.record.text)[letter]
        alignment = self.record.alignment or ()
        at = max(0, bisect_right(alignment, (offset, len(self.record.source))) - 1)
        source = self.record.source[: alignment[at][1]]
        word = self.clock.word_at(self.place + len(squeeze(source)))
        return word.start_ms, word.end_ms


def _share_out(rows: Rows, numbers: Sequence[int], aligned: _Aligned, found: dict[int, RowWords]) -> None:
    """Give each word of the cues of one sentence its time; a cue that begins with another sentence is left."""
    passed = 0
    for number in numbers:
        text = rows[number - 1].cue.text
        offsets = _letter_offsets(text)
        if found.get(number) or passed + len(offsets) > len(squeeze(aligned.record.text)):
            return
        starts = [at for at, offset in enumerate(offsets) if offset == 0 or text[offset - 1].isspace()]
        found[number] = [(offsets[at], *aligned.times_ms(passed + at)) for at in starts]
        passed += len(offsets)


def _letter_offsets(text: str) -> list[int]:
    return [offset for offset, char in enumerate(text) if not char.isspace()]
