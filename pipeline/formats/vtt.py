"""WebVTT files, by its own reader and writer: https://www.w3.org/TR/webvtt1/."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.errors import InvalidCue, SubtitleError
from pipeline.formats.reading import Line, ReadCues, Repair, clean_text, read_lines
from pipeline.formats.srt_text import styled_to_cue
from pipeline.formats.styled import Document, Losses, ReadDocument, StyledCue, Token, balance
from pipeline.formats.timing_line import TimingLine, read_timing_line
from pipeline.formats.vtt_settings import format_settings, known_settings, parse_settings
from pipeline.formats.vtt_text import format_tokens, parse_tokens
from pipeline.timing import format_timestamp

_Block = Sequence[Line]


def parse_vtt(data: bytes, *, path: str) -> ReadCues:
    """Read a WebVTT file into plain cues, with the markup that SubRip knows.

    Raises:
        SubtitleError: It is not WebVTT, or times in it cannot be read.
    """
    read = read_vtt(data, path=path)
    losses = Losses()
    cues = tuple(styled_to_cue(cue, losses) for cue in read.document.cues)
    lost = tuple(Repair(line=1, message=f"lost in {count} cues: {what}") for what, count in losses.items() if count)
    return ReadCues(cues=cues, repairs=(*read.repairs, *lost), encoding=read.encoding)


def read_vtt(data: bytes, *, path: str) -> ReadDocument:
    """Read a WebVTT file with all that it says, tolerantly; each deviation is listed.

    Raises:
        SubtitleError: It does not begin with `WEBVTT`, or times in it cannot be read.
    """
    lines, repairs, encoding = read_lines(data, path=path)
    start = next((index for index, (_, text) in enumerate(lines) if text), None)
    if start is None or not re.match(r"WEBVTT(?:\s|$)", lines[start][1]):
        line = lines[start][0] if start is not None else 1
        raise SubtitleError(path=path, line=line, reason="does not begin with WEBVTT")
    reading = _Reading(path=path, repairs=repairs)
    blocks = _split_blocks(lines[start:])
    _read_header(blocks[0], reading)
    for block in blocks[1:]:
        _read_block(block, reading)
    document = Document(
        cues=tuple(reading.cues),
        notes=tuple(reading.notes),
        styles=tuple(reading.styles),
        regions=tuple(reading.regions),
        language=reading.language,
    )
    return ReadDocument(
        document=document, repairs=tuple(sorted(repairs, key=lambda repair: repair.line)), encoding=encoding
    )


def format_vtt(document: Document, losses: Losses | None = None, *, path: str = "captions") -> str:
    """Write a WebVTT file. `read_vtt` gives the same cues again, whatever their text.

    Args:
        document: Cues in the order in which they shall stand; the format wants them by start time.
        losses: Collects what WebVTT cannot say.
        path: Named in errors.

    Raises:
        InvalidCue: A cue without text or duration, which browsers drop.
    """
    losses = Losses() if losses is None else losses
    blocks = ["WEBVTT" + (f" - {_one_line(document.title)}" if document.title else "")]
    blocks += [f"NOTE\n{_safe_block(note)}" for note in document.notes if note.strip()]
    blocks += [f"REGION\n{_safe_block(region)}" for region in document.regions]
    blocks += [f"STYLE\n{_safe_block(style)}" for style in document.styles]
    for number, cue in enumerate(document.cues, start=1):
        text = format_tokens(cue.tokens, losses)
        if not text or not 0 <= cue.start_ms < cue.end_ms:
            raise InvalidCue(path=path, number=number, reason="it has no text or no duration")
        blocks.append(_format_cue(cue, text))
    return "\n\n".join(blocks) + "\n"


def _format_cue(cue: StyledCue, text: str) -> str:
    times = " --> ".join(format_timestamp(time_ms, separator=".") for time_ms in (cue.start_ms, cue.end_ms))
    settings = cue.settings or format_settings(cue.placement)
    head = f"{times} {settings}" if settings else times
    identifier = _one_line(cue.identifier)
    return f"{identifier}\n{head}\n{text}" if identifier else f"{head}\n{text}"


def _one_line(text: str) -> str:
    return " ".join(clean_text(text).replace("-->", "→").split())


def _safe_block(text: str) -> str:
    """Text of a comment: a blank line would end it, an arrow would make it a cue."""
    lines = clean_text(text).replace("-->", "→").split("\n")
    return "\n".join(line for line in lines if line.strip())


@dataclass(slots=True)
class _Reading:
    """What has been read so far of one file; never leaves this module."""

    path: str
    repairs: list[Repair]
    cues: list[StyledCue] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)
    waiting: list[Line] = field(default_factory=list)
    language: str = ""

    def repair(self, line: int, message: str) -> None:
        self.repairs.append(Repair(line=line, message=message))


def _split_blocks(lines: Sequence[Line]) -> list[list[Line]]:
    """Runs of lines between blank ones; the first is the header."""
    blocks: list[list[Line]] = [[]]
    for line in lines:
        if line[1].strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _read_header(block: _Block, reading: _Reading) -> None:
    """The header may name a language, as YouTube does; times directly below it are a cue all the same."""
    times_at = next((index for index, (_, text) in enumerate(block) if "-->" in text), len(block))
    for number, text in block[1:times_at]:
        name, _, value = text.partition(":")
        if name.strip().lower() == "language":
            reading.language = value.strip()
        elif text.startswith("X-TIMESTAMP-MAP"):
            reading.repair(number, "X-TIMESTAMP-MAP is not applied: times are as written")
    if times_at < len(block):
        reading.repair(block[times_at][0], "blank line after the header missing")
        _read_block(block[times_at:], reading)


def _read_block(block: _Block, reading: _Reading) -> None:
    """A comment, a style sheet, a region, or one or more cues."""
    first = block[0][1]
    rest = "\n".join(text for _, text in block[1:])
    has_times = any("-->" in text for _, text in block)
    if not has_times and re.match(r"NOTE(?:\s|$)", first):
        reading.notes.append("\n".join(part for part in (first[4:].strip(), rest) if part))
    elif not has_times and first.strip() == "STYLE":
        reading.styles.append(rest)
    elif not has_times and first.strip() == "REGION":
        reading.regions.append(rest)
    else:
        _read_cues(block, reading)


def _read_cues(block: _Block, reading: _Reading) -> None:
    """Cut a block at its timing lines: one is the rule, more are cues without blank lines between."""
    timings = [(index, timing) for index, (_, text) in enumerate(block) if (timing := _timing(block, index, reading))]
    if not timings:
        _read_stray(block, reading)
        return
    has_identifier = timings[0][0] == 1
    if timings[0][0] > 1:
        reading.repair(block[0][0], "text above the times put before the cue's text")
    identifier = block[0][1].strip() if has_identifier else ""
    above = [*reading.waiting, *([] if has_identifier else block[: timings[0][0]])]
    reading.waiting.clear()
    ends = [index for index, _ in timings[1:]] + [len(block)]
    for (index, timing), end in zip(timings, ends, strict=True):
        if index != timings[0][0]:
            reading.repair(block[index][0], "blank line before the cue missing")
        if timing.oddity:
            reading.repair(block[index][0], timing.oddity)
        reading.cues.append(_make_cue(timing, [*above, *block[index + 1 : end]], identifier, reading))
        above, identifier = [], ""


def _make_cue(timing: TimingLine, lines: Sequence[Line], identifier: str, reading: _Reading) -> StyledCue:
    text = "\n".join(line for _, line in lines)
    tokens, is_odd = parse_tokens(text)
    if is_odd:
        reading.repair(lines[0][0], "markup that WebVTT does not know left out or kept as text")
    settings = known_settings(timing.settings)
    if settings != " ".join(timing.settings.split()):
        reading.repair(lines[0][0] if lines else 1, "unknown cue settings left out")
    return StyledCue(
        start_ms=timing.start_ms,
        end_ms=timing.end_ms,
        tokens=tokens,
        placement=parse_settings(timing.settings),
        identifier=identifier,
        settings=settings,
    )


def _timing(block: _Block, index: int, reading: _Reading) -> TimingLine | None:
    line, text = block[index]
    timing = read_timing_line(text, separator=".")
    if timing and (timing.is_strict or "-->" in text):
        return timing
    if "-->" in text and index <= 1:
        reason = f"these times cannot be read: {text.strip()[:60]!r}"
        raise SubtitleError(path=reading.path, line=line, reason=reason)
    return None


def _read_stray(block: _Block, reading: _Reading) -> None:
    """Text without times belongs to the cue above it, as in SubRip; browsers would drop it."""
    if not reading.cues:
        reading.repair(block[0][0], "text above the first cue put at its beginning")
        reading.waiting.extend(block)
        return
    reading.repair(block[0][0], "blank line inside a cue removed")
    last = reading.cues[-1]
    more = parse_tokens("\n".join(text for _, text in block))[0]
    between = (Token("text", "\n"),) if last.tokens else ()
    reading.cues[-1] = replace(last, tokens=balance((*last.tokens, *between, *more)))
