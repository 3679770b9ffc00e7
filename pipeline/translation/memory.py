"""The translation memory: what people wrote or approved for a sentence, found again for the same and for similar ones.

It is made of the workspace's own files and holds nothing that they do not say. Looking up the same sentence is one
step in a table; similar sentences share rare words, which an index finds, and are then compared letter by letter.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import field

from pipeline.dataclass import dataclass
from pipeline.languages import written_language
from pipeline.records import MemoryEntry
from pipeline.text import match_key, split_atoms

NEAR = 0.75
"""Letters that two sentences share at least, so that the one's translation helps with the other."""
_RARE_WORDS = 4
_CANDIDATES = 4_000

_Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMatch:
    """An entry whose sentence is similar."""

    entry: MemoryEntry
    likeness: float
    """From `NEAR` to 1; the same sentence has 1."""


@dataclass(slots=True)
class TranslationMemory:
    """Sentences with people's translations; of several for one sentence the latest stands."""

    entries: tuple[MemoryEntry, ...] = ()
    _exact: dict[tuple[str, str, str], list[MemoryEntry]] = field(init=False, default_factory=dict)
    _words: dict[_Pair, dict[str, list[int]]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for entry in sorted(self.entries, key=lambda one: (one.date, one.video)):
            self._exact.setdefault((_plain(entry.source), entry.source_language, entry.language), []).insert(0, entry)

    def __bool__(self) -> bool:
        return bool(self.entries)

    def exact(self, source: str, source_language: str, language: str, *, besides: str = "") -> MemoryEntry | None:
        """What a person wrote for this very sentence last; white space does not count, all else does.

        Args:
            source: The sentence.
            source_language: BCP-47 tag.
            language: Of the translation.
            besides: A video whose own translations are not meant.
        """
        found = self._exact.get((_plain(source), source_language, language), ())
        return next((entry for entry in found if not besides or entry.video != besides), None)

    def near(self, source: str, source_language: str, language: str, *, limit: int = 3) -> tuple[NearMatch, ...]:
        """The most similar sentences, the most similar first: suggestions only."""
        from rapidfuzz import fuzz, process

        candidates = self._candidates(source, (source_language, language))
        texts = {number: self.entries[number].source for number in candidates}
        found = process.extract(source, texts, scorer=fuzz.ratio, score_cutoff=100 * NEAR, limit=limit)
        return tuple(
            NearMatch(entry=self.entries[number], likeness=round(score / 100, 3)) for _, score, number in found
        )

    def _candidates(self, source: str, pair: _Pair) -> list[int]:
        """Entries that share rare words with a sentence."""
        if pair not in self._words:
            self._words[pair] = _index(self.entries, pair)
        places = self._words[pair]
        rare = sorted({word for word in _words(source) if word in places}, key=lambda word: len(places[word]))
        votes: Counter[int] = Counter(number for word in rare[:_RARE_WORDS] for number in places[word][:_CANDIDATES])
        return [number for number, _ in votes.most_common(_CANDIDATES)]


def _index(entries: Iterable[MemoryEntry], pair: _Pair) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        if (entry.source_language, entry.language) == pair:
            for word in set(_words(entry.source)):
                places[word].append(number)
    return places


def _words(text: str) -> list[str]:
    return [match_key(atom) for _, atom in split_atoms(text)]


def _plain(text: str) -> str:
    return " ".join(text.split())


def is_same_language(one: str, other: str) -> bool:
    """Whether a memory in one tag serves another: `pt` serves `pt-BR`."""
    return one == other or written_language(one) == written_language(other)
