"""`make bench-channel`: a channel of ten thousand videos: what the program itself costs, and what a channel costs.

    python -m benches.channel all [--videos 10000]
    python -m benches.channel workspace | builds | real    one part alone; what it measured is kept for the page
    python -m benches.channel page                         docs/performance.md from what was measured last

*workspace*: one video is built with ten languages and copied under many names (the files of a channel in which all is
current), and `status` and `build` are timed with no index (cold), with one whose files all have other times (touched),
and with one (warm). *builds*: short videos with one translation each are really built, in two parts side by side and on
Dask clusters of this machine, with the scripted engine, so that nothing but the program is measured. *real*: recordings
of people (where the shared folder is) are captioned by one process and by two workers with the real models.

Processor seconds are user and system of the command and the processes that it started, Python's start included;
memory is theirs together. The files lie in the system's cache of the disk.
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
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benches.recognition_data import shared_clips, shared_speech
from benches.report import PERFORMANCE, table, write_section
from pipeline.files import write_atomic
from tests.builders import STORY, TestWorkspace, transcript, write_tone

ROOT = Path(__file__).parents[1]
MEASURED = ROOT / "build" / "bench" / "channel.json"
LANGUAGES = tuple("pt es fr de it nl pl ro cs da".split())
SENTENCES = STORY * 4
"""A minute and a half of speech, 28 cues."""
WORKERS = (1, 2, 4)
SETTLING_SECONDS = 2.5
"""Files younger than two seconds are doubtful, and so not indexed."""
AIM_WORKERS, AIM_SECONDS = 200, 60
CHANNEL_VIDEOS, CHANNEL_MINUTES = 10_000, 10
MACHINES = (1, 10, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a command took."""

    seconds: float
    """By the clock."""
    processor_seconds: float
    memory_mb: float


def main() -> int:
    """Measure what is asked for, keep it, and write the page."""
    parser = argparse.ArgumentParser(description="what a channel of many videos costs")
    parser.add_argument("part", choices=("all", *PARTS, "page"))
    parser.add_argument("--videos", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, help="where workspaces lie and stay, instead of a temporary folder")
    parser.add_argument("--clusters", default=" ".join(map(str, WORKERS)), help="numbers of workers, for builds")
    options = parser.parse_args()
    for name in PARTS if options.part == "all" else [options.part] if options.part in PARTS else []:
        with _place(options.folder) as folder:
            for key, value in PARTS[name](folder, options):
                print(json.dumps({key: value}), file=sys.stderr, flush=True)
                _keep(key, value)
    text = page(json.loads(MEASURED.read_text()))
    print(text)
    if options.part in {"all", "page"}:
        write_section(PERFORMANCE, "channel", "A channel of many videos (`make bench-channel`)", text)
    return 0


@contextmanager
def _place(folder: Path | None) -> Iterator[Path]:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="captions-channel-") as name:
        yield Path(name)


def _keep(key: str, value: object) -> None:
    known = json.loads(MEASURED.read_text()) if MEASURED.exists() else {}
    MEASURED.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(MEASURED, json.dumps({**known, key: value}, indent=1).encode())


# --- a channel in which all is current


