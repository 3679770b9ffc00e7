"""Facts that are characters: formulas, symbols, words that a model cannot read, dashes, quotation marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline.text import without_accents
from pipeline.translation.protection.facts import Fact, Kind
from pipeline.translation.protection.number_formats import NUMBER
from pipeline.translation.protection.quantities import localised
from pipeline.translation.protection.reading import KNOWN_WORD, Reader

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ"
_SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉"
_OPERATORS = "×÷·∙*/^=≠≈≡<>≤≥≪≫+−±∓→←↔⇒⇌∝∈∪∩"
_OPERAND = (
    rf"(?:[√∛∑∆Δ−-]?(?:(?:{NUMBER.pattern})[{_SUPERSCRIPTS}]*[A-Za-zπ%°]{{0,2}}(?![^\W\d_])|"
    rf"[A-Za-zα-ωΑ-Ω∞][₀-₉]*[{_SUPERSCRIPTS}]*(?:\(\w{{1,3}}\))?(?!\w)|(?:[A-Z][a-z]?[₀-₉\d]*)+(?!\w)|"
    rf"[a-z]{{2}}[²³2](?!\w)))"
)
_FORMULA = re.compile(rf"(?<![\w.,]){_OPERAND}(?:\s?[{_OPERATORS}]{{1,2}}\s?{_OPERAND})+")
_SIGNED = re.compile(rf"(?<!\w)(?:[±∓≈≤≥≪≫~<>∼√∛]\s?)(?:{NUMBER.pattern})(?:\s?[%°])?|(?<!\w)√\w+")
_POWER = re.compile(rf"(?<![\w.,])(?<!\d\s)(?:{NUMBER.pattern}|[^\W\d_]{{1,3}})[{_SUPERSCRIPTS}]+(?!\w)")
_TIMES = re.compile(rf"(?<![\w.,])(?:{NUMBER.pattern})\s?[×✕](?!\s?[\d(])")
_FORMULA_SIGNS = frozenset("×÷=≠≈≡<>≤≥≪≫±∓→←↔⇒⇌√∛*^+−")
_SECTION = re.compile(r"[§№¶]{1,2}\s?\d+(?:\.\d+)*[ºª°]?")
_IN_NAME = re.compile(r"[^\W\d_a-zß-ÿ]\w+ $")
_NAME_GOES_ON = re.compile(r" [^\W\d_a-zß-ÿ]\w+")
_WORD = re.compile(r"[^\s\"“”„«»()\[\]{}]+")
_EDGE = ".,;:!?…'’‘-–—/"
_DASH = re.compile(r"(?P<range>(?<=\d)[–—‒](?=\d))|\s?(?P<dash>[–—―‒])\s?")
_QUOTES = {
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "‟": '"',
    "‘": "'",
    "’": "'",
    "‚": "'",
    "‹": "'",
    "›": "'",
    "′": "'",
    "″": '"',
    "「": '"',
    "」": '"',
}
_MINUS = re.compile(r"(?<![\w)])−(?=\w)")
_DAYS = {
    "en": "Mon Tue Wed Thu Fri Sat Sun Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "pt": "seg ter qua qui sex sáb dom segunda terça quarta quinta sexta sábado domingo",
}
"""Short names of the days of the week, and the long ones that models read."""
_DAY_RANGE = re.compile(r"(?<!\w)(?P<first>[^\W\d_]{3})\.?\s?[–—-]\s?(?P<second>[^\W\d_]{3})\b")
_TO = {"en": " to ", "pt": " a ", "es": " a ", "fr": " à ", "de": " bis ", "it": " a "}


def find_formulas(text: str, *, source: str, target: str, unreadable: frozenset[str]) -> Iterator[Fact]:
    """Formulas and numbers with a mathematical sign."""
    if text.isascii() and not any(char in text for char in "=<>+*^~"):
        return
    for pattern in (_FORMULA, _SIGNED, _POWER, _TIMES):
        for match in pattern.finditer(text):
            shown = match.group()
            signs = _FORMULA_SIGNS & set(shown)
            if pattern is _FORMULA and not signs:
                continue
            is_readable = not unreadable & set(shown) and unicodedata.normalize("NFKC", shown) == shown
            yield Fact(
                kind=Kind.FORMULA,
                start=match.start(),
                end=match.end(),
                text=shown,
                forms=(shown,) if is_readable else (),
                written=localised(shown, source=source, target=target),
            )


def find_sections(text: str, unreadable: frozenset[str]) -> Iterator[Fact]:
    """Numbers of sections and paragraphs with the signs that lawyers put before them."""
    for match in _SECTION.finditer(text):
        if unreadable & set(match.group()):
            shown = match.group()
            yield Fact(kind=Kind.LITERAL, start=match.start(), end=match.end(), text=shown, written=shown)


def find_unreadable(text: str, unreadable: frozenset[str], reader: Reader) -> Iterator[Fact]:
    """Words and symbols with characters that the model does not know, or that it takes for others (CO₂).

    A word that the model knows without its accents is sent so and translated (`Índia`); others come back as they were.
    """
    if not any(_is_strange(char, unreadable) for char in text):
        return
    for match in _WORD.finditer(text):
        word = match.group().strip(_EDGE)
        if not word or not any(_is_strange(char, unreadable) for char in word):
            continue
        start = match.start() + match.group().index(word)
        fact = _strange_word(word, start, unreadable)
        is_alone = not _IN_NAME.search(text[:start]) and not _NAME_GOES_ON.match(text, fact.end)
        if is_alone and word.isalpha() and fact.forms and reader.likelihood(fact.forms[0]) > KNOWN_WORD:
            fact = Fact(kind=Kind.STYLE, start=fact.start, end=fact.end, text=word, forms=fact.forms)
        yield fact


def _strange_word(word: str, start: int, unreadable: frozenset[str]) -> Fact:
    plain = unicodedata.normalize(
        "NFKC", without_accents("".join(char for char in word if unicodedata.category(char) != "So"))
    )
    letters = sum(char.isalnum() for char in word)
    is_readable = bool(plain) and letters > 0 and not unreadable & set(plain)
    return Fact(
        kind=Kind.LITERAL if letters else Kind.SYMBOL,
        start=start,
        end=start + len(word),
        text=word,
        forms=(plain,) if is_readable else (),
        written=word,
    )


def find_punctuation(text: str, unreadable: frozenset[str], tag: str) -> Iterator[Fact]:
    """Dashes, quotation marks and minus signs that the model does not know."""
    if text.isascii() or not unreadable:
        return
    yield from _day_ranges(text, tag)
    for match in _DASH.finditer(text):
        char = match["range"] or match["dash"]
        if char not in unreadable:
            continue
        shown = match.group()
        if match["range"]:
            form = "-"
        elif match.start() == 0:
            form = "- "
        else:
            form = _TO.get(tag.split("-", maxsplit=1)[0], " - ") if _is_range(text, match) else " - "
        yield Fact(kind=Kind.STYLE, start=match.start(), end=match.end(), text=shown, forms=(form,))
    for index, char in enumerate(text):
        if char in _QUOTES and char in unreadable:
            yield Fact(kind=Kind.STYLE, start=index, end=index + 1, text=char, forms=(_QUOTES[char],))
    for match in _MINUS.finditer(text):
        yield Fact(kind=Kind.STYLE, start=match.start(), end=match.end(), text="−", forms=("-",))


def _day_ranges(text: str, tag: str) -> Iterator[Fact]:
    """`Mon–Fri` in words."""
    language = tag.split("-", maxsplit=1)[0]
    if language not in _DAYS:
        return
    days = _DAYS[language].split()
    long = dict(zip(days[:7], days[7:], strict=True))
    for match in _DAY_RANGE.finditer(text):
        if match["first"] in long and match["second"] in long:
            form = f"{long[match['first']]}{_TO[language]}{long[match['second']]}"
            yield Fact(kind=Kind.STYLE, start=match.start(), end=match.end(), text=match.group(), forms=(form,))


def _is_range(text: str, match: re.Match[str]) -> bool:
    """Whether a dash stands for "to": between times, amounts or days, without spaces."""
    if match.group() != match["dash"]:
        return False
    before, after = text[: match.start()], text[match.end() :]
    return bool(re.search(r"(?:\d|m\.|\b[ap]m|\dh|%)$", before) and re.match(r"[$€£]?\d", after))


def _is_strange(char: str, unreadable: frozenset[str]) -> bool:
    if char.isascii() or char in _QUOTES or char in "–—―‒−…":
        return char in unreadable and char in "#<>@\\^`{}~"
    return char in unreadable or char in _SUPERSCRIPTS or char in _SUBSCRIPTS
