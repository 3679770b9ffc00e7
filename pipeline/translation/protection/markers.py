"""Currencies, units and percent: how they are written, and how translations name them.

Names are given as stems without accents, of several languages at once: a translation into Portuguese will not say
`Pfund`, so a stem of another language does no harm.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.text import fold

NAMED_LANGUAGES = frozenset("en pt es fr de it nl ca gl".split())
"""Languages whose names of currencies and units are among the stems."""

SYMBOLS = {
    "R$": "BRL",
    "US$": "USD",
    "A$": "AUD",
    "C$": "CAD",
    "HK$": "HKD",
    "NT$": "TWD",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "₽": "RUB",
    "₩": "KRW",
    "₺": "TRY",
    "₪": "ILS",
    "₴": "UAH",
    "₫": "VND",
    "₱": "PHP",
    "₦": "NGN",
    "฿": "THB",
    "₿": "BTC",
    "¢": "cent",
}
_CURRENCY_STEMS = {
    "BRL": "reais|real",
    "USD": "dollar|dolar",
    "AUD": "dollar|dolar",
    "CAD": "dollar|dolar",
    "HKD": "dollar|dolar",
    "TWD": "dollar|dolar",
    "EUR": "euro",
    "GBP": "pound|libra|livre|pfund|sterli|quid",
    "JPY": "yen|iene|yuan|yuane",
    "INR": "rupee|rupia|roupie",
    "RUB": "rubl|roubl|rublo",
    "KRW": "won",
    "TRY": "lira|livre",
    "ILS": "shekel|xequ|siclo|schekel|sequel",
    "UAH": "hryvn|hrivn|grivn|griwn",
    "VND": "dong",
    "PHP": "peso",
    "NGN": "naira",
    "THB": "baht|bate",
    "BTC": "bitcoin",
    "cent": "cent|centim",
    "CHF": "franc|frank",
    "CNY": "yuan|renminbi",
}
# What a model that cannot read the symbol is given: the name of the currency, by the source language.
_NAMES = {
    "en": {
        "GBP": "pounds",
        "EUR": "euros",
        "JPY": "yen",
        "INR": "rupees",
        "RUB": "rubles",
        "KRW": "won",
        "cent": "cents",
    },
    "pt": {"GBP": "libras", "EUR": "euros", "JPY": "ienes", "INR": "rupias", "RUB": "rublos", "cent": "centavos"},
    "es": {"GBP": "libras", "EUR": "euros", "JPY": "yenes", "INR": "rupias", "RUB": "rublos", "cent": "centavos"},
    "fr": {
        "GBP": "livres sterling",
        "EUR": "euros",
        "JPY": "yens",
        "INR": "roupies",
        "RUB": "roubles",
        "cent": "centimes",
    },
    "de": {"GBP": "Pfund", "EUR": "Euro", "JPY": "Yen", "INR": "Rupien", "RUB": "Rubel", "cent": "Cent"},
    "it": {"GBP": "sterline", "EUR": "euro", "JPY": "yen", "INR": "rupie", "RUB": "rubli", "cent": "centesimi"},
}
_OF = {"pt": " de", "es": " de", "fr": " de", "it": " di", "ca": " de", "gl": " de"}
"""What stands between million and the currency."""

_CODES = "USD EUR GBP JPY BRL CHF CNY INR RUB KRW AUD CAD MXN SEK NOK DKK PLN".split()
CURRENCY = (
    "|".join(re.escape(symbol) for symbol in sorted(SYMBOLS, key=len, reverse=True))
    + r"|\b(?:"
    + "|".join(_CODES)
    + r")\b"
)
"""A pattern of everything that stands for a currency beside a number."""

_PREFIXES = {
    "": "",
    "k": "(?:kilo|quilo|chilo)-?",
    "M": "mega-?",
    "G": "giga-?",
    "T": "tera-?",
    "P": "peta-?",
    "h": "he[ck]to?-?",
    "c": "[cz]entt?i-?",
    "d": "de[cz]i-?",
    "m": "mill?i-?",
    "µ": "mi[ck]ro-?",
    "n": "nano-?",
    "p": "pi[ck]o-?",
}
_BASES = {
    "m": "met",
    "g": "gra[mn]",
    "l": "lit",
    "L": "lit",
    "W": "wat|vati",
    "Wh": "wat|vati",
    "Hz": "hert",
    "V": "volt",
    "A": "amp",
    "Ω": "ohm",
    "F": "fara",
    "J": "joule|juli",
    "N": "newt",
    "Pa": "pasca",
    "eV": "ele[ck]tr",
    "B": "byte|octet",
    "b": "bit",
    "bps": "bit",
    "bit": "bit",
    "s": "se[cgk]",
    "mol": "mol",
    "cal": "[ck]alor",
    "bar": "bar",
    "T": "tesl",
    "K": "kelvin",
    "Bq": "becq|beke",
    "Sv": "siev",
    "H": "henr",
    "C": "coul|celsius",
    "lm": "lum",
    "t": "ton",
}
_PLAIN = {
    "°C": "celsius|grau|grad|degr|gradi",
    "°F": "fahrenheit|grau|grad|degr|gradi",
    "°": "grau|grad|degr|graden|gradi",
    "%": r"per ?cent|por ?c[ie]|pour ?cent|prozent|procent|percent|p\. ?c\.|per ?cento",
    "‰": "mil|promil",
    "ha": "he[ck]ta|etta|hecta",
    "h": "hor|hour|heure|stund|ora|ore|uur",
    "min": "minu",
    "mph": "mil|mph|meil",
    "ft": "feet|foot|pe|pie|fu|pied",
    "lb": "pound|libra|livre|pfund",
    "oz": "ounce|onca|onza|once|unze",
    "dB": "de[cs]ib",
    "ppm": "part|teil",
    "rpm": "rot|rev|tour|umdreh|giri|rpm",
    "kn": "kno|no|nud|noeud",
    "kgf": "quilo|kilo",
    "cv": "cavalo|caballo|hp|horse|cv",
    "hp": "cavalo|caballo|hp|horse|cv|ch",
    "px": "pixel",
    "fps": "quadro|frame|fps|bild|image",
}
_ALIASES = {"μ": "µ", "Ω": "Ω", "º": "°", "K": "K", "Å": "Å"}
_SINGLE = "m g l L V W K s h t"
"""Units of one letter that are believed behind a number; `5 A` and `5 C` may be anything."""
_PREFIXED = r"[kMGTPhcdmµμnp](?:Wh|Hz|Pa|eV|mol|cal|bps|bar|bit|Bq|Sv|lm|[mglLWVAΩΩFJNBbsTKHt])"
_UNPREFIXED = r"Wh|Hz|Pa|eV|mol|cal|bps|bar|Bq|Sv|lm|Ω|Ω|[mglLVWKht]"
_SINGLE_UNIT = (
    rf"(?:[°º] ?[CF]\b|°(?!\w)|[%‰٪％]|(?:(?<=\s)s|mph|ft|lb|oz|dBA?|ppm|rpm|kgf|px|fps|ha|hp|cv|min|"
    rf"mmHg|{_PREFIXED}|{_UNPREFIXED})(?![\w'’]))"
)
_POWER = r"[²³]|\^[23]"
UNIT = (
    rf"(?:(?:{_PREFIXED}|{_UNPREFIXED}|mi|ft|in|rad|rev)(?:{_POWER})?\s?[/·]\s?(?:{_PREFIXED}|{_UNPREFIXED}|ha|"
    rf"min|dia|day|ano)(?:{_POWER})?(?!\w)"
    rf"|(?:{_PREFIXED}|{_UNPREFIXED}|mi|ft|in)(?:{_POWER})(?!\w)|{_SINGLE_UNIT})"
)
"""A pattern of the units that are symbols; words such as `miles` are for the model."""


def currency_name(code: str, tag: str, *, has_scale: bool) -> str | None:
    """What the name of a currency is behind a number in a language, if it is known.

    >>> currency_name("GBP", "pt", has_scale=True)
    ' de libras'
    """
    language = tag.split("-", maxsplit=1)[0]
    name = _NAMES.get(language, {}).get(code)
    if name is None:
        return None
    return f"{_OF.get(language, '') if has_scale else ''} {name}"


def currency_code(symbol: str) -> str:
    """The currency of a symbol or code."""
    return SYMBOLS.get(symbol, symbol)


def write_money(number: str, symbol: str, scale: str, tag: str) -> str:
    """An amount with its symbol where the language puts it.

    >>> write_money("2,5", "£", "trilhões", "pt"), write_money("5", "€", "", "fr")
    ('£ 2,5 trilhões', '5 €')
    """
    language = tag.split("-", maxsplit=1)[0]
    tail = f" {scale}" if scale else ""
    if symbol == "$" and language == "pt":
        symbol = "US$"
    if symbol == "¢":
        return f"{number}{tail}¢"
    if language in _PREFIX_SPACED:
        return f"{symbol} {number}{tail}"
    return f"{symbol}{number}{tail}" if language in _PREFIXED_LANGUAGES else f"{number}{tail} {symbol}"


_PREFIX_SPACED = frozenset("pt nl".split())
_PREFIXED_LANGUAGES = frozenset("en zh ja ko th he hi ms fil tl ga tr id cy ur ta te bn sw mt".split())


def has_currency(text: str, code: str, tag: str) -> bool:
    """Whether a text names a currency, by symbol, code or name; True where the language's names are not known."""
    if _symbol_of(code).search(text):
        return True
    stems = _CURRENCY_STEMS.get(code)
    if stems is None or tag.split("-", maxsplit=1)[0] not in NAMED_LANGUAGES:
        return stems is None or not re.search(CURRENCY, text)
    return bool(re.search(rf"\b(?:{stems})", fold(text)))


