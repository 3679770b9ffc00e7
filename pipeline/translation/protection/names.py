"""Names of persons and works: models invent spellings for those that they do not know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from pipeline.text import fold
from pipeline.translation.protection.facts import Fact, Kind
from pipeline.translation.protection.reading import ANY_READER, KNOWN_WORD, Reader

_PARTICLES = "d[aeo]s?|d[aeo]l|d'|di|du|von|van|der|den|af|al|bin|ibn|ben|la|le|el|zu|ter|ten"
_PART = r"[^\W\d_a-zß-ÿ][^\W\d_]+(?:[-'’][^\W\d_]+)*"
_NAME = re.compile(rf"(?<![\w'’-]){_PART}(?:\s(?:(?:{_PARTICLES})\s)*(?:[^\W\d_a-z]\.\s)*{_PART})+")
_CAPITALISED = re.compile(rf"(?<![\w'’-]){_PART}")
_MIN_LETTERS = 4
_ALIKE = 0.7
_COMMON = -17.0
"""Log-probability of a word in small letters above which it is a word of the language (`prizes`), not a name."""


def find_names(text: str, reader: Reader) -> Iterator[Fact]:
    """Names of two words and more; sent as they are, and as stand-ins where they come back garbled.

    A name with a word of the language in it (`Medical Center`) may be translated, so it is none here.
    """
    for match in _NAME.finditer(text):
        shown = match.group()
        words = [word for word in re.findall(r"[^\W\d_]{2,}", shown) if word[0].isupper()]
        if not shown.isupper() and all(reader.likelihood(word.lower()) < _COMMON for word in words):
            yield Fact(kind=Kind.NAME, start=match.start(), end=match.end(), text=shown, forms=(shown,), written=shown)


def is_garbled(name: str, translation: str, *, text: str, reader: Reader = ANY_READER) -> bool:
    """Whether a name came back with a spelling that nobody uses.

    A name may have another form in another language (`Brazil`, `Copenhague`); such forms are words that the
    model knows. What resembles the name and is neither it nor a known word was made up.

    Args:
        name: As in the sentence.
        translation: Of the sentence.
        text: The sentence.
        reader: Says which spellings the model knows; without one nothing is garbled.
    """
    if reader is ANY_READER or name in translation:
        return False
    said = set(re.findall(r"\w+", fold(translation)))
    others = set(re.findall(r"\w+", fold(text)))
    invented = [
        match.group()
        for match in _CAPITALISED.finditer(translation)
        if fold(match.group()) not in others and reader.likelihood(match.group()) < KNOWN_WORD
    ]
    missing = [part for part in re.findall(r"\w+", name) if len(part) >= _MIN_LETTERS and fold(part) not in said]
    return any(_resembles(part, other) for part in missing for other in invented)


def _resembles(name: str, other: str) -> bool:
    ours, theirs = fold(name), fold(other)
    return ours[:4] == theirs[:4] or SequenceMatcher(None, ours, theirs).ratio() >= _ALIKE
