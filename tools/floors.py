"""Draws docs/floors.svg from the contract that `make lint` checks and the charters of the packages: `make floors`."""

from __future__ import annotations

import ast
import html
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "floors.svg"
WIDTH, FLOOR, ROOF, LINE_CHARS = 1120, 74, 56, 150
"""Pixels, and about how many characters of a charter fit on a floor."""


def main() -> int:
    """Write the drawing."""
    TARGET.write_text(draw(floors()), encoding="utf-8")
    return 0


def floors() -> list[list[str]]:
    """The floors from top to bottom, each with its rooms."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(contract for contract in contracts if contract["type"] == "layers")["layers"]
    return [[room.strip(" ()") for room in layer.replace(":", "|").split("|")] for layer in layers]


def charter(room: str) -> str:
    """What a package or module says of itself in its first line."""
    place = ROOT / "pipeline" / room
    path = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    return (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").splitlines()[0]


def draw(rows: list[list[str]]) -> str:
    """The house as SVG, which follows the reader's light or dark page."""
    height = ROOF + FLOOR * len(rows) + 16
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        'aria-label="The floors of the pipeline package; imports point only downwards">',
        "<style>text{font:14px system-ui,sans-serif;fill:#1d2733}.room{font-weight:600}.charter{font-size:11.5px;"
        "fill:#4a5868}rect{fill:#f6f8fa;stroke:#8a99a8}@media(prefers-color-scheme:dark){text{fill:#e8edf2}"
        ".charter{fill:#a9b6c3}rect{fill:#1b232c;stroke:#5d6c7b}}</style>",
        f'<path d="M20 {ROOF} L{WIDTH // 2} 10 L{WIDTH - 20} {ROOF}" fill="none" stroke="#8a99a8"/>',
        f'<text x="{WIDTH // 2}" y="{ROOF - 12}" text-anchor="middle">imports point only downwards</text>',
    ]
    for number, rooms in enumerate(rows):
        parts += _draw_floor(rooms, top=ROOF + FLOOR * number)
    return "\n".join((*parts, "</svg>", ""))


def _draw_floor(rooms: list[str], *, top: int) -> list[str]:
    width = (WIDTH - 40) // len(rooms)
    parts = []
    for number, room in enumerate(rooms):
        left = 20 + number * width
        parts.append(f'<rect x="{left}" y="{top + 4}" width="{width - 6}" height="{FLOOR - 8}" rx="6"/>')
        parts.append(f'<text class="room" x="{left + 12}" y="{top + 24}">{room}</text>')
        for line, text in enumerate(_wrap(charter(room), LINE_CHARS // len(rooms))[:3]):
            parts.append(f'<text class="charter" x="{left + 12}" y="{top + 40 + 13 * line}">{html.escape(text)}</text>')
    return parts


def _wrap(text: str, chars: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > chars:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


if __name__ == "__main__":
    sys.exit(main())
