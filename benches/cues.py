"""`make bench-cues`: how readable the cues are, and how near to the words, on everything at hand.

Cutting and placing run on each transcript in `subtitles/`, on the demonstration's true word times and on
hours of made-up narration (`narrators`). Placing is measured by translating to the same language, where
the true time of every word is known: with a perfect alignment, with one as noisy as attention, with the
alignment held back, and by the simple way of sharing a sentence's time by characters.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from benches.boundaries import placing_row, translation_rows
from benches.measures import read_truth
from benches.narrators import SPEAKERS, narrate, read_sentences
from benches.report import write_section
from benches.sentence_ends import sentence_end_rows
from pipeline.cues.breaks import is_bad_break
from pipeline.cues.cutting import CutOptions, cut_cues, repair_words, split_sentences
from pipeline.cues.profiles import Profile, profile_for
from pipeline.formats.srt import parse_srt
from pipeline.model import Cue, Track, Word
from pipeline.quality.checking import check_track
from pipeline.quality.findings import ERROR
from pipeline.text.graphemes import reading_cells
from pipeline.workspace.folder import Workspace

ROOT = Path(__file__).parents[1]
HEADERS = (
    "what", "cues", "over 20 cps", "over profile", "line too long", "empty", "no time", "under 5/6 s", "over 7 s",
    "errors", "bad breaks", "cues/s",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Cues that some text was cut into, and how long that took."""

    name: str
    language: str
    cues: tuple[Cue, ...]
    seconds: float = 0.0


def main() -> int:
    """Measure, print, and record in docs/cues.md."""
    prose = read_sentences()
    hours = {speaker.name: narrate(prose, speaker, minutes=60) for speaker in SPEAKERS}
    truth = _true_demo()
    cuts = [*_track_files(), *_transcripts()]
    cuts += [_cut(f"demo, true times ({len(truth)} words)", "en", truth)] if truth else []
    cuts += [_cut(f"an hour, {name}", "en", words) for name, words in hours.items()]
    readable = _table(HEADERS, [_readability(cut) for cut in cuts])
    narrations = {**({"demo": truth} if truth else {}), **hours}
    placed = _table(
        ("boundary error, s", "attention, perfect", "attention, noisy", "held back", "sharing by characters"),
        [placing_row(name, words) for name, words in narrations.items()],
    )
    agreement = _table(
        ("real translation", "words", "held back", "sharing by characters"), translation_rows(Workspace(folder=ROOT))
    )
    growth = _table(("words", "seconds", "peak memory, MB"), _growth(prose))
    ends = _table(
        ("language", "abbreviations before a small letter or digit", "end a sentence", "end a cue like one",
         "marked ends found", "ends made up"),
        sentence_end_rows(),
    )  # fmt: skip
    text = _report(readable, placed, agreement, growth, ends)
    print(text)
    write_section(ROOT / "docs" / "cues.md", "bench", "Measured", text)
    return 0


def _report(readable: str, placed: str, agreement: str, growth: str, ends: str) -> str:
    return f"""\
{readable}

Aims: no errors; under 8 % over 20 characters a second; bad breaks under 5 %. Bad breaks are counted over all
ends of lines and cues inside sentences, by `pipeline.cues.breaks.is_bad_break`.

Distance of each cue's start from the true start of its first word, median / 90th percentile, in seconds; the
translation is the text itself. Noisy: 15 % of the links point anywhere in the sentence, as many are missing.
Sharing by characters is what most tools do: a sentence's time shared by length, whatever the voice does. Held
back is our fallback; a text that is its own translation is the easiest case for it.

{placed}

Aims: with attention p90 under 0.5 s, and at least a third better than by characters.

How far words of a real translation land, without its attention, from where attention puts them (median / p90, s):
attention is no truth, but it is the better witness.

{agreement}

Ends of sentences, without a pause to help: abbreviations of each language, and sentences with marked ends
(`benches/data/sentence_ends.txt`).

{ends}

Aim: under 2 % wrong before a small letter or a digit.

Repair, sentences and cues of one track, one core:

{growth}

Aim: 100,000 words (10 hours) in under 20 s, memory growing with the length.
"""


