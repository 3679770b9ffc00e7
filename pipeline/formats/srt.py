"""SubRip files: a tolerant reader for what people have, a strict writer through the `srt` library.

The library's own parser is not used to read: it shifts `MM:SS` by a factor of sixty, reads `,5` as five
milliseconds, and can drop a whole file without a word. Here every deviation is repaired and listed,
and what cannot be read is an error with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from pipeline.dataclass import dataclass
from pipeline.errors import InvalidCue, SubtitleError
from pipeline.formats.encodings import decode_text
from pipeline.formats.reading import Line, ReadCues, clean_text, is_clean, read_lines, refuse_endless
from pipeline.formats.repairs import Repair
from pipeline.formats.srt_plain import read_plain
from pipeline.formats.timing_line import TimingLine, defuse, may_be_timing_line, read_timing_line, restore
from pipeline.model import Cue
from pipeline.text import defuse_leftovers, read_leftovers

__all__ = ["ReadCues", "Repair", "format_srt", "illegal_reason", "parse_srt"]

_NUMBER = re.compile(r"#?(-?\d{1,9})(?:\.\d{0,9})?[.:)]?")
OUT_OF_ORDER = "starts before the cue above it"
_BROKEN_TIMES = re.compile(r"[^\n]{0,60}\d\s?[:.,][^\n]{0,60}-->|-->[^\n]{0,60}\d\s?[:.,]")


@dataclass(frozen=True, slots=True)
class _Header:
    """Where a cue begins."""

    first: int
    """Index of its first line: the number's, or the times' if there is no number."""
    times_at: int
    timing: TimingLine
    number: int | None


def parse_srt(data: bytes, *, path: str, language: str = "") -> ReadCues:
    r"""Read a SubRip file as people have it, repairing and listing what is not as it should be.

    Text is kept as it is, with its formatting, but for control characters and white space at the ends of
    lines; leftovers of other formats (`[br]`, `\N`, `&amp;`) are read for what they mean. A blank line
    followed by text that is not a new cue belongs to the cue. Cues stay in the order of the file; they may be
    empty, have no duration or overlap (`checking` reports that). WebVTT saved as `.srt` is read too. An empty
    file is a legal empty track.

    Args:
        data: The whole file, of any size; time is linear in it.
        path: Its name, for messages and to guess a legacy encoding (`talk.ru.srt`).
        language: BCP-47 tag that outranks the name's; empty if not known.

    Raises:
        SubtitleError: The file, or one line of it, cannot be read as captions.
    """
    text, encoding, repairs = decode_text(data, path, language)
    if not repairs and (plain := read_plain(text)) is not None:
        refuse_endless((cue.text for cue in plain), path)
        return ReadCues(cues=plain, encoding=encoding)
    return _parse_tolerantly(data, path, language)


def _parse_tolerantly(data: bytes, path: str, language: str) -> ReadCues:
    """Read whatever people have, line by line."""
    lines, repairs, encoding = read_lines(data, path=path, language=language)
    first = next(((number, text) for number, text in lines if text), None)
    if first is None:
        return ReadCues(cues=(), repairs=tuple(repairs), encoding=encoding)
    if re.match(r"WEBVTT(?:\s|$)", first[1]):
        return _read_webvtt(data, path, language, first[0])
    headers = _find_headers(lines, path)
    if not headers:
        raise SubtitleError(path=path, line=first[0], reason="no cue found: not a SubRip file")
    cues = _read_cues(lines, headers, repairs)
    refuse_endless((cue.text for cue in cues), path)
    return ReadCues(cues=tuple(cues), repairs=tuple(sorted(repairs, key=lambda r: r.line)), encoding=encoding)


def format_srt(cues: Iterable[Cue], *, path: str = "captions") -> str:
    """Write a SubRip file: numbers from 1, line feeds, a blank line after each cue.

    `parse_srt` gives exactly these cues again, whatever their text.

    Args:
        cues: In the order in which they shall stand in the file.
        path: Named in errors.

    Raises:
        InvalidCue: A cue that players (and the `srt` library) would drop or misread: see `illegal_reason`.
    """
    import srt

    blocks = []
    for number, cue in enumerate(cues, start=1):
        if reason := illegal_reason(cue):
            raise InvalidCue(path=path, number=number, reason=reason)
        start, end = timedelta(milliseconds=cue.start_ms), timedelta(milliseconds=cue.end_ms)
        text = defuse_leftovers(cue.text)
        if may_be_timing_line(text):
            text = "\n".join(map(defuse, text.split("\n")))
        block = srt.Subtitle(index=number, start=start, end=end, content=text, proprietary=cue.settings)
        blocks.append(block.to_srt(strict=False))
    return "".join(blocks)


def illegal_reason(cue: Cue) -> str:
    """Why a cue cannot be written to a caption file; empty if it can.

    >>> illegal_reason(Cue(start_ms=0, end_ms=0, text="Hello."))
    'it has no duration'
    """
    if cue.end_ms > cue.start_ms >= 0 and not cue.settings and _is_plain(cue.text):
        return ""
    rules = (
        ("it starts before zero", cue.start_ms < 0),
        ("it has no duration", cue.end_ms == cue.start_ms),
        ("it ends before it starts", cue.end_ms < cue.start_ms),
        ("it has no text", not cue.text.strip()),
        ("it has a blank line", any(not line.strip() for line in cue.lines)),
        ("it has control characters or white space at the end of a line", not is_clean(cue.text)),
        ("its settings are not one clean line", _is_bad_setting(cue.settings)),
    )
    return next((reason for reason, is_broken in rules if is_broken), "")


def _is_plain(text: str) -> bool:
    """Whether every line shows something and can be printed as it is; other text is looked at rule by rule."""
    return all(line.isprintable() and line.rstrip() == line != "" for line in text.split("\n"))


def _is_bad_setting(settings: str) -> bool:
    return settings != settings.strip() or "\n" in settings or not is_clean(settings)


def _read_webvtt(data: bytes, path: str, language: str, line: int) -> ReadCues:
    from pipeline.formats.vtt_reading import parse_vtt

    read = parse_vtt(data, path=path, language=language)
    if path.lower().endswith((".vtt", ".webvtt")):
        return read
    return replace(read, repairs=(Repair(line=line, message="WebVTT saved as SubRip"), *read.repairs))


def _find_headers(lines: Sequence[Line], path: str) -> list[_Header]:
    """All places where a cue begins.

    Clearly written times begin a cue anywhere; sloppy ones only after a number or a blank line, because
    "12:30 -> 14:00" may be what somebody says.
    """
    headers: list[_Header] = []
    body_at = 0
    expected = 1
    for index, (_, text) in enumerate(lines):
        timing = read_timing_line(text)
        if timing is None and "-->" not in text:
            continue
        number_at = _number_before(lines, index, body_at, expected)
        is_open = number_at is not None or index == 0 or not lines[index - 1][1]
        if timing is None:
            _refuse_broken_times(lines, index, number_at, path)
        elif timing.is_strict or is_open:
            first = index if number_at is None else number_at
            number = None if number_at is None else _number(lines[number_at][1])
            headers.append(_Header(first, index, timing, number))
            body_at = index + 1
            expected = (number if number is not None else expected) + 1
    return headers


def _number_before(lines: Sequence[Line], index: int, body_at: int, expected: int) -> int | None:
    """Index of the line with the cue's number, or None.

    Directly above the times any number counts if it stands after a blank line; elsewhere (no blank line
    before it, or one behind it) only the number that comes next, because a text may be "2014".
    """
    above = index - 1
    while above >= body_at and not lines[above][1]:
        above -= 1
    if above < body_at:
        return None
    value = _number(lines[above][1])
    if value is None:
        return None
    is_after_blank = above == 0 or not lines[above - 1][1]
    is_adjacent = above == index - 1
    if is_adjacent and (is_after_blank or value == expected):
        return above
    return above if is_after_blank and value == expected else None


def _number(text: str) -> int | None:
    match = _NUMBER.fullmatch(text.strip()) if len(text) < 40 else None
    return int(match[1]) if match else None


def _refuse_broken_times(lines: Sequence[Line], index: int, number_at: int | None, path: str) -> None:
    """Times that nobody can read, where times must stand, are an error; an arrow in a text is not."""
    line_number, text = lines[index]
    is_after_blank = index == 0 or not lines[index - 1][1]
    is_after_number = number_at is not None and (number_at == 0 or not lines[number_at - 1][1])
    if is_after_number or (is_after_blank and _BROKEN_TIMES.search(text[:300])):
        raise SubtitleError(path=path, line=line_number, reason=f"these times cannot be read: {text.strip()[:60]!r}")


def _read_cues(lines: Sequence[Line], headers: list[_Header], repairs: list[Repair]) -> list[Cue]:
    """One cue a header; notes what was odd."""
    ends = [header.first for header in headers[1:]] + [len(lines)]
    cues = []
    for header, end in zip(headers, ends, strict=True):
        text = _join_body(lines[header.times_at : end], repairs)
        timing = header.timing
        if timing.oddity:
            repairs.append(Repair(line=lines[header.times_at][0], message=timing.oddity, cause=timing.cause))
        cues.append(Cue(start_ms=timing.start_ms, end_ms=timing.end_ms, text=text, settings=timing.settings))
    _note_numbers(lines, headers, repairs)
    _note_order(lines, headers, repairs)
    return _with_leading_text(cues, lines[: headers[0].first], repairs)


def _join_body(block: Sequence[Line], repairs: list[Repair]) -> str:
    """The text below the times, which are the block's first line."""
    kept = [(number, text) for number, text in block if text]
    for (above, _), (below, _) in pairwise(kept):
        if below > above + 1:
            repairs.append(Repair(line=above + 1, message="blank line inside a cue removed"))
    text, kinds = read_leftovers("\n".join(restore(text) for _, text in kept[1:]))
    repairs += [Repair(line=kept[1][0], message=f"{kind} read for what they mean") for kind in kinds]
    return clean_text(text).strip("\n") if kinds else text


