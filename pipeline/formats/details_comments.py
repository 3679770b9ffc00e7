"""Comments that people wrote into a file of details: kept when the file is written anew."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

from pipeline.formats.details import is_own_comment, parse_start
from pipeline.formats.details_lines import Place, statement_lines

_END: Place = (-1, "")

_AFTER_VALUE = re.compile(r"\s*\w+\s*=\s*(?:\"(?:[^\"\\]|\\.)*\"|'[^']*'|[\d.:]+)\s*(#.*)")


def keep_comments(before: str, after: str) -> str:
    """The new text of a file with the comments that a person wrote into the old one, above the same keys.

    Args:
        before: The old text, which can be read.
        after: The new one, as `write_details` makes it.
    """
    comments: dict[Place, list[str]] = {}
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
    return tuple(number + 1 for number, place in statement_lines(text) if place is not None and place[1] == "start")


def _with_comments(text: str, comments: dict[Place, list[str]], last: list[str]) -> str:
    lines: list[str] = []
    starts = {number: place for number, place in statement_lines(text) if place is not None}
    for number, line in enumerate(text.rstrip("\n").split("\n")):
        lines += comments.pop(starts[number], []) if number in starts else []
        lines.append(line)
    left = [*(line for some in comments.values() for line in some), *last]
    return "\n".join([*lines, *([""] if left else []), *left]) + "\n"


def _moved(comments: dict[Place, list[str]], before: str, after: str) -> dict[Place, list[str]]:
    """The same comments at the places where their chapters are now; of one that is gone, at the end."""
    old, new = (_chapters(text) for text in (before, after))
    starts = {start_ms: number for number, (start_ms, _) in reversed(list(enumerate(new, start=1)))}
    titles = {title: number for number, (_, title) in reversed(list(enumerate(new, start=1)))}
    found: dict[Place, list[str]] = {}
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


def _statements(text: str) -> Iterator[tuple[Place | None, str]]:
    """The comments (without a place) and the first lines of statements of a file, in their order."""
    lines = text.split("\n")
    for number, place in statement_lines(text):
        yield place, lines[number]
