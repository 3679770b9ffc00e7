"""Chapters proposed from what is said: they begin where the voice rests long and other words follow.

Every sentence may begin a chapter. A chapter is worth the pause before it and how little its first sentences share
with those before it, and costs how far its length is from what suits the video; the best set of all is found by
dynamic programming, within the rules of YouTube: the first at 0:00, three or more, none shorter than 10 seconds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from math import log2, sqrt

from pipeline.cues.breaks import is_bad_break
from pipeline.model import Chapter, Sentence, Word, join_words
from pipeline.text import count_cells
from pipeline.timing import MS_PER_SECOND

SHORTEST_MS = 10_000
FEWEST = 3

_USUAL_PAUSE_MS = 400
_AROUND = 3
"""How many sentences before and after a place are compared."""
_SHIFT_WEIGHT = 2.0
_LENGTH_WEIGHT = 1.5
_LONGEST_SHARE = 4.0
"""No chapter is longer than this many times the length that suits the video, if it can be helped."""
_TITLE_WORDS = 7
_TITLE_CELLS = 46
_CLAUSE_END = re.compile(r"[,;:.!?…。，、；：！？]$|^[–—-]$")
_LETTERS = re.compile(r"\w+")


def propose_chapters(sentences: Sequence[Sentence], *, duration_ms: int, language: str = "") -> tuple[Chapter, ...]:
    """Chapters on whole seconds with the first words of their first sentences as titles; none in a short video.

    Args:
        sentences: What is said, in order.
        duration_ms: Length of the medium.
        language: BCP-47 tag; it says after which words no title ends.
    """
    starts = [0, *(sentence.start_ms // MS_PER_SECOND * MS_PER_SECOND for sentence in sentences[1:])]
    if len(sentences) < FEWEST or duration_ms < FEWEST * SHORTEST_MS:
        return ()
    chosen = _best(starts, _gains(sentences), duration_ms)
    return tuple(Chapter(starts[place] / MS_PER_SECOND, title_of(sentences[place], language)) for place in chosen)


def title_of(sentence: Sentence, language: str = "") -> str:
    """The first words of a sentence, up to the end of a clause where one is near, and to no word that needs another.

    >>> words = tuple(Word(text=text, start_ms=0, end_ms=0) for text in "in Rongcheng, everyone starts equal.".split())
    >>> title_of(Sentence(id="s1", words=words))
    'In Rongcheng, everyone starts equal'
    """
    words: list[Word] = []
    for word in sentence.words:
        if words and (len(words) == _TITLE_WORDS or count_cells(join_words((*words, word))) > _TITLE_CELLS):
            break
        words.append(word)
    ends = [number for number, word in enumerate(words, start=1) if _CLAUSE_END.search(word.text)]
    is_whole = len(words) == len(sentence.words)
    if not is_whole and ends and ends[-1] >= FEWEST:
        words = words[: ends[-1]]
    following = sentence.words[len(words) :][:1]
    while len(words) > FEWEST and following and is_bad_break(words[-1].text, following[0].text, language):
        following = (words.pop(),)
    text = join_words(tuple(words)).strip(" ,;:.–—-…。，、；：")
    return (text[:1].upper() + text[1:]) or sentence.text


def _gains(sentences: Sequence[Sentence]) -> list[float]:
    """What a chapter that begins with each sentence is worth; on average nothing."""
    words = [Counter(_LETTERS.findall(sentence.text.casefold())) for sentence in sentences]
    common = Counter(word for counts in words for word in counts)
    # What stands in every third sentence says nothing of its topic.
    topics = [Counter({word: n for word, n in counts.items() if 3 * common[word] <= len(words)}) for counts in words]
    gains = [0.0]
    for place, (before, after) in enumerate(pairwise(sentences), start=1):
        pause_ms = max(0, after.start_ms - before.end_ms)
        left = sum(topics[max(0, place - _AROUND) : place], Counter())
        right = sum(topics[place : place + _AROUND], Counter())
        gains.append(log2(1 + pause_ms / _USUAL_PAUSE_MS) + _SHIFT_WEIGHT * (1 - _likeness(left, right)))
    mean = sum(gains) / max(1, len(gains) - 1)
    return [gain - mean for gain in gains]


def _likeness(some: Counter[str], others: Counter[str]) -> float:
    """The cosine of two counts of words, from 0 to 1."""
    shared = sum(count * others[word] for word, count in some.items())
    length = sqrt(sum(n * n for n in some.values()) * sum(n * n for n in others.values()))
    return shared / length if length else 0.0


def _best(starts: Sequence[int], gains: Sequence[float], duration_ms: int) -> list[int]:
    """The sentences that begin chapters, the first among them; none if there is no room for enough of them."""
    suits_ms = 3 * sqrt(duration_ms / MS_PER_SECOND) * MS_PER_SECOND
    suits_ms = min(suits_ms, duration_ms / FEWEST)
    ends = [*starts, duration_ms]
    # By last sentence and how many chapters there are before it (3 stands for more): the best sum, and from where.
    best: list[list[tuple[float, int, int]]] = [[] for _ in ends]
    best[0] = [(0.0, 0, -1)]
    for place in range(1, len(ends)):
        found: dict[int, tuple[float, int, int]] = {}
        for before in range(place - 1, -1, -1):
            length_ms = ends[place] - ends[before]
            if length_ms < SHORTEST_MS:
                continue
            if length_ms > _LONGEST_SHARE * suits_ms and found:
                break
            gain = gains[place] if place < len(starts) else 0.0
            cost = _LENGTH_WEIGHT * ((length_ms - suits_ms) / suits_ms) ** 2
            for entry, (value, count, _) in enumerate(best[before]):
                number = min(FEWEST, count + 1)
                row = (value + gain - cost, before, entry)
                found[number] = max(found.get(number, row), row)
        best[place] = [
            (value, number, before * (FEWEST + 1) + entry) for number, (value, before, entry) in found.items()
        ]
    last = next((entry for entry, row in enumerate(best[-1]) if row[1] == FEWEST), None)
    if last is None:
        return []
    chosen: list[int] = []
    place, entry = len(starts), last
    while place:
        place, entry = divmod(best[place][entry][2], FEWEST + 1)
        chosen.append(place)
    return chosen[::-1]
