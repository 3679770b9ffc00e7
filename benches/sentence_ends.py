"""Where sentences end, on marked sentences and on abbreviations before small letters and digits (`bench-cues`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from pipeline.cues.abbreviations import CLOSING, LEANING, TITLES
from pipeline.cues.breaks import AFTER_SENTENCE, break_cost
from pipeline.cues.sentences import split_sentences
from pipeline.model import Word

MARKED = Path(__file__).parent / "data" / "sentence_ends.txt"
_FOLLOWING = {
    "en": "seven people", "pt": "sete pessoas", "es": "siete personas", "fr": "sept personnes", "de": "sieben andere",
    "it": "sette persone", "nl": "zeven mensen", "ca": "set persones", "gl": "sete persoas",
}  # fmt: skip


@dataclass(slots=True)
class Count:
    """What became of the places of one language."""

    places: int = 0
    split: int = 0
    cut: int = 0
    """Places that the cutter takes for the end of a sentence."""
    ends: int = 0
    found: int = 0
    false: int = 0


def sentence_end_rows() -> list[tuple[str, ...]]:
    """A row a language: wrong ends before a small letter or digit, and ends of marked sentences found and made up."""
    rows = []
    for language in _FOLLOWING:
        count = Count()
        for before, after in _places(language):
            _judge_place(before, after, language, count)
        for text in _marked(language):
            _judge_marked(text, language, count)
        rows.append(
            (
                language,
                f"{count.places:,}",
                f"{count.split / count.places:.1%}",
                f"{count.cut / count.places:.1%}",
                f"{count.found} of {count.ends}",
                str(count.false),
            )
        )
    return rows


def _places(language: str) -> Iterator[tuple[str, str]]:
    """Abbreviations of a language, each before a small letter and before a digit."""
    small = _FOLLOWING[language]
    for table in (TITLES, LEANING, CLOSING):
        for stem in table[language].split():
            shown = f"{stem.capitalize() if table is TITLES else stem}."
            yield shown, small
            yield shown, f"20 {small.split()[1]}"


def _judge_place(before: str, after: str, language: str, count: Count) -> None:
    count.places += 1
    words = _spoken(["x", "y", before, *after.split()])
    count.split += len(split_sentences(words, language=language)) > 1
    count.cut += break_cost(before, after.split(maxsplit=1)[0], language) == AFTER_SENTENCE


def _marked(language: str) -> Iterator[str]:
    for line in MARKED.read_text(encoding="utf-8").splitlines():
        code, _, text = line.partition(" ")
        if code == language:
            yield text


def _judge_marked(text: str, language: str, count: Count) -> None:
    """Compare the ends that were marked with those that are found."""
    parts = [part.split() for part in text.split("|")]
    marked = set(accumulate(map(len, parts)))
    sentences = split_sentences(_spoken([token for part in parts for token in part]), language=language)
    found = set(accumulate(len(sentence.words) for sentence in sentences))
    last = max(marked)
    count.ends += len(marked - {last})
    count.found += len(marked & found - {last})
    count.false += len(found - marked)


def _spoken(texts: list[str]) -> list[Word]:
    """Words without a pause between them: nothing helps but the words."""
    return [Word(text=text, start_ms=n * 300, end_ms=n * 300 + 280) for n, text in enumerate(texts)]
