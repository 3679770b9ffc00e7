"""Which facts of a sentence its translation lacks: numbers by value, units and currencies by any of their names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property, lru_cache

from pipeline.dataclass import dataclass
from pipeline.text import fold
from pipeline.translation.protection.conversions import is_converted
from pipeline.translation.protection.facts import Fact, Kind
from pipeline.translation.protection.markers import has_currency, has_unit
from pipeline.translation.protection.names import is_garbled
from pipeline.translation.protection.number_formats import NUMBER, Number, format_of, read_number
from pipeline.translation.protection.number_words import is_small, scale_pattern, scales_of, spelled_numbers
from pipeline.translation.protection.reading import ANY_READER, Reader
from pipeline.translation.protection.times import find_clocks, find_days, has_clock, has_day

_SAME_SIGNS = str.maketrans(
    {"−": "-", "–": "-", "∗": "*", "·": "×", "*": "×", "x": "×", "≤": "<", "≥": ">", "÷": "/", "∶": "/", ":": "/"}
)
_SIGN_WORDS = re.compile(
    r"\b(?:times|vezes|veces|fois|mal|by|por|plus|mais|mas|menos|minus|moins|igual|equal|gleich|maior|greater|"
    r"mayor|less|menor|"
    r"root|raiz|square|quadrado|cuadrado|cub|approx|aprox|cerca|about|around|power|potencia|elevado|dividid|divided)"
)
_NEGATIVE = re.compile(r"[-−–]\s?(?:[A-Za-z]{0,3}[$€£¥]\s?)?\d|\b(?:minus|menos|moins|meno|below|abaixo|negativ)")
_LONG_LITERAL = 12


@dataclass(frozen=True)
class Translated:
    """A translation, and what it says in numbers."""

    text: str
    tag: str
    facts: tuple[Fact, ...]

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @cached_property
    def without_literals(self) -> str:
        """The text without addresses and formulas, whose digits are no numbers."""
        text = self.text
        for fact in self.facts:
            if fact.kind in {Kind.LITERAL, Kind.FORMULA} and len(fact.text) > 2:
                for shown in {fact.text, fact.written} - {""}:
                    text = text.replace(shown, " " * len(shown))
        return text

    @cached_property
    def numbers(self) -> tuple[tuple[frozenset[Decimal], re.Match[str]], ...]:
        """The values of each number in digits: as it is, and times the word behind it."""
        return tuple((_values(match, self.tag), match) for match in NUMBER.finditer(self.without_literals))

    @cached_property
    def values(self) -> frozenset[Decimal]:
        return frozenset(value for values, _ in self.numbers for value in values)

    @cached_property
    def spelled(self) -> frozenset[Decimal] | None:
        return spelled_numbers(self.text, self.tag)

    def has_value(self, value: Decimal) -> bool:
        """Whether the text says a number, in digits or words."""
        if value in self.values or (self.spelled is None and is_small(value)):
            return True
        return self.spelled is not None and value in self.spelled


def lost_facts(  # noqa: PLR0913  # each is given by name
    facts: Sequence[Fact], translation: str, *, text: str, source: str, target: str, reader: Reader = ANY_READER
) -> tuple[int, ...]:
    """Which facts of a sentence its translation lacks, by their index.

    Args:
        facts: Of `text`.
        translation: Of `text`.
        text: The sentence.
        source: BCP-47 tag.
        target: BCP-47 tag.
        reader: Tells made-up names from real ones; without one no name is taken for lost.

    >>> from pipeline.translation.protection.finding import find_facts
    >>> text = "It cost £750 in 1950."
    >>> facts = find_facts(text, source="en", target="pt")
    >>> lost_facts(facts, "Custou 750 euros em 1950.", text=text, source="en", target="pt")
    (0,)
    """
    said = Translated(translation, target, tuple(facts))
    lost = [index for index, fact in enumerate(facts) if not _is_kept(fact, said, source)]
    lost += [
        index
        for index, fact in enumerate(facts)
        if fact.kind is Kind.NAME and is_garbled(fact.text, translation, text=text, reader=reader)
    ]
    return tuple(
        index
        for index in sorted(lost)
        if facts[index].kind not in {Kind.NUMBER, Kind.MEASURE}
        or not is_converted(text, facts[index].start, translation, source=source, target=target)
    )


def _is_kept(fact: Fact, said: Translated, source: str) -> bool:  # noqa: C901, PLR0911  # a table of kinds
    match fact.kind:
        case Kind.STYLE | Kind.CAPITALS | Kind.NAME:
            return True
        case Kind.LITERAL:
            return _has_literal(fact, said)
        case Kind.SYMBOL:
            return fact.text in said.text
        case Kind.TERM:
            return _has_term(fact, said)
        case Kind.FORMULA:
            return _has_formula(fact, said)
        case Kind.TIME:
            clocks = find_clocks(fact.text if fact.text[-1:] != "m" else f"{fact.text}.", source)
            return any(has_clock(said.text, clock, said.tag) for clock in clocks) or _has_number(fact, said)
        case Kind.DATE:
            return any(has_day(said.text, day, said.tag) for day in find_days(fact.text, source))
        case Kind.FRACTION:
            return _has_fraction(fact, said)
        case Kind.MONEY:
            return _has_number(fact, said) and has_currency(said.text, fact.marker, said.tag) and _has_sign(fact, said)
        case Kind.MEASURE | Kind.PERCENT:
            return _has_number(fact, said) and has_unit(said.text, fact.marker, said.tag) and _has_sign(fact, said)
        case _:
            return _has_number(fact, said)


def _values(match: re.Match[str], tag: str) -> frozenset[Decimal]:
    number = read_number(match.group(), tag, is_strict=True) or _foreign_decimal(match.group(), tag)
    if number is None:
        return frozenset()
    scale = _scale_behind(tag)
    found = scale.match(match.string, match.end()) if scale else None
    if found is None:
        return frozenset({number.value})
    power = (scales_of(tag) or {})[re.sub(r"\s+", " ", fold(found.group(1)))]
    return frozenset({number.value.scaleb(power)})


def _foreign_decimal(token: str, tag: str) -> Number | None:
    """A number with another language's decimal mark, where it can be nothing else: `2.4` in Portuguese."""
    number = read_number(token, tag)
    return number if number is not None and number.decimals and not number.is_grouped else None


