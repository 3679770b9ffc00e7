"""`make bench-names`: do names of the glossary mend what was misheard, and do names that nobody says spoil nothing?

Real recordings in English and Portuguese with references (`../shared/speech/`, see its README), as they are and over a
telephone line. The names are the rare words that are said in them, as many that are not, both together, and a long list
of names that are not said. Writes a section of docs/review.md.
"""

from __future__ import annotations

import csv
import random
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from benches.recognition_data import Recording, shared_clips, shared_speech, telephone
from benches.report import ROOT, table, write_section
from pipeline.build import NamesInput, Sound, hear_names
from pipeline.edits import find_near_forms, names_nearby, put_names
from pipeline.model import Transcript
from pipeline.protocols import TranscribeOptions, Transcriber, ignore_progress
from pipeline.records import NamePlace
from pipeline.records import Recording as Heard
from pipeline.settings import TranscriptionSettings

PAGE = ROOT / "docs" / "review.md"
PARALLEL = ROOT.parent / "shared" / "parallel"
AS_IT_IS, TELEPHONE = "as it is", "telephone"
PARTS = (("whisper", AS_IT_IS), ("whisper", TELEPHONE), ("faster-whisper", AS_IT_IS))
"""Engines and sounds."""
LANGUAGES = ("en", "pt")
SEED = 20
_LEAST_LETTERS = 5
_MANY = 300
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_CAPITAL = re.compile(r"(?<=[\w,] )[A-Z][a-zà-ÿ]{4,}")


@dataclass(slots=True)
class Count:
    """What came of one list of names in some recordings."""

    near: int = 0
    """Places that resemble a name."""
    mended: int = 0
    neutral: int = 0
    """Names in the place of what was wrong, too."""
    spoilt: int = 0
    said: int = 0
    """How often names of the list are said."""
    right: list[int] = field(default_factory=lambda: [0, 0])
    """How many of these were recognised before, and stand there after."""
    wrong: list[int] = field(default_factory=lambda: [0, 0])
    """Word errors before and after."""
    words: int = 0
    seconds: float = 0.0
    """Of processor time for the names."""
    heard_seconds: float = 0.0
    """Of processor time for the transcripts."""

    def add(self, other: Count) -> None:
        """Both together."""
        for one in fields(self):
            mine, theirs = getattr(self, one.name), getattr(other, one.name)
            both = [a + b for a, b in zip(mine, theirs, strict=True)] if isinstance(mine, list) else mine + theirs
            setattr(self, one.name, both)


def main() -> int:
    """Measure, print and write the page."""
    if not shared_speech().is_dir() or not PARALLEL.is_dir():
        print(f"the recordings and sentence pairs are not at hand in {shared_speech().parent}", file=sys.stderr)
        return 1
    counts: dict[tuple[str, ...], Count] = {}
    clips = [clip for clip in shared_clips() if clip.language in LANGUAGES]
    for engine, sound in PARTS:
        _measure({}, (f"{engine}, {sound}",), clips[0], clips[0].media)  # loads the models, which is not timed
        for number, clip in enumerate(clips):
            media = telephone(clip) if sound == TELEPHONE else clip.media
            _measure(counts, (f"{engine}, {sound}", f"half {number % 2 + 1} of the recordings"), clip, media)
    text = _describe(counts)
    print(text)
    write_section(PAGE, "names", "Names, measured", text)
    return 0


def _measure(counts: dict[tuple[str, ...], Count], groups: Sequence[str], clip: Recording, media: Path) -> None:
    settings, options = TranscriptionSettings(engine=groups[0].split(",")[0]), TranscribeOptions(language=clip.language)
    started = time.process_time()
    recording = _recording(settings, media, options)
    heard_seconds = time.process_time() - started
    for kind, names in _lists(clip.language).items():
        if len(names) == _MANY and groups[0] != f"{PARTS[0][0]}, {PARTS[0][1]}":
            continue
        near = names_nearby(recording.transcript, names)
        started = time.process_time()
        record = NamesInput(
            recording=recording,
            transcript_sha256="",
            names=near,
            sound=Sound(media=media, settings=settings, options=options),
            key="",
        )
        places = hear_names(record, ignore_progress).places if near else ()
        seconds = time.process_time() - started
        for group in ((kind, clip.language, part) for part in ("", *groups)):
            count = counts.setdefault(group, Count())
            count.near += len(find_near_forms(recording.transcript.words, near))
            count.seconds += seconds
            count.heard_seconds += heard_seconds
            _add(count, clip.reference, recording.transcript, places, names)