def _with_leading_text(cues: list[Cue], before: Sequence[Line], repairs: list[Repair]) -> list[Cue]:
    """Text above the first cue has no time of its own: it goes to the first cue rather than be lost."""
    kept = [(number, text) for number, text in before if text]
    if not kept:
        return cues
    repairs.append(Repair(line=kept[0][0], message="text above the first cue put at its beginning"))
    text = "\n".join([*(text for _, text in kept), *([cues[0].text] if cues[0].text else [])])
    return [replace(cues[0], text=text), *cues[1:]]


def _note_numbers(lines: Sequence[Line], headers: list[_Header], repairs: list[Repair]) -> None:
    """A number that does not follow the one before it; none at all is noted once for each cue without."""
    previous = 0
    for header in headers:
        line = lines[header.first][0]
        if header.number is None:
            repairs.append(Repair(line=line, message="number missing"))
            previous += 1
            continue
        if header.number != previous + 1:
            message = f"number {header.number} where {previous + 1} was expected"
            repairs.append(Repair(line=line, message=message, cause="numbers out of order"))
        previous = header.number


def _note_order(lines: Sequence[Line], headers: list[_Header], repairs: list[Repair]) -> None:
    for before, header in pairwise(headers):
        if header.timing.start_ms < before.timing.start_ms:
            repairs.append(Repair(line=lines[header.times_at][0], message=OUT_OF_ORDER))
        if header.first > 0 and lines[header.first - 1][1]:
            repairs.append(Repair(line=lines[header.first][0], message="blank line before the cue missing"))
