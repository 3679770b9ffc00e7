"""The effective source of a track: what others are made from, with what people corrected and retimed."""

from __future__ import annotations

from functools import lru_cache

from pipeline.cues import Repair, repair_words, source_sentences
from pipeline.dataclass import dataclass
from pipeline.edits import Retiming, cues_at, find_retiming, retime_words, undo_retiming
from pipeline.model import Cue, Sentence, Translation, Word
from pipeline.records import MachineTrack, Recording
from pipeline.text import drop_tags
from pipeline.translation import time_translation


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectiveSource:
    """What others are made from: the machine's words as people corrected and retimed them."""

    sentences: tuple[Sentence, ...]
    retiming: Retiming
    """By how much the whole track was shifted or stretched; the sentences have the times from before it."""
    formatted: tuple[Cue, ...] = ()
    """The cues with the times from before it, where any has formatting that a translation takes over."""


def spoken_source(recording: Recording, machine: MachineTrack, cues: tuple[Cue, ...]) -> EffectiveSource:
    """The effective source: what the caption file says, with the times of the words that were heard."""
    words, _ = machine_words(recording)
    retiming = find_retiming(machine.cues, cues)
    shown = undo_retiming(cues, retiming, machine.cues)
    retimed = retime_words(shown, words, machine=machine.cues, is_own=machine.head.is_own)
    sentences = source_sentences(retimed, shown, language=recording.transcript.language)
    return EffectiveSource(sentences=sentences, retiming=retiming, formatted=_formatted(shown))


def translated_source(origin: EffectiveSource, machine: MachineTrack, cues: tuple[Cue, ...]) -> EffectiveSource:
    """The effective source of a relay that starts from a translated track."""
    known = translations_in(machine)
    remembered = [sentence for sentence in origin.sentences if sentence.text in known]
    placed = [time_translation(sentence, known[sentence.text]) for sentence in remembered]
    words = tuple(word for sentence in placed if sentence is not None for word in sentence.words)
    own = find_retiming(machine.cues, cues)
    made = cues_at(machine.cues, origin.retiming.inverse())
    shown = undo_retiming(cues, origin.retiming.then(own), made)
    retimed = retime_words(shown, words, machine=made, is_own=machine.head.is_own)
    sentences = source_sentences(retimed, shown, language=machine.head.language)
    return EffectiveSource(sentences=sentences, retiming=origin.retiming.then(own), formatted=_formatted(shown))


def _formatted(cues: tuple[Cue, ...]) -> tuple[Cue, ...]:
    return cues if any(drop_tags(cue.text) != cue.text for cue in cues) else ()


def translations_in(machine: MachineTrack) -> dict[str, Translation]:
    """The translations that a track remembers, by source sentence."""
    return {
        sentence.source: Translation(
            text=sentence.text,
            score=sentence.score,
            alignment=sentence.alignment,
            faults=sentence.faults,
            disagreement=sentence.disagreement,
            terms=sentence.terms,
            memory=sentence.memory,
        )
        for sentence in machine.sentences
    }


def machine_words(recording: Recording) -> tuple[tuple[Word, ...], tuple[Repair, ...]]:
    """What was heard, with its faults repaired, and what was repaired."""
    return _repaired(recording.transcript.words, recording.transcript.language)


@lru_cache(maxsize=2)
def _repaired(words: tuple[Word, ...], language: str) -> tuple[tuple[Word, ...], tuple[Repair, ...]]:
    """Of one video they are needed for its own captions, and for what is translated from them."""
    return repair_words(words, language=language)
