"""Where sentences begin: punctuation first, judged by `sentencex`; pauses and segments where it is missing.

Each possible boundary is judged by the few words around it, so that a change in one sentence cannot
move a boundary far away, and the time grows linearly (`sentencex` itself is quadratic in its text).
"""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width

from pipeline.cues.breaks import AFTER_COMMA, BAD, break_cost
from pipeline.cues.sentence_ends import is_abbreviation, leans_on_next, point_ends
from pipeline.cues.unit_starts import find_starts
from pipeline.cues.units import is_sign, is_symbol
from pipeline.model import Begins, Sentence, Word, join_words
from pipeline.text import CLOSERS, FULL_WIDTH_ENDS, OPENERS, phrase_ends, sentence_end

_BEFORE = 10
_AFTER = 4
"""How many words on each side of a boundary `sentencex` is shown."""
_BREATH_MS = 600
"""After a full stop, a pause that ends the sentence whatever the segmenter says."""
_COUNTED_MS = 300
"""After a full stop and before a number, a pause that ends the sentence: “They are two. 20 came.”"""
SILENCE_MS = 3_000
"""A pause that ends a sentence without any punctuation."""
_LONG_MS = 20_000
_LONG_CELLS = 280
"""A sentence beyond these has lost its punctuation: it is divided where the voice pauses."""
_SHORT_CELLS = 40
_INSIDE_WORD = -1.5
"""Ending a sentence where the script writes no space and no phrase ends."""


def split_sentences(words: Sequence[Word], *, language: str) -> tuple[Sentence, ...]:
    """Group words into sentences, named s1, s2 and so on.

    Args:
        words: Repaired words, in order.
        language: BCP-47 tag of the spoken language.

    Returns:
        Every word exactly once, in order. No sentence is much longer than three lines of text
        twice over, even when the recogniser wrote no punctuation at all.
    """
    words = tuple(words)
    if not words:
        return ()
    units = find_starts(words)
    signs = {n + 1 for n in units if is_sign(words[n].text)}
    ends = (n for n in range(1, len(words)) if n in units or (n not in signs and _ends_before(words, n, language)))
    starts = [0, *ends]
    bounds: list[int] = []
    for first, last in zip(starts, [*starts[1:], len(words)], strict=True):
        bounds += _divide(words, first, last, language)
    pairs = zip(bounds, [*bounds[1:], len(words)], strict=True)
    return tuple(Sentence(id=f"s{n}", words=words[first:last]) for n, (first, last) in enumerate(pairs, start=1))


def _ends_before(words: tuple[Word, ...], index: int, language: str) -> bool:
    """True where a sentence ends before word `index`."""
    left, right = words[index - 1], words[index]
    if right.start_ms - left.end_ms >= SILENCE_MS:
        return True
    if is_symbol(left.text) or is_symbol(right.text):
        return not is_symbol(right.text) and _ends_after_picture(words, index)
    return _ends_at_mark(words, index, language)


def _ends_at_mark(words: tuple[Word, ...], index: int, language: str) -> bool:
    """What the punctuation before word `index` says, with the pause there."""
    left, right = words[index - 1], words[index]
    pause = right.start_ms - left.end_ms
    mark = sentence_end(left.text)
    if not mark:
        return False
    if mark in FULL_WIDTH_ENDS:
        return right.text[0] not in CLOSERS
    if mark == ".":
        return _ends_at_point(words, index, language)
    if pause >= _BREATH_MS and (right.starts_segment or not right.text[0].islower()):
        return True
    return _judge(words, index, language)


def _ends_at_point(words: tuple[Word, ...], index: int, language: str) -> bool:
    """True where the point before word `index` ends a sentence: a pause may outweigh what the words say."""
    left, right = words[index - 1], words[index]
    pause = right.start_ms - left.end_ms
    if pause >= _BREATH_MS and (right.starts_segment or _opens_cue(left, right, language)):
        return True
    ends = point_ends(left.text, right.text, language)
    if ends is None:
        return pause >= _BREATH_MS or _judge(words, index, language)
    if ends or leans_on_next(left.text, language):
        return ends
    if right.text.lstrip(OPENERS)[:1].isdigit():
        return pause >= _COUNTED_MS and not is_abbreviation(left.text, language)
    return pause >= _BREATH_MS and not right.text[0].islower()


