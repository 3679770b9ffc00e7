"""Alarms: what is most likely wrong with a translated sentence, whatever score its translator gave it.

A score says how sure a model was, and a model is as sure of a lost "not" as of anything else. So facts that can be
compared are compared: numbers, names, negation, what was left standing, what repeats itself, and a length that this
pair of languages hardly ever has. Each alarm says how often such a thing is a mistake indeed, which orders them.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from statistics import median

from pipeline.languages import writes_without_spaces
from pipeline.quality.negation import count_negations
from pipeline.quality.units import changed_units
from pipeline.translation import (
    EMPTY,
    LOOP,
    NUMBERS,
    UNTRANSLATED,
    are_relatives,
    fault_name,
    fault_weight,
    find_faults,
)

_WIDEST = 3.0
"""So many deviations from the pair's usual length are as often right as wrong."""
_LENGTH_DEVIATION = 0.16
_SHORT_DEVIATION = 2.2
"""The deviation of a length's logarithm is the root of the first squared and the second over the letters."""
_LEFT_WORDS = 4
_LEFT_WORDS_OF_RELATIVES = 7
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,'’   ]\d+)*")
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
)
"""What languages write in different ways for the same sound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One thing that speaks against a sentence."""

    kind: str
    """`empty`, `untranslated`, `loop`, `number`, `name`, `negation`, `length` or the fault's own name."""
    reason: str
    """For people."""
    probability: float
    """How often such a sentence is wrong, from 0 to 1."""
    harm: float
    """How bad it is for a viewer if it is, from 0 to 1."""
    cause: str = ""
    """What is wrong, where the same cause can be in several places: a name. Empty otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthHabit:
    """How long translations usually are: the logarithm of their length by that of the source."""

    mean: float = 0.0
    deviation: float = _LENGTH_DEVIATION


def find_habit(pairs: Iterable[tuple[str, str]]) -> LengthHabit:
    """The usual length of some translations; what is known beforehand counts like ten of them."""
    ratios = [math.log(len(target) / len(source)) for source, target in pairs if len(source) > 20 and target]
    if len(ratios) < 10:
        return LengthHabit(mean=sum(ratios) / (len(ratios) + 10))
    mean = median(ratios)
    spread = 1.4826 * median(abs(ratio - mean) for ratio in ratios)
    return LengthHabit(mean=mean, deviation=max(0.6 * _LENGTH_DEVIATION, min(2 * _LENGTH_DEVIATION, spread)))


def find_alarms(
    text: str, translation: str, *, source: str, target: str, habit: LengthHabit = LengthHabit()
) -> tuple[Alarm, ...]:
    """What speaks against one translated sentence, the likeliest mistake first.

    Args:
        text: The source sentence.
        translation: What stands for it, whoever wrote it.
        source: BCP-47 tag of `text`.
        target: BCP-47 tag of `translation`.
        habit: The usual length of translations of this pair.

    >>> find_alarms("It is not safe.", "É seguro.", source="en", target="pt")[0].kind
    'negation'
    """
    if not translation.strip():
        return (_of_fault(EMPTY),)
    found = [_of_fault(fault) for fault in find_faults(text, translation, source=source, target=target)]
    seen = {alarm.kind for alarm in found}
    checks = (
        (NUMBERS, _numbers(text, translation)),
        ("unit", _units(text, translation, source, target)),
        ("name", _names(text, translation, source, target)),
        ("negation", _negation(text, translation, source, target)),
        (UNTRANSLATED, _left_standing(text, translation, source, target)),
        (LOOP, _loop(text, translation)),
        ("length", _length(text, translation, source, target, habit)),
    )
    for kind, alarms in checks:
        if kind not in seen:
            found += alarms
    return tuple(sorted(found, key=lambda alarm: -alarm.probability))


def join_probabilities(probabilities: Iterable[float]) -> float:
    """How likely at least one of some independent things is.

    >>> join_probabilities([0.5, 0.5])
    0.75
    """
    return 1.0 - math.prod(1.0 - one for one in probabilities)


def _of_fault(fault: str) -> Alarm:
    """The graver a fault, the surer it is one: from a lost symbol (0.6) to no text at all (0.99)."""
    probability = min(0.99, 0.45 + 0.09 * math.log2(1 + fault_weight([fault])))
    return Alarm(
        kind=fault_name(fault),
        reason=f"translation: {fault}",
        probability=round(probability, 2),
        harm=min(1.0, probability + 0.2),
    )


def _numbers(text: str, translation: str) -> Iterator[Alarm]:
    """A number of two digits or more that stands in one of both alone; words may replace smaller ones."""
    ours, theirs = _digits(text), _digits(translation)
    lost, added = ours - theirs, theirs - ours
    if added:
        shown = ", ".join(sorted(added))
        probability = 0.7 if lost else 0.4
        yield Alarm(
            kind=NUMBERS, reason=f"a number that is not in the source: {shown}", probability=probability, harm=1.0
        )
    elif lost:
        shown = ", ".join(sorted(lost))
        yield Alarm(kind=NUMBERS, reason=f"a number is missing: {shown}", probability=0.35, harm=1.0)


def _digits(text: str) -> Counter[str]:
    numbers = (
        "".join(str(unicodedata.decimal(char)) for char in match.group() if char.isdecimal())
        for match in _NUMBER.finditer(text)
    )
    return Counter({number.lstrip("0") for number in numbers if len(number) > 1})


def _names(text: str, translation: str, source: str, target: str) -> Iterator[Alarm]:
    """Names that are not there, or are there in another spelling.

    Many names have another form in another language (Germany, Alemanha), so that one missing name proves little;
    one that stands there with a letter or two changed is more often a mistake.
    """
    if {source.split("-", maxsplit=1)[0], target.split("-", maxsplit=1)[0]} & {"de", "lb"}:
        return
    ours, theirs = _capitalised(text, source), _capitalised(translation, target)
    words, known = {*map(_fold, _words(translation))}, {*map(_fold, _words(text))}
    lost = [name for name in ours if _fold(name) not in words]
    added = [name for name in theirs if _fold(name) not in known]
    found = [_name_alarm(name, max(added, key=lambda other: _likeness(name, other), default="")) for name in lost]
    # One is shown: where a sentence lost several, they have other forms in that language, or it is a title.
    yield from sorted(found, key=lambda alarm: -alarm.probability)[:1]


def _name_alarm(name: str, twin: str) -> Alarm:
    likeness = _likeness(name, twin) if twin else 0.0
    if likeness < _ALIKE:
        reason = f"the name “{name}” is missing"
        return Alarm(kind="name", reason=reason, probability=0.12 if twin else 0.05, harm=0.7, cause=name)
    is_form = likeness < _NEARLY_THE_SAME or min(len(name), len(twin)) < _LONG_NAME or _is_own_form(name, twin)
    reason = f"the name “{name}” became “{twin}”"
    return Alarm(kind="name", reason=reason, probability=0.03 if is_form else 0.35, harm=0.7, cause=name)


def _is_own_form(name: str, twin: str) -> bool:
    """Whether another spelling may be the language's own: other endings, and letters that it writes otherwise."""
    one, other = _skeleton(name), _skeleton(twin)
    differs = (at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right)
    same = next(differs, min(len(one), len(other)))
    return one == other or same >= _SAME_START * max(len(one), len(other))


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


