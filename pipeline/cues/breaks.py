"""How bad it is to end a line or a cue between two words.

One judgement for everybody: `cutting` minimises it, `checking` and the benches report it.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from pipeline.cues.break_words import FUNCTION_WORDS, GENITIVES, JOINED, MONTHS, NUMBERS, TITLES, UNITS
from pipeline.cues.sentence_ends import is_abbreviation, leans_on_next, point_ends
from pipeline.text import CLAUSE_ENDS, CLOSERS, COMMAS, OPENERS, SENTENCE_ENDS

AFTER_SENTENCE = 0.0
AFTER_CLAUSE = 0.05
AFTER_COMMA = 0.12
BEFORE_CONJUNCTION = 0.25
BEFORE_PREPOSITION = 0.4
NEUTRAL = 0.6
AFTER_ADVERB = 0.9
BAD = 1.0
"""From here on a break is counted as bad."""
AFTER_PRONOUN = 1.2
AFTER_AUXILIARY = 1.3
AFTER_FUNCTION_WORD = 1.7
INSIDE_NAME = 1.6
INSIDE_NUMBER = 1.9

_CURRENCIES = "$€£¥₹"
_SHORT_WORD = 2
_CAPITAL_NOUNS = frozenset({"de", "lb"})
"""Languages that write every noun with a capital: two capitals make no name there."""


class WordClass:
    """Bits for the closed classes that matter for breaking; a word may be in several.

    Plain integers: an `IntFlag` made the judgement four times slower.
    """

    DETERMINER = 1
    PREPOSITION = 2
    CONJUNCTION = 4
    AUXILIARY = 8
    NEGATION = 16
    PRONOUN = 32
    ADVERB = 64
    MONTH = 128
    NUMBER = 256


_CLASS_NAMES = tuple(
    (name.lower(), bit) for name, bit in vars(WordClass).items() if name.isupper() and isinstance(bit, int)
)


def is_bad_break(left: str, right: str, language: str) -> bool:
    """True where a line must not end between two words: article and noun, number and unit, names.

    >>> is_bad_break("the", "score", "en"), is_bad_break("score,", "which", "en")
    (True, False)
    """
    return break_cost(left, right, language) >= BAD


def break_cost(left: str, right: str, language: str) -> float:
    """The price of a break between two neighbouring words, from 0 (best) to 2 (worst).

    Args:
        left: The word before the break, with its punctuation.
        right: The word after it.
        language: BCP-47 tag; a language without data is judged by punctuation, numbers and names.
    """
    code = language.split("-", maxsplit=1)[0]
    price = _price_of_punctuation(left, right, code)
    if price is not None:
        return price
    return _price_of_words(left, right, _classes_of_word(left, code), _classes_of_word(right, code), code)


def _price_of_punctuation(left: str, right: str, code: str) -> float | None:
    end = left.rstrip(CLOSERS)[-1:]
    if end and end in SENTENCE_ENDS:
        return _price_of_point(left, right, code) if end == "." else AFTER_SENTENCE
    if end and end in CLAUSE_ENDS:
        return AFTER_CLAUSE
    if end and end in COMMAS:
        return AFTER_COMMA
    if right[0] in "—–-" and len(right) == 1:
        return BEFORE_CONJUNCTION
    return None


def _price_of_point(left: str, right: str, code: str) -> float | None:
    """None where an abbreviation stands in mid-sentence like any other word."""
    if point_ends(left, right, code) is not False or not is_abbreviation(left, code):
        return AFTER_SENTENCE
    if right.lstrip(OPENERS)[:1].isdigit():
        return INSIDE_NUMBER
    return INSIDE_NAME if leans_on_next(left, code) or not right[:1].islower() else None


def _price_of_words(left: str, right: str, classes: int, following: int, code: str) -> float:
    if _is_number_with_more(left, right, classes, following):
        return INSIDE_NUMBER
    if left[-1] in _CURRENCIES or (left[:1].isupper() and right[:1].isupper() and bare_word(left) in _words(TITLES)):
        return INSIDE_NUMBER
    if is_joined(left, right, code):
        return AFTER_FUNCTION_WORD
    price = _price_of_class(classes, following)
    if price < BAD and following & WordClass.NEGATION:
        return AFTER_AUXILIARY
    may_be_name = price < BAD and code not in _CAPITAL_NOUNS and not following & WordClass.PRONOUN
    if may_be_name and _is_capitalised(left) and _is_capitalised(right):
        return INSIDE_NAME
    return price if price != NEUTRAL else _price_before(right, following, is_short=_is_short(left, code))


def _price_before(right: str, following: int, *, is_short: bool) -> float:
    if right[0] in OPENERS or following & WordClass.CONJUNCTION:
        return BEFORE_CONJUNCTION
    if following & WordClass.PREPOSITION:
        return BEFORE_PREPOSITION
    return AFTER_ADVERB if is_short else NEUTRAL


def _price_of_class(classes: int, following: int) -> float:
    if classes & (WordClass.DETERMINER | WordClass.PREPOSITION | WordClass.CONJUNCTION | WordClass.NEGATION):
        return AFTER_FUNCTION_WORD
    if classes & WordClass.AUXILIARY:
        # “They have a dog”: before an article it is the verb itself.
        return AFTER_ADVERB if following & WordClass.DETERMINER else AFTER_AUXILIARY
    if classes & WordClass.PRONOUN:
        # "…between you and me": an object pronoun before a new phrase is a fair end.
        opens = following & (WordClass.CONJUNCTION | WordClass.PREPOSITION | WordClass.DETERMINER)
        return NEUTRAL if opens else AFTER_PRONOUN
    return AFTER_ADVERB if classes & WordClass.ADVERB else NEUTRAL


def _is_short(word: str, code: str) -> bool:
    """In languages without data: the shortest words are often the ones that lean on the next."""
    return code not in FUNCTION_WORDS and len(word) <= _SHORT_WORD and word.isalpha()


def _is_number_with_more(left: str, right: str, classes: int, following: int) -> bool:
    has_number = left[-1].isdigit() or bool(classes & WordClass.NUMBER)
    if has_number and (right[0].isalpha() or right in _words(UNITS)):
        opens = WordClass.CONJUNCTION | WordClass.PREPOSITION | WordClass.AUXILIARY | WordClass.PRONOUN
        return not following & opens
    return bool(classes & WordClass.MONTH) and right[0].isdigit()


def _is_capitalised(word: str) -> bool:
    first = word.lstrip(OPENERS)[:1]
    return first.isalpha() and first.isupper()


def is_joined(left: str, right: str, code: str) -> bool:
    """Whether two words are one expression.

    >>> is_joined("tengo", "que", "es"), is_joined("digo", "que", "es")
    (True, False)
    """
    joined = JOINED.get(code, {}).get(bare_word(right))
    return joined is not None and bare_word(left) in _words(joined)


def is_genitive(word: str, code: str) -> bool:
    """Whether a word says “of”.

    >>> is_genitive("del", "es"), is_genitive("con", "es")
    (True, False)
    """
    return bare_word(word) in _words(GENITIVES.get(code, ""))


def class_names(word: str, code: str) -> tuple[str, ...]:
    """The closed classes that a word is in, in lower case.

    >>> class_names("that", "en")
    ('determiner', 'conjunction')
    """
    bits = _classes_of_word(word, code)
    return tuple(name for name, bit in _CLASS_NAMES if bits & bit)


@lru_cache(maxsize=16_384)
def bare_word(word: str) -> str:
    """The word in lower case, without the punctuation around it."""
    start, end = 0, len(word)
    while start < end and not _is_word_char(word[start]):
        start += 1
    while end > start and not _is_word_char(word[end - 1]):
        end -= 1
    return word[start:end].lower().replace("’", "'")


def _is_word_char(char: str) -> bool:
    return char.isalnum() or (not char.isascii() and unicodedata.category(char)[0] == "M")


@lru_cache(maxsize=16_384)
def _classes_of_word(word: str, code: str) -> int:
    return _classes_of(bare_word(word), code)


def _classes_of(bare: str, code: str) -> int:
    return _table(code).get(bare, 0)


@lru_cache(maxsize=64)
def _table(code: str) -> dict[str, int]:
    table: dict[str, int] = {}
    rows = {**FUNCTION_WORDS.get(code, {}), "month": MONTHS.get(code, ""), "number": NUMBERS.get(code, "")}
    for name, words in rows.items():
        for word in words.split():
            table[word] = table.get(word, 0) | getattr(WordClass, name.upper())
    return table


@lru_cache(maxsize=16)
def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def stop_words(language: str) -> frozenset[str]:
    """The closed classes of a language (articles, prepositions, auxiliaries…), in small letters; empty if unknown."""
    classes = FUNCTION_WORDS.get(language.split("-", maxsplit=1)[0], {})
    return frozenset(word for words in classes.values() for word in words.split())
