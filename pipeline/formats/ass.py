"""Advanced SubStation Alpha, for players that draw styles and for burning captions in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.dataclass import dataclass
from pipeline.formats.styled import Document, StyledCue, Token
from pipeline.text import estimate_em

_HEIGHT = 720
_MARGIN_SHARE = 0.05
_FONT_SHARE = 0.062
"""Of the picture's height: libass measures a typeface from ascent to descent, so television's 5.3 % is this."""
_SMALLEST_SHARE = 0.032
_ALIGN = {("bottom", "left"): 1, ("bottom", "center"): 2, ("bottom", "right"): 3,
          ("middle", "left"): 4, ("middle", "center"): 5, ("middle", "right"): 6,
          ("top", "left"): 7, ("top", "center"): 8, ("top", "right"): 9}  # fmt: skip
_HARMLESS = str.maketrans({"{": "（", "}": "）", "\\": "⧵"})
"""Braces begin override codes and a backslash a line break: text that holds them is written with look-alikes."""
_STYLE = (
    "Style: {name},Arial,{size},&H00FFFFFF,&H0000D7FF,&H00000000,&H66000000,{bold},0,0,0,100,100,0,0,1,"
    "{outline:.1f},0.6,{align},{margin},{margin},{margin},-1"
)
"""Encoding -1 lets libass find the direction of each line (Unicode's rule), so Hebrew ends at the left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssStyle:
    """How large the picture is, and whether the words are drawn for a short that is watched on a telephone."""

    width: int = 1280
    height: int = _HEIGHT
    is_short: bool = False


_USUAL_STYLE = AssStyle()


def format_ass(document: Document, style: AssStyle = _USUAL_STYLE, *, upper: Document | None = None) -> str:
    """Write a script of one language, or of two: the second stands at the top of the picture.

    Args:
        document: Cues in order of their start. A token of the kind `time` begins a word that is coloured while it is
            spoken.
        style: Of the picture on which the text will be drawn.
        upper: Another language of the same video.
    """
    size = _font_size(document, style)
    lines = [
        "[Script Info]",
        f"Title: {_one_line(document.title)}",
        "ScriptType: v4.00+",
        f"PlayResX: {style.width}",
        f"PlayResY: {style.height}",
        "WrapStyle: 2",
        "ScaledBorderAndShadow: yes",
        "",
        "[V4+ Styles]",
        "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, "
        "Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, "
        "MarginR, MarginV, Encoding",
        _style_line("Default", size, style, align=2),
        _style_line("Upper", _font_size(upper, style) if upper else size, style, align=8),
        "",
        "[Events]",
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text",
    ]
    events = [(cue, "Default") for cue in document.cues] + [(cue, "Upper") for cue in (upper.cues if upper else ())]
    lines += [_event(cue, name) for cue, name in sorted(events, key=lambda event: (event[0].start_ms, event[1]))]
    return "\n".join((*lines, ""))


def _style_line(name: str, size: int, style: AssStyle, *, align: int) -> str:
    margin = round(_MARGIN_SHARE * style.height) * (3 if style.is_short else 1)
    side = round(_MARGIN_SHARE * style.width)
    line = _STYLE.format(
        name=name, size=size, bold=-1 if style.is_short else 0, outline=size / 16, align=align, margin="{margin}"
    )
    return line.replace("{margin}", str(side), 2).replace("{margin}", str(margin), 1)


def _font_size(document: Document, style: AssStyle) -> int:
    """The usual size, or the one at which the widest line still fits."""
    room = style.width * (1 - 2 * _MARGIN_SHARE)
    widest = max((estimate_em(line) for cue in document.cues for line in cue.plain.split("\n")), default=0.0)
    fitting = room / widest if widest else style.height
    usual = _FONT_SHARE * style.height * (1.15 if style.is_short else 1)
    # A typeface of this size is about nine tenths of an em high in libass's measure.
    return round(max(_SMALLEST_SHARE * style.height, min(usual, fitting * 1.1)))


def _event(cue: StyledCue, name: str) -> str:
    placement = _ALIGN[cue.placement.row, cue.placement.column]
    code = "" if name == "Upper" or placement == _ALIGN["bottom", "center"] else f"{{\\an{placement}}}"
    text = code + _text(cue)
    return f"Dialogue: 0,{_clock(cue.start_ms)},{_clock(cue.end_ms)},{name},,0,0,0,,{text}"


def _text(cue: StyledCue) -> str:
    parts: list[str] = []
    times = _word_times(cue)
    for token in cue.tokens:
        if token.kind == "text":
            parts.append(token.value.translate(_HARMLESS).replace("\n", "\\N"))
        elif token.kind == "time" and times:
            start, end = times.pop(0)
            parts.append(_spoken(start - cue.start_ms, end - cue.start_ms))
        else:
            parts.append(_code(token))
    return "".join(parts)


def _word_times(cue: StyledCue) -> list[tuple[int, int]]:
    starts = [int(token.value) for token in cue.tokens if token.kind == "time"]
    return list(pairwise((*starts, cue.end_ms)))


def _spoken(start_ms: int, end_ms: int) -> str:
    """White before and after, coloured from the word's start to the next one's.

    A change from 0 to 0 would mean the whole cue to libass, so a first word is coloured from the beginning.
    """
    back = f"\\t({end_ms},{end_ms + 1},\\1c&HFFFFFF&)"
    if start_ms <= 0:
        return f"{{\\1c&H00D7FF&{back}}}"
    return f"{{\\1c&HFFFFFF&\\t({start_ms},{start_ms + 1},\\1c&H00D7FF&){back}}}"


def _code(token: Token) -> str:
    if token.value in ("i", "b", "u", "s") and token.kind in ("open", "close"):
        return f"{{\\{token.value}{int(token.kind == 'open')}}}"
    if token.value == "colour" and token.kind == "open" and len(token.argument) == 7:
        red, green, blue = token.argument[1:3], token.argument[3:5], token.argument[5:7]
        return f"{{\\1c&H{blue}{green}{red}&}}".upper().replace("\\1C", "\\1c")
    return "{\\1c}" if token.value == "colour" else ""


def _clock(time_ms: int) -> str:
    """ASS counts hundredths of a second."""
    hundredths = round(time_ms / 10)
    seconds, rest = divmod(hundredths, 100)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}.{rest:02}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def spoken_words(cue: StyledCue, starts: Sequence[tuple[int, int]]) -> StyledCue:
    """A cue whose words say when they are spoken.

    Args:
        cue: Without times of words.
        starts: Offset of a word in the cue's plain text, and when it is spoken, in milliseconds; by offset.
    """
    waiting = list(starts)
    tokens: list[Token] = []
    at = 0
    for token in cue.tokens:
        if token.kind != "text":
            tokens.append(token)
            continue
        tokens += _divided(token.value, at, waiting)
        at += len(token.value)
    return StyledCue(
        start_ms=cue.start_ms,
        end_ms=cue.end_ms,
        tokens=tuple(tokens),
        placement=cue.placement,
        settings=cue.settings,
    )


def _divided(text: str, at: int, waiting: list[tuple[int, int]]) -> Iterable[Token]:
    begin = 0
    while waiting and waiting[0][0] < at + len(text):
        offset, time_ms = waiting.pop(0)
        if offset - at > begin:
            yield Token("text", text[begin : offset - at])
        yield Token("time", str(time_ms))
        begin = max(begin, offset - at)
    if text[begin:]:
        yield Token("text", text[begin:])