def _negation(text: str, translation: str, source: str, target: str) -> Iterator[Alarm]:
    """A "not" that stands in one of both alone."""
    ours, theirs = count_negations(text, source), count_negations(translation, target)
    if ours is None or theirs is None:
        return
    if ours.strong and not theirs.strong:
        reason = "the source says “not”, the translation does not"
        yield Alarm(kind="negation", reason=reason, probability=0.1 if theirs.any else 0.5, harm=1.0)
    elif theirs.strong and not ours.strong:
        reason = "the translation says “not”, the source does not"
        yield Alarm(kind="negation", reason=reason, probability=0.05 if ours.any else 0.4, harm=1.0)
    elif ours.strong > theirs.strong + theirs.weak:
        yield Alarm(kind="negation", reason="the source says “not” more often", probability=0.25, harm=1.0)


def _units(text: str, translation: str, source: str, target: str) -> Iterator[Alarm]:
    changed = changed_units(text, translation, source=source, target=target)
    if changed is not None:
        reason = f"a unit changed: {changed[0]} became {changed[1]}"
        yield Alarm(kind="unit", reason=reason, probability=0.5, harm=1.0)


def _left_standing(text: str, translation: str, source: str, target: str) -> Iterator[Alarm]:
    """A stretch of small words that came back as it was."""
    if source.split("-", maxsplit=1)[0] == target.split("-", maxsplit=1)[0]:
        return
    wanted = _LEFT_WORDS_OF_RELATIVES if are_relatives(source, target) else _LEFT_WORDS
    ours, theirs = _words(text), _words(translation)
    matcher = SequenceMatcher(
        None, [word.casefold() for word in ours], [word.casefold() for word in theirs], autojunk=False
    )
    match = matcher.find_longest_match()
    left = ours[match.a : match.a + match.size]
    small = sum(word.islower() for word in left)
    if (match.size >= wanted and small > 1) or (match.size > 1 and match.size == len(ours) == len(theirs) and small):
        reason = f"left in the source language: “{' '.join(left)[:60]}”"
        yield Alarm(kind=UNTRANSLATED, reason=reason, probability=0.9, harm=1.0)
    elif match.size > 1 and match.size == len(ours) == len(theirs):
        yield Alarm(kind=UNTRANSLATED, reason="is the same as its source", probability=0.4, harm=1.0)