@lru_cache(maxsize=64)
def _scale_behind(tag: str) -> re.Pattern[str] | None:
    pattern = scale_pattern(tag)
    return re.compile(rf"\s?-?({pattern})\b", re.IGNORECASE) if pattern else None


def _has_number(fact: Fact, said: Translated) -> bool:
    if any(said.has_value(value) for value in fact.values):
        return True
    # Where the target's words for million are not known, the number before it is what can be compared.
    if format_of(said.tag) is None or scales_of(said.tag) is None:
        digits = {re.sub(r"\D", "", match.group()) for match in NUMBER.finditer(said.text)}
        return any(re.sub(r"\D", "", match.group()) in digits for match in NUMBER.finditer(fact.text))
    return False


def _has_sign(fact: Fact, said: Translated) -> bool:
    return fact.text[:1] not in "-−" or _NEGATIVE.search(said.folded) is not None


def _has_literal(fact: Fact, said: Translated) -> bool:
    for shown in (fact.text, fact.written, *fact.accepted):
        before = r"(?<!\w)" if shown[:1].isalnum() else ""
        behind = r"(?!\w|\.\w)" if shown[-1:].isalnum() else ""
        if re.search(f"{before}{re.escape(shown)}{behind}", said.text):
            return True
    if len(fact.text) > _LONG_LITERAL or not re.fullmatch(r"[\w-]+", fact.text):
        return False
    # What names a thing may be written with another hyphen or case: Covid-19, F16.
    return _squeezed(fact.text) in _squeezed(said.text)


def _squeezed(text: str) -> str:
    return re.sub(r"[\s-]", "", text.casefold())


def _has_term(fact: Fact, said: Translated) -> bool:
    if any(_has_words(form, said.folded) for form in fact.forbidden):
        return False
    return any(_has_words(form, said.folded) for form in (fact.written, *fact.accepted))


def _has_words(form: str, folded: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(fold(form))}(?!\w)", folded) is not None


def _has_formula(fact: Fact, said: Translated) -> bool:
    text = re.sub(r"\s", "", said.text).translate(_SAME_SIGNS)
    if any(re.sub(r"\s", "", shown).translate(_SAME_SIGNS) in text for shown in (fact.written, fact.text)):
        return True
    numbers = [read_number(match.group(), said.tag) for match in NUMBER.finditer(fact.written)]
    plain = Translated(said.text, said.tag, ())
    return (
        bool(numbers)
        and all(number and plain.has_value(number.value) for number in numbers)
        and bool(_SIGN_WORDS.search(said.folded))
    )


def _has_fraction(fact: Fact, said: Translated) -> bool:
    if any(shown in said.text for shown in (fact.text, *fact.accepted)) or fact.values[0] in said.values:
        return True
    if said.spelled is None:
        return False
    bottom = Decimal(fact.accepted[0].rpartition("/")[2])
    return bottom in said.spelled or (bottom == 100 and "%" in said.text)
