"""`captions build`: bring all captions up to date."""

from __future__ import annotations

import argparse
import contextlib
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands.console import Console, with_name
from pipeline.errors import ConfigError, InputError, UnknownName
from pipeline.text import counted
from pipeline.timing import format_clock
from pipeline.workspace import (
    Config,
    Workspace,
    check_video_name,
    find_workspace,
    load_config,
    lock_holder,
    lock_shard,
    lock_workspace,
    parse_languages,
)

if TYPE_CHECKING:
    from pipeline.build import Outcome, Plan, Shard, Tally, Videos, Workers

EXAMPLES = """
captions build
captions build media/talk.mp4 --languages "pt es"
captions build talk --json
captions build --shard 3/8                 (the third of eight machines; docs/scaling.md)
captions build --limit 50 --hours 5.5      (a bounded run; the same command goes on from there)
captions build --cluster tcp://HOST:8786   (on the workers of a Dask cluster; docs/scaling.md)
captions build --retry                     (also what failed before, though nothing changed)
captions build talk --as-is                (a shortened or odd-looking caption file is meant so)
"""


_PARTS = 8
"""Videos for each job at one time that are worked on together: towards the end of them, some workers wait."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    parser.add_argument("videos", nargs="*", metavar="VIDEO", help="name or path of a video; all of media/ if none")
    parser.add_argument("--languages", metavar="TAGS", help='languages instead of the settings\': "pt es" or "all"')
    parser.add_argument(
        "--as-is", action="store_true", help="take caption files that look damaged as they are: somebody looked at them"
    )
    parser.add_argument("--shard", metavar="K/N", help="one of N parts of the videos, by their names")
    parser.add_argument("--limit", type=_count, metavar="N", help="at most N videos of those that are not current")
    parser.add_argument("--hours", type=_hours, metavar="H", help="begin nothing more after H hours")
    parser.add_argument("--cluster", metavar="ADDRESS", help="the Dask scheduler whose workers do the jobs")
    parser.add_argument("--retry", action="store_true", help="try again what failed before, though nothing changed")
    parser.add_argument("--no-wait", action="store_true", help="fail at once if another build is running")
    parser.add_argument("--json", action="store_true", help="print the outcomes as JSON")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Build and show the table."""
    from pipeline.build import Shard

    folder = find_workspace(Path.cwd())
    config, workspace = load_config(folder), Workspace(folder)
    asked = asked_languages(arguments.languages)
    shard = Shard.parse(arguments.shard) if arguments.shard else None
    holder = lock_holder(workspace, is_shared=shard is not None)
    if holder and not arguments.no_wait:
        console.tell(f"another build is running ({holder}); waiting for it")
    with _lock(workspace, shard, wait=not arguments.no_wait):
        outcomes, summary = _build(config, arguments, asked, shard, console)
    console.close()
    _show_table(outcomes, folder, console, as_json=arguments.json)
    _offer_more(outcomes, console)
    for line in summary:
        console.tell(line)
    _show_problems(outcomes, console)
    if any(outcome.state == "unknown" for outcome in outcomes):
        return UnknownName.exit_code
    return int(any(outcome.state in {"failed", "set aside"} for outcome in outcomes))


def _lock(workspace: Workspace, shard: Shard | None, *, wait: bool) -> AbstractContextManager[None]:
    if shard is None:
        return lock_workspace(workspace, wait=wait)
    return lock_shard(workspace, shard.number, shard.count, wait=wait)


def _count(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text}: give a whole number from 1 on")
    return number


def _hours(text: str) -> float:
    with contextlib.suppress(ValueError):
        if 0 < (hours := float(text)) < float("inf"):
            return hours
    raise argparse.ArgumentTypeError(f"{text}: give hours, such as 5.5")


def asked_languages(text: str | None) -> tuple[str, ...]:
    """The languages that a command line names, separated by spaces or commas.

    Raises:
        ConfigError: One of them is not a language.
    """
    if text is None:
        return ()
    words = text.replace(",", " ").split()
    return parse_languages("all" if words == ["all"] else words, key="--languages")


def _build(
    config: Config, arguments: argparse.Namespace, asked: tuple[str, ...], shard: Shard | None, console: Console
) -> tuple[tuple[Outcome, ...], list[str]]:
    """What became of the videos, and the last lines."""
    from pipeline.build import Plan, choose_open, tally_left, tally_made

    start = time.monotonic()
    plan = Plan.of(config, asked, tries_again=arguments.retry)
    videos, failed = _find_videos(plan.workspace, arguments.videos, console)
    if not (videos or failed or plan.workspace.videos()):
        console.warn("media/ holds no video; put one there and run this again")
    if shard is not None:
        videos = tuple((video, media) for video, media in videos if shard.holds(video))
    chosen, rest = choose_open(plan, videos, arguments.limit) if arguments.limit else (videos, ())
    outcomes = (*failed, *_run(plan, chosen, arguments, start, console))
    made, left = tally_made(plan, outcomes), tally_left(plan, (*chosen, *rest), outcomes)
    return outcomes, summarise(made, left, time.monotonic() - start)


