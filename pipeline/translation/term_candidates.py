"""Terms that a glossary may want: names and phrases that recur in what is said."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pipeline.dataclass import dataclass

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_LEAST_NAME, _LEAST_PHRASE = 2, 3
_LONGEST = 4
_END = re.compile(r"[.!?…:;,。！？()\"“”]")


@dataclass(frozen=True, slots=True, kw_only=True)
class TermCandidate:
    """A word or phrase that recurs."""

    text: str
    count: int
    is_name: bool
    videos: tuple[str, ...]
    example: str
    """One sentence with it."""


def suggest_terms(
    sentences: Mapping[str, Sequence[str]], *, known: Iterable[str] = (), stop_words: Iterable[str] = ()
) -> tuple[TermCandidate, ...]:
    """Recurring names and phrases, names first, the most frequent on top.

    Args:
        sentences: Of each video, in the spoken language.
        known: Terms that the glossary has.
        stop_words: Words that begin and end no term, such as articles and prepositions, in small letters.
    """
    stop, have = set(stop_words), {term.casefold() for term in known}
    counts: Counter[str] = Counter()
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    places: dict[str, dict[str, None]] = defaultdict(dict)
    examples: dict[str, str] = {}
    inside: dict[str, bool] = defaultdict(bool)
    for video, texts in sentences.items():
        for text in texts:
            for phrase, is_inside in _phrases(text, stop):
                key = phrase.casefold()
                inside[key] |= is_inside
                counts[key] += 1
                spelled[key][phrase] += 1
                places[key][video] = None
                examples.setdefault(key, text)
    small = _words_written_small(sentences)
    found = []
    for key, count in counts.items():
        text = spelled[key].most_common(1)[0][0]
        is_name = inside[key] and _is_name(text, small)
        if count >= (_LEAST_NAME if is_name else _LEAST_PHRASE) and key not in have and (is_name or " " in text):
            found.append(
                TermCandidate(text=text, count=count, is_name=is_name, videos=tuple(places[key]), example=examples[key])
            )
    whole = _without_parts(found)
    return tuple(sorted(whole, key=lambda one: (not one.is_name, -one.count, one.text)))


def _phrases(text: str, stop: set[str]) -> Iterable[tuple[str, bool]]:
    """All runs of words, without punctuation inside, that neither begin nor end with a stop word.

    Each with whether it stands inside the sentence, where a capital means a name.
    """
    words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(text)]
    for first in range(len(words)):
        for last in range(first, min(len(words), first + _LONGEST)):
            if last > first and _END.search(text[words[last - 1][2] : words[last][1]]):
                break
            ends = words[first][0].casefold(), words[last][0].casefold()
            if stop.isdisjoint(ends) and not any(end.isdigit() for end in ends) and min(map(len, ends)) > 1:
                yield " ".join(word for word, _, _ in words[first : last + 1]), first > 0


def _words_written_small(sentences: Mapping[str, Sequence[str]]) -> set[str]:
    return {word for texts in sentences.values() for text in texts for word in _WORD.findall(text) if word[0].islower()}


def _is_name(text: str, small: set[str]) -> bool:
    """Whether all its words have capitals, and none is also written small: it only began sentences then."""
    words = text.split()
    return all(word[0].isupper() and word.casefold() not in small for word in words)


def _without_parts(found: Sequence[TermCandidate]) -> list[TermCandidate]:
    """Without phrases that hardly occur outside a longer one that is in the list."""
    kept: list[TermCandidate] = []
    for one in sorted(found, key=lambda candidate: -len(candidate.text.split())):
        inside = [
            other
            for other in kept
            if f" {one.text.casefold()} " in f" {other.text.casefold()} " and other.is_name >= one.is_name
        ]
        if all(other.count < one.count - 1 for other in inside) or not inside:
            kept.append(one)
    return kept
