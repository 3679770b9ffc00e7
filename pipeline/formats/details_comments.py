"""Comments that people wrote into a file of details: kept when the file is written anew."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

from pipeline.formats.details import is_own_comment, parse_start

_Place = tuple[int, str]
"""Which chapter, counted from 1 (0 above all chapters), and which key of it; no key for `[[chapters]]` itself."""
_END: _Place = (-1, "")

_STATEMENT = re.compile(r"\s*(?:\[\[\s*[\"']?chapters[\"']?\s*\]\]|[\"']?([A-Za-z_]+)[\"']?\s*=)")
_AFTER_VALUE = re.compile(r"\s*\w+\s*=\s*(?:\"(?:[^\"\\]|\\.)*\"|'[^']*'|[\d.:]+)\s*(#.*)")


def keep_comments(before: str, after: str) -> str:
    """The new text of a file with the comments that a person wrote into the old one, above the same keys.

    Args:
        before: The old text, which can be read.
        after: The new one, as `write_details` makes it.
    """
    comments: dict[_Place, list[str]] = {}
    waiting: list[str] = []
    for place, line in _statements(before):
        if place is None:
            waiting += [] if is_own_comment(line) else [line.strip()]
            continue
        match = _AFTER_VALUE.fullmatch(line)
        waiting += [match[1]] if match else []
        if waiting:
            comments[place] = [*comments.get(place, []), *waiting]
        waiting = []
    if not (comments or waiting):
        return after
    return _with_comments(after, _moved(comments, before, after), waiting)


def chapter_lines(text: str) -> tuple[int, ...]:
    """The line of each chapter's start in a file, counted from 1."""
    return tuple(number + 1 for number, place in _numbered(text) if place is not None and place[1] == "start")


def _with_comments(text: str, comments: dict[_Place, list[str]], last: list[str]) -> str:
    lines: list[str] = []
    starts = {number: place for number, place in _numbered(text) if place is not None}
    for number, line in enumerate(text.rstrip("\n").split("\n")):
        lines += comments.pop(starts[number], []) if number in starts else []
        lines.append(line)
    left = [*(line for some in comments.values() for line in some), *last]
    return "\n".join([*lines, *([""] if left else []), *left]) + "\n"


def _moved(comments: dict[_Place, list[str]], before: str, after: str) -> dict[_Place, list[str]]:
    """The same comments at the places where their chapters are now; of one that is gone, at the end."""
    old, new = (_chapters(text) for text in (before, after))
    starts = {start_ms: number for number, (start_ms, _) in reversed(list(enumerate(new, start=1)))}
    titles = {title: number for number, (_, title) in reversed(list(enumerate(new, start=1)))}
    found: dict[_Place, list[str]] = {}
    for (chapter, key), lines in comments.items():
        now = chapter
        if chapter > 0:
            start_ms, title = old[chapter - 1]
            now = starts.get(start_ms, titles.get(title, -1))
        place = (now, key) if now >= 0 else _END
        found[place] = [*found.get(place, []), *lines]
    return found


def _chapters(text: str) -> list[tuple[int, str]]:
    return [(parse_start(row["start"]), str(row["title"])) for row in tomllib.loads(text).get("chapters", [])]


def _statements(text: str) -> Iterator[tuple[_Place | None, str]]:
    """The comments (without a place) and the first lines of statements of a file, in their order."""
    lines = text.split("\n")
    for number, place in _numbered(text):
        yield place, lines[number]


def _numbered(text: str) -> Iterator[tuple[int, _Place | None]]:
    chapter, quotes = 0, ""
    for number, line in enumerate(text.split("\n")):
        if quotes:
            quotes = "" if quotes in line else quotes
            continue
        if line.lstrip().startswith("#"):
            yield number, None
            continue
        match = _STATEMENT.match(line)
        if match is None:
            continue
        chapter += not match[1]
        yield number, (chapter, match[1] or "")
        quotes = next((one for one in ('"""', "'''") if line.count(one) % 2), "")
