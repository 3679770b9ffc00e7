"""`make bench-channel`: a channel of many videos, with the scripted engine: what the program itself costs.

    python -m benches.channel [--videos 1000] [--languages 10] [--build 60] [--report]

First the workspace: one video is built and copied under many names (the files of a channel in which all is current),
and `status` and `build` are timed with no index (cold) and with one (warm), for half of the videos and for all. Then
real builds of some videos: whole, in parts, and on a Dask cluster of this machine. Times are processor seconds (user
and system) of the whole command, start of Python included; the files lie in the system's cache of the disk.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benches.report import PERFORMANCE, write_section
from tests.builders import STORY, TestWorkspace

ROOT = Path(__file__).parents[1]
LANGUAGES = tuple("pt es fr de it nl pl ro cs da fi".split())
SENTENCES = STORY * 4
"""About a minute and a half of speech."""
WORKERS = (1, 2, 4)
SETTLING_SECONDS = 2.5
"""Files younger than two seconds are doubtful, and so not indexed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a command took."""

    seconds: float
    """By the clock."""
    processor_seconds: float
    memory_mb: float


def main() -> int:
    """Measure, print the tables, and write them into the report if asked to."""
    parser = argparse.ArgumentParser(description="what a channel of many videos costs")
    parser.add_argument("--videos", type=int, default=1_000)
    parser.add_argument("--languages", type=int, default=10)
    parser.add_argument("--build", type=int, default=60, help="videos that are really built")
    parser.add_argument("--report", action="store_true", help="write docs/performance.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="captions-channel-") as name:
        text = workspace_table(Path(name) / "channel", options.videos, LANGUAGES[: options.languages])
    with tempfile.TemporaryDirectory(prefix="captions-channel-") as name:
        text += "\n" + build_table(Path(name), options.build, LANGUAGES[: options.languages])
    print(text)
    if options.report:
        write_section(PERFORMANCE, "channel", "A channel of many videos", text)
    return 0


def workspace_table(folder: Path, videos: int, languages: Sequence[str]) -> str:
    """`status` and `build` of a channel in which all is current, cold and warm."""
    workspace = TestWorkspace(folder, languages=languages)
    workspace.add_video("video00000", SENTENCES)
    run(folder, "build", "--quiet")
    lines = ["| videos | caption files | command | processor | clock | memory |", "|---|---|---|---|---|---|"]
    for count in (videos // 2, videos):
        multiply(folder, count)
        time.sleep(SETTLING_SECONDS)
        for verb in ("status", "build"):
            shutil.rmtree(folder / "build")
            for index in ("cold", "warm"):
                cost = run(folder, verb)
                row = (f"{count:,}", f"{count * (1 + len(languages)):,}", f"`{verb}`, {index}", shown(cost))
                lines.append(f"| {' | '.join(row)} |")
                print(lines[-1], file=sys.stderr, flush=True)
    return "\n".join(lines) + "\n"


def build_table(folder: Path, videos: int, languages: Sequence[str]) -> str:
    """Builds of videos of which nothing is made yet."""
    lines = [
        f"| {videos} videos, {videos * (1 + len(languages))} files | processor | clock | memory |",
        "|---|---|---|---|",
    ]
    shards = [("--shard", "1/2"), ("--shard", "2/2")]
    for name, runs in {"whole": [()], "in two parts, one after the other": shards}.items():
        place = _unbuilt(folder / f"parts-{len(runs)}", videos, languages)
        costs = [run(place, "build", "--quiet", *arguments) for arguments in runs]
        lines += [f"| {name} | {shown(cost)} |" for cost in costs]
    for workers in WORKERS:
        place = _unbuilt(folder / f"cluster-{workers}", videos, languages)
        with cluster(folder, workers) as address:
            cost = run(place, "build", "--quiet", "--cluster", address)
        lines.append(f"| coordinator of a Dask cluster, workers: {workers} | {shown(cost)} |")
    share = cost.processor_seconds / videos
    feeds = f"{60 / share:.0f} workers that take 60 s a video (aim: 200)"
    print(*lines, sep="\n", file=sys.stderr, flush=True)
    return (
        "\n".join(lines)
        + f"\n\nThe coordinator takes {share:.3f} s of processor time a video: it could feed {feeds}.\n"
    )


def _unbuilt(place: Path, videos: int, languages: Sequence[str]) -> Path:
    workspace = TestWorkspace(place, languages=languages)
    for number in range(videos):
        workspace.add_video(f"video{number:05}", SENTENCES[number % 6 :])
    return place


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[str]:
    """A Dask scheduler and workers with one thread each on this machine; gives its address."""
    known = folder / f"scheduler-{workers}.json"
    place = ("--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(known))
    commands = [
        ("scheduler", "--port", "0", *place),
        ("worker", *place, "--nworkers", str(workers), "--nthreads", "1", "--local-directory", str(folder)),
    ]
    processes = []
    try:
        for command in commands:
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            processes.append(
                subprocess.Popen([sys.executable, "-m", "dask", *command], cwd=ROOT, start_new_session=True, **quiet)  # type: ignore[call-overload]
            )
            while not known.exists():
                time.sleep(0.1)
        time.sleep(5 + workers)
        yield str(json.loads(known.read_text())["address"])
    finally:
        for process in processes:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def multiply(folder: Path, count: int) -> None:
    """Copy the first video with all that was made of it, until there are so many."""
    media, subtitles = folder / "media", folder / "subtitles"
    first = "video00000"
    for number in range(1, count):
        name = f"video{number:05}"
        if (subtitles / name).exists():
            continue
        for path in media.glob(f"{first}.*"):
            shutil.copyfile(path, media / path.name.replace(first, name))
        (subtitles / name / "machine").mkdir(parents=True)
        for path in (subtitles / first).rglob("*"):
            if path.is_file():
                goal = subtitles / name / path.relative_to(subtitles / first)
                shutil.copyfile(path, goal.with_name(goal.name.replace(first, name)))


def run(folder: Path, *arguments: str) -> Cost:
    """One command as a process of its own; an error of it ends the bench."""
    start = time.monotonic()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "pipeline", *arguments]
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"captions {json.dumps(arguments)} failed: {said[-2_000:]}")
    seconds = time.monotonic() - start
    processor = usage.ru_utime + usage.ru_stime
    return Cost(seconds=seconds, processor_seconds=processor, memory_mb=usage.ru_maxrss / 1_024)


def shown(cost: Cost) -> str:
    """The cells of a row."""
    return f"{cost.processor_seconds:.2f} s | {cost.seconds:.2f} s | {cost.memory_mb:.0f} MB"


if __name__ == "__main__":
    sys.exit(main())
