"""Where the statements of a file of details stand, whether or not it can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

Place = tuple[int, str]
"""Which chapter, counted from 1 (0 above all chapters), and which key of it; no key for `[[chapters]]` itself."""

_STATEMENT = re.compile(r"\s*(?:\[\[?\s*[\"']?chapters[\"']?\s*\]|[\"']?([A-Za-z_][\w-]*)[\"']?\s*[=.])")


def statement_lines(text: str) -> Iterator[tuple[int, Place | None]]:
    """The lines on which comments (without a place) and statements begin, counted from 0, in their order."""
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
