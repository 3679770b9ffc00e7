"""`captions accept`: settle single cues that wait for a decision."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from pipeline.build import Acceptance, accept_field, accept_mine, take_machine
from pipeline.commands.console import Console
from pipeline.errors import UsageError
from pipeline.languages import parse_tag
from pipeline.model import Cue
from pipeline.timing import format_clock
from pipeline.workspace import Workspace, find_workspace, lock_workspace

EXAMPLES = """
captions accept social-credit pt --cue 12                   (what I wrote is right as it is)
captions accept social-credit pt --cue 12 --cue 14
captions accept social-credit pt --cue 12 --take-machine    (put the machine's text in its place)
captions accept social-credit pt --field "chapter 1:17"     (of title, description and chapters)
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    parser.add_argument("video", metavar="VIDEO", help="name of the video")
    parser.add_argument("language", metavar="LANG", help="BCP-47 tag of the language")
    parser.add_argument(
        "--cue",
        metavar="N",
        type=int,
        action="append",
        default=[],
        help="number of a cue; may be given again",
    )
    parser.add_argument(
        "--field",
        metavar="NAME",
        action="append",
        default=[],
        help='of title, description and chapters: title, "description 2", "chapter 1:23"; may be given again',
    )
    parser.add_argument("--take-machine", action="store_true", help="replace the cue by what the machine writes there")
    parser.add_argument("--json", action="store_true", help="print what was settled as JSON")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Settle the cues and say how."""
    workspace = Workspace(find_workspace(Path.cwd()))
    try:
        language = parse_tag(arguments.language)
    except ValueError as error:
        raise UsageError(reason=str(error)) from error
    if not (arguments.cue or arguments.field):
        raise UsageError(reason="name what to settle: --cue N, or --field NAME")
    settle = take_machine if arguments.take_machine else accept_mine
    with lock_workspace(workspace, wait=True):
        video, _ = workspace.find_video(arguments.video)
        nothing = Acceptance(accepted=())
        done = settle(workspace, video, language, sorted(set(arguments.cue))) if arguments.cue else nothing
        fields = [
            one
            for name in dict.fromkeys(arguments.field)
            for one in accept_field(workspace, video, language, name, takes_machine=arguments.take_machine)
        ]
    if arguments.json:
        rows = [asdict(one) for one in fields]
        console.json({"video": video, "language": language, **_value(done), "fields": rows})
        return 0
    for one in fields:
        what = f"“{_one_line(one.was)}” gave way to “{_one_line(one.text)}”"
        what = what if arguments.take_machine else f"“{_one_line(one.text)}” counts as read and right"
        console.tell(f"{video} {language}: {one.name} {what}")
    for cue in done.accepted:
        console.tell(f"{video} {language}: {format_clock(cue.start_ms)} “{_flat(cue)}” counts as read and right")
    if done.taken:
        before, after = (" / ".join(map(_flat, cues)) for cues in (done.replaced, done.taken))
        console.tell(f"{video} {language}: {format_clock(done.taken[0].start_ms)} “{before}” gave way to “{after}”")
    return 0


def _value(done: Acceptance) -> dict[str, object]:
    return {name: _rows(getattr(done, name)) for name in ("accepted", "replaced", "taken")}


def _rows(cues: Sequence[Cue]) -> list[dict[str, object]]:
    return [{"start_ms": cue.start_ms, "end_ms": cue.end_ms, "text": cue.text} for cue in cues]


def _flat(cue: Cue) -> str:
    return _one_line(cue.text)


def _one_line(text: str) -> str:
    return " ".join(text.split())
