"""Numbers as each language writes them: decimal and grouping marks, from the Unicode Common Locale Data Repository.

A language that is not listed is read leniently and its numbers are left as they come.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from pipeline.dataclass import dataclass

_NARROW = "\u202f"
_SPACE = "\u00a0"
_SPACES = f" {_SPACE}{_NARROW}\u2009"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFormat:
    """How a language writes numbers."""

    decimal: str
    group: str
    minimum_digits: int = 4
    """Integers with fewer digits are written without grouping."""


def _formats() -> dict[str, NumberFormat]:
    rows = (
        (
            ".",
            ",",
            4,
            "en zh ja ko th he hi ms fil tl sw ga cy ur ta te bn mr gu kn ml pa si am yo ha ig zu ar fa es-MX",
        ),
        (
            ",",
            ".",
            4,
            "pt pt-BR de it nl id tr da el ro hr sr sh sl bs mk vi ca gl eu is fo az fy lb sq-XK an oc ast br",
        ),
        (",", ".", 5, "es"),
        (",", _NARROW, 4, "fr"),
        (",", _SPACE, 4, "ru uk cs sk fi sv nb no nn da-x hu lt et be kk ky hy sq uz eo af tk tt ba se"),
        (",", _SPACE, 5, "pt-PT pl bg lv ka"),
        (".", "’", 4, "de-CH rm"),
        (".", ",", 4, "mt"),
    )
    return {
        tag: NumberFormat(decimal=decimal, group=group, minimum_digits=digits)
        for decimal, group, digits, tags in rows
        for tag in tags.split()
    }


_FORMATS = _formats()

NUMBER = re.compile(rf"\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,'’٫٬]\d+)*")
"""A number as anybody may write it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number as it was read."""

    value: Decimal
    whole: str
    """Digits before the decimal mark."""
    decimals: str
    """Digits behind it, as written: 2.50 is not 2.5 on a price tag."""
    is_grouped: bool

    @property
    def digits(self) -> str:
        return self.whole + self.decimals


def format_of(tag: str) -> NumberFormat | None:
    """The format of a language, or None where it is not known.

    >>> format_of("pt-BR").decimal, format_of("tlh")
    (',', None)
    """
    parts = tag.split("-")
    return next((_FORMATS[key] for size in (len(parts), 1) if (key := "-".join(parts[:size])) in _FORMATS), None)


def read_number(token: str, tag: str, *, is_strict: bool = False) -> Number | None:
    """A number by the rules of a language.

    Args:
        token: A match of `NUMBER`.
        tag: BCP-47 tag.
        is_strict: Only what the language itself would write: `12.345,67` is nothing in English.

    Returns:
        None for what is no number by the rules (`1.2.3`).

    >>> read_number("384,400", "en").value, read_number("384,400", "pt").value
    (Decimal('384400'), Decimal('384.400'))
    """
    token = _plain_digits(token)
    rules = format_of(tag)
    is_grouped = any(char in token for char in f"{_SPACES}'’٬")
    token = re.sub(rf"[{_SPACES}'’٬]", "", token).replace("٫", ".")
    marks = [char for char in token if char in ".,"]
    if not marks:
        return _number(token, "", is_grouped)
    decimal = _decimal_mark(token, marks, rules)
    if decimal is None or (is_strict and rules is not None and not _is_own(token, decimal, rules)):
        return None
    whole, _, decimals = token.rpartition(decimal) if decimal else (token, "", "")
    groups = re.split(r"[.,]", whole)
    if len(groups) > 1 and not _are_groups(groups):
        return None
    return _number("".join(groups), decimals, is_grouped or len(groups) > 1)


def format_number(number: Number, tag: str) -> str:
    """A number in a language's own format: grouped if it was, with the decimals that it had.

    >>> format_number(read_number("384,400.5", "en"), "pt")
    '384.400,5'
    """
    rules = format_of(tag)
    if rules is None:
        rules = NumberFormat(decimal=".", group="")
    whole = number.whole
    if number.is_grouped and len(whole) >= rules.minimum_digits and rules.group:
        whole = f"{int(whole):,}".replace(",", rules.group)
    return f"{whole}{rules.decimal}{number.decimals}" if number.decimals else whole


def _number(whole: str, decimals: str, is_grouped: bool) -> Number:  # private, named at its calls
    return Number(
        value=Decimal(f"{whole}.{decimals}" if decimals else whole),
        whole=whole,
        decimals=decimals,
        is_grouped=is_grouped,
    )


def _plain_digits(token: str) -> str:
    if token.isascii():
        return token
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in token)


def _decimal_mark(token: str, marks: list[str], rules: NumberFormat | None) -> str | None:
    """The mark before the decimals, empty if all marks are grouping; None if the marks make no number."""
    last = marks[-1]
    if len(set(marks)) > 1:
        return last if marks.count(last) == 1 else None
    if len(marks) > 1:
        return ""
    whole, _, behind = token.rpartition(last)
    looks_grouped = len(behind) == 3 and 1 <= len(whole) <= 3 and whole != "0"
    if rules is None:
        return last
    if last == rules.decimal:
        return last
    return "" if looks_grouped else last


def _is_own(token: str, decimal: str, rules: NumberFormat) -> bool:
    """Whether the marks are those of the language (a group mark of spaces was taken out before)."""
    if decimal and decimal != rules.decimal:
        return False
    whole = token.rpartition(decimal)[0] if decimal else token
    return all(char == rules.group for char in whole if char in ".,")


def _are_groups(groups: list[str]) -> bool:
    return 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
