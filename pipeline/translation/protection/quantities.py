"""Facts that are numbers: amounts of money, measures, percentages, times, dates, ordinals, fractions, numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from pipeline.text import fold
from pipeline.translation.protection.facts import Fact, Kind
from pipeline.translation.protection.markers import (
    CURRENCY,
    UNIT,
    currency_code,
    currency_name,
    normal_unit,
    write_money,
)
from pipeline.translation.protection.number_formats import NUMBER, Number, format_number, format_of, read_number
from pipeline.translation.protection.number_words import scale_pattern, scales_of, write_scale
from pipeline.translation.protection.times import find_clocks, find_days, write_clock, write_day

_NUMBER = NUMBER.pattern
_ORDINAL = re.compile(
    r"\b(?P<number>\d{1,4})(?:(?P<en>st|nd|rd|th)|(?P<sign>\.?[ºª°](?:s\b)?)(?=\s[^\W\d_]|[.,;:!?)]|$)|"
    r"(?P<fr>ers?|[èe]re|[èe]mes?))(?!\w)"
)
_FRACTION = re.compile(
    r"(?P<whole>\d+)?\s?(?P<sign>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])|(?<![\w/.,])(?P<top>\d{1,2})/(?P<bottom>\d{1,3})(?![\w/.,]\d|[/\w])"
)
_YEAR_PAIR = re.compile(r"(?<!\d)(?P<first>1\d{3}|20\d\d)(?:[–—-]|/)(?P<second>\d\d)(?!\d)")
_DECADE = re.compile(
    r"(?<!\w)['’]?(?P<number>\d{2,4})['’]?s\b|\b(?:anos|años|années|anni|década de|decade of)\s(?P<bare>\d{2}|\d{4})\b"
)
_CONFUSABLE = {"°": "degrees"}


def find_quantities(text: str, *, source: str, target: str, unreadable: frozenset[str]) -> Iterator[Fact]:
    """Facts that are numbers, the longer kinds first; they may overlap, the earlier one counts."""
    if not any(char.isdecimal() or unicodedata.category(char) == "No" for char in text):
        return
    yield from _dates(text, source, target)
    yield from _clocks(text, source, target)
    yield from _money(text, source, target, unreadable)
    yield from _fractions(text, source, target)
    yield from _measures(text, source, target, unreadable)
    yield from _ordinals(text, source, target)
    yield from _decades(text)
    yield from _numbers(text, source, target)


def localised(text: str, *, source: str, target: str) -> str:
    """A text whose numbers are written in the target's format."""

    def written(match: re.Match[str]) -> str:
        number = read_number(match.group(), source)
        return format_number(number, target) if number is not None and format_of(target) else match.group()

    return NUMBER.sub(written, text)


def _dates(text: str, source: str, target: str) -> Iterator[Fact]:
    for day in find_days(text, source):
        shown = text[day.start : day.end]
        yield Fact(
            kind=Kind.DATE, start=day.start, end=day.end, text=shown, forms=(shown,), written=write_day(day, target)
        )


def _clocks(text: str, source: str, target: str) -> Iterator[Fact]:
    for clock in find_clocks(text, source):
        shown = text[clock.start : clock.end]
        if shown[-1] == "." and clock.end == len(text):
            # The full stop of "p.m." ends the sentence too; the model needs it there.
            shown = shown[:-1]
        plain = f"{clock.hour}:{clock.minutes % 60:02}"
        values = (Decimal(re.match(r"\d+", shown).group()),) if not clock.has_minutes and "m" not in shown else ()  # type: ignore[union-attr]
        yield Fact(
            kind=Kind.TIME,
            start=clock.start,
            end=clock.start + len(shown),
            text=shown,
            forms=tuple(dict.fromkeys((shown, plain))) if clock.has_minutes or "m" in shown else (shown,),
            written=write_clock(clock, target),
            values=values,
        )


@lru_cache(maxsize=64)
def _money_pattern(tag: str) -> re.Pattern[str]:
    scale = scale_pattern(tag, with_letters=True) or "(?!)"
    amount = rf"(?P<number>{_NUMBER})(?:\s?-?(?P<scale>{scale})\b)?"
    behind = amount.replace("<number>", "<number2>").replace("<scale>", "<scale2>")
    return re.compile(
        rf"(?P<sign>(?<![\w)])[-−]\s?)?(?P<symbol>{CURRENCY})\s?{amount}|{behind}\s?(?P<symbol2>{CURRENCY})(?!\w)",
        re.IGNORECASE,
    )


