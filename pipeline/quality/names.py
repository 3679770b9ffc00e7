"""Names that a translation lacks, spells otherwise, or has too many.

Many names have another form in another language (Germany, Alemanha), and many words with a capital are none (Friday,
Prime Minister). What an installed translation model knows of words tells them apart; without one a missing name proves
little, and one that stands there with a letter or two changed is more often a mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from pipeline.dataclass import dataclass
from pipeline.languages import writes_without_spaces
from pipeline.text import fold
from pipeline.translation import NO_LEXICON, Lexicon

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$", re.IGNORECASE)
_ENOUGH_NAME = 3
_ALIKE, _NEARLY_THE_SAME, _LONG_NAME, _SAME_START = 0.5, 0.75, 5, 0.6
"""How alike two spellings of one name are at least; how alike a slip of a letter leaves a name that long; and which
share of its beginning a form of another language keeps."""
_SPELLINGS = (
    ("ph", "f"),
    ("th", "t"),
    ("ch", "c"),
    ("y", "i"),
    ("k", "c"),
    ("qu", "c"),
    ("w", "v"),
    ("z", "s"),
    ("h", ""),
    ("ct", "t"),
    ("pt", "t"),
)
"""What languages write in different ways for the same sound."""
_CAPITAL_NOUNS = {"de", "lb"}
"""Languages that write all nouns with a capital."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameDoubt:
    """What speaks against the names of a translated sentence."""

    reason: str
    probability: float
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """The names of a sentence and its translation that stand in one of both alone."""

    words: tuple[str, ...]
    """All words of the source, without the ending of a genitive."""
    others: tuple[str, ...]
    """All words of the translation."""
    lost: tuple[str, ...]
    added: tuple[str, ...]


def doubt_names(
    text: str, translation: str, *, source: str, target: str, lexicon: Lexicon = NO_LEXICON
) -> NameDoubt | None:
    """What speaks most against the names of a translation; None if nothing does.

    One is shown: where a sentence lost several, they have other forms in that language, or it is a title.

    >>> doubt_names("He met Jane Goodall.", "Ele conheceu Jane Goodell.", source="en", target="pt").name
    'Goodall'
    """
    if {source.split("-", maxsplit=1)[0], target.split("-", maxsplit=1)[0]} & _CAPITAL_NOUNS:
        return None
    words, others = tuple(map(_bare, _words(text))), tuple(_words(translation))
    ours, theirs = {*_parts(words)}, {*_parts(others)}
    names = _Names(
        words=words,
        others=others,
        lost=tuple(name for name in map(_bare, _capitalised(text, source)) if _fold(name) not in theirs),
        added=tuple(name for name in _capitalised(translation, target) if not _is_there(name, ours)),
    )
    found = _by_lexicon(names, lexicon) if lexicon.knows_words else _by_spelling(names)
    return max(found, key=lambda one: one.probability, default=None)


def _by_lexicon(names: _Names, lexicon: Lexicon) -> Iterable[NameDoubt]:
    """Names that no word of the source explains, and lost ones that have no other form."""
    strange = [name for name in names.added if _is_strange(name, names.words, lexicon)]
    stay = [name for name in names.lost if _should_stay(name, names.others, lexicon)]
    candidates = [word for word in names.words if word[:1].isupper() and len(word) >= _ENOUGH_NAME]
    theirs = {*_parts(names.others)}
    missing = [name for name in dict.fromkeys(candidates) if _fold(name) not in theirs]
    for name in strange:
        yield _strange_name(name, missing, stay, is_spelling=lexicon.is_spelling(name) and not lexicon.knows_pairs)
    for name in stay:
        yield NameDoubt(reason=f"the name “{name}” is missing", probability=0.1, name=name)
    for name in names.lost:
        yield NameDoubt(reason=f"the name “{name}” is missing", probability=0.02, name=name)


def _strange_name(name: str, missing: Sequence[str], stay: Sequence[str], *, is_spelling: bool) -> NameDoubt:
    twin = max(missing, key=lambda other: _likeness(name, other), default="")
    if twin and _are_alike(name, twin):
        probability = 0.15 if _may_be_form(twin, name) else 0.6
        return NameDoubt(reason=f"the name “{twin}” became “{name}”", probability=probability, name=twin)
    if stay:
        reason = f"the name “{stay[0]}” is missing, and “{name}” is not in the source"
        return NameDoubt(reason=reason, probability=0.2 if is_spelling else 0.6, name=stay[0])
    reason = f"the name “{name}” is not in the source"
    return NameDoubt(reason=reason, probability=0.1 if is_spelling else 0.45, name=name)