def _run(
    plan: Plan, videos: Videos, arguments: argparse.Namespace, start: float, console: Console
) -> tuple[Outcome, ...]:
    from pipeline.build import VIDEOS_AT_ONCE, Build, Crew, Reporter

    seconds = arguments.hours * 3_600 if arguments.hours else float("inf")
    with _crew(plan, videos, arguments.cluster, console) as (workers, translators):
        crew = Crew(
            workers=workers,
            translators=translators,
            reporter=Reporter(tell=console.tell, warn=console.warn, progress=console.progress),
            takes_as_is=arguments.as_is,
            asks_by_video=bool(arguments.cluster),
            is_time_over=lambda: time.monotonic() - start > seconds,
        )
        at_once = max(VIDEOS_AT_ONCE, _PARTS * (workers.room() if workers.room else 1))
        build = Build(plan=plan, crew=crew, videos_at_once=at_once)
        return build.run(videos)


@contextlib.contextmanager
def _crew(plan: Plan, videos: Videos, cluster: str | None, console: Console) -> Iterator[tuple[Workers, Workers]]:
    """Who does the jobs: this process and its threads, or a cluster."""
    from pipeline.build import SerialExecutor, Workers, translation_threads

    if cluster:
        from pipeline.build import open_cluster

        media = tuple(path for _, path in videos if path is not None)
        with open_cluster(cluster, media=media) as executor:
            console.tell(f"{cluster}: {counted(executor.threads(), 'job')} at one time")
            workers = Workers(executor=executor, room=executor.threads)
            yield workers, workers
    else:
        with translation_threads() as threads:
            yield (
                Workers(executor=SerialExecutor(), progress=console.progress),
                Workers(executor=threads, capacity=len(plan.edges) + 1, loads_ahead=True, progress=console.progress),
            )


def summarise(made: Tally, left: Tally, seconds: float) -> list[str]:
    """The last lines of a run: its throughput, and what is left at this rate.

    Args:
        made: The videos of which something was made.
        left: The videos that are not done.
        seconds: How long the run took.
    """
    lines = []
    if made.videos:
        lines.append(f"made or brought up to date: {_tallied(made)}, in {format_clock(round(seconds * 1000))}")
    if left.videos:
        at_rate = (
            f"; {format_clock(round(left.sound_ms / made.sound_ms * seconds * 1000))} at this rate"
            if made.sound_ms
            else ""
        )
        lines.append(f"left: {_tallied(left)}{at_rate}")
    return lines


def _tallied(tally: Tally) -> str:
    return f"{counted(tally.videos, 'video')}, {tally.sound_ms / 60_000:.1f} minutes of sound"


def _find_videos(
    workspace: Workspace, names: list[str], console: Console
) -> tuple[tuple[tuple[str, Path | None], ...], list[Outcome]]:
    """The videos that are asked for, each once, and those that there are not."""
    from pipeline.build import Outcome, Result

    found, failed = [], []
    for name, known in ((name, None) for name in names) if names else workspace.videos_with_media():
        try:
            video, media = workspace.find_video(name) if names else (name, known)
            if media is None:
                workspace.refuse_doubled(video)
            if not names and media is None and workspace.is_hand_made(video):
                console.tell(f"{video}: captions made by hand, and no such video in media/; left as they are")
                continue
            found.append((check_video_name(video), media))
        except UnknownName as error:
            failed.append(Outcome(video=name, language="", state=Result.UNKNOWN, message=str(error)))
        except (InputError, ConfigError) as error:
            failed.append(Outcome(video=name, language="", state=Result.FAILED, message=str(error)))
    return tuple(dict.fromkeys(found)), failed


def _show_table(outcomes: tuple[Outcome, ...], folder: Path, console: Console, *, as_json: bool) -> None:
    if as_json:
        console.json([_outcome_row(outcome, folder) for outcome in outcomes])
        return
    rows = [_table_row(outcome, folder) for outcome in outcomes if outcome.path is not None]
    if rows:
        console.table(("video", "language", "state", "cues", "warnings", "edited", "file"), rows)


def _show_problems(outcomes: tuple[Outcome, ...], console: Console) -> None:
    """The last lines say what is wrong, or that nothing had to be done."""
    for outcome in outcomes:
        if outcome.state == "no speech":
            console.tell(outcome.message)
        elif outcome.message:
            name = f"{outcome.video} {outcome.language}".rstrip()
            console.fail(f"captions: {with_name(name, outcome.message)}")
    if outcomes and all(outcome.state in {"current", "no speech"} for outcome in outcomes):
        console.tell("all is current")


def _table_row(outcome: Outcome, folder: Path) -> tuple[str, ...]:
    edited = str(outcome.edited) + (f" ({outcome.stale} stale)" if outcome.stale else "") if outcome.edited else ""
    errors = f" ({counted(outcome.errors, 'error')})" if outcome.errors else ""
    path = str(outcome.path.relative_to(folder)) if outcome.path else ""
    return (
        outcome.video,
        outcome.language,
        outcome.state,
        str(outcome.cues),
        f"{outcome.warnings}{errors}",
        edited,
        path,
    )


def _outcome_row(outcome: Outcome, folder: Path) -> dict[str, object]:
    path = str(outcome.path.relative_to(folder)) if outcome.path else None
    return {**{name: value for name, value in asdict(outcome).items() if name != "counted"}, "path": path}


def _offer_more(outcomes: tuple[Outcome, ...], console: Console) -> None:
    """One line about what else could be made, after a run that made something."""
    if any(outcome.state == "made" for outcome in outcomes):
        made = ", ".join(sorted({outcome.language for outcome in outcomes if outcome.path}))
        console.tell(f"made {made}; `captions languages` shows what else can be made and what one more model adds")
