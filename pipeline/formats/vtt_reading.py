"""WebVTT files, read as the parser of the standard reads them: https://www.w3.org/TR/webvtt1/#file-parsing.

A comment, a style sheet, a region or the header may hold an arrow and is no cue for it. A cue whose times
cannot be read is left out and named; the others stay. Where the standard drops text that a person wrote
(after a blank line inside a cue, above the times), the text is kept and the deviation listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import field, replace

from pipeline.dataclass import dataclass
from pipeline.errors import SubtitleError
from pipeline.formats.reading import Line, ReadCues, read_lines, refuse_endless
from pipeline.formats.repairs import Repair
from pipeline.formats.srt_text import styled_to_cue
from pipeline.formats.styled import Document, Losses, ReadDocument, StyledCue, Token, balance
from pipeline.formats.timing_line import TimingLine, read_timing_line, read_webvtt_times
from pipeline.formats.vtt_settings import known_settings, parse_settings
from pipeline.formats.vtt_text import parse_tokens
from pipeline.text import counted

_Block = Sequence[Line]

_SIGNATURE = re.compile(r"WEBVTT(?:\s|$)")
_COMMENT = re.compile(r"NOTE(?:\s|$)")
_OLD_REGION = re.compile(r"Region:\s*\S+=")
_DIGIT = re.compile(r"\d")


def parse_vtt(data: bytes, *, path: str, language: str = "") -> ReadCues:
    """Read a WebVTT file into plain cues, with the markup that SubRip knows.

    Raises:
        SubtitleError: It is not WebVTT.
    """
    read = read_vtt(data, path=path, language=language)
    losses = Losses()
    cues = tuple(styled_to_cue(cue, losses) for cue in read.document.cues)
    lost = tuple(
        Repair(line=1, message=f"lost in {counted(count, 'cue')}: {what}") for what, count in losses.items() if count
    )
    return ReadCues(cues=cues, repairs=(*read.repairs, *lost), encoding=read.encoding)


def read_vtt(data: bytes, *, path: str, language: str = "") -> ReadDocument:
    """Read a WebVTT file with all that it says; each deviation is listed.

    Args:
        data: The whole file; time is linear in it.
        path: Its name, for messages and to guess an old code page.
        language: BCP-47 tag that outranks the name's; empty if not known.

    Raises:
        SubtitleError: It does not begin with `WEBVTT`.
    """
    lines, repairs, encoding = read_lines(data, path=path, language=language, keeps_spaces=True)
    start = next((index for index, (_, text) in enumerate(lines) if text.strip()), None)
    if start is None or not _SIGNATURE.match(lines[start][1]):
        line = lines[start][0] if start is not None else 1
        raise SubtitleError(path=path, line=line, reason="does not begin with WEBVTT")
    reading = _Reading(repairs=repairs)
    header, *blocks = _split_blocks(lines[start:])
    _read_header(header, reading)
    for block in blocks:
        _read_block(block, reading)
    refuse_endless((cue.plain for cue in reading.cues), path)
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


@dataclass(slots=True)
class _Reading:
    """What has been read so far of one file; never leaves this module."""

    repairs: list[Repair]
    cues: list[StyledCue] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)
    waiting: list[Line] = field(default_factory=list)
    language: str = ""
    can_go_on: bool = True
    """Whether text without times belongs to what stands above it: a cue, or nothing yet."""

    def repair(self, line: int, message: str, cause: str = "") -> None:
        self.repairs.append(Repair(line=line, message=message, cause=cause))

    def lose(self, line: int, message: str) -> None:
        self.repairs.append(Repair(line=line, message=message, is_loss=True))


def _split_blocks(lines: Sequence[Line]) -> list[list[Line]]:
    """Runs of lines between blank ones; the first is the header.

    A line of spaces alone is text for the standard: it ends a block only where the next cue begins.
    """
    blocks: list[list[Line]] = [[]]
    for index, line in enumerate(lines):
        if line[1].strip():
            blocks[-1].append(line)
        elif (not line[1] or _begins_cue(lines[index + 1 : index + 3])) and blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _begins_cue(following: Sequence[Line]) -> bool:
    """Whether the next lines are a cue's times, or its identifier and times."""
    texts = [text for _, text in following]
    return bool(texts and texts[0].strip()) and any("-->" in text for text in texts)


def _read_header(block: _Block, reading: _Reading) -> None:
    """The header may name a language, as YouTube does; times directly below it are a cue all the same."""
    arrow_at = next((index for index, (_, text) in enumerate(block) if index and "-->" in text), len(block))
    for number, text in block[1:arrow_at]:
        name, _, value = text.partition(":")
        if name.strip().lower() == "language":
            reading.language = value.strip()
        elif text.startswith("X-TIMESTAMP-MAP"):
            reading.repair(number, "X-TIMESTAMP-MAP is not applied: times are as written")
        elif _OLD_REGION.match(text):
            reading.regions.append(_new_region(text))
    if arrow_at == len(block):
        return
    if any(_read_times(text) for _, text in block[arrow_at:]):
        reading.repair(block[arrow_at][0], "blank line after the header missing")
        _read_cues(block[arrow_at:], reading)
    else:
        reading.repair(block[arrow_at][0], "an arrow in the header is no cue: the lines from it on are left out")


