"""`make bench-transcription`: our recognition beside its peers, in one run on this machine.

Every engine has the same weights (Whisper base) and two threads or what it picks. Commands are
timed as a whole, with the start of the program; libraries when they are warm. Each figure is the
median of the runs; the ratio is to ours of the same kind. The word times of the recordings are
those of the voice's synthesis. Results: build/bench/transcription.json and docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benches.measures import TimedWord, measure, read_truth, word_error_rate
from benches.report import PERFORMANCE, ROOT, table, write_section
from pipeline.files import write_atomic

RESULTS = ROOT / "build" / "bench" / "transcription.json"
BENCH = ROOT / ".venv-bench" / "bin"
OWN = ROOT / ".venv" / "bin"
OURS = ("ours, engine whisper", "ours, engine faster-whisper")
DEMO = ROOT / "media" / "social-credit.mp4"


@dataclass(frozen=True, slots=True)
class Recording:
    """Sound whose words and times are known."""

    name: str
    media: Path
    truth: tuple[TimedWord, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Run:
    """What one engine did with one recording."""

    seconds: list[float]
    peak_mb: float
    words: list[tuple[str, int, int]]


@dataclass(frozen=True, slots=True)
class Contestant:
    """An engine as it is called."""

    name: str
    kind: str
    """`command` or `library`: figures are compared within a kind."""
    run: Callable[[Recording, int], Run]


def main(arguments: list[str]) -> int:
    """Measure, print and record."""
    parser = argparse.ArgumentParser(prog="benches.transcription", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="runs of each engine after the warm-up")
    options = parser.parse_args(arguments)
    if not (BENCH / "whisper").exists():
        print("the peers are not installed; run: tools/setup_bench.sh", file=sys.stderr)
        return 1
    known = recordings()
    rows = [_measured(one, recording, options.runs) for recording in known for one in _contestants()]
    write_atomic(RESULTS, json.dumps(rows, indent=1).encode())
    text = "\n\n".join(_describe(recording, rows) for recording in known)
    write_section(PERFORMANCE, "transcription", "Transcription", f"`make bench-transcription`. {_LEGEND}\n\n{text}")
    print(text)
    return 0


_LEGEND = (
    "All with the same weights (Whisper base) on the CPU, with word times. *Commands* are timed from start to exit, "
    "*libraries* warm. Medians; the ratio is to ours of the same kind (above 1: slower than ours). WER by whisper's "
    "English normaliser; start error: mean distance of word starts from the true ones; coverage: share of the words "
    "in whose time a word was heard."
)


def _contestants() -> tuple[Contestant, ...]:
    from pipeline.speech.whisper.weights import base_checkpoint, base_folder

    checkpoint, folder = str(base_checkpoint()[0]), str(base_folder())
    whisper = [str(BENCH / "whisper"), "{media}", "--model", checkpoint, "--word_timestamps", "True", "--fp16", "False"]
    ctranslate2 = [str(BENCH / "whisper-ctranslate2"), "{media}", "--model_directory", folder]
    ctranslate2 += ["--word_timestamps", "True", "--compute_type", "int8", "--device", "cpu"]
    written = ["--output_format", "json", "--output_dir", "{folder}", "--verbose", "False"]
    own = [str(OWN / "captions"), "transcribe", "-q", "{media}", "-o", "{folder}/o.json"]
    return (
        Contestant("captions transcribe", "command", _command(own)),
        Contestant("whisper (defaults)", "command", _command([*whisper, *written])),
        Contestant("whisper-ctranslate2 (int8)", "command", _command([*ctranslate2, *written])),
        Contestant(OURS[0], "library", _worker(OWN, "ours", "")),
        Contestant(OURS[1], "library", _worker(OWN, "ours-faster-whisper", "")),
        Contestant("whisper.transcribe, greedy", "library", _worker(BENCH, "whisper-greedy", checkpoint)),
        Contestant("faster-whisper, sequential (int8)", "library", _worker(BENCH, "faster-whisper", folder)),
        Contestant("faster-whisper, batched (int8)", "library", _worker(BENCH, "faster-whisper-batched", folder)),
    )


def _worker(binaries: Path, name: str, weights: str) -> Callable[[Recording, int], Run]:
    def run(recording: Recording, runs: int) -> Run:
        command = [str(binaries / "python"), "-m", "benches.peers", name, str(recording.media), weights, str(runs)]
        done = subprocess.run(command, cwd=ROOT, env=_environment(), check=True, stdout=subprocess.PIPE)
        return Run(**json.loads(done.stdout.splitlines()[-1]))

    return run


def _command(template: list[str]) -> Callable[[Recording, int], Run]:
    def run(recording: Recording, runs: int) -> Run:
        with tempfile.TemporaryDirectory() as folder:
            command = [part.format(media=recording.media, folder=folder) for part in template]
            measured = [_timed_command(command) for _ in range(runs)]
            words = _read_words(next(Path(folder).glob("*.json")))
        return Run([seconds for seconds, _ in measured], max(peak for _, peak in measured), words)

    return run


def _timed_command(command: list[str]) -> tuple[float, float]:
    """Seconds from start to exit, and the peak memory of the process and its children in MB."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, env=_environment(), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed with {process.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def _environment() -> dict[str, str]:
    """The peers find their ffmpeg on the path."""
    return {**os.environ, "PATH": f"{BENCH}:{os.environ['PATH']}", "HF_HUB_OFFLINE": "1"}


