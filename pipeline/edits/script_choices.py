"""Which reading of each place holds, the script's or what was recognised: the questions to the sound, the answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from enum import StrEnum
from itertools import accumulate

from pipeline.dataclass import dataclass
from pipeline.edits.script import likeness, spoken_letters_of
from pipeline.edits.script_places import ScriptAlignment
from pipeline.edits.script_times import SLACK_MS, replaced_words, room_of
from pipeline.model import Word, join_words
from pipeline.text import match_key

MOST_OPEN = 5
"""Places that are decided in one stretch; each is one more text to read."""
_NEAR = 2
"""Places this close to each other are also read together: `salso mar` for `sal sumar`."""
_CONTEXT = 8
"""Words on both sides of a place that are read with it."""
_LEAST_ADDED = 3
"""So many words in a row beyond the script were said: recognisers do not invent them beside speech."""
_LETTER_MS = 31
"""Nobody speaks faster for a whole sentence."""
_SHORT_LETTERS = 8
"""So few letters fit anywhere: a small word hides in its neighbours' times."""
_PRIOR = 3.0
"""What a script is worth in itself, in units of log-probability: who wrote it knew what was to be said."""
_PRIOR_ALIKE = 4.0
"""And more where its letters are those of the recognised words: recognisers write names by their sound."""

NAME_PRIOR = 4.0
"""What a name of the glossary is worth in itself: the recogniser, which does not know it, has chosen something else.
Chosen on 62 English sentences of an encyclopedia, spoken by a synthetic voice, with 191 names that are said and 150
that are not: of 261 places that resemble one, 37 names would mend an error; 22 of these reach it, and none that would
make one. Without the decoder being told the names, 11 do with the same care. `make bench-names` confirms it on real
recordings."""


class Reading(StrEnum):
    """Whose words hold at a place."""

    SCRIPT = "script"
    HEARD = "heard"
    OPEN = "open"
    """The sound decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptQuestion:
    """A stretch of the medium in which some places are open, and what could be said there."""

    start_ms: int
    end_ms: int
    places: tuple[int, int]
    """From which place of the alignment to which."""
    open: tuple[int, ...]
    """The places that are asked about."""
    readings: tuple[tuple[int, ...], ...]
    """The open places with the script's words: each by itself, then neighbours together."""
    texts: tuple[str, ...]
    """What was recognised, then each of the readings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptChoices:
    """The places of an alignment with their readings; open ones are asked about."""

    alignment: ScriptAlignment
    readings: tuple[Reading, ...]
    names: Mapping[int, str] = field(default_factory=dict)
    """Of the places where a name of the glossary is asked for, instead of a script's words."""

    def words_of(self, number: int, reading: Reading) -> tuple[str, ...]:
        """What a place says by one reading; where both say the same, as the script writes it."""
        place = self.alignment.places[number]
        if place.is_same or reading is Reading.SCRIPT:
            return tuple(word.text.replace(" ", "") for word in self.alignment.script[slice(*place.script)])
        return tuple(word.text.replace(" ", "") for word in self.alignment.heard[slice(*place.heard)])

    def text(self, places: tuple[int, int], script: Iterable[int] = ()) -> str:
        """The running text of some places, with the script's words at the named ones and where it is decided so."""
        chosen = frozenset(script)
        parts: list[str] = []
        for number in range(*places):
            is_script = number in chosen or self.readings[number] is Reading.SCRIPT
            parts += self.words_of(number, Reading.SCRIPT if is_script else Reading.HEARD)
        return " ".join(parts)

    def names_of(self, question: ScriptQuestion) -> tuple[str, ...]:
        """The names of the glossary that are asked for in a stretch, each once."""
        return tuple(dict.fromkeys(self.names[number] for number in question.open if number in self.names))

    def answer(self, question: ScriptQuestion, scores: Sequence[float]) -> tuple[int, ...]:
        """The open places of a stretch where the script holds, by the scores of the texts."""
        heard, *others = scores
        gains = {
            places: score - heard + sum(map(self._prior, places))
            for places, score in zip(question.readings, others, strict=True)
        }
        chosen: list[int] = []
        for cluster in _neighbours(question.open):
            single = [number for number in cluster if gains[number,] > 0]
            together = gains.get(cluster, 0.0) if len(cluster) > 1 else 0.0
            chosen += cluster if together > sum(gains[number,] for number in single) else single
        return tuple(chosen)

    def _prior(self, number: int) -> float:
        if number in self.names:
            return NAME_PRIOR
        place = self.alignment.places[number]
        script = [match_key(word) for word in self.words_of(number, Reading.SCRIPT)]
        heard = [match_key(word) for word in self.words_of(number, Reading.HEARD)]
        return _PRIOR if place.is_added or place.is_left_out else _PRIOR + _PRIOR_ALIKE * likeness(script, heard)