def _add(
    count: Count, reference: str, transcript: Transcript, places: Sequence[NamePlace], names: Sequence[str]
) -> None:
    truth, before = _words(reference), _text(transcript)
    after = _text(put_names(transcript, places))
    for place in places:
        gain = _errors(before, truth) - _errors(_text(put_names(transcript, (place,))), truth)
        count.mended += gain > 0
        count.neutral += gain == 0
        count.spoilt += gain < 0
    wanted = {name.casefold() for name in names}
    count.said += sum(word in wanted for word in truth)
    for number, text in enumerate((before, after)):
        count.right[number] += sum(word in wanted for word in _matched(truth, text))
        count.wrong[number] += _errors(text, truth)
    count.words += len(truth)


@cache
def _lists(language: str) -> dict[str, tuple[str, ...]]:
    """Names by kind of list."""
    side = LANGUAGES.index(language)
    others = [row[side] for path in sorted(PARALLEL.glob("*.tsv")) for row in _rows(path)]
    known = {word for text in others for word in _words(text)}
    truth = {word for clip in shared_clips() if clip.language == language for word in _words(clip.reference)}
    said = sorted(word for word in truth - known if len(word) >= _LEAST_LETTERS and word.isalpha())
    unsaid = sorted({name for text in others for name in _CAPITAL.findall(text) if name.casefold() not in truth})
    random.Random(SEED).shuffle(unsaid)  # a bench, not a secret
    return {
        "said": tuple(said),
        "not said": tuple(unsaid[: len(said)]),
        "both": (*said, *unsaid[: len(said)]),
        f"{_MANY} not said": tuple(unsaid[:_MANY]),
    }


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def _recording(settings: TranscriptionSettings, media: Path, options: TranscribeOptions) -> Heard:
    transcriber = _transcriber(settings)
    return Heard(
        key="",
        media_sha256="",
        media_duration_ms=0,
        frame_rate=None,
        audio_start_ms=0,
        signature=transcriber.signature,
        transcript=transcriber.transcribe(media, options, ignore_progress),
    )


@cache
def _transcriber(settings: TranscriptionSettings) -> Transcriber:
    from pipeline.speech import load_transcriber

    return load_transcriber(settings, ROOT)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _text(transcript: Transcript) -> list[str]:
    return _words(" ".join(word.text for word in transcript.words))


def _errors(words: Sequence[str], truth: Sequence[str]) -> int:
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(words, truth)


def _matched(truth: Sequence[str], words: Sequence[str]) -> Iterator[str]:
    for block in SequenceMatcher(None, truth, words, autojunk=False).get_matching_blocks():
        yield from truth[block.a : block.a + block.size]


def _describe(counts: dict[tuple[str, ...], Count]) -> str:
    clips = [clip for clip in shared_clips() if clip.language in LANGUAGES]
    lists = {language: len(_lists(language)["said"]) for language in LANGUAGES}
    head = (
        f"{len(clips)} recordings in English and Portuguese, as they are (both engines) and over a telephone line "
        f"(Whisper). Names: {lists['en']} and {lists['pt']} rare words that are said, as many that are not, both; "
        f"and in the first of these parts {_MANY} names that are not said."
    )
    keys = sorted({key[:2] for key in counts}, key=lambda key: (key[1], [*_lists("en")].index(key[0])))
    rows = [_row(f"{kind}, {language}", counts[kind, language, ""]) for kind, language in keys]
    columns = ("names", "resemble one", "written", "mended", "wrong as before", "spoilt", "names right", "words wrong")
    parts = sorted({key[2] for key in counts if key[2]})
    split = [_row(part, _sum(counts, part)) for part in parts]
    total = _sum(counts, "")
    cost = (
        f"Processor time: {total.seconds / max(0.1, total.heard_seconds):.0%} of that of transcribing, for each list."
    )
    by_part = table(("", *columns[1:]), split)
    return "\n\n".join(
        [head, table(columns, rows), "All lists, by engine and sound, and by half of the recordings:", by_part, cost]
    )


def _row(name: str, count: Count) -> tuple[str, ...]:
    rates = [f"{wrong / max(1, count.words):.1%}" for wrong in count.wrong]
    written = count.mended + count.neutral + count.spoilt
    numbers = (count.near, written, count.mended, count.neutral, count.spoilt)
    right = f"{count.right[0]} → {count.right[1]} of {count.said}" if count.said else "–"
    return (name, *map(str, numbers), right, " → ".join(rates))


def _sum(counts: dict[tuple[str, ...], Count], part: str) -> Count:
    total = Count()
    for key, count in counts.items():
        if key[2] == part:
            total.add(count)
    return total


if __name__ == "__main__":
    raise SystemExit(main())
