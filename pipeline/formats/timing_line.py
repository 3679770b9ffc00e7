"""The line with a cue's two times, in all the ways in which people and programs write it."""

from __future__ import annotations

import re

from pipeline.dataclass import dataclass
from pipeline.timing import format_timestamp, parse_timestamp

_TIME = r"-?\d{1,6}\s?(?:[:：]\s?\d{1,4}\s?){1,2}(?:[.,:;٫،，]\s?\d{1,30})?"
_ARROW = r"(?:-{1,3}\s?-?\s?(?:>|&gt;)|[–—−]{1,2}-?\s?>|={1,2}>|→|⟶|➝|➔)"
_LINE = re.compile(
    rf"\s{{0,40}}(?P<start>{_TIME})\s{{0,40}}(?P<arrow>{_ARROW})\s{{0,40}}(?P<end>{_TIME})(?P<settings>\s.*)?"
)
_CLEAR_TIME = r"\s{0,40}\d{1,6}:\d\d:\d\d(?:[.,]\d{1,9})?"
_STRICT = re.compile(rf"{_CLEAR_TIME}\s{{0,40}}-->{_CLEAR_TIME}(?:\s.*)?")
# The one way in which nearly all lines are written, read several times faster than by the tolerant pattern.
_CANONICAL = re.compile(r"(\d\d):(\d\d):(\d\d)([,.])(\d{3}) --> (\d\d):(\d\d):(\d\d)([,.])(\d{3})", re.ASCII)
# The whole line as WebVTT's parser reads it: nothing need stand between the times and the settings.
_WEBVTT_TIME = r"(?:\d{2,6}:)?[0-5]\d:[0-5]\d\.\d{3}"
_WEBVTT = re.compile(rf"\s{{0,40}}({_WEBVTT_TIME})\s{{0,40}}-->\s{{0,40}}({_WEBVTT_TIME})(\D.*)?", re.ASCII)
_DEFUSED = re.compile(r"(\s{0,40}-?\d{1,6})(\u2060{1,100})(.*)")
_HAS_ARROW = re.compile("[>→⟶➝➔]|&gt;")
_HEAD_CHARS = 250  # two times, two runs of white space and an arrow are shorter than this


@dataclass(frozen=True, slots=True, kw_only=True)
class TimingLine:
    """Two times and what stands behind them."""

    start_ms: int
    end_ms: int
    settings: str
    is_strict: bool
    """Written so clearly that it starts a cue wherever it stands: hours, two digits, `-->`."""
    oddity: str
    """What is not as the format wants it, for a person; empty if nothing."""
    cause: str = ""
    """The kind of oddity, the same for every line that is written so."""


def read_timing_line(line: str, *, separator: str = ",") -> TimingLine | None:
    """Read a line with two times; None if it is not one.

    Args:
        line: One line of a file, of any length.
        separator: What the format puts before milliseconds; another one is an oddity.

    >>> read_timing_line("0:05 -> 0:07,5").end_ms
    7500
    """
    if canonical := _CANONICAL.fullmatch(line):
        return _read_canonical(canonical, separator)
    if not _HAS_ARROW.search(line, 0, _HEAD_CHARS):
        return None
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    start_ms, end_ms = _read_time(match["start"]), _read_time(match["end"])
    if start_ms is None or end_ms is None:
        return None
    written = line[: match.end("end")]
    return TimingLine(
        start_ms=max(0, start_ms),
        end_ms=max(0, end_ms),
        settings=(match["settings"] or "").strip(),
        is_strict=_STRICT.fullmatch(line) is not None,
        oddity=_oddity(written, start_ms, end_ms, separator),
        cause=_cause(written, separator),
    )


def may_be_timing_line(text: str) -> bool:
    """Whether some text has what every line with two times has; most text that has it is none."""
    return _HAS_ARROW.search(text) is not None