def choose_readings(alignment: ScriptAlignment) -> ScriptChoices:
    """Decide what needs no listening: equal letters are the script's spelling, what has no time is not said."""
    readings = tuple(_first_reading(alignment, number) for number in range(len(alignment.places)))
    return ScriptChoices(alignment=alignment, readings=readings)


def script_questions(choices: ScriptChoices, *, longest_ms: int) -> tuple[ScriptQuestion, ...]:
    """The stretches that must be listened to, in the order of their starts.

    Args:
        choices: With open places.
        longest_ms: How long a stretch can be; a place that needs more stays as it was recognised.
    """
    found: list[ScriptQuestion] = []
    group: list[int] = []
    for number in (number for number, reading in enumerate(choices.readings) if reading is Reading.OPEN):
        wider = _span(choices, [*group, number])
        if group and (len(group) == MOST_OPEN or wider[1] - wider[0] > longest_ms):
            found += _question(choices, group, longest_ms)
            group = []
        group.append(number)
    return tuple(sorted([*found, *_question(choices, group, longest_ms)], key=lambda question: question.start_ms))


def script_transcript_words(
    choices: ScriptChoices, script: Iterable[int], forced: Mapping[int, Sequence[Word]]
) -> tuple[Word, ...]:
    """The words of the voice in the script's spelling.

    Args:
        choices: The decided ones.
        script: The open places where the script holds.
        forced: For a place the script's words with their times in the medium; without, they share their place's time.
    """
    chosen = frozenset(script)
    words: list[Word] = []
    for number, place in enumerate(choices.alignment.places):
        reading = Reading.SCRIPT if number in chosen else choices.readings[number]
        if reading is Reading.SCRIPT:
            words += replaced_words(choices.alignment, number, forced.get(number, ()))
        else:
            words += choices.alignment.heard[slice(*place.heard)]
    return tuple(_in_order(words))


def left_out(choices: ScriptChoices, script: Iterable[int]) -> tuple[str, ...]:
    """The passages of the script that were not said."""
    chosen = frozenset(script)
    alignment = choices.alignment
    used = [False] * len(alignment.script)
    for number, place in enumerate(alignment.places):
        # What was recognised instead of a word stands for it: that is said otherwise, not left out.
        is_said = place.is_same or number in chosen or choices.readings[number] is Reading.SCRIPT
        if is_said or (not place.is_left_out and place.heard[1] - place.heard[0] >= place.script[1] - place.script[0]):
            used[slice(*place.script)] = [True] * (place.script[1] - place.script[0])
    passages: list[list[str]] = [[]]
    for word, is_used in zip(alignment.script, used, strict=True):
        if is_used:
            passages.append([])
        else:
            passages[-1].append((" " if passages[-1] and word.space_before else "") + word.text)
    return tuple("".join(passage) for passage in passages if passage)


def said_beyond(choices: ScriptChoices, script: Iterable[int]) -> tuple[tuple[int, int, str], ...]:
    """What was said and stands nowhere in the script: from when to when, in milliseconds, and the words."""
    chosen = frozenset(script)
    found = []
    for number, place in enumerate(choices.alignment.places):
        is_script = place.is_same or number in chosen or choices.readings[number] is Reading.SCRIPT
        words = choices.alignment.heard[slice(*place.heard)]
        if words and not is_script:
            found.append((words[0].start_ms, max(word.end_ms for word in words), join_words(words)))
    return tuple(found)


