"""`make bench-breaks FILES=…`: how often our line breaks are those that people chose.

Each two-line cue of the caption files is broken anew: the same text, and the longest line of the file as the limit.
Counted are cues of plain speech (no dialogue, no label, no sentence that ends with the upper line). Files name their
language (`film.en.srt`). What the learned prices were learned from is of no use here: take other files.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benches.report import write_section
from pipeline.cues.break_opportunities import make_pieces
from pipeline.cues.profiles import profile_for
from pipeline.cues.segmentation import break_in_two
from pipeline.cues.units import read_unit
from pipeline.formats import parse_srt
from pipeline.model import Sentence, Word
from pipeline.text import drop_tags, ends_sentence
from pipeline.workspace import language_of

ROOT = Path(__file__).parents[1]
_AIM = """\
Aim: 75 % for English and Spanish, on captions that nothing was learned from. The English files are captions of other
videos of the same makers, all in the public domain (CC0). No Spanish captions of professionals that may be used were
found: Spanish breaks by what was learned from English for classes of words, and has not been measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One cue that a person broke into two lines."""

    upper: tuple[str, ...]
    lower: tuple[str, ...]
    limit: int
    """Longest line of the file."""

    @property
    def words(self) -> tuple[str, ...]:
        return self.upper + self.lower


def main() -> int:
    """Measure the files of the command line and record the table in docs/cues.md."""
    choices: dict[str, list[Choice]] = {}
    for path in map(Path, sys.argv[1:]):
        choices.setdefault(language_of(path) or "en", []).extend(read_choices(path))
    if not any(choices.values()):
        print("no two-line cues: give caption files, make bench-breaks FILES='a.en.srt b.es.srt'", file=sys.stderr)
        return 2
    lines = ["| language | cues | same break as people's | the most even break |", "| --- | --- | --- | --- |"]
    for language, found in sorted(choices.items()):
        ours = sum(our_break(choice, language) == len(choice.upper) for choice in found) / len(found)
        even = sum(even_break(choice) == len(choice.upper) for choice in found) / len(found)
        lines.append(f"| {language} | {len(found):,} | {ours:.1%} | {even:.1%} |")
    text = "\n".join([*lines, "", _AIM, ""])
    print(text)
    write_section(ROOT / "docs" / "cues.md", "breaks", "Line breaks beside people's", text)
    return 0


def read_choices(path: Path) -> Iterator[Choice]:
    """The two-line cues of plain speech in a caption file."""
    pairs = []
    for cue in parse_srt(path.read_bytes(), path=str(path)).cues:
        lines = [" ".join(drop_tags(line).split()) for line in cue.lines]
        if len(lines) == 2 and all(lines) and not ends_sentence(lines[0]) and not any(map(_is_unit, lines)):
            pairs.append(lines)
    limit = max((len(line) for lines in pairs for line in lines), default=0)
    for upper, lower in pairs:
        yield Choice(upper=tuple(upper.split()), lower=tuple(lower.split()), limit=limit)


def our_break(choice: Choice, language: str) -> int:
    """How many words our upper line holds."""
    words = tuple(Word(text=text, start_ms=n * 300, end_ms=n * 300 + 290) for n, text in enumerate(choice.words))
    profile = replace(profile_for(language), line_cells=choice.limit)
    pieces = make_pieces((Sentence(id="s1", words=words),), language=language, profile=profile)
    return break_in_two(pieces, first=0, last=len(pieces), profile=profile) or 0


def even_break(choice: Choice) -> int:
    """How many words the upper line holds where the lines are most alike."""
    words: Sequence[str] = choice.words
    return min(range(1, len(words)), key=lambda n: abs(len(" ".join(words[:n])) - len(" ".join(words[n:]))))


def _is_unit(line: str) -> bool:
    unit = read_unit(line)
    return bool(unit.before or unit.closing)


if __name__ == "__main__":
    sys.exit(main())