def _money(text: str, source: str, target: str, unreadable: frozenset[str]) -> Iterator[Fact]:
    if not re.search(CURRENCY, text):
        return
    for match in _money_pattern(source).finditer(text):
        symbol = match["symbol"] or match["symbol2"]
        token = match["number"] or match["number2"]
        number = read_number(token, source)
        if number is None:
            continue
        word = match["scale"] or match["scale2"] or ""
        power = (scales_of(source) or {}).get(fold(word), 0)
        shown = match.group()
        yield Fact(
            kind=Kind.MONEY,
            start=match.start(),
            end=match.end(),
            text=shown,
            forms=tuple(_money_forms(match, source, unreadable)),
            written=(match["sign"] or "") + _written_money(number, symbol, power, target),
            values=(number.value.scaleb(power),),
            marker=currency_code(symbol.upper()),
        )


def _money_forms(match: re.Match[str], source: str, unreadable: frozenset[str]) -> Iterator[str]:
    """As it is where the model can read the symbol, else with the currency's name; then without grouping."""
    token, symbol = match["number"] or match["number2"], match["symbol"] or match["symbol2"]
    word = match["scale"] or match["scale2"] or ""
    shown, sign = match.group().replace("−", "-"), "-" if match["sign"] else ""
    if not unreadable & set(symbol):
        yield shown
        yield shown.replace(token, _bare(token, source))
    name = currency_name(currency_code(symbol.upper()), source, has_scale=bool(word))
    if name is not None:
        for number in (token, _bare(token, source)):
            yield f"{sign}{number} {word}{name}" if word else f"{sign}{number}{name}"


def _written_money(number: Number, symbol: str, power: int, target: str) -> str:
    scale = write_scale(power, number.value, target) if power else ""
    if scale is None:
        return ""
    return write_money(format_number(number, target), symbol, scale, target)


@lru_cache(maxsize=1)
def _measure_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,])(?P<number>[-−]?(?:{_NUMBER}))(?P<space>[\s-]?)(?P<unit>{UNIT})")


def _measures(text: str, source: str, target: str, unreadable: frozenset[str]) -> Iterator[Fact]:
    for match in _measure_pattern().finditer(text):
        token, unit = match["number"].lstrip("-−"), match["unit"]
        number = read_number(token, source)
        if number is None or (unit in {"h", "m", "s", "in"} and match["space"] == "-"):
            continue
        kind = Kind.PERCENT if unit in "%‰٪％" else Kind.MEASURE
        shown = match.group()
        sign = match["number"][: len(match["number"]) - len(token)]
        readable = not unreadable & set(unit)
        yield Fact(
            kind=kind,
            start=match.start(),
            end=match.end(),
            text=shown,
            forms=tuple(
                dict.fromkeys((shown.replace("−", "-"), shown.replace("−", "-").replace(token, _bare(token, source))))
            )
            if readable
            else (),
            written=f"{sign}{format_number(number, target)}{match['space'] or ''}{unit}",
            values=(number.value,),
            marker=normal_unit(unit),
        )


def _fractions(text: str, source: str, target: str) -> Iterator[Fact]:
    for match in _FRACTION.finditer(text):
        shown = match.group().strip()
        start = match.end() - len(match.group().lstrip())
        if match["sign"]:
            top, _, bottom = unicodedata.normalize("NFKC", match["sign"]).partition("\u2044")
            whole = match["whole"]
            forms: tuple[str, ...] = (f"{whole} {top}/{bottom}" if whole else f"{top}/{bottom}",)
        else:
            top, bottom, whole = match["top"], match["bottom"], None
            forms = (shown,)
        if int(bottom) == 0:
            continue
        value = Decimal(whole or 0) + Decimal(int(top)) / Decimal(int(bottom))
        if whole:
            forms = _decimal_forms(value, source)
        yield Fact(
            kind=Kind.FRACTION,
            start=start,
            end=match.end(),
            text=shown,
            forms=forms,
            written=shown,
            values=(value,),
            accepted=tuple({f"{top}/{bottom}", f"{whole} {top}/{bottom}" if whole else f"{top}/{bottom}"}),
        )


