"""How good a transcript is: word error rate, word times, coverage."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from statistics import mean, median, quantiles


@dataclass(frozen=True, slots=True)
class TimedWord:
    """A word and when it begins and ends."""

    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """What a transcript is worth, against the narration and the true word times."""

    word_error_rate: float
    """Substitutions, insertions and deletions over words of the narration, both normalised by Whisper's rules."""
    start_error_ms: float
    """Mean distance of a word's start from the true one, over the words that were heard right."""
    start_error_median_ms: float
    start_error_p90_ms: float
    coverage: float
    """Share of the narration's words in whose time some word was heard."""


def read_truth(path: Path) -> tuple[TimedWord, ...]:
    """The true words of a recording (`*.words.json`)."""
    rows = json.loads(path.read_text(encoding="utf-8"))["words"]
    return tuple(TimedWord(row["text"], row["start_ms"], row["end_ms"]) for row in rows)


def measure(heard: Sequence[TimedWord], truth: Sequence[TimedWord]) -> Quality:
    """Compare heard words with the true ones."""
    errors = _start_errors(heard, truth)
    return Quality(
        word_error_rate=word_error_rate(" ".join(w.text for w in heard), " ".join(w.text for w in truth)),
        start_error_ms=mean(errors),
        start_error_median_ms=median(errors),
        start_error_p90_ms=quantiles(errors, n=10)[-1],
        coverage=_coverage(heard, truth),
    )


def word_error_rate(heard: str, truth: str) -> float:
    """Word errors over the words of the truth, after whisper's English normaliser."""
    heard_words, true_words = normalised(heard), normalised(truth)
    return _distance(heard_words, true_words) / max(1, len(true_words))


def normalised(text: str) -> list[str]:
    """The words of a text by whisper's English normaliser."""
    from whisper.normalizers import EnglishTextNormalizer

    return list(EnglishTextNormalizer()(text).split())


def _distance(one: Sequence[str], other: Sequence[str]) -> int:
    row = list(range(len(other) + 1))
    for number, word in enumerate(one, 1):
        before, row[0] = row[0], number
        for place, candidate in enumerate(other, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (word != candidate))
    return row[-1]


def _start_errors(heard: Sequence[TimedWord], truth: Sequence[TimedWord]) -> list[int]:
    keys = [[_bare(word.text) for word in words] for words in (heard, truth)]
    blocks = SequenceMatcher(None, *keys, autojunk=False).get_matching_blocks()
    return [
        abs(heard[block.a + place].start_ms - truth[block.b + place].start_ms)
        for block in blocks
        for place in range(block.size)
    ]


def _coverage(heard: Sequence[TimedWord], truth: Sequence[TimedWord]) -> float:
    covered = 0
    place = 0
    for word in truth:
        while place < len(heard) and heard[place].end_ms <= word.start_ms - 200:
            place += 1
        covered += place < len(heard) and heard[place].start_ms < word.end_ms + 200
    return covered / max(1, len(truth))


def _bare(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())
