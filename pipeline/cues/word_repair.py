"""Recognised words as they should be: in order, with a duration, without markup; each repair is reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.dataclass import dataclass
from pipeline.model import Word
from pipeline.text import (
    CLAUSE_ENDS,
    COMMAS,
    SENTENCE_ENDS,
    counted,
    is_spoken_long,
    is_unspaced,
    longest_rising,
    spoken_letters,
    strip_markup,
)

LONGEST_WORD_MS = 2_000
"""Nobody says one word for longer: the recogniser put silence into it."""
_SPOKEN_MS = 90
"""A slow speaker's time for one letter; twice that where digits and letters are spelled out, in groups."""
_SPOKEN_BASE_MS = 180
_SHORTEST_MS = 40
_UNPUNCTUATED_WORDS = 60
_SPACED_SHARE = 0.5
_MARKS = frozenset(SENTENCE_ENDS + CLAUSE_ENDS + COMMAS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One thing that was wrong with the words, and was put right (or, for punctuation, worked around)."""

    rule: str
    """`markup`, `space inside`, `backward`, `no duration`, `overlap`, `too long`, `spacing` or `punctuation`."""
    word_number: int
    """Counted from 1 in the words as they came."""
    start_ms: int
    message: str

    def __str__(self) -> str:
        return f"word {self.word_number}: {self.message}"


def repair_words(words: Sequence[Word], *, language: str) -> tuple[tuple[Word, ...], tuple[Repair, ...]]:
    """Put recognised words right.

    Words keep their order and text, except that markup is taken out and a word with white space
    inside becomes several.

    Args:
        words: As the recogniser gave them.
        language: BCP-47 tag of the spoken language.

    Returns:
        The words, with starts that never go back, without overlaps, and none of zero length as long
        as there is any time to share; and what was repaired, in order of the words.
    """
    repairs: list[Repair] = []
    clean = _clean_texts(words, repairs)
    numbers = [number for number, _ in clean]
    kept = _fix_spacing([word for _, word in clean], numbers, repairs)
    kept = _straighten(kept, numbers, repairs)
    kept = _shorten(kept, numbers, repairs)
    kept = _spread(kept, numbers, repairs)
    _tell_unpunctuated(kept, numbers, repairs)
    del language  # the scripts of the words decide, whatever the language is called
    return tuple(kept), tuple(sorted(repairs, key=lambda repair: repair.word_number))


def _told(rule: str, number: int, word: Word, message: str) -> Repair:
    return Repair(rule=rule, word_number=number, start_ms=word.start_ms, message=message)


def _clean_texts(words: Sequence[Word], repairs: list[Repair]) -> list[tuple[int, Word]]:
    """Words without markup or white space inside, each with its number."""
    clean: list[tuple[int, Word]] = []
    for number, word in enumerate(words, start=1):
        text = strip_markup(word.text)
        if text != word.text:
            repairs.append(_told("markup", number, word, f"markup taken out of {word.text!r}"))
        parts = text.split()
        if len(parts) > 1:
            repairs.append(_told("space inside", number, word, f"{text!r} is {len(parts)} words"))
        clean += [(number, part) for part in _split_word(word, parts)]
    return clean


def _split_word(word: Word, parts: list[str]) -> list[Word]:
    """One word for each part, the time shared by length."""
    if parts == [word.text]:
        return [word]
    total, span, done = sum(map(len, parts)), word.end_ms - word.start_ms, 0
    words = []
    for index, part in enumerate(parts):
        start = word.start_ms + span * done // total
        done += len(part)
        end = word.start_ms + span * done // total
        changed = replace(word, text=part, start_ms=start, end_ms=end)
        words.append(replace(changed, space_before=True, starts_segment=False) if index else changed)
    return words


def _fix_spacing(words: list[Word], numbers: list[int], repairs: list[Repair]) -> list[Word]:
    """No spaces between characters of scripts that have none, where the recogniser spaces them all."""
    seams = [
        index
        for index in range(1, len(words))
        if is_unspaced(words[index].text[0]) and is_unspaced(words[index - 1].text[-1])
    ]
    spaced = [index for index in seams if words[index].space_before]
    if not spaced or len(spaced) < _SPACED_SHARE * len(seams):
        return words
    first = spaced[0]
    message = f"{len(spaced)} spaces taken out between words of a script without spaces"
    repairs.append(_told("spacing", numbers[first], words[first], message))
    wrong = frozenset(spaced)
    return [replace(word, space_before=False) if index in wrong else word for index, word in enumerate(words)]


def _straighten(words: list[Word], numbers: list[int], repairs: list[Repair]) -> list[Word]:
    """Words that jump back (or far ahead of the rest) get a time between their neighbours."""
    keep = longest_rising([word.start_ms for word in words], strictly=False)
    if len(keep) == len(words):
        return words
    fixed = list(words)
    kept = iter([*keep, len(words)])
    following, before_ms = next(kept), 0
    for index, word in enumerate(words):
        if index == following:
            before_ms, following = max(before_ms, word.end_ms), next(kept)
            continue
        limit = words[following].start_ms if following < len(words) else None
        start = before_ms if limit is None else min(before_ms, limit)
        end = start + _plausible_ms(word) if limit is None else min(limit, start + _plausible_ms(word))
        repairs.append(_told("backward", numbers[index], word, f"{word.text!r} goes back in time"))
        fixed[index] = replace(word, start_ms=start, end_ms=end)
        before_ms = end
    return fixed


def _plausible_ms(word: Word) -> int:
    """A generous time for saying a word."""
    if is_spoken_long(word.text):
        return _SPOKEN_BASE_MS + 2 * _SPOKEN_MS * spoken_letters(word.text)
    letter_ms = 3 * _SPOKEN_MS if is_unspaced(word.text[0]) else _SPOKEN_MS
    return _SPOKEN_BASE_MS + letter_ms * len(word.text)


def _shorten(words: list[Word], numbers: list[int], repairs: list[Repair]) -> list[Word]:
    """Silence goes out of words that are too long: from the front where a sentence begins, else from the end."""
    fixed = []
    for index, word in enumerate(words):
        length = word.end_ms - word.start_ms
        if length <= LONGEST_WORD_MS or length <= _plausible_ms(word):
            fixed.append(word)
            continue
        longest = length if is_spoken_long(word.text) else LONGEST_WORD_MS
        spoken = min(_plausible_ms(word), longest)
        begins = index == 0 or word.starts_segment or words[index - 1].text[-1] in SENTENCE_ENDS
        if begins and word.text[-1] not in SENTENCE_ENDS:
            fixed.append(replace(word, start_ms=word.end_ms - spoken))
        else:
            fixed.append(replace(word, end_ms=word.start_ms + spoken))
        message = f"{word.text!r} lasts {length / 1_000:.1f} s: shortened to {spoken / 1_000:.1f} s"
        repairs.append(_told("too long", numbers[index], word, message))
    return fixed


def _spread(words: list[Word], numbers: list[int], repairs: list[Repair]) -> list[Word]:
    """Words that share a moment or overlap get their own time, before the next word that has one."""
    fixed = list(words)
    first = 0
    while first < len(fixed):
        last = first + 1
        while last < len(fixed) and _is_crowded(fixed, first, last):
            last += 1
        _share(fixed, first, last)
        first = last
    for index, (word, new) in enumerate(zip(words, fixed, strict=True)):
        if word.end_ms == word.start_ms:
            repairs.append(_told("no duration", numbers[index], word, f"{word.text!r} had no duration"))
        elif index + 1 < len(words) and word.end_ms > words[index + 1].start_ms and new.end_ms < word.end_ms:
            repairs.append(_told("overlap", numbers[index], word, f"{word.text!r} overlapped the next word"))
    return fixed


def _is_crowded(words: list[Word], first: int, last: int) -> bool:
    """True while the words from `first` to before `last` have less than the shortest time each."""
    room = words[last].start_ms - words[first].start_ms
    return room < _SHORTEST_MS * (last - first)


def _share(words: list[Word], first: int, last: int) -> None:
    """Share the time up to word `last` among the words before it, from `first` on, by their length."""
    next_ms = words[last].start_ms if last < len(words) else None
    if last - first == 1:
        word = words[first]
        end = word.end_ms if word.end_ms > word.start_ms else word.start_ms + _plausible_ms(word) // 2
        end = end if next_ms is None else min(end, next_ms)
        words[first] = word if end == word.end_ms else replace(word, end_ms=end)
        return
    weights = [_plausible_ms(word) for word in words[first:last]]
    begin, total, done = words[first].start_ms, sum(weights), 0
    room = total if next_ms is None else min(total, next_ms - begin)
    for index, weight in enumerate(weights, start=first):
        start = begin + room * done // total
        done += weight
        words[index] = replace(words[index], start_ms=start, end_ms=begin + room * done // total)


def _tell_unpunctuated(words: list[Word], numbers: list[int], repairs: list[Repair]) -> None:
    """Long runs without any mark: pauses decide there, and a person should know."""
    start = 0
    for index in range(len(words) + 1):
        if index < len(words) and words[index].text[-1] not in _MARKS:
            continue
        if index - start >= _UNPUNCTUATED_WORDS:
            message = f"no punctuation for {counted(index - start, 'word')}: pauses decide where sentences end"
            repairs.append(_told("punctuation", numbers[start], words[start], message))
        start = index + 1
