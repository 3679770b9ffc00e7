"""The glossary as translation uses it: which terms stand in a sentence, and what must stand for them.

How a term is enforced with models that know no constraints is the business of `protection`; here its uses are found,
each with the forms in which its translation counts as kept.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from pipeline.dataclass import dataclass
from pipeline.languages import written_language
from pipeline.records import GlossaryTerm, digest
from pipeline.text import has_unspaced
from pipeline.translation.inflection import inflected_forms
from pipeline.translation.protection import TermUse


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRule:
    """One term for one pair of languages."""

    forms: tuple[str, ...]
    """How the term stands in a source sentence; the first is the term itself."""
    translations: tuple[str, ...]
    """What may stand for it, the first preferred; empty where only something is forbidden."""
    accepted: tuple[str, ...]
    """Inflected forms of the translations."""
    forbidden: tuple[str, ...]
    is_case_sensitive: bool
    is_translated: bool


@dataclass(frozen=True, slots=True)
class GlossaryFinder:
    """Finds the terms of a glossary in source sentences; a value that can be pickled."""

    rules: tuple[TermRule, ...] = ()

    def find(self, text: str) -> tuple[TermUse, ...]:
        """The terms in one sentence, in order, the longer one where two overlap."""
        return tuple(use for use, _ in self._matches(text))

    def key_of(self, text: str) -> str:
        """What a sentence's translation depends on by the glossary: empty without a term in it."""
        found = [(text[use.start : use.end], rule) for use, rule in self._matches(text)]
        return digest("terms", *found) if found else ""

    def _matches(self, text: str) -> list[tuple[TermUse, TermRule]]:
        found: list[tuple[TermUse, TermRule]] = []
        for rule in self.rules:
            for match in _pattern(rule.forms, is_case_sensitive=rule.is_case_sensitive).finditer(text):
                found.append((_use(rule, match), rule))
        found.sort(key=lambda item: (item[0].start - item[0].end, item[0].start))
        kept: list[tuple[TermUse, TermRule]] = []
        for item in found:
            if all(item[0].end <= other.start or other.end <= item[0].start for other, _ in kept):
                kept.append(item)
        return sorted(kept, key=lambda item: item[0].start)


NO_GLOSSARY = GlossaryFinder()


def make_finder(terms: Iterable[GlossaryTerm], *, source: str, target: str, video: str = "") -> GlossaryFinder:
    """What a glossary says for one pair of languages and one video.

    Args:
        terms: The glossary.
        source: BCP-47 tag of the sentences.
        target: Of the translations.
        video: The video's name; terms that name videos hold only there.
    """
    rules: dict[tuple[str, bool], list[GlossaryTerm]] = defaultdict(list)
    for term in terms:
        is_here = not term.videos or video in term.videos
        if is_here and (not term.language or _is_same(term.language, source)):
            rules[term.source, term.is_case_sensitive].append(term)
    made = (_rule(group, target) for group in rules.values())
    return GlossaryFinder(tuple(rule for rule in made if rule is not None))


def find_contradictions(terms: Sequence[GlossaryTerm]) -> Iterator[str]:
    """What cannot hold at once, one line for each: for people, with the terms' names.

    Two translations of one term in two entries, one that is forbidden elsewhere, a term that is translated and is
    not, and terms of one language that stand for each other in a circle.
    """
    yield from _two_translations(terms)
    kept = {term.source.casefold() for term in terms if not term.is_translated}
    required = {
        (term.source.casefold(), tag, text.casefold())
        for term in terms
        for tag, texts in term.translations
        for text in texts
    }
    for term in terms:
        if term.source.casefold() in kept and term.translations:
            yield f"“{term.source}” is not to be translated, yet has a translation"
        for tag, texts in term.forbidden:
            for text in texts:
                if (term.source.casefold(), tag, text.casefold()) in required:
                    yield f"“{text}” is both required and forbidden for “{term.source}” in {tag}"
    yield from _circles(terms)


