"""`captions sync`: captions fitted to a video by points that somebody compared, or from one frame rate to another."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from pipeline.commands.caption_files import add_file_arguments, find_targets, retime_files
from pipeline.errors import UsageError
from pipeline.text import counted

if TYPE_CHECKING:
    from pipeline.commands.console import Console
    from pipeline.formats import Retime

EXAMPLES = """\
captions sync talk.pt.srt --at 0:01:02=0:01:03.5
captions sync talk.pt.srt --at 0:00:05=0:00:06 --at 0:55:10=0:55:30.2
captions sync talk.pt.srt --rate 25=23.976
captions sync social-credit --language pt --rate 24=25
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_file_arguments(parser, many=True)
    parser.add_argument(
        "--at",
        action="append",
        default=[],
        metavar="IS=SHOULD",
        help="a time in the file, and when that is in the video; one shifts, two or more stretch",
    )
    parser.add_argument("--rate", metavar="FROM=TO", help="frames a second the file was made for, and the video's")
    parser.add_argument("--json", action="store_true", help="print what was done as JSON")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Retime every cue; nothing is written if one would begin before zero."""
    if bool(arguments.at) == bool(arguments.rate):
        raise UsageError(reason="give either --at IS=SHOULD (once or more often) or --rate FROM=TO")
    retime, what = _by_rate(arguments.rate) if arguments.rate else _by_points(arguments.at)
    return retime_files(find_targets(arguments), retime, arguments, console, what=what)


def _by_rate(text: str) -> tuple[Retime, str]:
    from pipeline.formats import change_rate, parse_rate

    made_for, equals, plays_at = text.partition("=")
    try:
        if not equals:
            raise ValueError("two frame rates are needed")
        return change_rate(parse_rate(made_for), parse_rate(plays_at)), f"from {made_for} to {plays_at} frames a second"
    except ValueError as error:
        raise UsageError(reason=f"--rate: {error}; write it as 25=23.976") from error


def _by_points(texts: list[str]) -> tuple[Retime, str]:
    from pipeline.formats import go_through
    from pipeline.timing import parse_timestamp

    try:
        points = [(parse_timestamp(text.partition("=")[0]), parse_timestamp(text.partition("=")[2])) for text in texts]
        return go_through(points), f"fitted to {counted(len(points), 'point')}"
    except ValueError as error:
        raise UsageError(reason=f"--at: {error}; write it as 0:01:02=0:01:03.5") from error
