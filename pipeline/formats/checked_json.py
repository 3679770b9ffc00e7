"""Values of a JSON file that may come from anybody, checked one by one."""

from __future__ import annotations

import math
import unicodedata
from typing import Any, TypeVar

from pipeline.languages import parse_tag

MAX_TIME_MS = 1_000 * 3_600_000
"""No medium is longer than a thousand hours: a larger time is damage."""

_Value = TypeVar("_Value")
_KINDS: dict[type, str] = {dict: "an object", list: "a list", str: "text", int: "a whole number"}


class Misplaced(ValueError):
    """A value that cannot be; its text says where and why."""


def expect(value: object, kind: type[_Value], place: str) -> _Value:
    """The value itself if it is of this type (a bool is not an int).

    Raises:
        Misplaced: It is of another type.
    """
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise Misplaced(f"{place}: {_KINDS[kind]} is wanted, not {shown(value)}")
    return value


def expect_seconds(value: object, place: str) -> float:
    """A finite time in seconds, >= 0.

    Raises:
        Misplaced: It is not a number, NaN, infinite, negative or absurdly large.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Misplaced(f"{place}: a number of seconds is wanted, not {shown(value)}")
    if not 0 <= value <= MAX_TIME_MS / 1000:
        raise Misplaced(f"{place}: {shown(value)} is not a time")
    return float(value)


def expect_probability(value: object, place: str) -> float | None:
    """A probability from 0 to 1, rounded to three digits, or None.

    Raises:
        Misplaced: It is something else.
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise Misplaced(f"{place}: a probability from 0 to 1 is wanted, not {shown(value)}")
    return round(float(value), 3)


def expect_language(value: object, place: str) -> str:
    """A BCP-47 tag in its usual spelling.

    Raises:
        Misplaced: It is not a language code.
    """
    try:
        return parse_tag(expect(value, str, place))
    except Misplaced:
        raise
    except ValueError as error:
        raise Misplaced(f"{place}: {error}") from error


def clean_text(text: str) -> str:
    r"""Text without control characters and lone surrogates, which no caption format can carry.

    >>> clean_text("one\x00two\nthree")
    'onetwo three'
    """
    if text.isprintable():
        return text
    kept = (" " if char.isspace() else "" if unicodedata.category(char) in {"Cc", "Cs"} else char for char in text)
    return "".join(kept)


def expect_ms(value: object, place: str) -> int:
    """A time in whole milliseconds, >= 0.

    Raises:
        Misplaced: It is something else, or absurdly large.
    """
    time_ms = expect(value, int, place)
    if not 0 <= time_ms <= MAX_TIME_MS:
        raise Misplaced(f"{place}: {shown(value)} is not a time in milliseconds")
    return time_ms


def item_of(table: dict[str, Any], name: str, place: str = "") -> object:
    """The value under a name in the object at `place`.

    Raises:
        Misplaced: There is none.
    """
    if name not in table:
        raise Misplaced(f"{place}.{name} is missing" if place else f"{name} is missing")
    return table[name]


def shown(value: object) -> str:
    """A value as an error message quotes it: short, and in one line."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, int) and abs(value) > MAX_TIME_MS:
        return "a very large number"
    return ascii(value)[:40]
