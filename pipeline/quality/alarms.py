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
from difflib import SequenceMatcher
from statistics import median

from pipeline.dataclass import dataclass
from pipeline.languages import writes_without_spaces
from pipeline.quality.names import doubt_names
from pipeline.quality.negation import count_negations, knows_weak
from pipeline.quality.units import are_converted, changed_units
from pipeline.translation import (
    EMPTY,
    LOOP,
    NO_LEXICON,
    NUMBERS,
    UNTRANSLATED,
    Lexicon,
    are_relatives,
    fault_name,
    fault_weight,
    find_added_numbers,
    find_faults,
)

_WIDEST = 3.0
"""So many deviations from the pair's usual length are as often right as wrong."""
_LENGTH_DEVIATION = 0.16
_SHORT_DEVIATION = 2.2
"""The deviation of a length's logarithm is the root of the first squared and the second over the letters."""
_WHOLE = 0.8
"""Share of a sentence that is no title in it."""
_SHORT_WORD = 4
"""Words up to this long are written small in a title: of, the, with."""
_LEFT_WORDS = 4
_LEFT_WORDS_OF_RELATIVES = 7
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SAID = re.compile(rf"{_WORD.pattern}|\d+(?:[.,:/]\d+)*%?")
"""What somebody says twice where a text repeats itself: words and numbers."""
_NUMBER = re.compile(r"\d+(?:[.,'’   ]\d+)*")


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


_USUAL_HABIT = LengthHabit()


def find_habit(pairs: Iterable[tuple[str, str]]) -> LengthHabit:
    """The usual length of some translations; what is known beforehand counts like ten of them."""
    ratios = [math.log(len(target) / len(source)) for source, target in pairs if len(source) > 20 and target]
    if len(ratios) < 10:
        return LengthHabit(mean=sum(ratios) / (len(ratios) + 10))
    mean = median(ratios)
    spread = 1.4826 * median(abs(ratio - mean) for ratio in ratios)
    return LengthHabit(mean=mean, deviation=max(0.6 * _LENGTH_DEVIATION, min(2 * _LENGTH_DEVIATION, spread)))


