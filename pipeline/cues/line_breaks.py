"""Which of a cue's line breaks people would choose, by learned prices of words and of the lines' shape.

Where a cue ends is decided by `segmentation`, with `breaks`; this chooses the line break of a cue that is settled.
"""

from __future__ import annotations

from functools import lru_cache

from pipeline.cues.break_words import FUNCTION_WORDS
from pipeline.cues.breaks import bare_word, class_names, is_genitive, is_joined
from pipeline.cues.line_prices import CLASSES, ENGLISH
from pipeline.cues.sentence_ends import point_ends
from pipeline.text import CLAUSE_ENDS, COMMAS, OPENERS, sentence_end

_LEFT_ENDINGS = ("ly", "ing", "ed", "s", "'s", "al", "ive", "ous", "ic", "ful", "able")
_RIGHT_ENDINGS = ("ly", "ing", "ed", "s")
_OTHER = ("other",)
_AFTER_SENTENCE = 5.0
"""Set by hand, above what follows a clause: the captions that were learned from have no two sentences in a cue."""
_INSIDE_EXPRESSION = -3.0
"""Set by hand, below an article and its noun: English, which was learned from, has few expressions of this kind."""


def is_learned(language: str) -> bool:
    """Whether the classes of a language's words are known."""
    return _code(language) in FUNCTION_WORDS


@lru_cache(maxsize=100_000)
def word_worth(left: str, right: str, language: str) -> float:
    """What the two words around a line break say for it; higher is better, differences of 1 are large.

    Args:
        left: The last word of the upper line, with its punctuation.
        right: The first word of the lower line.
        language: BCP-47 tag of a language that `is_learned`.

    >>> word_worth("ships", "from", "en") > word_worth("the", "ships", "en")
    True
    """
    code = _code(language)
    table = _table(code)
    return sum(table.get(feature, 0.0) for feature in _features(left, right, code))


def shape_worth(top: float, bottom: float, limit: float, language: str) -> float:
    """What the lengths of the two lines say for a break; at most 0.

    Args:
        top: Cells of the upper line.
        bottom: Cells of the lower line.
        limit: The longest line that is allowed.
        language: BCP-47 tag of a language that `is_learned`.
    """
    table = _table(_code(language))
    uneven = abs(top - bottom) / limit
    short = max(0.0, 0.5 - min(top, bottom) / limit)
    return table["uneven"] * uneven + table["uneven-squared"] * uneven**2 + table["short-line"] * short


def _features(left: str, right: str, code: str) -> list[str]:
    ours, theirs = class_names(left, code) or _OTHER, class_names(right, code) or _OTHER
    mark = _mark(left, right, code)
    features = [mark] if mark else [f"left:{name}" for name in ours]
    features += [f"right:{name}" for name in theirs]
    if right[0] in OPENERS:
        features.append("before-quote")
    features.append(f"right={bare_word(right)}")
    if theirs is _OTHER:
        features += [f"right-ends:{ending}" for ending in _RIGHT_ENDINGS if bare_word(right).endswith(ending)]
    if mark:
        return features
    features += [f"pair:{a}>{b}" for a in ours for b in theirs]
    if is_genitive(right, code):
        features.append("right:genitive")
    if is_joined(left, right, code):
        features.append("joined")
    features.append(f"left={bare_word(left)}")
    if ours is _OTHER:
        features += [f"left-ends:{ending}" for ending in _LEFT_ENDINGS if bare_word(left).endswith(ending)]
    if left[:1].isupper() and right[:1].isupper() and "i" not in {bare_word(left), bare_word(right).split("'")[0]}:
        features.append("name")
    return features


def _mark(word: str, following: str, code: str) -> str:
    """The kind of punctuation that a word ends with; an abbreviation's point is none."""
    if mark := sentence_end(word):
        return "" if mark == "." and point_ends(word, following, code) is False else "end"
    last = word.rstrip("\"'”’)]")[-1:]
    if last and (last in CLAUSE_ENDS or word.endswith("--")):
        return "clause"
    return "comma" if last and last in COMMAS else ""


def _code(language: str) -> str:
    return language.split("-", maxsplit=1)[0]


@lru_cache(maxsize=16)
def _table(code: str) -> dict[str, float]:
    rows = (row.rsplit(maxsplit=1) for row in (ENGLISH if code == "en" else CLASSES).split(";"))
    by_hand = {"end": _AFTER_SENTENCE, "joined": _INSIDE_EXPRESSION}
    return {feature.strip(): float(weight) for feature, weight in rows} | by_hand
