"""What is said, passage by passage: how a passage is cut depends on itself alone, and on when the next one begins.

A *passage* is what is said between two pauses over which no two sentences are said together. So after a correction
only the passage with the correction needs the times and the break prices of its words.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from pipeline.cues.break_opportunities import Pieces
from pipeline.cues.grouping import TOGETHER_MS
from pipeline.cues.profiles import Profile
from pipeline.cues.unit_starts import Start, find_starts, may_begin_units
from pipeline.dataclass import dataclass
from pipeline.model import Sentence, Word

_NEXT = "x"
"""Stands for what follows a passage, of which nothing counts but when it begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence that is to be shown; its words need no times as long as its passage is known."""

    id: str
    texts: tuple[str, ...]
    """Of its words; at least one."""
    spaces: tuple[bool, ...]
    """Whether a space stands before each word."""
    start_ms: int
    """When its first word is said."""
    end_ms: int
    """No word of it ends later."""
    content: bytes
    """All that its words and their times come from: where that is the same, they are the same."""
    untimed: Callable[[], Sequence[Word]]
    """Its words; their times need not be right."""
    timed: Callable[[], Sentence]
    """Its words with their times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Sentences between two long pauses."""

    said: Sequence[Said]
    starts: Mapping[int, Start]
    """How those of its sentences begin that are units of their own, or follow one, by their number in the passage; and
    what follows it, where that is a cue of its own."""
    next_ms: int | None
    """When the next passage begins; None for the last one."""

    @property
    def content(self) -> bytes:
        """All that decides how it is cut, besides the rules."""
        begins = ",".join(f"{number} {start.name}" for number, start in self.starts.items())
        return b"\0".join((f"{self.next_ms} {begins}".encode(), *(one.content for one in self.said)))

    def words(self) -> Pieces:
        """Its words as pieces, without times and prices."""
        return Pieces(
            texts=[text for one in self.said for text in one.texts],
            spaces=[space for one in self.said for space in one.spaces],
            owners=[number for number, one in enumerate(self.said) for _ in one.texts],
        )

    def timed(self) -> list[Sentence]:
        """Its sentences with the times of their words, and something that begins where the next passage does."""
        sentences = [one.timed() for one in self.said]
        if self.next_ms is not None:
            following = Word(text=_NEXT, start_ms=self.next_ms, end_ms=self.next_ms)
            sentences.append(Sentence(id="", words=(following,)))
        return sentences


def as_said(sentence: Sentence) -> Said:
    """A sentence whose words have their times."""
    words = sentence.words
    return Said(
        id=sentence.id,
        texts=tuple(word.text for word in words),
        spaces=tuple(word.space_before for word in words),
        start_ms=sentence.start_ms,
        end_ms=sentence.end_ms,
        content=content_of(words),
        untimed=lambda: words,
        timed=lambda: sentence,
    )


def content_of(words: Sequence[Word]) -> bytes:
    """What some words are: their texts, the spaces before them, and their times."""
    texts = "\n".join([word.text for word in words]).encode(errors="surrogatepass")
    times = array("q", [word.start_ms for word in words] + [word.end_ms for word in words])
    return b"\0".join((texts, bytes([word.space_before for word in words]), times.tobytes()))


def find_passages(said: Sequence[Said], profile: Profile) -> Iterator[Passage]:
    """The passages of a track, in order.

    Args:
        said: All sentences, in the order in which they are said; not empty.
        profile: Its longest pause inside a cue.
    """
    starts = _unit_starts(said)
    bounds = [0, *_bounds(said, starts, profile), len(said)]
    for first, last in pairwise(bounds):
        yield Passage(
            said=said[first:last],
            starts={
                number - first: start
                for number, start in starts.items()
                if first <= number < last or (number == last and start is Start.CUE)
            },
            next_ms=said[last].start_ms if last < len(said) else None,
        )


def _bounds(said: Sequence[Said], starts: Mapping[int, Start], profile: Profile) -> Iterator[int]:
    """The numbers of the sentences before which no sentence is said together with them."""
    latest_ms = 0
    for number, one in enumerate(said):
        together_ms = profile.pause_ms if number in starts else 0  # a line of its own may wait longer for its cue
        if number and one.start_ms - latest_ms > max(TOGETHER_MS, together_ms):
            yield number
        latest_ms = max(latest_ms, one.end_ms)


def _unit_starts(said: Sequence[Said]) -> dict[int, Start]:
    """How the sentences begin that are units of their own, or follow one."""
    if not may_begin_units(text for one in said for text in one.texts):
        return {}
    firsts: dict[int, int] = {}
    words: list[Word] = []
    for number, one in enumerate(said):
        firsts[len(words)] = number
        words += one.untimed()
    return {firsts[index]: start for index, start in find_starts(words).items() if index in firsts}
