"""Lengths, weights, speeds and temperatures that a translator converted: 40 miles is 64 km, and nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.text import fold
from pipeline.translation.protection.number_formats import NUMBER, read_number

_TOLERANCE = 0.2
"""Converted amounts are rounded generously: 20 feet are 6 metres."""

# Dimension, size in its base unit, folded words and symbols.
_UNITS: tuple[tuple[str, float, str], ...] = (
    ("speed", 1.609, r"mph|miles? per hour|milhas por hora|millas por hora"),
    ("speed", 1.0, r"km/h|kmh|kph|quilometros por hora|kilomet\w+ per hour|kilometros por hora|quilometros horarios"),
    ("length", 0.3048, r"feet|foot|ft|pes?|pies?"),
    ("length", 0.0254, r"inch(?:es)?|in\.|polegadas?|pulgadas?"),
    ("length", 0.9144, r"yards?|jardas?|yardas?"),
    ("length", 1609.3, r"miles?|mi|milhas?|millas?"),
    ("length", 1000.0, r"km|quilometros?|kilomet\w+"),
    ("length", 0.01, r"cm|centimet\w+"),
    ("length", 0.001, r"mm|milimet\w+|millimet\w+"),
    ("length", 1.0, r"m|met(?:er|re|ro)s?"),
    ("weight", 0.4536, r"pounds?|lbs?|libras?"),
    ("weight", 0.02835, r"ounces?|oz|oncas?|onzas?"),
    ("weight", 1.0, r"kg|quilos?|quilogramas?|kilos?|kilogram\w*"),
    ("weight", 0.001, r"g|grams?|gramas?|gramos?"),
    ("volume", 3.785, r"gallons?|galoes|galao|galones|galon"),
    ("volume", 1.0, r"l|lit(?:er|re|ro)s?"),
    ("area", 0.4047, r"acres?"),
    ("area", 1.0, r"ha|hectares?|hectareas?"),
)
_BEHIND = re.compile(
    r"\s?(?:-|to|a|and|e)?\s?(?:[\d.,]+\s?-?)?\s?(?:"
    + "|".join(f"(?P<u{index}>{words})" for index, (_, _, words) in enumerate(_UNITS))
    + r"|(?P<fahrenheit>°\s?f|(?:degrees |graus |grados )?fahrenheit)"
    r"|(?P<celsius>[°º]\s?c|(?:degrees |graus |grados )?celsius))(?![\w/])"
)


def is_converted(text: str, place: int, translation: str, *, source: str, target: str) -> bool:
    """Whether a measure came back in another unit of the same kind, rounded.

    Args:
        text: The sentence.
        place: Where the measure's number starts in it.
        translation: Of the sentence.
        source: BCP-47 tag.
        target: BCP-47 tag.

    >>> is_converted("It is 40 miles long.", 6, "Tem 64 km.", source="en", target="pt")
    True
    """
    match = NUMBER.search(text, place)
    if match is None:
        return False
    ours = list(_sizes(text, match, source))
    theirs = [size for found in NUMBER.finditer(translation) for size in _sizes(translation, found, target)]
    return any(
        dimension == other and unit != other_unit and abs(size - other_size) <= _TOLERANCE * max(size, 0.01)
        for dimension, unit, size in ours
        for other, other_unit, other_size in theirs
    )


def _sizes(text: str, match: re.Match[str], tag: str) -> Iterator[tuple[str, float, float]]:
    """Dimension, unit and size of the number at a place, if a unit stands behind it."""
    number = read_number(match.group(), tag)
    found = _BEHIND.match(fold(text[match.end() : match.end() + 60]))
    if number is None or found is None or found.lastgroup is None:
        return
    value = number.value
    if found.lastgroup in {"fahrenheit", "celsius"}:
        celsius = value if found.lastgroup == "celsius" else (value - 32) * Decimal(5) / 9
        yield "temperature", float(found.lastgroup == "celsius"), float(celsius) + 273.0
        return
    dimension, size, _ = _UNITS[int(found.lastgroup[1:])]
    yield dimension, size, float(value) * size
