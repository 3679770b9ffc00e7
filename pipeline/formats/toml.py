"""TOML as people write it: Python's own parser, without what makes it slow."""

from __future__ import annotations

import re
import tomllib

_MOST_PARTS = 40
DEEP_KEY = re.compile(
    r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){%d}""" % _MOST_PARTS  # noqa: UP031  # braces
)
"""A dotted key of more parts than anybody writes: the parser takes time and memory by the square of their number."""


def parse_toml(text: str) -> dict[str, object]:
    """The tables of a text.

    Raises:
        ValueError: It is no TOML, or is nested deeper than anybody writes; the message says the line.
    """
    if match := DEEP_KEY.search(text):
        raise ValueError(f"a key has too many dots (at line {text.count(chr(10), 0, match.start()) + 1})")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("brackets are nested too deeply") from error