def find_alarms(  # noqa: PLR0913 - a pair of texts, a pair of languages, and what is known of these
    text: str,
    translation: str,
    *,
    source: str,
    target: str,
    habit: LengthHabit = _USUAL_HABIT,
    lexicon: Lexicon = NO_LEXICON,
) -> tuple[Alarm, ...]:
    """What speaks against one translated sentence, the likeliest mistake first.

    Args:
        text: The source sentence.
        translation: What stands for it, whoever wrote it.
        source: BCP-47 tag of `text`.
        target: BCP-47 tag of `translation`.
        habit: The usual length of translations of this pair.
        lexicon: What is known of the words of both languages; names are judged better with one.

    >>> find_alarms("It is not safe.", "É seguro.", source="en", target="pt")[0].kind
    'negation'
    """
    if not translation.strip():
        return (_of_fault(EMPTY),)
    found = [_of_fault(fault) for fault in find_faults(text, translation, source=source, target=target)]
    seen = {alarm.kind for alarm in found}
    checks = (
        (NUMBERS, _numbers(text, translation, source, target)),
        ("unit", _units(text, translation, source, target)),
        ("name", _names(text, translation, source, target, lexicon)),
        ("negation", _negation(text, translation, source, target, lexicon)),
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


def _numbers(text: str, translation: str, source: str, target: str) -> Iterator[Alarm]:
    """A number that stands in the translation alone; where number words are not known, one of two digits or more."""
    said = find_added_numbers(text, translation, source=source, target=target)
    ours, theirs = _digits(text), _digits(translation)
    lost, added = ours - theirs, theirs - ours
    if said:
        yield _number_alarm(f"a number that is not in the source: {', '.join(said)}", 0.6)
    elif added and said is None:
        yield _number_alarm(f"a number that is not in the source: {', '.join(sorted(added))}", 0.7 if lost else 0.4)
    elif lost and said is None:
        yield _number_alarm(f"a number is missing: {', '.join(sorted(lost))}", 0.35)
    elif added and lost:
        yield _number_alarm(f"a number that is written otherwise: {', '.join(sorted(added))}", 0.1)


def _number_alarm(reason: str, probability: float) -> Alarm:
    return Alarm(kind=NUMBERS, reason=reason, probability=probability, harm=1.0)


def _digits(text: str) -> Counter[str]:
    numbers = (
        "".join(str(unicodedata.decimal(char)) for char in match.group() if char.isdecimal())
        for match in _NUMBER.finditer(text)
    )
    return Counter({number.lstrip("0") for number in numbers if len(number) > 1})


def _names(text: str, translation: str, source: str, target: str, lexicon: Lexicon) -> Iterator[Alarm]:
    doubt = doubt_names(text, translation, source=source, target=target, lexicon=lexicon)
    if doubt is not None:
        yield Alarm(kind="name", reason=doubt.reason, probability=doubt.probability, harm=0.7, cause=doubt.name)


def _negation(text: str, translation: str, source: str, target: str, lexicon: Lexicon) -> Iterator[Alarm]:
    """A "not" that stands in one of both alone, and nothing that may say it otherwise."""
    is_word = lexicon.is_word if lexicon.knows_words else None
    ours, theirs = count_negations(text, source, is_word), count_negations(translation, target, is_word)
    if ours is None or theirs is None:
        return
    if ours.strong == theirs.strong:
        is_lost = ours.firm and not theirs.any and knows_weak(target)
        is_added = theirs.firm and not ours.any and knows_weak(source)
        if not ours.strong and (is_lost or is_added):
            reason = "one of both says that something is not so, the other does not"
            yield Alarm(kind="negation", reason=reason, probability=0.08, harm=1.0)
        return
    if ours.strong > theirs.strong:
        one, other, surest = ours, theirs, 0.5
        reason = "the source says “not”, the translation does not"
    else:
        one, other, surest = theirs, ours, 0.4
        reason = "the translation says “not”, the source does not"
    if max(0, other.firm - one.firm) >= one.strong - other.strong:
        return
    if other.strong:
        reason, surest = reason.replace("does not", "less often"), surest / 2
    yield Alarm(kind="negation", reason=reason, probability=surest / (4 if other.instead_of(one) else 1), harm=1.0)


def _units(text: str, translation: str, source: str, target: str) -> Iterator[Alarm]:
    changed = changed_units(text, translation, source=source, target=target)
    if changed is not None:
        reason = f"a unit changed: {changed[0]} became {changed[1]}"
        yield Alarm(kind="unit", reason=reason, probability=0.05 if are_converted(*changed) else 0.5, harm=1.0)


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
    small = [word for word in left if word.islower()]
    is_all = match.size > 1 and match.size == len(ours) == len(theirs)
    if small and (match.size >= wanted or is_all):
        reason = f"left in the source language: “{' '.join(left)[:60]}”"
        probability = 0.3 if _may_be_title(left, small, of=len(ours)) else 0.9
        yield Alarm(kind=UNTRANSLATED, reason=reason, probability=probability, harm=1.0)
    elif is_all:
        yield Alarm(kind=UNTRANSLATED, reason="is the same as its source", probability=0.4, harm=1.0)


def _may_be_title(left: Sequence[str], small: Sequence[str], *, of: int) -> bool:
    """Whether words that were left may be a title in a sentence: capitals at both ends, and only short words small.

    Args:
        left: The words.
        small: Those in small letters.
        of: Words of the whole sentence.
    """
    has_capitals = left[0][0].isupper() and left[-1][0].isupper() and 2 * len(small) <= len(left)
    return has_capitals and len(left) < _WHOLE * of and max(map(len, small)) <= _SHORT_WORD


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

    Numbers count as words, but no phrase is made of them alone: "10, 10, 10" may be a list.

    >>> find_repetition("so far so far so good"), find_repetition("very, very good")
    ('so far', '')
    """
    words = [match.group().casefold() for match in _SAID.finditer(text)]
    for at, word in enumerate(words):
        for size in range(1, min(12, (len(words) - at) // 2) + 1):
            if words[at + size] == word and _repeats(words, at, size):
                return " ".join(words[at : at + size])
    return ""


def _repeats(words: Sequence[str], at: int, size: int) -> bool:
    """Whether the words from a place on stand there again at once: twice, a single word three times."""
    unit = words[at : at + size]
    times = 3 if size == 1 else 2
    is_said = len("".join(unit)) > 2 and any(word[0].isalpha() for word in unit)
    return is_said and all(words[at + size * n : at + size * (n + 1)] == unit for n in range(times))


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


def alarms_of_faults(known: Sequence[str]) -> tuple[Alarm, ...]:
    """The alarms of faults that the translation recorded."""
    return tuple(map(_of_fault, known))
