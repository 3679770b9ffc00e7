"""Transcripts as JSON: our own layout, a word a line, and openai-whisper's, which we also read.

A word is a row `[text, start_ms, end_ms, probability, marks]`; the last one or two items may be
missing. Marks are `segment` (the recogniser began a segment here) and `joined` (no space before).
The files may come from anybody: every value is checked, and an error names its place in the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pipeline.errors import InputError
from pipeline.formats.checked_json import (
    MAX_TIME_MS,
    Misplaced,
    clean_text,
    expect,
    expect_language,
    expect_ms,
    expect_probability,
    item_of,
    shown,
)
from pipeline.model import UNDETERMINED, Reading, Transcript, Word

SCHEMA_VERSION = 1

_SEGMENT = "segment"
_JOINED = "joined"


_BY_ROW = {"readings", "words"}
"""Members of which each row gets a line."""


def transcript_to_json(transcript: Transcript) -> dict[str, Any]:
    """Our layout as a JSON object; `words` comes last and holds one row a word."""
    return {
        "schema_version": SCHEMA_VERSION,
        "language": transcript.language,
        "language_probability": transcript.language_probability,
        "duration_ms": transcript.duration_ms,
        "notices": list(transcript.notices),
        **{name: [list(place) for place in places] for name, places in _places_of(transcript) if places},
        **({"readings": [_reading_row(one) for one in transcript.readings]} if transcript.readings else {}),
        "words": [word_row(word) for word in transcript.words],
    }


def _places_of(transcript: Transcript) -> Iterator[tuple[str, tuple[tuple[int, int], ...]]]:
    yield "unheard", transcript.unheard
    yield "sounds", transcript.sounds
    yield "faint", transcript.faint
    yield "unscripted", transcript.unscripted


def format_transcript(transcript: Transcript) -> str:
    """The text of a transcript file: a word a line, so that a small change is a small diff."""
    members = transcript_to_json(transcript).items()
    lines = [f" {json.dumps(name)}: {_shown(value, by_row=name in _BY_ROW)}" for name, value in members]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _shown(value: object, *, by_row: bool) -> str:
    if not (by_row and isinstance(value, list) and value):
        return json.dumps(value, ensure_ascii=False)
    rows = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in value)
    return f"[\n{rows}\n ]"


def parse_transcript(data: bytes, *, path: str, language: str | None = None) -> Transcript:
    """Read the bytes of a transcript file, of ours or of openai-whisper.

    Args:
        data: UTF-8 JSON, with or without a byte-order mark.
        path: The file's name, for errors.
        language: BCP-47 tag to use when the file names no language.

    Raises:
        InputError: It is not such a file; the reason says where.
    """
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(path=path, reason=f"is not UTF-8 text (byte {error.start})") from error
    except json.JSONDecodeError as error:
        raise InputError(path=path, reason=f"is not JSON: {error.msg} in line {error.lineno}") from error
    except (RecursionError, ValueError) as error:
        raise InputError(path=path, reason="is not JSON that can be read") from error
    return transcript_from_json(value, path=path, language=language)


def transcript_from_json(value: object, *, path: str, language: str | None = None) -> Transcript:
    """Check a JSON value and make the transcript that it holds; see `parse_transcript`.

    Raises:
        InputError: A value is missing, of the wrong type or impossible; the reason says where.
    """
    try:
        table = expect(value, dict, "the file")
        if "schema_version" in table:
            return _read_ours(table)
        if "segments" in table:
            from pipeline.formats.whisper_json import read_whisper_json

            return read_whisper_json(table, language=language)
    except Misplaced as error:
        raise InputError(path=path, reason=str(error)) from error
    raise InputError(path=path, reason="is not a transcript: it has neither schema_version nor segments")


def word_row(word: Word) -> list[Any]:
    """A word as a row."""
    marks = [mark for mark, is_set in ((_SEGMENT, word.starts_segment), (_JOINED, not word.space_before)) if is_set]
    row: list[Any] = [word.text, word.start_ms, word.end_ms, word.probability]
    return [*row, " ".join(marks)] if marks else row


def _reading_row(reading: Reading) -> list[Any]:
    return [reading.heard, reading.text, reading.start_ms, reading.end_ms, reading.share]


def _read_ours(table: dict[str, Any]) -> Transcript:
    if table["schema_version"] != SCHEMA_VERSION:
        raise Misplaced(
            f"schema_version {shown(table['schema_version'])} is not known; this version reads {SCHEMA_VERSION}"
        )
    rows = expect(item_of(table, "words"), list, "words")
    language = item_of(table, "language")
    is_silent = not rows and language == UNDETERMINED
    return Transcript(
        language=UNDETERMINED if is_silent else expect_language(language, "language"),
        language_probability=expect_probability(table.get("language_probability"), "language_probability"),
        duration_ms=expect_ms(item_of(table, "duration_ms"), "duration_ms"),
        words=tuple(word for number, row in enumerate(rows) for word in words_from_row(row, f"words[{number}]")),
        notices=tuple(_read_notices(table.get("notices", []))),
        unheard=tuple(_read_places(table, "unheard")),
        sounds=tuple(_read_places(table, "sounds")),
        faint=tuple(_read_places(table, "faint")),
        unscripted=tuple(_read_places(table, "unscripted")),
        readings=tuple(_read_readings(table)),
    )


def words_from_row(row: object, place: str) -> Iterator[Word]:
    """The word of a row; none where its text is empty.

    Raises:
        Misplaced: It is no such row; `place` is named.
    """
    if (plain := _plain_word(row)) is not None:
        yield plain
        return
    items = expect(row, list, place)
    if not 3 <= len(items) <= 5:
        raise Misplaced(f"{place}: a row of 3 to 5 items is wanted, not {len(items)}")
    start_ms, end_ms = expect_ms(items[1], f"{place}[1]"), expect_ms(items[2], f"{place}[2]")
    if end_ms < start_ms:
        raise Misplaced(f"{place}: ends at {end_ms} ms, before its start at {start_ms} ms")
    marks = expect(items[4], str, f"{place}[4]").split() if len(items) == 5 else []
    if not {*marks} <= {_SEGMENT, _JOINED}:
        raise Misplaced(f"{place}[4]: unknown mark {shown(items[4])}")
    text = " ".join(clean_text(expect(items[0], str, f"{place}[0]")).split())
    if text:
        yield Word(
            text=text,
            start_ms=start_ms,
            end_ms=end_ms,
            probability=expect_probability(items[3] if len(items) > 3 else None, f"{place}[3]"),
            space_before=_JOINED not in marks,
            starts_segment=_SEGMENT in marks,
        )


def _plain_word(row: object) -> Word | None:
    """The word of a row as nearly all are, of which nothing need be cleaned; None of any other."""
    if type(row) is not list or len(row) != 4:
        return None
    text, start_ms, end_ms, probability = row
    is_text = type(text) is str and text != "" and " " not in text and text.isprintable()
    is_timed = type(start_ms) is int and type(end_ms) is int and 0 <= start_ms <= end_ms <= MAX_TIME_MS
    if not (is_text and is_timed and type(probability) is float and 0 <= probability <= 1):
        return None
    return Word(text=text, start_ms=start_ms, end_ms=end_ms, probability=round(probability, 3))


def _read_notices(value: object) -> Iterator[str]:
    for number, notice in enumerate(expect(value, list, "notices")):
        yield clean_text(expect(notice, str, f"notices[{number}]"))


def _read_readings(table: dict[str, Any]) -> Iterator[Reading]:
    for number, row in enumerate(expect(table.get("readings", []), list, "readings")):
        place = f"readings[{number}]"
        items = expect(row, list, place)
        if len(items) != 5:
            raise Misplaced(f"{place}: a row of 5 items is wanted, not {len(items)}")
        heard, text = (clean_text(expect(items[at], str, f"{place}[{at}]")) for at in (0, 1))
        start_ms, end_ms = (expect_ms(items[at], f"{place}[{at}]") for at in (2, 3))
        if end_ms < start_ms:
            raise Misplaced(f"{place}: ends at {end_ms} ms, before its start at {start_ms} ms")
        share = expect_probability(items[4], f"{place}[4]")
        yield Reading(start_ms=start_ms, end_ms=end_ms, heard=heard, text=text, share=share or 0.0)


def _read_places(table: dict[str, Any], name: str) -> Iterator[tuple[int, int]]:
    for number, place in enumerate(expect(table.get(name, []), list, name)):
        items = expect(place, list, f"{name}[{number}]")
        if len(items) != 2:
            raise Misplaced(f"{name}[{number}]: a start and an end are wanted")
        start_ms, end_ms = (expect_ms(item, f"{name}[{number}]") for item in items)
        yield start_ms, max(start_ms, end_ms)