def _first_reading(alignment: ScriptAlignment, number: int) -> Reading:
    place = alignment.places[number]
    script = spoken_letters_of(word.text for word in alignment.script[slice(*place.script)])
    heard = spoken_letters_of(word.text for word in alignment.heard[slice(*place.heard)])
    if script == heard:
        return Reading.SCRIPT
    if place.is_added:
        return Reading.HEARD if place.heard[1] - place.heard[0] >= _LEAST_ADDED else Reading.OPEN
    start_ms, end_ms = room_of(alignment, place)
    is_impossible = len(script) > _SHORT_LETTERS and len(script) * _LETTER_MS > end_ms - start_ms + SLACK_MS
    return Reading.HEARD if is_impossible else Reading.OPEN


def _span(choices: ScriptChoices, numbers: Sequence[int]) -> tuple[int, int]:
    """The time of some places with the words around them."""
    first, last = _with_context(choices, numbers, _CONTEXT)
    return _times(choices, first, last)


def _times(choices: ScriptChoices, first: int, last: int) -> tuple[int, int]:
    alignment = choices.alignment
    start_ms = room_of(alignment, alignment.places[first])[0]
    words = alignment.heard[alignment.places[first].heard[0] : alignment.places[last].heard[1]]
    if words and not alignment.places[first].is_left_out:
        start_ms = words[0].start_ms
    end_ms = max((word.end_ms for word in words), default=start_ms)
    if not words or alignment.places[last].is_left_out:
        end_ms = max(end_ms, room_of(alignment, alignment.places[last])[1])
    return start_ms, max(start_ms + 1, end_ms)


def _with_context(choices: ScriptChoices, numbers: Sequence[int], words: int) -> tuple[int, int]:
    """The first and the last place of a stretch that begins and ends at a pause near some words around the places."""
    alignment = choices.alignment
    first, last = numbers[0], numbers[-1]
    lowest, highest = max(0, first - words), min(len(alignment.places) - 1, last + words)
    first = max(range(lowest, first + 1), key=lambda number: (_pause_before(alignment, number), -number))
    last = max(range(last, highest + 1), key=lambda number: (_pause_before(alignment, number + 1), number))
    return first, last


def _pause_before(alignment: ScriptAlignment, number: int) -> int:
    if number <= 0 or number >= len(alignment.places):
        return 1 << 40
    first = alignment.places[number].heard[0]
    if not 0 < first < len(alignment.heard):
        return 1 << 40
    return max(0, alignment.heard[first].start_ms - alignment.heard[first - 1].end_ms)


def _question(choices: ScriptChoices, group: Sequence[int], longest_ms: int) -> Iterator[ScriptQuestion]:
    """The stretch of some places, if it is short enough to be listened to."""
    for context in (_CONTEXT, 3, 1, 0):
        if not group:
            return
        first, last = _with_context(choices, group, context)
        start_ms, end_ms = _times(choices, first, last)
        if end_ms - start_ms <= longest_ms:
            places = first, last + 1
            clusters = (cluster for cluster in _neighbours(group) if len(cluster) > 1)
            readings = (*((number,) for number in group), *clusters)
            yield ScriptQuestion(
                start_ms=start_ms,
                end_ms=end_ms,
                places=places,
                open=tuple(group),
                readings=readings,
                texts=(choices.text(places), *(choices.text(places, reading) for reading in readings)),
            )
            return


def _neighbours(numbers: Iterable[int]) -> list[tuple[int, ...]]:
    """Open places with hardly a word between them: what one of them says, the sound may owe to the other."""
    clusters: list[tuple[int, ...]] = []
    for number in numbers:
        if clusters and number - clusters[-1][-1] <= _NEAR:
            clusters[-1] = (*clusters[-1], number)
        else:
            clusters.append((number,))
    return clusters


def _in_order(words: Sequence[Word]) -> Iterator[Word]:
    """A word never begins before the one in front of it, and ends when the next begins."""
    starts = [*accumulate((word.start_ms for word in words), max)]
    for number, (word, start_ms) in enumerate(zip(words, starts, strict=True)):
        end_ms = min([word.end_ms, *starts[number + 1 : number + 2]])
        yield replace(word, start_ms=start_ms, end_ms=max(start_ms, end_ms))
