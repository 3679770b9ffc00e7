r"""SubStation Alpha (`.ass`, `.ssa`), read: times, text, italics, places. Drawings and comments are no captions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field

from pipeline.dataclass import dataclass
from pipeline.errors import SubtitleError
from pipeline.formats.reading import ReadCues, clean_text, read_lines
from pipeline.formats.repairs import Repair
from pipeline.model import Cue
from pipeline.text import FORMATTING
from pipeline.timing import parse_timestamp

_USUAL_FORMAT = ("layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text")
_DRAWING = re.compile(r"\{[^{}]*\\p[1-9]")
_TIME = re.compile(r"-?\d{1,3}:\d{1,2}:\d{1,2}(?:[.:,]\d{1,3})?")
_SSA_ALIGNMENT = {1: 1, 2: 2, 3: 3, 5: 7, 6: 8, 7: 9, 9: 4, 10: 5, 11: 6}
"""SubStation 4 counts the top row from 5 and the middle row from 9."""


@dataclass(slots=True)
class _Reading:
    """What has been read so far of one file; never leaves this module."""

    section: str = ""
    fields: tuple[str, ...] = _USUAL_FORMAT
    style_fields: tuple[str, ...] = ()
    styles: dict[str, tuple[int, bool]] = field(default_factory=dict)
    """Place on the number pad, and whether it is italic, of each style."""
    cues: list[Cue] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)


def is_substation(text: str) -> bool:
    """Whether a file begins as SubStation does, or holds its events."""
    head = text.lstrip("\ufeff \t\r\n")[:2000].lower()
    return head.startswith("[script info]") or "[events]" in head


def parse_substation(data: bytes, *, path: str, language: str = "") -> ReadCues:
    """Read a SubStation file into cues with SubRip's formatting, by their start.

    Raises:
        SubtitleError: It holds no events.
    """
    lines, repairs, encoding = read_lines(data, path=path, language=language)
    reading = _Reading(repairs=repairs)
    for number, text in lines:
        _read_line(text.strip(), number, reading)
    if not reading.cues and not any(text.strip().lower() == "[events]" for _, text in lines):
        raise SubtitleError(path=path, line=1, reason="no events found: not a SubStation (.ass) file")
    cues = tuple(sorted(reading.cues, key=lambda cue: cue.start_ms))
    return ReadCues(cues=cues, repairs=tuple(reading.repairs), encoding=encoding)


def _read_line(line: str, number: int, reading: _Reading) -> None:
    name, colon, value = line.partition(":")
    kind = name.strip().lower()
    if line.startswith("["):
        reading.section = line.lower()
    elif not colon:
        return
    elif kind == "format":
        fields = tuple(part.strip().lower() for part in value.split(","))
        if reading.section == "[events]":
            reading.fields = fields
        else:
            reading.style_fields = fields
    elif kind == "style":
        _read_style(value, reading)
    elif kind == "dialogue":
        _read_dialogue(value, number, reading)


def _read_style(value: str, reading: _Reading) -> None:
    row = dict(zip(reading.style_fields, (part.strip() for part in value.split(",")), strict=False))
    number = int(row.get("alignment", "2")) if row.get("alignment", "2").isdigit() else 2
    if "v4+" not in reading.section:
        number = _SSA_ALIGNMENT.get(number, 2)
    reading.styles[row.get("name", "").lstrip("*")] = (number, row.get("italic", "0") not in ("", "0"))


def _read_dialogue(value: str, number: int, reading: _Reading) -> None:
    parts = value.strip().split(",", len(reading.fields) - 1)
    row = dict(zip(reading.fields, parts, strict=False))
    start, end = (row.get(name, "").strip() for name in ("start", "end"))
    if not _TIME.fullmatch(start) or not _TIME.fullmatch(end):
        message = f"cue left out “{row.get('text', '')[:60]}”: its times cannot be read: {start[:20]!r}, {end[:20]!r}"
        reading.repairs.append(Repair(line=number, message=message, is_loss=True))
        return
    text = _read_text(row, reading.styles)
    if text:
        times = [parse_timestamp(time.lstrip("-")) if not time.startswith("-") else 0 for time in (start, end)]
        reading.cues.append(Cue(start_ms=times[0], end_ms=times[1], text=text))


def _read_text(row: Mapping[str, str], styles: Mapping[str, tuple[int, bool]]) -> str:
    r"""The words with `{\\an}` and italics; what SubRip's players do not understand is left out."""
    raw = row.get("text", "")
    if _DRAWING.search(raw):
        return ""
    text = raw.replace("\\N", "\n").replace("\\n", " ").replace("\\h", " ")
    text = re.sub(r"\{[^{}\\]*\}", "", text)  # a comment
    place, is_italic = styles.get(row.get("style", "").strip().lstrip("*"), (2, False))
    plain = FORMATTING.sub("", text).strip()
    if not plain:
        return ""
    text = "\n".join(line.strip() for line in clean_text(text).split("\n") if FORMATTING.sub("", line).strip())
    if is_italic and "\\i0" not in text:
        text = f"<i>{text}</i>"
    return text if place == 2 or "\\an" in text else f"{{\\an{place}}}{text}"
