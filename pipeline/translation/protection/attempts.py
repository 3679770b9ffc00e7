"""One way of sending a sentence to a model: facts as they are, in a form that it reads, or as stand-ins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.dataclass import dataclass
from pipeline.model import Translation
from pipeline.translation.protection.facts import Fact, Kind
from pipeline.translation.protection.restoring import write_back
from pipeline.translation.protection.rewriting import Replacement, Rewritten, rewrite, rewrite_translation

STAND_INS = ("ZX", "XQ", "WX")
"""Letters before a number that models copy (measured: XX1 becomes 201 in 15 of 100 Portuguese sentences)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A sentence as it is sent."""

    sent: Rewritten
    facts: tuple[Fact, ...]
    stand_ins: tuple[tuple[int, str], ...]
    """Index of the fact, and what stands for it."""
    prefix: str

    @property
    def text(self) -> str:
        return self.sent.text


def compose(text: str, facts: Sequence[Fact], levels: Sequence[int], *, letters: str = STAND_INS[0]) -> Attempt:
    """A sentence with each fact at one of its levels: its forms, then a stand-in.

    Args:
        text: The clean sentence.
        facts: In order, without overlap.
        levels: One for each fact; too high a one means the last.
        letters: Of the stand-ins; others are taken where the sentence has these.
    """
    prefix = next((own for own in (letters, *STAND_INS) if own not in text.upper()), letters)
    replacements = []
    stand_ins: list[tuple[int, str]] = []
    for index, (fact, level) in enumerate(zip(facts, levels, strict=True)):
        if level < len(fact.forms) or not fact.written:
            form = fact.forms[min(level, len(fact.forms) - 1)] if fact.forms else fact.text
        else:
            # A digit behind it would make another number of it.
            form = f"{prefix}{len(stand_ins) + 1}" + ("x" if text[fact.end : fact.end + 1].isdigit() else "")
            stand_ins.append((index, form))
        if form != fact.text:
            replacements.append(Replacement(start=fact.start, end=fact.end, text=form))
    return Attempt(sent=rewrite(text, replacements), facts=tuple(facts), stand_ins=tuple(stand_ins), prefix=prefix)


def restore(attempt: Attempt, text: str, translation: Translation, *, source: str, target: str) -> Translation | None:
    """The translation of a sentence from that of what was sent.

    Returns:
        None if a stand-in came back damaged, twice or not at all: such a text is worth nothing.
    """
    if translation.alignment is not None:
        pairs = tuple((ours, attempt.sent.origin(theirs)) for ours, theirs in translation.alignment)
        translation = replace(translation, alignment=pairs)
    translation = write_back(attempt.facts, text, translation, source=source, target=target)
    places = []
    for index, stand_in in attempt.stand_ins:
        found = list(re.finditer(_pattern(stand_in), translation.text, re.IGNORECASE))
        if len(found) != 1:
            return None
        places.append(Replacement(start=found[0].start(), end=found[0].end(), text=attempt.facts[index].written))
    whole = rewrite_translation(translation, places)
    if attempt.stand_ins and _has_leftovers(whole.text, attempt):
        return None
    return whole


def _pattern(stand_in: str) -> str:
    behind = r"(?!\d)" if stand_in[-1].isdigit() else ""
    return f"{stand_in[:2]} ?{stand_in[2:]}{behind}"


def _has_leftovers(text: str, attempt: Attempt) -> bool:
    """Whether anything like a stand-in is left in a text."""
    known = "".join(fact.written for fact in attempt.facts)
    return any(match.group() not in known for match in re.finditer(rf"{attempt.prefix}+\s?\d*", text, re.IGNORECASE))


def raised(facts: Sequence[Fact], levels: Sequence[int], lost: Sequence[int]) -> tuple[int, ...]:
    """The levels with those of the lost facts one higher, as far as they go."""
    return tuple(min(level + (index in lost), max(0, facts[index].levels - 1)) for index, level in enumerate(levels))


def highest(facts: Sequence[Fact]) -> tuple[int, ...]:
    """The levels at which every fact that can be is a stand-in."""
    return tuple(max(0, fact.levels - 1) if fact.kind not in {Kind.STYLE, Kind.CAPITALS} else 0 for fact in facts)
