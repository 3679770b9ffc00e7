"""Times of day and numeric dates: read in one language's way, written in another's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.dataclass import dataclass
from pipeline.text import fold
from pipeline.translation.protection.number_words import months_of

_HALF = r"(?P<half>[ap])\.?\s?m(?:\.|\b)"
_CLOCK = re.compile(
    rf"(?<![\w:.,/])(?P<hour>[01]?\d|2[0-4])(?:(?::|\s?h\s?)(?P<minute>[0-5]\d)(?P<second>:[0-5]\d)?(?:\s?min\b|"
    rf"m\b)?(?!\d)(?:\s?{_HALF})?"
    rf"|\s?{_HALF.replace('half', 'bare')}|\s?h(?:rs?|s)?\b(?!/)|\s?(?:horas|uhr|heures|o'clock)\b)(?![:/]\d|[.,]\d)",
    re.IGNORECASE,
)
_LATE = re.compile(
    r"\b(?:da tarde|da noite|de la tarde|de la noche|du soir|de l.apres-midi|afternoon|evening|at night|tonight|"
    r"nachmittags|abends|del pomeriggio|di sera)\b|\bp\.? ?m\b"
)
_EARLY = re.compile(
    r"\b(?:da manha|da madrugada|de la manana|de la madrugada|du matin|morning|morgens|vormittags|di mattina|del "
    r"mattino)\b|\ba\.? ?m\b"
)
_DAY = 24 * 60
_HALF_DAY = 12 * 60
_DATE = re.compile(
    r"(?<![\w/.-])(?P<first>\d{1,2})[º°]?(?P<mark>[/.-])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})(?![\w/-]|\.\d)"
)
_ISO_DATE = re.compile(
    r"(?<![\w/.-])(?P<year>[12]\d{3})(?P<mark>[-/])(?P<month>0[1-9]|1[0-2])(?P=mark)(?P<day>0[1-9]|[12]\d|"
    r"3[01])(?![\w/]|-\d)"
)
_MONTH_FIRST = frozenset({"en", "en-US", "fil", "tl"})
_YEAR_FIRST = frozenset("zh ja ko hu lt mn eu".split())
_DATE_MARKS = {
    "de": ".",
    "ru": ".",
    "pl": ".",
    "cs": ".",
    "sk": ".",
    "fi": ".",
    "nb": ".",
    "no": ".",
    "da": ".",
    "tr": ".",
    "uk": ".",
    "bg": ".",
    "ro": ".",
    "nl": "-",
}
_HOUR_MARKS = {"pt": "h", "fr": " h "}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time of day as it stands in a text."""

    start: int
    end: int
    minutes: int
    """Since midnight; of a time without a half of the day the ones that the text says."""
    is_sure: bool
    """False for 7:45, which may be in the evening."""
    has_minutes: bool
    seconds: str = ""

    @property
    def hour(self) -> int:
        return self.minutes // 60


def find_clocks(text: str, tag: str) -> Iterator[Clock]:
    """The times of day in a text."""
    for match in _CLOCK.finditer(text):
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        half = (match["half"] or match["bare"] or "").lower()
        if half and not 1 <= hour <= 12:
            half = ""
        if half:
            hour = hour % 12 + 12 * (half == "p")
        yield Clock(
            start=match.start(),
            end=match.end(),
            minutes=(hour * 60 + minute) % _DAY,
            is_sure=bool(half) or hour > 12 or hour == 0 or (len(match["hour"]) == 2 and hour < 10),
            has_minutes=match["minute"] is not None,
            seconds=match["second"] or "",
        )


def has_clock(text: str, clock: Clock, tag: str) -> bool:
    """Whether a text names a time: in digits of 12 or 24 hours, with the half of the day where that matters."""
    folded = fold(text)
    for found in find_clocks(text, tag):
        if found.minutes == clock.minutes:
            is_late = clock.minutes >= _HALF_DAY
            if found.is_sure or not clock.is_sure or not (is_late ^ (found.minutes >= _HALF_DAY)):
                return True
        if found.minutes % _HALF_DAY == clock.minutes % _HALF_DAY:
            if not clock.is_sure:
                return True
            if not found.is_sure and (_LATE if clock.minutes >= _HALF_DAY else _EARLY).search(folded):
                return True
    return False


def write_clock(clock: Clock, tag: str) -> str:
    """A time in a language's own way.

    >>> write_clock(next(find_clocks("7:45 p.m.", "en")), "pt")
    '19h45'
    """
    language = tag.split("-", maxsplit=1)[0]
    hour, minute = divmod(clock.minutes, 60)
    if language == "en" and clock.is_sure:
        half = "p.m." if hour >= 12 else "a.m."
        shown = f"{(hour - 1) % 12 + 1}"
        return f"{shown}:{minute:02}{clock.seconds} {half}" if clock.has_minutes else f"{shown} {half}"
    if language in _HOUR_MARKS and not clock.seconds:
        return (
            f"{hour}{_HOUR_MARKS[language]}{minute:02}"
            if clock.has_minutes
            else f"{hour}{_HOUR_MARKS[language].rstrip()}"
        )
    return f"{hour}:{minute:02}{clock.seconds}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A date in digits as it stands in a text."""

    start: int
    end: int
    year: str
    month: int
    day: int
    is_iso: bool


def find_days(text: str, tag: str) -> Iterator[Day]:
    """The dates in digits in a text."""
    for match in _ISO_DATE.finditer(text):
        yield Day(
            start=match.start(),
            end=match.end(),
            year=match["year"],
            month=int(match["month"]),
            day=int(match["day"]),
            is_iso=True,
        )
    for match in _DATE.finditer(text):
        first, second = int(match["first"]), int(match["second"])
        is_month_first = tag in _MONTH_FIRST and match["mark"] == "/"
        month, day = (first, second) if is_month_first else (second, first)
        if month > 12 >= day:
            month, day = day, month
        if 1 <= month <= 12 and 1 <= day <= 31:
            yield Day(start=match.start(), end=match.end(), year=match["year"], month=month, day=day, is_iso=False)


def has_day(text: str, day: Day, tag: str) -> bool:
    """Whether a text names a date, in digits of its own order or with the month's name."""
    if any((found.year, found.month, found.day) == (day.year, day.month, day.day) for found in find_days(text, tag)):
        return True
    numbers = [number.lstrip("0") for number in re.findall(r"\d+", text)]
    months = months_of(tag)
    names_month = bool(months) and re.search(rf"\b{months[day.month - 1]}", fold(text)) is not None
    return names_month and day.year in numbers and (str(day.day) in numbers or day.day == 1)


def write_day(day: Day, tag: str) -> str:
    """A date in digits in a language's own order.

    >>> write_day(next(find_days("06/19/1953", "en")), "pt")
    '19/06/1953'
    """
    language = tag.split("-", maxsplit=1)[0]
    if day.is_iso or language in _YEAR_FIRST:
        mark = "-" if day.is_iso else "/"
        return f"{day.year}{mark}{day.month:02}{mark}{day.day:02}"
    mark = _DATE_MARKS.get(language, "/")
    first, second = (day.month, day.day) if tag in _MONTH_FIRST else (day.day, day.month)
    return f"{first:02}{mark}{second:02}{mark}{day.year}"
