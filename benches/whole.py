"""`make bench-whole`: the whole job against the chain of commands that people run by hand, and how cost grows.

By hand: `whisper` on the command line with word times, then a loop of `argostranslate.translate.translate`
over the cues of its file, written back with `srt`. Both sides have their models on disk; every time is that
of whole processes, start of Python included.
"""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
import wave
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benches.report import PERFORMANCE, ROOT, table, write_section
from pipeline.speech.whisper.weights import base_checkpoint

RUNS = 3
PEERS = ROOT / ".venv-bench" / "bin"
DEMO = ROOT / "media" / "social-credit.mp4"
RATE_HZ = 16_000
SPEEDS = (1.0, 0.9, 1.12, 0.95, 1.06)
PAUSES_S = (0.5, 2.5, 1.0, 6.0)
"""Of the repetitions of the demonstration, in turn."""


def main() -> int:
    """Measure, print and record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--growth", action="store_true", help="measure 1, 10, 100 and more minutes and 1, 5 and 20 languages instead"
    )
    parser.add_argument("--longest", type=int, default=600, metavar="MINUTES", help="of --growth; 600 are ten hours")
    arguments = parser.parse_args()
    if arguments.growth:
        body = _growth(arguments.longest)
        write_section(PERFORMANCE, "growth", "Cost as work grows (`make bench-growth`)", body)
    else:
        body = _whole_job()
        write_section(PERFORMANCE, "whole", "The whole job (`make bench-whole`)", body)
    print(body)
    return 0


def _whole_job() -> str:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        checkpoint = base_checkpoint()[0]
        packages = _unpacked_packages(folder)
        hand_runs, our_runs = [], []
        for number in range(RUNS):
            our_runs.append(_time_ours(folder / f"ours-{number}"))
            hand_runs.append(_time_by_hand(folder / f"hand-{number}", checkpoint, packages))
    ours, hand = statistics.median(our_runs), statistics.median(hand_runs)
    rows = [
        ("`captions build`, what `make` runs", f"{ours:.1f}", "1.0"),
        ("`whisper`, then a loop of `argostranslate`", f"{hand:.1f}", f"{hand / ours:.1f}"),
    ]
    return (
        f"The demonstration (114 s) to English and Portuguese captions, medians of {RUNS} runs, taken in turns.\n\n"
        + table(("way", "seconds", "ratio"), rows)
        + f"\n\nAim: 4 times faster than by hand. Measured: {hand / ours:.1f} times."
    )


def _time_ours(folder: Path) -> float:
    (folder / "media").mkdir(parents=True)
    (folder / "models").symlink_to(ROOT / "models")
    (folder / "media" / DEMO.name).symlink_to(DEMO)
    return _timed([sys.executable, "-m", "pipeline", "build", "--quiet"], folder, {})


def _time_by_hand(folder: Path, checkpoint: Path, packages: Path) -> float:
    folder.mkdir()
    environment = {
        "PATH": f"{PEERS}:{os.environ['PATH']}",
        "ARGOS_PACKAGES_DIR": str(packages),
        "PYTHONPATH": str(ROOT),
    }
    whisper = [
        str(PEERS / "whisper"), str(DEMO), "--model", str(checkpoint), "--word_timestamps", "True",
        "--output_format", "srt", "--output_dir", ".", "--verbose", "False",
    ]  # fmt: skip
    seconds = _timed(whisper, folder, environment)
    source, target = folder / f"{DEMO.stem}.srt", folder / f"{DEMO.stem}.pt.srt"
    argos = [str(PEERS / "python"), "-m", "benches.argos_by_hand", str(source), str(target)]
    return seconds + _timed(argos, folder, environment)


def _timed(command: list[str], folder: Path, environment: dict[str, str]) -> float:
    start = time.monotonic()
    run = subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if run.returncode:
        raise SystemExit(f"{command[0]} failed: {run.stderr}")
    return time.monotonic() - start


def _unpacked_packages(folder: Path) -> Path:
    packages = folder / "packages"
    for archive in (ROOT / "models").glob("*.argosmodel"):
        with zipfile.ZipFile(archive) as file:
            file.extractall(packages)
    return packages


def _growth(longest: int) -> str:
    minutes_rows = [_minutes_row(minutes) for minutes in (1, 10, 100, 600) if minutes <= longest]
    language_rows = [_languages_row(count) for count in (1, 5, 20)]
    return (
        "Minutes of speech (the demonstration's sound over and over, each time at another speed and after another "
        "pause), English and Portuguese, one run each:\n\n"
        + table(("minutes", "seconds", "seconds a minute", "peak memory"), minutes_rows)
        + "\n\nAim: at most 1,500 MB from ten minutes to ten hours."
        + "\n\nLanguages of the demonstration, transcribed already (Portuguese by its model, the others by the "
        "scripted engine, so this is the cost of placing, merging and writing), one run each:\n\n"
        + table(("languages", "seconds", "seconds a language"), language_rows)
    )


def _minutes_row(minutes: int) -> tuple[str, ...]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "media").mkdir()
        (folder / "models").symlink_to(ROOT / "models")
        _write_sound(folder / "media" / "long.wav", seconds=60 * minutes)
        command = [sys.executable, "-c", _PEAK]
        start = time.monotonic()
        run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        seconds = time.monotonic() - start
        if run.returncode:
            raise SystemExit(run.stderr)
        peak_mb = int(run.stdout.strip().splitlines()[-1]) / 1024
    return (str(minutes), f"{seconds:.1f}", f"{seconds / minutes:.2f}", f"{peak_mb:.0f} MB")


_PEAK = """
import resource
from pipeline.cli import main
assert main(["build", "--quiet"]) == 0
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def _languages_row(count: int) -> tuple[str, ...]:
    from pipeline.translation.engines.scripted import LANGUAGES

    wanted = ["pt", *(language for language in LANGUAGES if language not in ("en", "pt"))][:count]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "media").mkdir()
        (folder / "models").symlink_to(ROOT / "models")
        (folder / "media" / DEMO.name).symlink_to(DEMO)
        _timed([sys.executable, "-m", "pipeline", "build", "--quiet", "--languages", "en"], folder, {})
        (folder / "captions.toml").write_text('[translation]\nengines = ["argos", "scripted"]\n')
        command = [sys.executable, "-m", "pipeline", "build", "--quiet", "--languages", " ".join(wanted)]
        seconds = _timed(command, folder, {})
    return (str(len(wanted)), f"{seconds:.2f}", f"{seconds / len(wanted):.2f}")


def _write_sound(path: Path, *, seconds: int) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        left = seconds * RATE_HZ
        for block in _endless_demo():
            file.writeframes((block[:left].clip(-1, 1) * 32_767).astype("<i2").tobytes())
            left -= len(block)
            if left <= 0:
                return


def _endless_demo() -> Iterator[Any]:
    import numpy as np

    from pipeline.media.reading import decode_audio

    for number in itertools.count():
        speed, pause_s = SPEEDS[number % len(SPEEDS)], PAUSES_S[number % len(PAUSES_S)]
        for block in decode_audio(DEMO):
            places = np.arange(0, len(block) - 1, speed)
            yield np.interp(places, np.arange(len(block)), block)
        yield np.zeros(round(pause_s * RATE_HZ))


if __name__ == "__main__":
    sys.exit(main())