def measure_workspace(place: Path, options: argparse.Namespace) -> Iterator[tuple[str, object]]:
    """`status` and `build` of half of the videos and of all."""
    for count in (options.videos // 2, options.videos):
        folder = place / "current"
        if folder.exists() and sum(1 for _ in (folder / "subtitles").iterdir()) > count:
            print(f"{folder} holds more videos already; {count} are left out", file=sys.stderr)
            continue
        make_current(folder, count)
        rows = {}
        for verb in ("status", "build"):
            shutil.rmtree(folder / "build", ignore_errors=True)
            rows[f"{verb}, cold"] = asdict(run(folder, verb))
            touch(folder)
            rows[f"{verb}, touched"] = asdict(run(folder, verb))
            rows[f"{verb}, warm"] = asdict(run(folder, verb))
        yield f"workspace {count}", {"videos": count, "rows": rows}


def make_current(folder: Path, count: int) -> None:
    """Build one video, and copy it with all that was made of it until there are so many."""
    if not folder.exists():
        workspace = TestWorkspace(folder, languages=LANGUAGES)
        workspace.add_video("video00000", SENTENCES)
        write_tone(folder / "media" / "video00000.wav", duration_ms=1_000)  # a video is read once: not measured here
        run(folder, "build", "--quiet")
    for number in range(1, count):
        _copy(folder, "video00000", f"video{number:05}")
    time.sleep(SETTLING_SECONDS)


def _copy(folder: Path, first: str, name: str) -> None:
    media, subtitles = folder / "media", folder / "subtitles"
    if (subtitles / name).exists():
        return
    for path in (media / f"{first}.wav", media / f"{first}.transcript.json"):
        shutil.copyfile(path, media / path.name.replace(first, name))
    (subtitles / name / "machine").mkdir(parents=True)
    for folder_name in ("", "machine"):
        for entry in os.scandir(subtitles / first / folder_name):
            if entry.is_file():
                shutil.copyfile(entry.path, subtitles / name / folder_name / entry.name.replace(first, name))


def touch(folder: Path) -> None:
    """Give every caption file and record another time, as a checkout does."""
    for path in (folder / "subtitles").rglob("*"):
        os.utime(path)
    time.sleep(SETTLING_SECONDS)


# --- builds of videos of which nothing is made yet


def measure_builds(place: Path, options: argparse.Namespace) -> Iterator[tuple[str, object]]:
    """In two parts side by side, and on clusters."""
    folder = make_unbuilt(place / f"unbuilt-{options.videos}", options.videos)
    start = time.monotonic()
    costs: list[Cost] = []
    parts = [
        threading.Thread(target=lambda part=part: costs.append(run(folder, "build", "--quiet", "--shard", part)))
        for part in ("1/2", "2/2")
    ]
    for part in parts:
        part.start()
    for part in parts:
        part.join()
    yield (
        "shards",
        {"videos": options.videos, "seconds": time.monotonic() - start, "parts": [asdict(cost) for cost in costs]},
    )
    for workers in map(int, options.clusters.split()):
        make_unbuilt(folder, options.videos)
        with cluster(place, workers) as address:
            cost = run(folder, "build", "--quiet", "--cluster", address)
        yield f"cluster {workers}", {"videos": options.videos, **asdict(cost)}


def make_unbuilt(folder: Path, count: int) -> Path:
    """Videos of some seconds, of which nothing is made."""
    if folder.exists():
        for name in ("subtitles", "build"):
            shutil.rmtree(folder / name, ignore_errors=True)
        return folder
    workspace = TestWorkspace(folder, languages=LANGUAGES[:1])
    for number in range(count):
        video, said = f"video{number:05}", transcript(STORY[number % 4 : number % 4 + 2])
        write_tone(folder / "media" / f"{video}.wav", duration_ms=100, seed=video)
        workspace.script(video, said)
    return folder


@contextmanager
def cluster(folder: Path, workers: int, *, threads: int = 1) -> Iterator[str]:
    """A Dask scheduler and workers on this machine; gives its address."""
    known = folder / f"scheduler-{workers}.json"
    known.unlink(missing_ok=True)
    place = ("--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(known))
    local = ("--nthreads", str(threads), "--local-directory", str(folder))
    commands = [("scheduler", "--port", "0", *place), ("worker", *place, "--nworkers", str(workers), *local)]
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


# --- recordings of people


def measure_real(place: Path, _: argparse.Namespace) -> Iterator[tuple[str, object]]:
    """One process with all processors, and two workers that share them; the same bytes, or the bench ends."""
    if not shared_speech().exists():
        print(f"no recordings in {shared_speech()}; this part is left out", file=sys.stderr)
        return
    clips = [clip.media for clip in shared_clips() if clip.language == "en"]
    found, made = {}, {}
    for name in ("one process", "two workers"):
        folder = _real_workspace(place / name.replace(" ", "-"), clips)
        if name == "one process":
            found[name] = run(folder, "build", "--quiet")
        else:
            with cluster(place, 2) as address:
                found[name] = run(folder, "build", "--quiet", "--cluster", address)
        root = folder / "subtitles"
        made[name] = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    if made["one process"] != made["two workers"]:
        raise SystemExit("two workers made other bytes than one process")
    sound_ms = sum(_sound_ms(path) for path in (place / "one-process" / "subtitles").glob("*/machine/transcript.json"))
    costs = {name: asdict(cost) for name, cost in found.items()}
    yield (
        "real",
        {"clips": len(clips), "files": len(made["one process"]), "minutes": sound_ms / 60_000, "costs": costs},
    )


def _real_workspace(folder: Path, clips: Sequence[Path]) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "media").mkdir(parents=True)
    (folder / "models").symlink_to(ROOT / "models")
    (folder / "captions.toml").write_text('languages = ["en", "pt"]\n')
    for clip in clips:
        shutil.copyfile(clip, folder / "media" / clip.name)
    return folder


def _sound_ms(path: Path) -> int:
    return int(json.loads(path.read_bytes())["media"]["duration_ms"])


PARTS = {"workspace": measure_workspace, "builds": measure_builds, "real": measure_real}


# --- a command and what it takes


def run(folder: Path, *arguments: str) -> Cost:
    """One command as a process of its own; an error of it ends the bench."""
    start = time.monotonic()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "pipeline", *arguments]
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        with _watched(process.pid) as memory:
            said = process.stderr.read()
            _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"captions {json.dumps(arguments)} failed: {said[-2_000:]}")
    seconds = time.monotonic() - start
    processor = usage.ru_utime + usage.ru_stime
    return Cost(seconds=seconds, processor_seconds=processor, memory_mb=max(memory))