def _words(text: str) -> list[str]:
    return [match.group() for match in _WORD.finditer(text)]


def _loop(text: str, translation: str) -> Iterator[Alarm]:
    """Words that stand there twice in a row, and in the source do not."""
    phrase = find_repetition(translation)
    if phrase and not find_repetition(text):
        probability = 0.9 if " " in phrase else 0.5
        yield Alarm(kind=LOOP, reason=f"says “{phrase[:40]}” again and again", probability=probability, harm=0.9)


def find_repetition(text: str) -> str:
    """A phrase of two words or more that stands there twice in a row, or a word three times; empty if none does.

    >>> find_repetition("so far so far so good"), find_repetition("very, very good")
    ('so far', '')
    """
    words = [match.group().casefold() for match in _WORD.finditer(text)]
    for at, word in enumerate(words):
        for size in range(1, min(12, (len(words) - at) // 2) + 1):
            if words[at + size] == word and _repeats(words, at, size):
                return " ".join(words[at : at + size])
    return ""


def _repeats(words: Sequence[str], at: int, size: int) -> bool:
    """Whether the words from a place on stand there again at once: twice, a single word three times."""
    unit = words[at : at + size]
    times = 3 if size == 1 else 2
    return len("".join(unit)) > 2 and all(words[at + size * n : at + size * (n + 1)] == unit for n in range(times))


def _length(text: str, translation: str, source: str, target: str, habit: LengthHabit) -> Iterator[Alarm]:
    """A length that this pair hardly ever has."""
    if not text or writes_without_spaces(source) != writes_without_spaces(target):
        return
    ratio = math.log(len(translation) / len(text)) - habit.mean
    deviation = math.sqrt(habit.deviation**2 + _SHORT_DEVIATION**2 / (len(text) * 10))
    distance = abs(ratio) / deviation
    probability = 1 / (1 + math.exp(2 * (_WIDEST - distance)))
    if probability > 0.01:
        reason = (
            "much longer than its source usually gets" if ratio > 0 else "much shorter than its source usually gets"
        )
        yield Alarm(kind="length", reason=reason, probability=round(min(0.95, probability), 3), harm=0.9)


@lru_cache(maxsize=50_000)
def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, _fold(one), _fold(other), autojunk=False).ratio()


@lru_cache(maxsize=50_000)
def _fold(word: str) -> str:
    plain = unicodedata.normalize("NFD", word.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))


def alarms_of_faults(known: Sequence[str]) -> tuple[Alarm, ...]:
    """The alarms of faults that the translation recorded."""
    return tuple(map(_of_fault, known))