def _two_translations(terms: Iterable[GlossaryTerm]) -> Iterator[str]:
    known: dict[tuple[str, str], list[tuple[GlossaryTerm, str]]] = defaultdict(list)
    for term in terms:
        for tag, texts in term.translations:
            others = known[term.source.casefold(), tag]
            for other, text in others:
                if text.casefold() != texts[0].casefold() and _hold_together(term, other):
                    yield f"“{term.source}” is both “{text}” and “{texts[0]}” in {tag}"
                    break
            others.append((term, texts[0]))


def _hold_together(one: GlossaryTerm, other: GlossaryTerm) -> bool:
    """Whether two terms can stand in one sentence of one video."""
    is_language = not one.language or not other.language or one.language == other.language
    return is_language and (not one.videos or not other.videos or not set(one.videos).isdisjoint(other.videos))


def _circles(terms: Iterable[GlossaryTerm]) -> Iterator[str]:
    """Terms of one language that stand for each other."""
    replaced = {
        (tag, term.source.casefold()): texts[0].casefold()
        for term in terms
        for tag, texts in term.translations
        if term.language and _is_same(term.language, tag) and texts[0].casefold() != term.source.casefold()
    }
    seen: set[tuple[str, str]] = set()
    for start in replaced:
        path = [start[1]]
        while (step := (start[0], path[-1])) in replaced and step not in seen:
            seen.add(step)
            path.append(replaced[step])
            if path[-1] == start[1]:
                yield f"{' → '.join(f'“{text}”' for text in path)} in {start[0]} is a circle"
                break


def _is_same(one: str, other: str) -> bool:
    """Whether what is said of one language holds for the other: `pt` for `pt-BR`, not the other way round."""
    return one == other or written_language(one) == other or other.startswith(f"{one}-")


def _rule(terms: Sequence[GlossaryTerm], target: str) -> TermRule | None:
    first = terms[0]
    is_translated = all(term.is_translated for term in terms)
    translations = tuple(dict.fromkeys(text for term in terms for text in _for_language(term.translations, target)))
    forbidden = tuple(dict.fromkeys(text for term in terms for text in _for_language(term.forbidden, target)))
    if not is_translated:
        translations = (first.source,)
    if not translations and not forbidden:
        return None
    return TermRule(
        forms=(first.source, *dict.fromkeys(form for term in terms for form in term.forms if form != first.source)),
        translations=translations,
        accepted=tuple(
            dict.fromkeys(
                form for text in translations for form in inflected_forms(text, target) if form not in translations
            )
        )
        if is_translated
        else (),
        forbidden=forbidden,
        is_case_sensitive=first.is_case_sensitive,
        is_translated=is_translated,
    )


def _for_language(table: tuple[tuple[str, tuple[str, ...]], ...], target: str) -> tuple[str, ...]:
    """The entry of the language itself, or of the one without its region."""
    known = dict(table)
    return known.get(target) or known.get(target.split("-", maxsplit=1)[0], ())


def _use(rule: TermRule, match: re.Match[str]) -> TermUse:
    text = match.group()
    written = rule.translations[0] if rule.is_translated and rule.translations else text
    return TermUse(
        start=match.start(),
        end=match.end(),
        translation=written,
        accepted=tuple(dict.fromkeys((*rule.translations[1:], *rule.accepted))),
        forbidden=rule.forbidden,
    )


@lru_cache(maxsize=4_096)
def _pattern(forms: tuple[str, ...], *, is_case_sensitive: bool) -> re.Pattern[str]:
    ordered = sorted(forms, key=len, reverse=True)
    parts = [r"\s+".join(re.escape(word) for word in form.split()) for form in ordered]
    borders = [
        ("" if has_unspaced(form[0]) else r"(?<!\w)", "" if has_unspaced(form[-1]) else r"(?!\w)") for form in ordered
    ]
    joined = "|".join(f"{before}{part}{after}" for part, (before, after) in zip(parts, borders, strict=True))
    return re.compile(joined, 0 if is_case_sensitive else re.IGNORECASE)