@contextmanager
def _watched(pid: int) -> Iterator[list[float]]:
    """The memory of a process and those that it started, in MB, looked at some times a second."""
    seen, is_over = [0.0], threading.Event()

    def watch() -> None:
        while not is_over.wait(0.2):
            seen.append(sum(_memory_mb(one) for one in [pid, *_descendants(pid)]))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        is_over.set()
        watcher.join()


def _descendants(pid: int) -> Iterator[int]:
    with suppress(OSError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            yield int(child)
            yield from _descendants(int(child))


def _memory_mb(pid: int) -> float:
    """What belongs to a process, with its share of what several use; 0 for one that ended."""
    with suppress(OSError, IndexError, ValueError):
        return int(Path(f"/proc/{pid}/smaps_rollup").read_text().split("\nPss:")[1].split()[0]) / 1_024
    return 0.0


# --- the page


def page(measured: Mapping[str, Any]) -> str:
    """The section, of what there is."""
    parts = [_workspace_page(measured), _builds_page(measured), _real_page(measured)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _workspace_page(measured: Mapping[str, Any]) -> str:
    found = [value for key, value in measured.items() if key.startswith("workspace ")]
    if not found:
        return ""
    found.sort(key=lambda one: one["videos"])
    heads = ["all is current", *(f"{one['videos']:,} videos, {one['videos'] * 11:,} caption files" for one in found)]
    rows = [
        [f"`{name.partition(',')[0]}`,{name.partition(',')[2]}", *(_shown(one["rows"][name]) for one in found)]
        for name in found[0]["rows"]
    ]
    return (
        "Ten languages beside the spoken one, a minute and a half of captions each. Cold: nothing is known (`build/` "
        "is gone, as after a clone). Touched: all files have other times, as after a checkout. Warm: nothing was "
        "touched. By the clock, in processor seconds (user and system), and the memory of all processes together.\n\n"
        + table(heads, rows)
        + "\n\nAims for 10,000 videos: 60 s cold, 5 s warm, 500 MB; and twice as much for twice as many."
    )


def _shown(cost: Mapping[str, float]) -> str:
    return f"{cost['seconds']:.1f} s ({cost['processor_seconds']:.1f} s), {cost['memory_mb']:.0f} MB"


def _builds_page(measured: Mapping[str, Any]) -> str:
    rows = []
    if shards := measured.get("shards"):
        for number, part in enumerate(shards["parts"], 1):
            cells = _build_cells(part, shards["videos"] // 2)
            rows.append((f"`--shard {number}/2`, side by side on this machine", f"{shards['videos'] // 2:,}", *cells))
    clusters = {int(key.split()[1]): value for key, value in measured.items() if key.startswith("cluster ")}
    for workers, cost in sorted(clusters.items()):
        name = f"coordinator of a Dask cluster, workers: {workers}"
        rows.append((name, f"{cost['videos']:,}", *_build_cells(cost, cost["videos"])))
    if not rows:
        return ""
    heads = ("nothing is made yet", "videos", "clock", "videos a second", "processor", "share of a processor", "memory")
    text = (
        "Short videos with one translation each, really built with the scripted engine, which takes no time: all of "
        "this is the program's own. Workers and coordinator share this machine.\n\n" + table(heads, rows)
    )
    return text + (f"\n\n{_feeding(clusters)}" if clusters else "")


def _build_cells(cost: Mapping[str, float], videos: int) -> tuple[str, ...]:
    return (
        f"{cost['seconds']:.0f} s",
        f"{videos / cost['seconds']:.1f}",
        f"{cost['processor_seconds']:.0f} s",
        f"{cost['processor_seconds'] / cost['seconds']:.0%}",
        f"{cost['memory_mb']:.0f} MB",
    )


def _feeding(clusters: Mapping[int, Mapping[str, float]]) -> str:
    most = max(cost["processor_seconds"] / cost["videos"] for cost in clusters.values())
    return (
        f"The coordinator takes at most {most * 1000:.0f} ms of processor time a video: it could feed "
        f"{AIM_SECONDS / most:,.0f} workers that take {AIM_SECONDS} s a video (aim: {AIM_WORKERS})."
    )


def _real_page(measured: Mapping[str, Any]) -> str:
    real = measured.get("real")
    if not real:
        return ""
    costs, minutes = real["costs"], real["minutes"]
    rows = [
        (name, f"{cost['seconds']:.1f} s", f"{cost['seconds'] / minutes:.2f} s", f"{cost['memory_mb']:.0f} MB")
        for name, cost in costs.items()
    ]
    return (
        f"{real['clips']} recordings of people who speak English, {minutes:.1f} minutes, with the real models, "
        f"to English and Portuguese captions; the same {real['files']} files to the byte:\n\n"
        + table(("real models", "clock", "a minute of sound", "memory of the command"), rows)
        + f"\n\n{_machine_hours(measured)}"
    )


def _machine_hours(measured: Mapping[str, Any]) -> str:
    """What a channel costs, computed from what was measured."""
    real = measured["real"]
    a_minute = real["costs"]["one process"]["seconds"] / real["minutes"]
    video_seconds = a_minute * CHANNEL_MINUTES
    hours = CHANNEL_VIDEOS * video_seconds / 3_600
    text = (
        f"**What a channel of {CHANNEL_VIDEOS:,} videos of {CHANNEL_MINUTES} minutes costs**, computed from these "
        f"figures: one machine like this one takes {a_minute:.2f} s a minute of sound with one translation, models' "
        f"start included, so {video_seconds:.0f} s a video and {hours:.0f} machine hours for all: "
        + ", ".join(f"{hours / count:.1f} hours on {_machines(count)}" for count in MACHINES)
    )
    clusters = [value for key, value in measured.items() if key.startswith("cluster ")]
    if not clusters:
        return f"{text} with `--shard`."
    own = max(cost["processor_seconds"] / cost["videos"] for cost in clusters)
    share = own * MACHINES[-1] / video_seconds
    return (
        f"{text} with `--shard`. On a cluster the coordinator is added, {own * CHANNEL_VIDEOS / 3_600:.2f} processor "
        f"hours: {share:.1%} of one processor's time while {MACHINES[-1]} machines work."
    )


def _machines(count: int) -> str:
    return f"{count} machine{'s' * (count != 1)}"


if __name__ == "__main__":
    sys.exit(main())
