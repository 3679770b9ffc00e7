"""Made-up narration: real sentences, spoken by a model of a speaker, so that every word's time is known."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from pipeline.model import Word

SENTENCES = Path(__file__).parent / "data" / "sentences.en.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """How somebody speaks. Rates count letters and spaces while the voice sounds, in characters a second."""

    name: str
    slowest_cps: float
    fastest_cps: float
    """Each sentence has its own rate between the two."""
    hesitation: float
    """Chance of a pause after a word inside a sentence."""
    breath_ms: tuple[int, int]
    """Pause between sentences, shortest and longest."""


SPEAKERS = (
    Speaker(name="calm, scripted", slowest_cps=14, fastest_cps=17, hesitation=0.01, breath_ms=(400, 1_100)),
    Speaker(name="brisk, scripted", slowest_cps=16, fastest_cps=20, hesitation=0.01, breath_ms=(250, 700)),
    Speaker(name="unscripted", slowest_cps=14, fastest_cps=22, hesitation=0.07, breath_ms=(80, 900)),
)


def narrate(sentences: list[str], speaker: Speaker, *, minutes: float, seed: int = 1) -> tuple[Word, ...]:
    """Words with their true times, in sentences drawn in a fixed order from the list, for so many minutes."""
    draw = random.Random(f"{speaker.name}{seed}")
    order, words, time_ms = list(sentences), [], 500
    while time_ms < minutes * 60_000:
        draw.shuffle(order)
        for sentence in order:
            spoken, time_ms = _speak(sentence, speaker, draw, time_ms)
            words += spoken
            if time_ms >= minutes * 60_000:
                break
    return tuple(words)


def read_sentences() -> list[str]:
    """Sentences of technical English prose that nobody wrote for captions."""
    return SENTENCES.read_text(encoding="utf-8").splitlines()


def _speak(sentence: str, speaker: Speaker, draw: random.Random, time_ms: int) -> tuple[list[Word], int]:
    rate = draw.uniform(speaker.slowest_cps, speaker.fastest_cps)
    words = []
    for number, text in enumerate(sentence.split()):
        # A third of a word's time does not depend on its length: short words are not that short.
        share = (len(text) + 1) * 0.67 + 6 * 0.33
        length_ms = round(share * 1_000 / rate * draw.uniform(0.85, 1.15))
        words.append(Word(text=text, start_ms=time_ms, end_ms=time_ms + length_ms - 10, starts_segment=number == 0))
        time_ms += length_ms
        if text[-1] in ",;:":
            time_ms += draw.randint(60, 300)
        elif draw.random() < speaker.hesitation:
            time_ms += draw.randint(150, 700)
    return words, time_ms + draw.randint(*speaker.breath_ms)