def _opens_cue(left: Word, right: Word, language: str) -> bool:
    """Whether a person began a new cue after the point of no abbreviation: that counts like a segment."""
    return right.begins is Begins.CUE and not is_abbreviation(left.text, language)


def _ends_after_picture(words: tuple[Word, ...], index: int) -> bool:
    """An emoji belongs to the sentence before it, whose end it may mark: what follows then begins with a capital."""
    left = next((word for word in reversed(words[:index]) if not is_symbol(word.text)), None)
    if left is None or words[index].text[0].islower():
        return False
    pause = words[index].start_ms - words[index - 1].end_ms
    return bool(sentence_end(left.text)) or pause >= _COUNTED_MS


def _judge(words: tuple[Word, ...], index: int, language: str) -> bool:
    """What the segmenter says about one boundary."""
    before, after = words[max(0, index - _BEFORE) : index], words[index : index + _AFTER]
    left, right = join_words(before), join_words(after)
    space = " " if words[index].space_before else ""
    return len(left) + len(space) in _boundaries(left + space + right, language)


def _boundaries(text: str, language: str) -> frozenset[int]:
    """Offsets at which sentences begin: the adapter of `sentencex`; offsets are safe only if it keeps the text."""
    import sentencex

    parts = sentencex.segment(language.partition("-")[0], text)
    if "".join(parts) != text:
        return frozenset()
    offsets, position = set(), 0
    for part in parts:
        position += len(part)
        offsets.add(position)
    return frozenset(offsets)


def _divide(words: tuple[Word, ...], first: int, last: int, language: str) -> list[int]:
    """Where the parts of one sentence begin: one part, unless it is far too long."""
    starts = [first]
    phrases: frozenset[int] | None = None
    while _is_long(words, starts[-1], last):
        if phrases is None:
            phrases = frozenset(first + count for count in phrase_ends([w.text for w in words[first:last]], language))
        cut = _best_cut(words, (starts[-1], last), language, phrases)
        if cut is None:
            break
        starts.append(cut)
    return starts


def _is_long(words: tuple[Word, ...], first: int, last: int) -> bool:
    cells = 0
    for index in range(first, last):
        cells += _cells(words[index])
        if cells > _LONG_CELLS or words[index].end_ms - words[first].start_ms > _LONG_MS:
            return True
    return False


def _cells(word: Word) -> int:
    """The word's share of a sentence's length; a Chinese character says as much as two letters."""
    if word.text.isascii():
        return len(word.text) + word.space_before
    wide = sum(east_asian_width(char) in "WF" for char in word.text)
    return len(word.text) + wide + word.space_before


def _best_cut(words: tuple[Word, ...], span: tuple[int, int], language: str, phrases: frozenset[int]) -> int | None:
    """The best place to end a sentence within the first `_LONG_CELLS` cells of a span of words."""
    first, last = span
    best, best_score, cells = None, float("-inf"), 0
    for index in range(first + 1, last):
        cells += _cells(words[index - 1])
        is_over = cells > _LONG_CELLS or words[index - 1].end_ms - words[first].start_ms > _LONG_MS
        if is_over and best is not None:
            break
        if cells < _SHORT_CELLS and not is_over:
            continue
        score = _cut_score(words[index - 1], words[index], language) + cells / _LONG_CELLS * 0.3
        if not words[index].space_before and index not in phrases:
            score += _INSIDE_WORD
        if score > best_score:
            best, best_score = index, score
    return best


def _cut_score(left: Word, right: Word, language: str) -> float:
    """How much a place without a full stop looks like the end of a sentence."""
    pause = min(1_500, max(0, right.start_ms - left.end_ms)) / 500
    segment = 0.8 if right.starts_segment else 0.0
    price = break_cost(left.text, right.text, language)
    grammar = 0.8 if price <= AFTER_COMMA else 0.0 if price < BAD else -1.5
    capital = 0.3 if right.text[0].isupper() and right.text not in {"I", "I'm"} else 0.0
    return pause + segment + grammar + capital
