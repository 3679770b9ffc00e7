"""All facts of one sentence, in order and without overlap."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.translation.protection.capitals import find_capitals
from pipeline.translation.protection.facts import Fact, Kind
from pipeline.translation.protection.literals import find_literals, find_named_versions
from pipeline.translation.protection.names import find_names
from pipeline.translation.protection.quantities import find_quantities
from pipeline.translation.protection.reading import ANY_READER, Reader
from pipeline.translation.protection.signs import find_formulas, find_punctuation, find_sections, find_unreadable
from pipeline.translation.protection.terms import NO_TERMS, TermFinder, TermUse

_PLAIN = re.compile(r"(?!.*(?:[A-Z]{2}|\w\(|\.\w|[a-z][A-Z]|--|\.[A-Z]))[A-Za-z ,.;:!?'\"()-]*")
"""Most sentences have no facts; this says so at once (a name is no fact before it is seen to be damaged)."""


def find_facts(
    text: str, *, source: str, target: str, reader: Reader = ANY_READER, terms: TermFinder = NO_TERMS
) -> tuple[Fact, ...]:
    """Find what has to come through a translation.

    Args:
        text: A clean sentence without markup.
        source: BCP-47 tag of its language.
        target: BCP-47 tag of the translation's.
        reader: Says which characters the model knows.
        terms: A glossary.

    >>> [(fact.text, fact.written) for fact in find_facts("It is 384,400 km.", source="en", target="pt")]
    [('384,400 km', '384.400 km')]
    """
    uses = terms.find(text)
    if not uses and _PLAIN.fullmatch(text):
        return () if reader is ANY_READER else tuple(find_names(text, reader))
    unreadable = (
        frozenset() if text.isascii() and not any(char in text for char in "#<>@\\^`{}~") else reader.unreadable(text)
    )
    taken = [False] * len(text)
    found: list[Fact] = []

    def claim(facts: Iterable[Fact]) -> None:
        for fact in facts:
            if not any(taken[fact.start : fact.end]):
                found.append(fact)
                taken[fact.start : fact.end] = [True] * (fact.end - fact.start)

    claim(_term(text, use) for use in uses)
    claim(_candidates(text, source, target, unreadable))
    # Small letters may be known where capitals are not (Ã).
    claim(find_capitals(text, taken, reader=reader, source=source))
    claim(find_unreadable(text, unreadable, reader))
    claim(find_names(text, reader))
    claim(find_punctuation(text, unreadable, source))
    return tuple(sorted(found, key=lambda fact: fact.start))


def _candidates(text: str, source: str, target: str, unreadable: frozenset[str]) -> Iterator[Fact]:
    for start, end in (*find_literals(text, source), *find_named_versions(text)):
        shown = text[start:end]
        forms = () if unreadable & set(shown) else (shown,)
        yield Fact(kind=Kind.LITERAL, start=start, end=end, text=shown, forms=forms, written=shown)
    yield from find_sections(text, unreadable)
    quantities = tuple(find_quantities(text, source=source, target=target, unreadable=unreadable))
    yield from (fact for fact in quantities if fact.kind in {Kind.DATE, Kind.TIME, Kind.MONEY})
    yield from find_formulas(text, source=source, target=target, unreadable=unreadable)
    yield from quantities


def _term(text: str, use: TermUse) -> Fact:
    shown = text[use.start : use.end]
    return Fact(
        kind=Kind.TERM,
        start=use.start,
        end=use.end,
        text=shown,
        forms=(shown,),
        written=use.translation,
        accepted=use.accepted,
        forbidden=use.forbidden,
    )
