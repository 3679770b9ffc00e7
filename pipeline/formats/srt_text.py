r"""The markup inside SubRip text: `<i>`, `<font color>`, `{\an8}`. What is not known markup is text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.formats.styled import Column, Losses, Placement, Row, StyledCue, Token, balance, strip_lines
from pipeline.model import Cue
from pipeline.text import FORMATTING, JOINER

_COLOUR = re.compile(r"color\s*=\s*[\"']?\s*(#[0-9a-f]{6}|[a-z]{3,20})", re.IGNORECASE)
NAMED_COLOURS = {
    "white": "#ffffff",
    "lime": "#00ff00",
    "cyan": "#00ffff",
    "red": "#ff0000",
    "yellow": "#ffff00",
    "magenta": "#ff00ff",
    "blue": "#0000ff",
    "black": "#000000",
}
_ROWS: tuple[Row, ...] = ("bottom", "middle", "top")
_COLUMNS: tuple[Column, ...] = ("left", "center", "right")


def cue_to_styled(cue: Cue, losses: Losses) -> StyledCue:
    """Understand the markup of a cue that was read from SubRip or made by a stage."""
    placement = Placement()
    tokens: list[Token] = []
    position = 0
    for match in FORMATTING.finditer(cue.text):
        tokens.append(Token("text", _as_read(cue.text[position : match.start()])))
        position = match.end()
        if match["code"]:
            placement = _read_codes(match["code"], placement, tokens, losses)
        else:
            tokens += _read_tag(match)
    tokens.append(Token("text", _as_read(cue.text[position:])))
    if cue.settings:
        losses["coordinates behind the times"] += 1
    return StyledCue(start_ms=cue.start_ms, end_ms=cue.end_ms, tokens=strip_lines(balance(tokens)), placement=placement)


def _as_read(text: str) -> str:
    """Text without the joiners that keep its `<i>` from being a tag: other formats have escapes."""
    return text.replace(f"<{JOINER}", "<").replace(f"{{{JOINER}", "{")


def styled_to_cue(cue: StyledCue, losses: Losses) -> Cue:
    """Write a cue's text with SubRip's markup; what SubRip cannot say is dropped and noted."""
    text = "".join(_write_token(token) for token in strip_lines(cue.tokens))
    names = {token.value for token in cue.tokens if token.kind == "open"}
    for name, message in _LOST.items():
        losses[message] += name in names
    losses[_LOST["class"]] += "class" not in names and any(token.classes for token in cue.tokens)
    losses["times of single words"] += any(token.kind == "time" for token in cue.tokens)
    losses["exact positions (kept as one of nine places)"] += cue.placement.is_exact
    place = _place_code(cue.placement)
    return Cue(start_ms=cue.start_ms, end_ms=cue.end_ms, text=place + text if text else "")


_LOST = {
    "voice": "speakers' names",
    "class": "style classes",
    "lang": "language of a passage",
    "ruby": "ruby (its text is kept)",
}


def _read_tag(match: re.Match[str]) -> Iterator[Token]:
    name = match["name"].lower()
    if name != "font":
        yield Token("close" if match["close"] else "open", name)
        return
    if match["close"]:
        yield Token("close", "colour")
    elif colour := _COLOUR.search(match["rest"] or ""):
        yield Token("open", "colour", NAMED_COLOURS.get(colour[1].lower(), colour[1].lower()))
    else:
        yield Token("open", "colour", "")


def _read_codes(codes: str, placement: Placement, tokens: list[Token], losses: Losses) -> Placement:
    r"""Codes of the SubStation format that players understand in SubRip: `{\an8}`, `{\i1}`."""
    for code in filter(None, map(str.strip, codes.split("\\"))):
        if re.fullmatch("an[1-9]", code):
            row, column = divmod(int(code[2]) - 1, 3)
            placement = replace(placement, row=_ROWS[row], column=_COLUMNS[column])
        elif re.fullmatch("[ibus][01]", code):
            tokens.append(Token("open" if code[1] == "1" else "close", code[0]))
        else:
            losses["SubStation codes"] += 1
    return placement


def _write_token(token: Token) -> str:
    if token.kind == "text":
        # A text that looks like a tag (it was escaped where it comes from) must not become one.
        return FORMATTING.sub(lambda match: f"{match[0][0]}{JOINER}{match[0][1:]}", token.value)
    if token.value in ("i", "b", "u", "s"):
        return f"<{token.value}>" if token.kind == "open" else f"</{token.value}>"
    if token.value == "colour":
        return f'<font color="{token.argument}">' if token.kind == "open" else "</font>"
    if token.value == "rt":
        return "(" if token.kind == "open" else ")"
    return ""


def _place_code(placement: Placement) -> str:
    number = _ROWS.index(placement.row) * 3 + _COLUMNS.index(placement.column) + 1
    return "" if number == 2 else f"{{\\an{number}}}"