def _read_block(block: _Block, reading: _Reading) -> None:
    """A comment, a style sheet, a region, or one or more cues."""
    first = block[0][1].strip()
    times_at = next((index for index, (_, text) in enumerate(block) if _read_times(text)), None)
    rest = "\n".join(text for _, text in block[1:times_at] if "-->" not in text or first.startswith("NOTE"))
    if times_at != 0 and _COMMENT.match(first):
        reading.notes.append("\n".join(part for part in (first[4:].strip(), rest) if part))
    elif times_at != 0 and first == "STYLE":
        reading.styles.append(rest)
        _note_arrows(block[1:times_at], reading)
    elif times_at != 0 and first == "REGION":
        reading.regions.append(rest)
        _note_arrows(block[1:times_at], reading)
    elif times_at is None and _OLD_REGION.match(first):
        reading.regions += [_new_region(text) for _, text in block if _OLD_REGION.match(text)]
    else:
        _read_cues(block, reading)
        return
    reading.can_go_on = False
    if times_at is not None:
        _read_cues(block[times_at:], reading)


def _note_arrows(lines: _Block, reading: _Reading) -> None:
    for number, text in lines:
        if "-->" in text:
            reading.repair(number, "a line with an arrow in a style sheet or region left out")


def _new_region(text: str) -> str:
    r"""A region of the old form, `Region: id=a width=40%`, as the standard writes it now.

    >>> _new_region("Region: id=a width=40%")
    'id:a\nwidth:40%'
    """
    settings = text.partition(":")[2].split()
    return "\n".join(setting.replace("=", ":", 1) for setting in settings)


def _read_times(text: str) -> TimingLine | None:
    """The times of a line, as the standard reads them, or as people write them with a real arrow."""
    if "-->" not in text and "→" not in text and ">" not in text:
        return None
    if strict := read_webvtt_times(text):
        return strict
    timing = read_timing_line(text, separator=".")
    return timing if timing and (timing.is_strict or "-->" in text) else None


def _read_cues(block: _Block, reading: _Reading) -> None:
    """Cut a block at its arrows: one is the rule, more are cues without blank lines between."""
    timings = [(index, timing) for index, (_, text) in enumerate(block) if (timing := _read_times(text))]
    broken = _broken_times(block, [index for index, _ in timings])
    if not timings and not broken:
        _read_stray(block, reading)
        return
    starts = sorted([*((index, timing) for index, timing in timings), *((index, None) for index in broken)])
    above, identifier = _above(block[: starts[0][0]], reading)
    ends = [index for index, _ in starts[1:]] + [len(block)]
    for (index, timing), end in zip(starts, ends, strict=True):
        if timing is None:
            _lose_cue(block[index:end], reading)
            above, identifier = above if index == starts[0][0] else [], ""
            continue
        if index != starts[0][0]:
            reading.repair(block[index][0], "blank line before the cue missing")
        if timing.oddity:
            reading.repair(block[index][0], timing.oddity, timing.cause)
        reading.cues.append(_make_cue(timing, [*above, *block[index + 1 : end]], identifier, reading))
        reading.can_go_on = True
        above, identifier = [], ""


def _broken_times(block: _Block, known: Sequence[int]) -> list[int]:
    """Where times stand that nobody can read: an arrow where the standard expects times, or with digits around it.

    Below a cue's times an arrow is otherwise a part of the text.
    """
    found = []
    for index, (_, text) in enumerate(block):
        if "-->" not in text or index in known:
            continue
        before, _, after = text.partition("-->")
        is_above_all_times = index <= 1 and not any(place < index for place in known)
        has_times = re.search(r"\d\s?[:.,]\s?\d", before) and re.search(r"\d", after[:20])
        if is_above_all_times or has_times:
            found.append(index)
    return found


def _above(lines: _Block, reading: _Reading) -> tuple[list[Line], str]:
    """What stands above a block's first times: an identifier, or text that belongs to the cue."""
    waiting = list(reading.waiting)
    reading.waiting.clear()
    if len(lines) == 1:
        return waiting, lines[0][1].strip()
    if lines:
        reading.repair(lines[0][0], "text above the times put before the cue's text")
    return [*waiting, *lines], ""


def _lose_cue(lines: _Block, reading: _Reading) -> None:
    """Leave out what stands below times that cannot be read."""
    number, times = lines[0]
    text = " ".join(" ".join(text for _, text in lines[1:]).split())
    reading.can_go_on = False
    if text or _DIGIT.search(times):
        shown = f" “{text[:60]}”" if text else ""
        reading.lose(number, f"cue left out{shown}: its times cannot be read: {times.strip()[:60]!r}")
    else:
        reading.repair(number, f"a line that is no cue left out: {times.strip()[:60]!r}")


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


def _read_stray(block: _Block, reading: _Reading) -> None:
    """Text without times belongs to the cue above it, as in SubRip; below anything else it is no caption."""
    if not reading.can_go_on:
        reading.repair(block[0][0], "text that belongs to no cue left out")
        return
    if not reading.cues:
        reading.repair(block[0][0], "text above the first cue put at its beginning")
        reading.waiting.extend(block)
        return
    reading.repair(block[0][0], "blank line inside a cue removed")
    reading.cues[-1] = _with_more(reading.cues[-1], block)


def _with_more(cue: StyledCue, lines: Iterable[Line]) -> StyledCue:
    more = parse_tokens("\n".join(text for _, text in lines))[0]
    between = (Token("text", "\n"),) if cue.tokens else ()
    return replace(cue, tokens=balance((*cue.tokens, *between, *more)))