def _cut(name: str, language: str, words: Sequence[Word]) -> Cut:
    start = time.perf_counter()
    repaired, _ = repair_words(words, language=language)
    sentences = split_sentences(repaired, language=language)
    cues = cut_cues(sentences, profile=profile_for(language), options=CutOptions(language=language))
    return Cut(name=name, language=language, cues=cues, seconds=time.perf_counter() - start)


def _track_files() -> list[Cut]:
    """Every caption file as it lies in the repository, people's corrections and all."""
    workspace = Workspace(folder=ROOT)
    cuts = []
    for video in workspace.videos():
        for language in workspace.track_languages(video):
            path = workspace.track_path(video, language)
            cues = parse_srt(path.read_bytes(), path=str(path)).cues
            cuts.append(Cut(name=f"{path.name}, as it is", language=language, cues=cues))
    return cuts


def _transcripts() -> list[Cut]:
    workspace = Workspace(folder=ROOT)
    recordings = {video: workspace.load_recording(video) for video in workspace.videos()}
    return [
        _cut(f"{video}, recognised words", recording.transcript.language, recording.transcript.words)
        for video, recording in recordings.items()
        if recording
    ]


def _true_demo() -> tuple[Word, ...]:
    path = ROOT / "media" / "social-credit.words.json"
    words = read_truth(path) if path.exists() else ()
    return tuple(Word(text=word.text, start_ms=word.start_ms, end_ms=word.end_ms) for word in words)


def _readability(cut: Cut) -> tuple[str, ...]:
    profile = profile_for(cut.language)
    findings = check_track(Track(language=cut.language, cues=cut.cues), profile=profile)
    rules = [finding.rule for finding in findings]
    breaks, bad = count_breaks(cut.cues, cut.language)
    fast = sum(_speed(cue, profile) > 20 for cue in cut.cues)

    def share(count: int) -> str:
        return f"{count / max(1, len(cut.cues)):.1%}"

    return (
        cut.name,
        str(len(cut.cues)),
        share(fast),
        share(rules.count("too-fast")),
        str(rules.count("line-length")),
        str(rules.count("empty")),
        str(rules.count("duration")),
        share(sum(0 < cue.duration_ms < 833 for cue in cut.cues)),
        str(rules.count("too-long")),
        str(sum(finding.severity == ERROR for finding in findings)),
        f"{bad / max(1, breaks):.1%}",
        f"{len(cut.cues) / cut.seconds:,.0f}" if cut.seconds else "",
    )


def count_breaks(cues: Sequence[Cue], language: str) -> tuple[int, int]:
    """Ends of lines and cues inside sentences, and how many of them are bad."""
    lines = [line.split() for cue in cues for line in cue.lines]
    pairs = [(a[-1], b[0]) for a, b in pairwise(lines) if a and b]
    inside = [pair for pair in pairs if pair[0][-1] not in ".?!…。？！"]
    return len(inside), sum(is_bad_break(left, right, language) for left, right in inside)


def _speed(cue: Cue, profile: Profile) -> float:
    cells = reading_cells(cue.lines, half_width=profile.half_width)
    return cells * 1_000 / cue.duration_ms if cue.duration_ms > 0 else float("inf")


def _growth(prose: list[str]) -> list[tuple[str, ...]]:
    rows = []
    words = narrate(prose, SPEAKERS[2], minutes=700)
    for count in (1_000, 10_000, 100_000):
        best = min(
            _seconds(lambda count=count: _cut("", "en", words[:count])) for _ in range(1 if count > 50_000 else 3)
        )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1_024 if sys.platform == "linux" else 1_048_576)
        rows.append((f"{count:,}", f"{best:.2f}", f"{peak:.0f}"))
    return rows


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [headers, ["---"] * len(headers), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
