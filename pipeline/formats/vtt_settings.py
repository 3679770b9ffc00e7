"""What stands behind a WebVTT cue's times, and the place on the picture that it means."""

from __future__ import annotations

import re

from pipeline.formats.styled import Column, Placement, Row

_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)%")
_KNOWN = re.compile(r"(?:vertical|line|position|size|align|region):\S{1,100}")
_COLUMNS: dict[str, Column] = {
    "start": "left",
    "left": "left",
    "center": "center",
    "middle": "center",
    "end": "right",
    "right": "right",
}
_LINES = {"middle": "line:50%", "top": "line:0"}


def parse_settings(settings: str) -> Placement:
    """The place that settings such as `line:10% align:left` mean; unknown ones mean nothing.

    >>> parse_settings("line:0").row
    'top'
    """
    values = dict(part.split(":", 1) for part in settings.split() if ":" in part)
    line, _, _ = values.get("line", "auto").partition(",")
    line_percent = _read_percent(line)
    return Placement(
        row=_row(line, line_percent),
        column=_COLUMNS.get(values.get("align", "center"), "center"),
        line_percent=line_percent if line_percent not in (None, 50.0) else None,
        position_percent=_read_percent(values.get("position", "").partition(",")[0]),
        size_percent=_read_percent(values.get("size", "")),
    )


def known_settings(settings: str) -> str:
    """Only what the standard defines, each name once.

    >>> known_settings("line:0 X1:3 --> align:left")
    'line:0 align:left'
    """
    return " ".join(part for part in settings.split() if _KNOWN.fullmatch(part))


def format_settings(placement: Placement) -> str:
    """Settings for a place; empty for the player's own.

    >>> format_settings(Placement(row="top", column="left"))
    'line:0 align:left'
    """
    parts = []
    if placement.line_percent is not None:
        parts.append(f"line:{placement.line_percent:g}%")
    elif placement.row in _LINES:
        parts.append(_LINES[placement.row])
    if placement.position_percent is not None:
        parts.append(f"position:{placement.position_percent:g}%")
    if placement.size_percent is not None:
        parts.append(f"size:{placement.size_percent:g}%")
    if placement.column != "center":
        parts.append(f"align:{placement.column}")
    return " ".join(parts)


def _read_percent(text: str) -> float | None:
    match = _PERCENT.fullmatch(text)
    return min(100.0, float(match[1])) if match else None


def _row(line: str, percent: float | None) -> Row:
    if percent is not None:
        return "top" if percent < 34 else "middle" if percent < 67 else "bottom"
    if re.fullmatch(r"\d{1,3}", line):
        return "top" if int(line) < 5 else "middle" if int(line) < 10 else "bottom"
    return "bottom"
