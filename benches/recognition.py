"""`make bench-recognition`: our recognition beside its peers on real recordings, in one run on this machine.

Every engine has the same weights (Whisper base) and is told the language; each runs in a process of its own, warm.
Speed and quality come from the same run. The recordings lie beside the project (`../shared/speech`); without them the
bench says so and ends. Results: build/bench/recognition.json and docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

from benches.measures import TimedWord, measure, read_truth
from benches.recognition_data import NUMBERS, Recording, number_starts_ms, recordings, shared_speech
from benches.report import PERFORMANCE, ROOT, table, write_section
from pipeline.files import write_atomic

RESULTS = ROOT / "build" / "bench" / "recognition.json"
DEMO = ROOT / "media" / "social-credit.mp4"
ENGINES = {
    "ours": "ours, engine whisper",
    "ours-faster-whisper": "ours, engine faster-whisper",
    "whisper": "whisper (defaults)",
    "faster-whisper-batched": "faster-whisper, batched (int8, beam 5)",
}
OURS = ("ours", "ours-faster-whisper")
PEERS = ("whisper", "faster-whisper-batched")
LANGUAGES = ("pt", "es", "de", "fr")
_FAST_PEER = PEERS[1]
"""The peer whose time is the aim; whisper itself takes a quarter of an hour, and is left out by `--engines`."""
_LOST_RUN = 4
"""So many words of the reference in a row without any heard word are speech that was lost."""
_AROUND_MS = 1_500
"""So much before it begins a number may be put and is still this number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What an engine made of some recordings."""

    words: int = 0
    errors: int = 0
    lost: int = 0
    """Words of the reference in runs of which nothing was heard."""
    clips: int = 0
    clips_with_words: int = 0
    clock_s: float = 0.0
    processor_s: float = 0.0

    @property
    def error_rate(self) -> float:
        return self.errors / max(1, self.words)

    @property
    def coverage(self) -> float:
        return 1 - self.lost / max(1, self.words)

    def __add__(self, other: Score) -> Score:
        return Score(**{name: getattr(self, name) + getattr(other, name) for name in Score.__slots__})


def main(arguments: list[str]) -> int:
    """Measure, print and record."""
    parser = argparse.ArgumentParser(prog="benches.recognition", description=__doc__)
    parser.add_argument("--runs", type=int, default=1, help="runs of each engine after the warm-up")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=[*ENGINES], metavar="NAME")
    parser.add_argument("--keep", action="store_true", help="show the other engines' last results; write no page")
    options = parser.parse_args(arguments)
    if not (shared_speech() / "refs.tsv").is_file():
        print(f"there are no recordings in {shared_speech()}; nothing was measured", file=sys.stderr)
        return 1
    heard = recordings(DEMO)
    results = json.loads(RESULTS.read_text()) if options.keep and RESULTS.exists() else {}
    for engine in options.engines:
        print(ENGINES[engine], file=sys.stderr, flush=True)
        results[engine] = _run(engine, heard, options.runs)
        write_atomic(RESULTS, json.dumps(results, indent=1).encode())
    body = _describe(heard, {engine: results[engine] for engine in ENGINES if engine in results})
    if not options.keep and {*options.engines} >= {*OURS, _FAST_PEER}:
        write_section(PERFORMANCE, "recognition", "Recognition of real recordings", body)
    print(body)
    return 0


def _run(engine: str, heard: Sequence[Recording], runs: int) -> dict[str, Any]:
    from pipeline.speech.whisper.weights import base_checkpoint, base_folder

    weights = {"whisper": str(base_checkpoint()[0]), "faster-whisper-batched": str(base_folder())}.get(engine, "")
    peers = ROOT / ".venv-bench" / "bin"
    python = (ROOT / ".venv" / "bin" if engine in OURS else peers) / "python"
    command = [str(python), "-m", "benches.recognition_worker", engine, weights, str(runs)]
    environment = {**os.environ, "PATH": f"{peers}:{os.environ['PATH']}", "HF_HUB_OFFLINE": "1"}
    asked = json.dumps([[str(one.media), one.language] for one in heard])
    done = subprocess.run(
        command, cwd=ROOT, env=environment, check=True, input=asked, text=True, stdout=subprocess.PIPE
    )
    rows = json.loads(done.stdout.splitlines()[-1])
    return {one.name: row for one, row in zip(heard, rows, strict=True)}


def _describe(heard: Sequence[Recording], results: dict[str, dict[str, Any]]) -> str:
    scores = {
        engine: {one.name: score(one, rows[one.name]) for one in heard if one.name in rows}
        for engine, rows in results.items()
    }
    parts = list(dict.fromkeys(one.part for one in heard))
    rows = [_row(part, heard, scores) for part in (*parts, "pt, es, de, fr") if part not in {"nobody speaks", NUMBERS}]
    rates = table(["word errors", "words", *(ENGINES[engine] for engine in scores)], rows)
    parts_of_page = (rates, _figures(heard, scores, results), _aims(heard, scores))
    return "\n\n".join((f"`make bench-recognition`. {_LEGEND}", *parts_of_page)).strip()


_LEGEND = (
    "All with the same weights (Whisper base) on the CPU, the language given, word times asked for; one process an "
    "engine, warm. Word error rate after whisper's normalisers (English: with its numbers and spellings; else letters "
    "and digits). Coverage: share of the reference's words outside runs of four and more of which nothing was heard; "
    "in brackets where it is not 100 %. *en* is LJ Speech joined to one recording, a sonnet and single clips; "
    "*joined*: single clips with 0.7 s between them; *over rumble*: the sonnet over noise, low-passed at 40 Hz, 20 dB "
    "above the voice; *starts of numbers*: ten numbers said in groups with pauses, by a synthetic voice. "
    "Our times include the other readings of doubtful speech, which the review shows. "
    "The recordings are real (LJ Speech, FLEURS, CML-TTS and others), but for the demonstration and the sounds "
    "without speech, which are made."
)


def _row(part: str, heard: Sequence[Recording], scores: dict[str, dict[str, Score]]) -> list[str]:
    wanted = part.split(", ")
    names = [one.name for one in heard if one.part in wanted]
    totals = {engine: _total(own[name] for name in names) for engine, own in scores.items()}
    words = next(iter(totals.values())).words
    return [part, str(words), *(_shown(total) for total in totals.values())]


def _shown(total: Score) -> str:
    covered = f" ({total.coverage:.0%})" if total.lost else ""
    return f"{total.error_rate:.1%}{covered}"


def _figures(
    heard: Sequence[Recording], scores: dict[str, dict[str, Score]], results: dict[str, dict[str, Any]]
) -> str:
    silent = [one.name for one in heard if one.part == "nobody speaks"]
    long = [one.name for one in heard if one.name in {"demo", "reading-en"} or one.name.startswith("joined")]
    short = [one.name for one in heard if one.reference and one.name not in long]
    truth = read_truth(DEMO.with_suffix(".words.json"))
    rows = []
    for engine, own in scores.items():
        times = [_total(own[name] for name in names) for names in (long, short)]
        starts = measure([TimedWord(*word) for word in results[engine]["demo"]["words"]], truth)
        rows.append(
            [
                ENGINES[engine],
                *(f"{total.clock_s:.1f}" for total in times),
                *(f"{total.processor_s:.1f}" for total in times),
                f"{_total(own[name] for name in silent).clips_with_words} of {len(silent)}",
                f"{starts.start_error_ms:.0f}",
                f"{starts.start_error_p90_ms:.0f}",
                _number_starts(results[engine].get("numbers-en")),
            ]
        )
    headers = ["engine", "long recordings, s", "short clips, s", "processor, long", "processor, short"]
    headers += ["silent clips with words", "word starts, mean ms", "p90 ms", "starts of numbers, p90 ms"]
    return table(headers, rows)


def _number_starts(row: dict[str, Any] | None) -> str:
    """How far the starts of spoken numbers are off, nine of ten at most; and how many were not found as numbers."""
    if row is None:
        return ""
    truth = number_starts_ms()
    errors = []
    for start_ms, next_ms in zip(truth, [*truth[1:], truth[-1] + 10_000], strict=True):
        heard = [start for text, start, _ in row["words"] if any(map(str.isdigit, text))]
        inside = [start for start in heard if start_ms - _AROUND_MS <= start < next_ms - _AROUND_MS]
        if inside:
            errors.append(abs(inside[0] - start_ms))
    lost = len(truth) - len(errors)
    return f"{quantiles(errors, n=10, method='inclusive')[-1]:.0f}" + (f" ({lost} not found)" if lost else "")


def _aims(heard: Sequence[Recording], scores: dict[str, dict[str, Score]]) -> str:
    peers_run = [engine for engine in PEERS if engine in scores]
    if not peers_run:
        return ""
    parts = {"English": ("en",), "the four others": LANGUAGES, **{tag: (tag,) for tag in LANGUAGES}}
    lines = []
    for engine in (one for one in OURS if one in scores):
        told = []
        for part, tags in parts.items():
            names = [one.name for one in heard if one.part in tags]
            own, *peers = (_total(scores[each][name] for name in names).error_rate for each in (engine, *peers_run))
            told.append(f"{part} {(own - min(peers)) * 100:+.1f}")
        lines.append(f"- {ENGINES[engine]}, points against the better peer: {', '.join(told)}.")
    left_out = "".join(f" {ENGINES[engine]} did not run this time." for engine in PEERS if engine not in scores)
    return (
        "Aims: English, and the four others together, no worse than the better peer plus 0.5 points; no language worse "
        f"by more than 2; time no more than faster-whisper's batched pipeline.{left_out}\n\n" + "\n".join(lines)
    )


def score(recording: Recording, row: dict[str, Any]) -> Score:
    """Compare what was heard with the reference."""
    truth = words_of(recording.reference, recording.language)
    heard = words_of(" ".join(text for text, _, _ in row["words"]), recording.language)
    steps = list(alignment(heard, truth))
    return Score(
        words=len(truth),
        errors=sum(step != "same" for step in steps),
        lost=_lost(steps),
        clips=1,
        clips_with_words=bool(heard),
        clock_s=row["clock_s"],
        processor_s=row["processor_s"],
    )


def words_of(text: str, language: str) -> list[str]:
    """The words of a text as whisper's normalisers leave them; digits in groups are one number.

    >>> words_of("Há 7.000 anos", "pt")
    ['há', '7000', 'anos']
    """
    from whisper.normalizers import BasicTextNormalizer, EnglishTextNormalizer

    joined = re.sub(r"(?<=\d)[ .,](?=\d{3}\b)", "", text)
    normalise = EnglishTextNormalizer() if language == "en" else BasicTextNormalizer()
    return list(normalise(joined).split())


def alignment(heard: Sequence[str], truth: Sequence[str]) -> Iterator[str]:
    """The cheapest way from what was said to what was heard: `same`, `other`, `lost` and `added`, in order."""
    costs = [list(range(len(heard) + 1))]
    for number, word in enumerate(truth, 1):
        above, row = costs[-1], [number]
        for place, candidate in enumerate(heard, 1):
            row.append(min(above[place] + 1, row[-1] + 1, above[place - 1] + (word != candidate)))
        costs.append(row)
    steps = []
    row_number, place = len(truth), len(heard)
    while row_number or place:
        here = costs[row_number][place]
        is_same = row_number and place and truth[row_number - 1] == heard[place - 1]
        if row_number and place and here == costs[row_number - 1][place - 1] + (not is_same):
            steps.append("same" if is_same else "other")
            row_number, place = row_number - 1, place - 1
        elif row_number and here == costs[row_number - 1][place] + 1:
            steps.append("lost")
            row_number -= 1
        else:
            steps.append("added")
            place -= 1
    return reversed(steps)


def _lost(steps: Iterable[str]) -> int:
    total = run = 0
    for step in (*steps, "end"):
        if step == "lost":
            run += 1
            continue
        total += run if run >= _LOST_RUN else 0
        run = 0
    return total


def _total(scores: Iterable[Score]) -> Score:
    total = Score()
    for one in scores:
        total += one
    return total


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