def has_unit(text: str, unit: str, tag: str) -> bool:
    """Whether a text names a unit, by its symbol or its name; True where the language's names are not known."""
    if _unit_symbol(unit).search(text):
        return True
    if tag.split("-", maxsplit=1)[0] not in NAMED_LANGUAGES:
        return unit == "%" or unit.isalpha() is False
    return _stem_of_unit(unit).search(fold(text)) is not None


@lru_cache(maxsize=256)
def _symbol_of(code: str) -> re.Pattern[str]:
    symbols = [re.escape(symbol).replace(r"\$", r" ?\$") for symbol, own in SYMBOLS.items() if own == code]
    if code in {"JPY", "CNY"}:
        symbols += ["¥", "元", "円", "RMB"]
    return re.compile("|".join((*symbols, rf"\b{re.escape(code)}\b")))


@lru_cache(maxsize=256)
def _unit_symbol(unit: str) -> re.Pattern[str]:
    plain = re.escape(normal_unit(unit))
    plain = plain.replace("°", r"[°º]\s?").replace("µ", "[µμ]").replace("Ω", "[ΩΩ]").replace("%", r"[%％٪]")
    plain = re.sub(r"(?<=[/·])|(?=[/·])", r"\\s?", plain)
    plain = re.sub(r"^([kMGT])b(?:it)?(?=\W|$)", r"\1b(?:it)?", plain)
    if unit.endswith(("l", "L")):
        plain = f"{plain[:-1]}[lL]"
    return re.compile(rf"(?<![^\W\d_]){plain}(?![^\W\d_])")


@lru_cache(maxsize=256)
def _stem_of_unit(unit: str) -> re.Pattern[str]:
    parts = [_unit_stem(re.sub(_POWER, "", part).strip()) for part in re.split(r"[/·]", normal_unit(unit))]
    return re.compile(r"\b(?:" + r").*\b(?:".join(parts) + ")")


def _unit_stem(unit: str) -> str:
    if unit in _PLAIN:
        return _PLAIN[unit]
    if unit in _BASES:
        return _BASES[unit]
    for prefix, stem in _PREFIXES.items():
        if prefix and unit.startswith(prefix) and unit[len(prefix) :] in _BASES:
            bare = f"|{stem}" if unit in {"kg"} else ""
            return rf"{stem}(?:{_BASES[unit[len(prefix) :]]}){bare}"
    return re.escape(fold(unit))


def normal_unit(unit: str) -> str:
    """One spelling for characters that look the same: two micro signs, two omegas, degree and ordinal."""
    for char, same in _ALIASES.items():
        unit = unit.replace(char, same)
    return unit.replace("° ", "°").replace("％", "%").replace("٪", "%")
