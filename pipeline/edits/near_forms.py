"""Where recognised words resemble a name: what a recogniser writes that does not know the name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.dataclass import dataclass
from pipeline.model import Transcript, Word
from pipeline.records import GlossaryTerm
from pipeline.text import has_unspaced

_LETTERS = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)
"""From the first letter of a word to the last."""
_GENITIVE = re.compile(r"['’]s?$")
_SENTENCE_END = re.compile(r"[.!?…]\W*$")
_LEAST_LETTERS = 4
"""Shorter names resemble too many words."""
_LIKE, _LIKE_START = 70.0, 62.0
"""How alike the letters of both must be, in per cent; the second is enough where both begin with the same letter."""
_SURE = 0.95
"""A word of which the recogniser is so sure is no other one: of 60 places in real and synthetic speech where a name
would mend an error, none was surer."""
_IS_NAME = 101.0
"""Instead of that share: the words are the name itself."""
_DRIFT = 2
"""By how many letters both may differ in length."""
_ENDING = 2
"""A name with so many letters more is the name in the plural or another case, not another word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NearForm:
    """Some words that resemble a name without being it."""

    first: int
    """The first of the words, counted from 0."""
    end: int
    """Behind the last of them."""
    name: str
    """As the list has it."""
    text: str
    """The name as it would stand there: with the punctuation of the words, and a genitive."""
    heard: str
    """The words without their punctuation."""


@dataclass(frozen=True, slots=True)
class _Part:
    """The letters of a word, and what stands around them."""

    before: str
    letters: str
    behind: str

    @classmethod
    def of(cls, text: str) -> _Part | None:
        found = _LETTERS.search(text)
        if found is None or has_unspaced(text):
            return None
        genitive = _GENITIVE.search(found.group())
        end = found.end() if genitive is None else found.start() + genitive.start()
        return cls(text[: found.start()], text[found.start() : end], text[end:])


def find_near_forms(words: Sequence[Word], names: Iterable[str]) -> tuple[NearForm, ...]:
    """The places that resemble a name, each with the name that it resembles most; in order, without overlap.

    A name of two words is looked for in one, two and three words, since recognisers cut what they do not know as
    they like. In scripts that are written without spaces nothing is found.

    Args:
        words: Of a transcript.
        names: What may be said.
    """
    wanted = {name: key for name in dict.fromkeys(names) if len(key := _squeezed(name)) >= _LEAST_LETTERS}
    if not wanted:
        return ()
    text = _Text(words)
    found: list[tuple[float, NearForm]] = []
    for size in sorted({size for name in wanted for size in _sizes(name)}):
        places = text.places(size)
        for name, key in wanted.items():
            if size in _sizes(name):
                found += text.alike(places, name, key, size)
    return _without_overlaps(found)


def names_in(terms: Iterable[GlossaryTerm], video: str, language: str) -> tuple[str, ...]:
    """The names among the terms that hold for a video in this language; other terms every recogniser knows."""
    return tuple(
        term.source
        for term in terms
        if (not term.is_translated or any(word[:1].isupper() for word in term.source.split()))
        and term.language in {"", language}
        and (not term.videos or video in term.videos)
    )


def names_nearby(transcript: Transcript, names: Sequence[str]) -> tuple[str, ...]:
    """Those of some names that something in a transcript resembles, sorted."""
    return tuple(sorted({form.name for form in find_near_forms(transcript.words, names)}))


class _Text:
    """The words of a transcript, and their letters."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = words
        self._parts = [_Part.of(word.text) for word in words]
        self._ends = [bool(_SENTENCE_END.search(word.text)) for word in words]

    def places(self, size: int) -> dict[str, list[int]]:
        """Where so many words follow each other within a sentence, by their letters."""
        found: dict[str, list[int]] = {}
        for first in range(len(self._words) - size + 1):
            some = self._parts[first : first + size]
            if all(some) and not any(self._ends[first : first + size - 1]):
                found.setdefault("".join(part.letters for part in some if part).casefold(), []).append(first)
        return found

    def alike(
        self, places: Mapping[str, Sequence[int]], name: str, key: str, size: int
    ) -> Iterator[tuple[float, NearForm]]:
        """The places that resemble a name, or are it, with how much."""
        from rapidfuzz import fuzz, process

        is_cut = size != len(name.split())
        for letters, share, _ in process.extract_iter(key, [*places], scorer=fuzz.ratio, score_cutoff=_LIKE_START):
            is_name = not is_cut and letters.startswith(key) and len(letters) - len(key) <= _ENDING
            if is_name or _resembles(letters, key, share):
                for first in places[letters]:
                    if is_name or self._is_doubtful(first, first + size):
                        yield _IS_NAME if is_name else share, self._near_form(first, first + size, name)

    def _is_doubtful(self, first: int, end: int) -> bool:
        return any(word.probability is None or word.probability < _SURE for word in self._words[first:end])

    def _near_form(self, first: int, end: int, name: str) -> NearForm:
        some = [part for part in self._parts[first:end] if part]
        is_start = first == 0 or self._ends[first - 1]
        fitted = name[:1].upper() + name[1:] if is_start and some[0].letters[:1].isupper() else name
        return NearForm(
            first=first,
            end=end,
            name=name,
            text=f"{some[0].before}{fitted}{some[-1].behind}",
            heard=" ".join(part.letters for part in some),
        )


def _sizes(name: str) -> range:
    count = len(name.split())
    return range(max(1, count - 1), count + 2)


def _squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


def _resembles(letters: str, key: str, share: float) -> bool:
    least = _LIKE_START if letters[0] == key[0] else _LIKE
    return share >= least and abs(len(letters) - len(key)) <= _DRIFT


def _without_overlaps(found: Iterable[tuple[float, NearForm]]) -> tuple[NearForm, ...]:
    """Of places that overlap the one that resembles its name most; none that touches a name."""
    taken: set[int] = set()
    kept = []
    for share, one in sorted(found, key=lambda pair: (-pair[0], pair[1].first, pair[1].end, pair[1].name)):
        places = range(one.first, one.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept += [] if share == _IS_NAME else [one]
    return tuple(sorted(kept, key=lambda one: one.first))
