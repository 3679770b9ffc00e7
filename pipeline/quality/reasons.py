"""What speaks against the sentences of one track as the machine made them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.dataclass import dataclass
from pipeline.edits import ShownSentence, flat_text, squeeze
from pipeline.model import Reading, Word, join_words
from pipeline.quality.alarms import Alarm, LengthHabit, alarms_of_faults, find_alarms, find_habit
from pipeline.quality.doubt import NOTABLE, least_sure, readings_of, speech_doubt, translation_doubt
from pipeline.quality.speech_alarms import find_speech_alarms
from pipeline.records import MachineTrack, SentenceRecord
from pipeline.text import fold_spaces, match_key
from pipeline.translation import NO_LEXICON, Lexicon

MISHEARD, UNSURE, REMEMBERED = "misheard", "unsure", "memory"
_REMEMBERED = 0.1
"""How often a person's translation does not fit the same sentence elsewhere: a guess, until people decided."""
_MISHEARD_HARM, _UNSURE_HARM = 0.8, 0.6
_LEAST_DOUBT = 0.25
"""Nobody is sent to read what is more likely right than that."""
_DOUBTFUL_WORD = 0.6
_CAUSE_LETTERS = 4
_SHOWN_READINGS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackReasons:
    """The machine's record of a track, as its sentences are judged."""

    records: Mapping[str, SentenceRecord]
    words: Mapping[str, tuple[Word, ...]]
    """What was recognised of each sentence, in the spoken language."""
    language: str
    origin: str
    """What it was translated from; empty in the spoken language."""
    habit: LengthHabit
    lexicon: Lexicon = NO_LEXICON
    readings: Sequence[Reading] = ()
    """What else was heard, in the spoken language."""

    @classmethod
    def of_track(
        cls,
        machine: MachineTrack | None,
        words: Sequence[Word] = (),
        lexicon: Lexicon = NO_LEXICON,
        readings: Sequence[Reading] = (),
    ) -> TrackReasons:
        """From the record of a track, with what was recognised where it is the spoken language's."""
        if machine is None:
            return cls(records={}, words={}, language="", origin="", habit=LengthHabit())
        return cls(
            records={sentence.id: sentence for sentence in machine.sentences},
            words=words_of_sentences(machine, words) if words else {},
            language=machine.head.language,
            origin=machine.head.origin,
            habit=find_habit((one.source, one.text) for one in machine.sentences if one.source),
            lexicon=lexicon,
            readings=readings,
        )

    def is_machine_text(self, sentence: ShownSentence) -> bool:
        """Whether a sentence stands as the machine made it."""
        known = flat_text(self._known_text(sentence.ids))
        return bool(sentence.ids) and fold_spaces(sentence.text) == fold_spaces(known)

    def second_reading(self, ids: Sequence[str]) -> str:
        """Some neighbouring sentences with their notable other readings; empty where there are none."""
        words = self._spoken(ids)
        others = [one for one in readings_of(words, self.readings) if one.share >= NOTABLE]
        return reread(join_words(tuple(words)), others) if others else ""

    def _spoken(self, ids: Iterable[str]) -> list[Word]:
        return [word for name in ids for word in self.words.get(name, ())]

    def find(self, ids: Sequence[str]) -> Iterator[Alarm]:
        """What speaks against some neighbouring sentences as the machine made them."""
        known = [self.records[name] for name in ids]
        text = flat_text(one.text for one in known)
        if not self.origin:
            words = self._spoken(ids)
            yield from find_speech_alarms(words, text)
            yield from _misheard(words, readings_of(words, self.readings))
            return
        source = flat_text(one.source for one in known)
        alarms = find_alarms(
            source, text, source=self.origin, target=self.language, habit=self.habit, lexicon=self.lexicon
        )
        found = {alarm.kind for alarm in alarms}
        yield from alarms
        recorded = alarms_of_faults([fault for one in known for fault in one.faults])
        yield from (alarm for alarm in recorded if alarm.kind not in found)
        remembered = next((one.memory for one in known if one.memory), "")
        if remembered:
            reason = f"a person's translation of the same sentence: {remembered}"
            yield Alarm(kind=REMEMBERED, reason=reason, probability=_REMEMBERED, harm=_UNSURE_HARM)
        else:
            yield from _unsure(known)

    def _known_text(self, ids: Iterable[str]) -> Iterator[str]:
        return (self.records[name].text for name in ids)


def words_of_sentences(machine: MachineTrack, words: Sequence[Word]) -> dict[str, tuple[Word, ...]]:
    """The recognised words of each sentence of the spoken language: letters are counted off, whatever the script."""
    found = {}
    waiting = iter(words)
    for sentence in machine.sentences:
        letters = len(squeeze(sentence.text))
        group: list[Word] = []
        while letters > 0 and (word := next(waiting, None)) is not None:
            letters -= len(squeeze(word.text))
            group.append(word)
        found[sentence.id] = tuple(group)
    return found


def _misheard(words: Sequence[Word], readings: Sequence[Reading]) -> Iterator[Alarm]:
    doubt, worst = speech_doubt(words, readings), least_sure(words)
    if worst is None or worst.probability is None or doubt < _LEAST_DOUBT:
        return
    if worst.probability < _DOUBTFUL_WORD:
        others = [word for word in words if word is not worst and (word.probability or 1.0) < _DOUBTFUL_WORD]
        named = "”, “".join(word.text for word in (worst, *others[:2]))
        reason = f"perhaps misheard: “{named}” ({worst.probability:.0%} sure)"
        key = match_key(worst.text)
        cause = key if len(key) >= _CAUSE_LETTERS else ""
    else:
        reason, cause = "perhaps misheard: the recogniser was not quite sure of many words", ""
    if readings:
        reason = f"{reason}; also heard: {_also_heard(readings)}"
    yield Alarm(kind=MISHEARD, reason=reason, probability=round(doubt, 3), harm=_MISHEARD_HARM, cause=cause)


def _also_heard(readings: Sequence[Reading]) -> str:
    """The likeliest other readings, in the order of the sentence."""
    likely = sorted(readings, key=lambda one: -one.share)[:_SHOWN_READINGS]
    shown = (
        f"“{one.text}” for “{one.heard}”" if one.text else f"no “{one.heard}”" for one in readings if one in likely
    )
    return ", ".join(shown)


def reread(text: str, readings: Sequence[Reading]) -> str:
    """A sentence with its other readings in the places of what was heard; empty where it does not have these.

    >>> reread("In Ranchang it rains.", [Reading(start_ms=0, end_ms=1, heard="Ranchang", text="Rongcheng", share=1)])
    'In Rongcheng it rains.'
    """
    parts, place = [], 0
    for one in readings:
        at = text.find(one.heard, place)
        if at >= 0:
            parts += [text[place:at], one.text]
            place = at + len(one.heard)
    return " ".join("".join([*parts, text[place:]]).split()) if parts else ""


def _unsure(known: Sequence[SentenceRecord]) -> Iterator[Alarm]:
    doubt = max((translation_doubt(one.score, one.disagreement) for one in known), default=0.0)
    if doubt >= _LEAST_DOUBT:
        yield Alarm(kind=UNSURE, reason="the translator was unsure", probability=round(doubt, 3), harm=_UNSURE_HARM)