def _read_words(path: Path) -> list[tuple[str, int, int]]:
    from pipeline.formats.transcript_json import parse_transcript

    transcript = parse_transcript(path.read_bytes(), path=str(path))
    return [(word.text, word.start_ms, word.end_ms) for word in transcript.words]


def _measured(contestant: Contestant, recording: Recording, runs: int) -> dict[str, Any]:
    print(f"{recording.name}: {contestant.name}", file=sys.stderr, flush=True)
    run = contestant.run(recording, runs)
    print("  " + ", ".join(f"{seconds:.1f} s" for seconds in run.seconds), file=sys.stderr, flush=True)
    quality = measure([TimedWord(*word) for word in run.words], recording.truth)
    return {
        "recording": recording.name,
        "engine": contestant.name,
        "kind": contestant.kind,
        "seconds": median(run.seconds),
        "all_seconds": run.seconds,
        "times_real_time": recording.seconds / median(run.seconds),
        "peak_mb": run.peak_mb,
        "text": " ".join(text for text, _, _ in run.words),
        **asdict(quality),
    }


def _describe(recording: Recording, rows: list[dict[str, Any]]) -> str:
    own = [row for row in rows if row["recording"] == recording.name]
    best = {row["kind"]: row["seconds"] for row in reversed(own)}  # ours comes first in its kind
    cells = [
        [
            f"{row['engine']} ({row['kind']})",
            f"{row['seconds']:.1f}",
            f"{row['seconds'] / best[row['kind']]:.2f}",
            f"{row['times_real_time']:.1f}",
            f"{row['peak_mb']:.0f}",
            f"{row['word_error_rate']:.1%}",
            f"{row['start_error_ms']:.0f}",
            f"{row['coverage']:.1%}",
        ]
        for row in own
    ]
    headers = ["engine", "seconds", "ratio", "× real time", "peak MB", "WER", "start error ms", "coverage"]
    ours, other = (next(row["text"] for row in own if row["engine"] == name) for name in OURS)
    return (
        f"### {recording.name} ({recording.seconds:.0f} s)\n\n{table(headers, cells)}\n\n"
        f"Our two engines differ in {word_error_rate(other, ours):.1%} of the words."
    )


def recordings() -> tuple[Recording, ...]:
    """The demonstration, and a longer recording that is made once."""
    return _demo(), _long()


def _demo() -> Recording:
    return Recording("demo", DEMO, read_truth(DEMO.with_suffix(".words.json")), _length(DEMO))


def _long() -> Recording:
    """The longer recording, made anew when its script or maker changed."""
    path = ROOT / "build" / "bench" / "long.wav"
    sources = (ROOT / "benches" / "data" / "long.script.txt", ROOT / "benches" / "long_recording.py")
    if not path.exists() or any(path.stat().st_mtime < source.stat().st_mtime for source in sources):
        path.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([str(BENCH / "python"), "-m", "benches.long_recording", str(path)], cwd=ROOT, check=True)
    return Recording("long", path, read_truth(path.with_suffix(".words.json")), _length(path))


def _length(media: Path) -> float:
    from pipeline.media.reading import probe

    return probe(media).duration_ms / 1000


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