def _decimal_forms(value: Decimal, source: str) -> tuple[str, ...]:
    """A mixed fraction as a decimal, where it is a short one."""
    short = value.normalize()
    if -int(short.as_tuple().exponent) > 2:
        return ()
    whole, _, decimals = str(short).partition(".")
    number = Number(value=short, whole=whole, decimals=decimals, is_grouped=False)
    return (format_number(number, source),)


def _ordinals(text: str, source: str, target: str) -> Iterator[Fact]:
    language = source.split("-", maxsplit=1)[0]
    for match in _ORDINAL.finditer(text):
        if (
            (match["en"] and language != "en")
            or (match["fr"] and language != "fr")
            or (match["sign"] and language == "en")
        ):
            continue
        yield Fact(
            kind=Kind.ORDINAL,
            start=match.start(),
            end=match.end(),
            text=match.group(),
            forms=(match.group(),),
            written=write_ordinal(int(match["number"]), target),
            values=(Decimal(match["number"]),),
        )


def write_ordinal(number: int, tag: str) -> str:
    """An ordinal in digits, in a language's own way; empty where that is not known.

    >>> write_ordinal(22, "en"), write_ordinal(3, "pt")
    ('22nd', '3º')
    """
    language = tag.split("-", maxsplit=1)[0]
    if language == "en":
        ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{ending}"
    if language == "fr":
        return f"{number}er" if number == 1 else f"{number}e"
    return f"{number}{_ORDINAL_MARKS[language]}" if language in _ORDINAL_MARKS else ""


_ORDINAL_MARKS = {
    "pt": "º",
    "es": ".º",
    "it": "º",
    "gl": "º",
    "de": ".",
    "da": ".",
    "nb": ".",
    "fi": ".",
    "pl": ".",
    "nl": "e",
    "ca": "è",
}


def _decades(text: str) -> Iterator[Fact]:
    for match in _DECADE.finditer(text):
        group = "number" if match["number"] else "bare"
        number = Decimal(match[group])
        yield Fact(
            kind=Kind.NUMBER,
            start=match.start(group),
            end=match.end(group),
            text=match[group],
            forms=(match[group],),
            values=(number, number % 100, 1900 + number % 100, 1800 + number % 100),
        )
    for match in _YEAR_PAIR.finditer(text):
        second = Decimal(match["second"])
        century = Decimal(match["first"]) // 100 * 100
        yield Fact(
            kind=Kind.NUMBER,
            start=match.start("second"),
            end=match.end("second"),
            text=match["second"],
            forms=(match["second"],),
            values=(second, century + second),
        )


def _numbers(text: str, source: str, target: str) -> Iterator[Fact]:
    scales = scale_pattern(source)
    behind = re.compile(rf"\s?-?({scales})\b", re.IGNORECASE) if scales else None
    for match in NUMBER.finditer(text):
        if re.search(r"[^\W\d]$", text[: match.start()][-1:]):
            # Part of a name, such as `mp3`.
            continue
        number = read_number(match.group(), source)
        if number is None:
            yield Fact(
                kind=Kind.LITERAL, start=match.start(), end=match.end(), text=match.group(), forms=(match.group(),),
                written=match.group(),
            )  # fmt: skip
            continue
        scale = behind.match(text, match.end()) if behind else None
        power = (scales_of(source) or {}).get(fold(scale.group(1)), 0) if scale else 0
        end = scale.end() if scale else match.end()
        tail = text[match.end() : end]
        word = write_scale(power, number.value, target) if power else ""
        written = format_number(number, target) if format_of(target) else match.group()
        yield Fact(
            kind=Kind.NUMBER,
            start=match.start(),
            end=end,
            text=match.group() + tail,
            forms=tuple(dict.fromkeys((match.group() + tail, _bare(match.group(), source) + tail))),
            written=f"{written} {word}".rstrip() if word is not None else "",
            values=(number.value.scaleb(power),) if power else (number.value,),
        )


def _bare(token: str, source: str) -> str:
    """A number without grouping: models copy it better."""
    number = read_number(token, source)
    if number is None:
        return token
    return format_number(
        Number(value=number.value, whole=number.whole, decimals=number.decimals, is_grouped=False), source
    )