def read_webvtt_times(line: str) -> TimingLine | None:
    """Read a line with two times as WebVTT's parser does; None if it would not.

    >>> read_webvtt_times("00:01.000-->00:02.000line:0").settings
    'line:0'
    """
    match = _WEBVTT.fullmatch(line)
    if match is None:
        return None
    start_ms, end_ms = parse_timestamp(match[1]), parse_timestamp(match[2])
    settings = (match[3] or "").strip()
    return TimingLine(start_ms=start_ms, end_ms=end_ms, settings=settings, is_strict=True, oddity="")


def defuse(line: str) -> str:
    """Make a text line that looks like a timing line safe: an invisible word joiner in its first time.

    No player shows the joiner, and no reader takes the line for a new cue; `restore` takes it out.

    >>> restore(defuse("00:00:01,000 --> 00:00:02,000"))
    '00:00:01,000 --> 00:00:02,000'
    """
    plain = _defused_from(line) or line
    if read_timing_line(plain) is None:
        return line
    digits = re.match(r"\s{0,40}-?\d{1,6}", line)
    return f"{digits[0]}\u2060{line[digits.end() :]}" if digits else line


def restore(line: str) -> str:
    """Undo `defuse`; any other line stays as it is."""
    plain = _defused_from(line)
    if plain is None or read_timing_line(plain) is None:
        return line
    return line.replace("\u2060", "", 1)


def _defused_from(line: str) -> str | None:
    """The line without the joiners in its first time; None if it has none."""
    if "\u2060" not in line[:_HEAD_CHARS]:
        return None
    match = _DEFUSED.fullmatch(line)
    return f"{match[1]}{match[3]}" if match else None


def _read_canonical(match: re.Match[str], separator: str) -> TimingLine:
    hours, minutes, seconds, mark, fraction, *end = match.groups()
    start_ms = ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(fraction)
    end_ms = ((int(end[0]) * 60 + int(end[1])) * 60 + int(end[2])) * 1000 + int(end[4])
    is_plain = mark == end[3] == separator and minutes < "60" > end[1] and seconds < "60" > end[2]
    oddity = "" if is_plain else _oddity(match[0], start_ms, end_ms, separator)
    cause = _cause(match[0], separator) if oddity else ""
    return TimingLine(start_ms=start_ms, end_ms=end_ms, settings="", is_strict=True, oddity=oddity, cause=cause)


def _read_time(text: str) -> int | None:
    """One time in milliseconds, negative if it is written so."""
    sign = -1 if text.startswith("-") else 1
    plain = re.sub(r"[;٫،，]", ",", re.sub(r"\s", "", text.lstrip("-")).replace("：", ":"))
    try:
        return sign * parse_timestamp(plain)
    except ValueError:
        return None


def _oddity(written: str, start_ms: int, end_ms: int, separator: str) -> str:
    if start_ms < 0 or end_ms < 0:
        return "a time below zero read as zero"
    shown = [format_timestamp(time_ms, separator=separator) for time_ms in (start_ms, end_ms)]
    if written == " --> ".join(shown):
        return ""
    return f"times {written.strip()!r} read as {shown[0]} --> {shown[1]}"


def _cause(written: str, separator: str) -> str:
    """What is odd about the way in which times are written, whatever the times."""
    plain = written.strip()
    if plain.startswith("-") or re.search(r">\s*-", plain):
        return "a time below zero read as zero"
    other = "." if separator == "," else ","
    names = {".": "a dot", ",": "a comma"}
    if re.search(rf"\d\{other}\d", plain) and not re.search(rf"\d\{separator}\d", plain):
        return f"times with {names[other]} for {'the comma' if separator == ',' else 'the dot'} before the milliseconds"
    if " --> " not in plain:
        return "times with another arrow than ' --> '"
    if not all(re.match(r"\d+:\d+:\d+", part.strip()) for part in plain.split("-->")):
        return "times without hours"
    return "times in an unusual form"
