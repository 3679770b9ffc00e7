"""What is known to go wrong in machine translation, found by comparing a sentence with its translation."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from pipeline.languages import writes_without_spaces, written_language
from pipeline.text import markup_pattern, may_have_markup
from pipeline.translation.protection import Fact, Kind, find_facts, knows_number_words, lost_facts
from pipeline.translation.routes import are_relatives

EMPTY = "empty"
LOOP = "repeats itself"
DROPPED = "much shorter than the source"
GROWN = "much longer than the source"
UNTRANSLATED = "left in the source language"
NUMBERS = "numbers changed"
UNITS = "amounts or units changed"
LITERALS = "addresses, code or names changed"
TERMS = "glossary terms missing"
MARKUP = "markup changed"
UNKNOWN = "unknown characters"
SYMBOLS = "symbols lost"

_WEIGHTS = {
    EMPTY: 100,
    UNTRANSLATED: 40,
    LOOP: 30,
    UNKNOWN: 20,
    DROPPED: 20,
    GROWN: 15,
    MARKUP: 10,
    NUMBERS: 8,
    UNITS: 8,
    LITERALS: 8,
    TERMS: 6,
    SYMBOLS: 4,
}
"""How bad a fault is; of two tries the one with the smaller sum is kept."""

_OF_KIND = {
    Kind.MONEY: UNITS,
    Kind.MEASURE: UNITS,
    Kind.PERCENT: UNITS,
    Kind.LITERAL: LITERALS,
    Kind.NAME: LITERALS,
    Kind.FORMULA: SYMBOLS,
    Kind.SYMBOL: SYMBOLS,
    Kind.TERM: TERMS,
}
"""What is said of a lost fact; of all other kinds, that a number changed."""
_WITH_NUMBERS = {
    Kind.NUMBER, Kind.MONEY, Kind.MEASURE, Kind.PERCENT, Kind.ORDINAL, Kind.TIME, Kind.DATE, Kind.FRACTION
}  # fmt: skip
_LOOP_UNIT = re.compile(r"(?=(.{2,40}?)\1{3})")
_REPEATED_CHAR = re.compile(r"(.)\1{7,}")
_MIN_RATIO = 0.3
_MAX_RATIO = 3.5
_SHORT_CHARS = 25
_SHORT_GROWTH = 12
_CJK_DENSITY = 2.5
"""Characters of an alphabet that say as much as one of Chinese or Japanese."""


def find_faults(
    text: str, translation: str, *, source: str, target: str, lost: Sequence[Fact] | None = None
) -> tuple[str, ...]:
    """The faults of one translated sentence, the worst first.

    Args:
        text: The clean source sentence, not empty.
        translation: What came back.
        source: BCP-47 tag of `text`, or empty if not known.
        target: BCP-47 tag of `translation`.
        lost: The facts that the translation lacks, where that is known already.

    Returns:
        Constants of this module; those of lost facts with what was lost behind a colon (see `fault_name`).

    >>> find_faults("It cost 1,000 euros.", "Custou 100 euros.", source="en", target="pt")
    ('numbers changed: 1,000',)
    """
    if not translation.strip():
        return (EMPTY,)
    rules = (
        (UNTRANSLATED, _is_untranslated(text, translation, source, target)),
        (LOOP, _has_loop(translation) and not _has_loop(text)),
        (UNKNOWN, any(mark in translation and mark not in text for mark in ("⁇", "<unk>", "\ufffd"))),
        (DROPPED, _is_dropped(text, translation, source, target)),
        (GROWN, _has_grown(text, translation, source, target)),
        (MARKUP, _markup_in(text) != _markup_in(translation)),
        (SYMBOLS, not set(_symbols(text)) <= set(_symbols(translation))),
    )
    found = [fault for fault, is_there in rules if is_there]
    if lost is None:
        facts = find_facts(text, source=source, target=target)
        lost = [facts[at] for at in lost_facts(facts, translation, text=text, source=source, target=target)]
    return (*found, *_describe(lost))


def find_added_numbers(text: str, translation: str, *, source: str, target: str) -> tuple[str, ...] | None:
    """Numbers, amounts and times of a translation that its source does not say: by value, conversions are none.

    Args:
        text: The clean source sentence.
        translation: Of `text`.
        source: BCP-47 tag.
        target: BCP-47 tag.

    Returns:
        As they stand there; None where the number words of one of the languages are not known.

    >>> find_added_numbers("It takes six thousand.", "Leva 7 mil.", source="en", target="pt")
    ('7 mil',)
    """
    if not (knows_number_words(source) and knows_number_words(target)):
        return None
    facts = [fact for fact in find_facts(translation, source=target, target=source) if fact.kind in _WITH_NUMBERS]
    added = lost_facts(facts, text, text=translation, source=target, target=source)
    return tuple(facts[at].text for at in added)


def fault_name(fault: str) -> str:
    """The constant of a fault, without what exactly was lost.

    >>> fault_name("numbers changed: 1,000") == NUMBERS
    True
    """
    return fault.partition(": ")[0]


def fault_weight(faults: Sequence[str]) -> int:
    """How bad some faults are together; 0 for none."""
    return sum(_WEIGHTS[fault_name(fault)] * (1 + fault.count("; ")) for fault in faults)


def _describe(facts: Sequence[Fact]) -> list[str]:
    lost: dict[str, list[str]] = {}
    for fact in facts:
        lost.setdefault(_OF_KIND.get(fact.kind, NUMBERS), []).append(fact.text)
    return [f"{fault}: {'; '.join(texts)}" for fault, texts in lost.items()]


def _markup_in(text: str) -> Counter[str]:
    return Counter(markup_pattern("-->", "&[a-z]+;").findall(text) if may_have_markup(text) else ())


def _is_untranslated(text: str, translation: str, source: str, target: str) -> bool:
    """True if the plain words came back as they were; names, addresses and short phrases may."""
    if text.isupper():
        text, translation = text.lower(), translation.lower()
    if source and written_language(source) == written_language(target):
        return False
    words = _plain_words(text)
    # Relatives share whole sentences now and then ("A casa é grande."): only a long one is suspect.
    if len(set(words)) < (8 if are_relatives(source, target) else 4):
        return False
    back = Counter(_plain_words(translation))
    return sum((Counter(words) & back).values()) > 0.9 * len(words)


def _plain_words(text: str) -> list[str]:
    words = [word.strip(".,;:!?\"'()[]«»“”‘’…–—-") for word in text.split()]
    return [word for word in words if word.isalpha() and word.islower()]


def _is_dropped(text: str, translation: str, source: str, target: str) -> bool:
    if has_letters(text) and not has_letters(translation):
        return not any(char.isdecimal() for char in translation)
    return _length_ratio(text, translation, source, target) < _MIN_RATIO


def has_letters(text: str) -> bool:
    """True if there is anything to translate."""
    return any(char.isalpha() for char in text)


def _symbols(text: str) -> list[str]:
    return [char for char in text if char in "♪♫" or (unicodedata.category(char) == "So" and char not in "°©®™№")]


def _has_loop(text: str) -> bool:
    if _REPEATED_CHAR.search(text):
        return True
    return any(match.group(1).strip() for match in _LOOP_UNIT.finditer(text))


def _has_grown(text: str, translation: str, source: str, target: str) -> bool:
    """Much longer; of short texts, whose length varies, only what is longer by some words too."""
    if _length_ratio(text, translation, source, target) > _MAX_RATIO:
        return True
    more = len(translation) * _density(target) - len(text) * _density(source)
    return len(text) < _SHORT_CHARS and more > max(_SHORT_GROWTH, 1.2 * len(text) * _density(source))


def _length_ratio(text: str, translation: str, source: str, target: str) -> float:
    """Length of the translation by that of the source, both as an alphabet would write them."""
    if max(len(text), len(translation)) < _SHORT_CHARS:
        return 1.0
    return (len(translation) * _density(target)) / (len(text) * _density(source))


def _density(tag: str) -> float:
    return _CJK_DENSITY if writes_without_spaces(tag) or tag.startswith("ko") else 1.0