def _is_strange(name: str, words: Iterable[str], lexicon: Lexicon) -> bool:
    """Whether nothing explains a name in a translation: no word of its language, no likely translation, no initials."""
    parts = [part for part in re.split(r"['’-]", name) if len(part) >= _ENOUGH_NAME]
    if any(char.isupper() for char in name[1:]) and name.isupper():
        return False
    unknown = [part for part in parts if not lexicon.is_word(part)]
    return bool(unknown) and not any(lexicon.may_become(word, part) for word in words for part in unknown)


def _should_stay(name: str, others: Iterable[str], lexicon: Lexicon) -> bool:
    return not (name.isupper() or lexicon.is_word(name) or any(lexicon.may_become(name, other) for other in others))


def _by_spelling(names: _Names) -> Iterable[NameDoubt]:
    for name in names.lost:
        twin = max(names.added, key=lambda other: _likeness(name, other), default="")
        if not twin or _likeness(name, twin) < _ALIKE:
            yield NameDoubt(
                reason=f"the name “{name}” is missing", probability=0.12 if names.added else 0.05, name=name
            )
        else:
            probability = 0.03 if _may_be_form(name, twin) else 0.35
            yield NameDoubt(reason=f"the name “{name}” became “{twin}”", probability=probability, name=name)


def _may_be_form(name: str, twin: str) -> bool:
    """Whether another spelling may be another language's form of a name rather than a slip of a letter."""
    if _is_slip(name, twin):
        return False
    if _likeness(name, twin) < _NEARLY_THE_SAME or min(len(name), len(twin)) < _LONG_NAME:
        return True
    one, other = _skeleton(name), _skeleton(twin)
    differs = (at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right)
    same = next(differs, min(len(one), len(other)))
    return one == other or same >= _SAME_START * max(len(one), len(other))


def _are_alike(name: str, twin: str) -> bool:
    likeness = _likeness(name, twin)
    return likeness >= _NEARLY_THE_SAME or (likeness >= _ALIKE and _skeleton(name)[:1] == _skeleton(twin)[:1])


def _is_slip(name: str, twin: str) -> bool:
    """Whether one letter before the last is another, missing or too many, and both do not sound the same."""
    from rapidfuzz.distance import OSA

    one, other = _fold(name), _fold(twin)
    is_near = min(len(one), len(other)) >= _LONG_NAME and one[-1] == other[-1] and OSA.distance(one, other) == 1
    return is_near and _skeleton(name) != _skeleton(twin)


def _skeleton(name: str) -> str:
    text = _fold(name)
    for old, new in _SPELLINGS:
        text = text.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", text)


def _capitalised(text: str, tag: str) -> list[str]:
    """Words with a capital that do not begin a sentence, each once."""
    if writes_without_spaces(tag) or text.isupper():
        return []
    found: dict[str, None] = {}
    for match in _WORD.finditer(text):
        before = text[: match.start()].rstrip(" \"'“”‘’«»([¿¡")
        word = match.group()
        if before and before[-1] not in ".!?…:" and word[0].isupper() and len(word) >= _ENOUGH_NAME:
            found[word] = None
    return list(found)


def _words(text: str) -> list[str]:
    return [match.group() for match in _WORD.finditer(text)]


def _bare(word: str) -> str:
    """A word without the ending of an English genitive."""
    return _POSSESSIVE.sub("", word)


def _parts(words: Iterable[str]) -> Iterable[str]:
    """The folded words, and the folded parts of those with a hyphen or an apostrophe."""
    for word in words:
        yield _fold(word)
        yield _fold(_bare(word))
        yield from map(_fold, re.split(r"['’-]", word))


def _is_there(name: str, folded: set[str]) -> bool:
    return _fold(name) in folded or _fold(_bare(name)) in folded


@lru_cache(maxsize=50_000)
def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, _fold(one), _fold(other), autojunk=False).ratio()


@lru_cache(maxsize=50_000)
def _fold(word: str) -> str:
    return fold(word.replace("’", "'"))
