"""The JSON that `whisper --output_format json` writes, with or without word times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.formats.checked_json import (
    Misplaced,
    clean_text,
    expect,
    expect_language,
    expect_probability,
    expect_seconds,
    item_of,
)
from pipeline.model import Transcript, Word
from pipeline.timing import seconds_to_ms

_NO_SPACES = frozenset({"zh", "ja", "th", "lo", "my", "yue", "km", "bo"})
"""Languages that put no space between words; whisper's own list and two more."""
_SYLLABLE = re.compile(
    r"[\"'“‘«¿¡(\[{「『（《〈]*"  # opening marks belong to what follows
    r"(?:[A-Za-z0-9]+(?:[.,'’-][A-Za-z0-9]+)*|.)"
    r"[\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b6-\u17d3]*"
    r"[\"'”’»)\]}」』）》〉.,!?:;%…。、，！？：；]*",
    re.DOTALL,
)
"""One character with its marks and its punctuation, or one Latin word inside such a script."""


def read_whisper_json(table: dict[str, Any], *, language: str | None = None) -> Transcript:
    """Make a transcript of whisper's result.

    Without word times the words of a segment share its time in proportion to their characters.

    Args:
        table: The parsed JSON object, not yet checked.
        language: BCP-47 tag to use when the object names none.

    Raises:
        Misplaced: A value is missing, of the wrong type or impossible.
    """
    spoken = _spoken_language(table, language)
    words: list[Word] = []
    longest_ms = 0
    for number, segment in enumerate(expect(item_of(table, "segments"), list, "segments")):
        place = f"segments[{number}]"
        checked = expect(segment, dict, place)
        longest_ms = max(longest_ms, seconds_to_ms(expect_seconds(item_of(checked, "end", place), f"{place}.end")))
        words.extend(_read_segment(checked, place, spoken))
    end_ms = max([longest_ms, *(word.end_ms for word in words)])
    return Transcript(language=spoken, duration_ms=end_ms, words=tuple(words))


def split_text(text: str, *, language: str) -> Iterator[tuple[str, bool]]:
    """The words of a text, each with whether a space stands before it.

    >>> list(split_text("Hello, you.", language="en"))
    [('Hello,', True), ('you.', True)]
    >>> list(split_text("你好，GPU。", language="zh"))
    [('你', False), ('好，', False), ('GPU。', False)]
    """
    has_spaces = _has_spaces(language)
    for number, chunk in enumerate(text.split()):
        if has_spaces:
            yield chunk, True
            continue
        for position, unit in enumerate(_SYLLABLE.findall(chunk)):
            yield unit, position == 0 and number > 0


def _spoken_language(table: dict[str, Any], language: str | None) -> str:
    if table.get("language") is None:
        if language is None:
            raise Misplaced("language is missing; say which it is with --language")
        return language
    tag = expect_language(table["language"], "language")
    return {"jw": "jv"}.get(tag, tag)


def _read_segment(segment: dict[str, Any], place: str, language: str) -> Iterator[Word]:
    rows = segment.get("words")
    if rows:
        yield from _read_words(expect(rows, list, f"{place}.words"), f"{place}.words", language)
    else:
        yield from _share_time(segment, place, language)


def _read_words(rows: list[Any], place: str, language: str) -> Iterator[Word]:
    has_spaces = _has_spaces(language)
    is_first = True
    for number, row in enumerate(rows):
        here = f"{place}[{number}]"
        word = expect(row, dict, here)
        raw = expect(item_of(word, "word", here), str, f"{here}.word")
        text = " ".join(clean_text(raw).split())
        start_ms = seconds_to_ms(expect_seconds(item_of(word, "start", here), f"{here}.start"))
        end_ms = seconds_to_ms(expect_seconds(item_of(word, "end", here), f"{here}.end"))
        if not text:
            continue
        yield Word(
            text=text,
            start_ms=start_ms,
            end_ms=max(start_ms, end_ms),  # whisper does write such words; `cueing` gives them a time
            probability=expect_probability(word.get("probability"), f"{here}.probability"),
            space_before=raw[:1].isspace() or (is_first and has_spaces),
            starts_segment=is_first,
        )
        is_first = False


def _share_time(segment: dict[str, Any], place: str, language: str) -> Iterator[Word]:
    text = clean_text(expect(item_of(segment, "text", place), str, f"{place}.text"))
    start_ms = seconds_to_ms(expect_seconds(item_of(segment, "start", place), f"{place}.start"))
    end_ms = seconds_to_ms(expect_seconds(item_of(segment, "end", place), f"{place}.end"))
    units = list(split_text(text, language=language))
    total = sum(len(unit) + space for unit, space in units)
    length_ms = max(0, end_ms - start_ms)
    passed = 0
    for number, (unit, space) in enumerate(units):
        begin = start_ms + length_ms * passed // total
        passed += len(unit) + space
        until = start_ms + length_ms * passed // total
        yield Word(text=unit, start_ms=begin, end_ms=until, space_before=space, starts_segment=number == 0)


def _has_spaces(language: str) -> bool:
    return language.partition("-")[0] not in _NO_SPACES
