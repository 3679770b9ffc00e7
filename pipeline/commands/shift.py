"""`captions shift`: captions earlier or later, all of them or from a time on."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from pipeline.commands.caption_files import add_file_arguments, find_targets, retime_files
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.commands.console import Console

EXAMPLES = """\
captions shift talk.pt.srt --by -1.5
captions shift talk.pt.srt --by 250ms -o later.pt.srt
captions shift talk.pt.srt --by=-0:00:02.5 --from 0:01:00
captions shift social-credit --by 2            (all languages of a video)
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_file_arguments(parser, many=True)
    parser.add_argument("--by", required=True, metavar="TIME", help="how much later: 2, 250ms, 0:01; -1.5 is earlier")
    parser.add_argument("--from", dest="since", metavar="TIME", help="only cues that start at or after this time")
    parser.add_argument("--json", action="store_true", help="print what was done as JSON")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Move every cue by one time; nothing is written if one would begin before zero."""
    from pipeline.formats import parse_span, shift

    try:
        by_ms = parse_span(arguments.by)
    except ValueError as error:
        raise UsageError(reason=f"--by: {error}; write seconds (-1.5), 250ms or 0:00:01.5") from error
    what = f"moved by {by_ms / 1_000:+g} s"
    return retime_files(find_targets(arguments), shift(by_ms), arguments, console, what=what)
