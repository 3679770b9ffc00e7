"""The map of languages as an SVG picture, drawn from the routes."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from pipeline.languages.tags import autonym, english_name
from pipeline.translation.routes import Quality, Route

_COLOURS = {
    Quality.NEURAL: "#1a7f37",
    Quality.NEURAL_IN_STEPS: "#0969da",
    Quality.DRAFT: "#bf8700",
    Quality.ROUGH: "#cf222e",
}
_DASHES = {Quality.DRAFT: "7 4", Quality.ROUGH: "2 5"}
_COLUMN = 270
_ROW = 64
_BOX = (170, 42)
_MARGIN = 30
_LEGEND = 46


def draw_picture(source: str, routes: Mapping[str, Route]) -> str:
    """Draw every language in the column of its number of steps, with a line from the one before it.

    Args:
        source: BCP-47 tag of the spoken language.
        routes: What `routing.reachable` gives for it.

    Returns:
        An SVG document that is readable on light and dark pages.
    """
    columns = _columns(source, routes)
    width = _MARGIN * 2 + _COLUMN * (max(columns) if columns else 0) + _BOX[0]
    height = _MARGIN * 2 + _ROW * max(len(tags) for tags in columns.values()) + _LEGEND
    places = _places(columns, height - _LEGEND)
    lines = [_line(places, route, tag) for tag, route in sorted(routes.items(), key=lambda item: item[1].quality)]
    boxes = [_box(tag, *place, routes[tag].quality if tag in routes else None) for tag, place in places.items()]
    title = f"Languages that can be made from {english_name(source)}"
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
            f'height="{height}" font-family="system-ui, sans-serif" role="img" aria-label="{escape(title)}">',
            f"<title>{escape(title)}</title>",
            f'<rect width="{width}" height="{height}" rx="10" fill="#ffffff"/>',
            *lines,
            *boxes,
            *_legend(height, sorted({route.quality for route in routes.values()}, reverse=True)),
            "</svg>\n",
        )
    )


def _columns(source: str, routes: Mapping[str, Route]) -> dict[int, list[str]]:
    columns: dict[int, list[str]] = {0: [source]}
    for tag, route in sorted(routes.items(), key=lambda item: (-item[1].quality, item[0])):
        columns.setdefault(len(route.hops), []).append(tag)
    return columns


def _places(columns: Mapping[int, list[str]], height: int) -> dict[str, tuple[int, int]]:
    places = {}
    for column, tags in columns.items():
        top = (height - _ROW * len(tags)) // 2 + (_ROW - _BOX[1]) // 2
        for row, tag in enumerate(tags):
            places[tag] = (_MARGIN + column * _COLUMN, top + row * _ROW)
    return places


def _line(places: Mapping[str, tuple[int, int]], route: Route, tag: str) -> str:
    before = route.hops[-1].source if route.hops[-1].source in places else route.source
    (left, upper), (right, lower) = places[before], places[tag]
    start, end = (left + _BOX[0], upper + _BOX[1] // 2), (right, lower + _BOX[1] // 2)
    middle = (start[0] + end[0]) // 2
    colour = _COLOURS[route.quality]
    dash = f' stroke-dasharray="{_DASHES[route.quality]}"' if route.quality in _DASHES else ""
    return (
        f'<path d="M{start[0]} {start[1]} C{middle} {start[1]} {middle} {end[1]} {end[0]} {end[1]}" fill="none" '
        f'stroke="{colour}" stroke-width="2.5"{dash}/>'
        f'<text x="{end[0] - 8}" y="{end[1] - 7}" font-size="12" fill="{colour}" text-anchor="end" '
        'stroke="#ffffff" stroke-width="4" paint-order="stroke">'
        f"{escape(route.hops[-1].edge.engine)}</text>"
    )


def _box(tag: str, x: int, y: int, quality: Quality | None) -> str:
    colour = _COLOURS[quality] if quality is not None else "#1f2328"
    return (
        f'<rect x="{x}" y="{y}" width="{_BOX[0]}" height="{_BOX[1]}" rx="8" fill="#f6f8fa" stroke="{colour}" '
        f'stroke-width="1.5"/><text x="{x + _BOX[0] // 2}" y="{y + 18}" font-size="14" font-weight="600" '
        f'fill="#1f2328" text-anchor="middle">{escape(autonym(tag))}</text>'
        f'<text x="{x + _BOX[0] // 2}" y="{y + 34}" font-size="11" fill="#57606a" text-anchor="middle">'
        f"{escape(english_name(tag))} · {escape(tag)}</text>"
    )


def _legend(height: int, qualities: list[Quality]) -> list[str]:
    lines = []
    x = _MARGIN
    for quality in qualities:
        dash = f' stroke-dasharray="{_DASHES[quality]}"' if quality in _DASHES else ""
        y = height - _LEGEND // 2
        lines.append(
            f'<path d="M{x} {y} H{x + 34}" stroke="{_COLOURS[quality]}" stroke-width="2.5"{dash}/>'
            f'<text x="{x + 42}" y="{y + 4}" font-size="12" fill="#1f2328">{quality.label}</text>'
        )
        x += 70 + 8 * len(quality.label)
    return lines
