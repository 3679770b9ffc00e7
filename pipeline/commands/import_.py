"""`captions import`: what comes back from a translator's own tool."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands.returned_files import SUFFIXES, import_returned
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.commands.console import Console

EXAMPLES = """
captions import social-credit.pt.po
captions import social-credit.pt.xlsx --by "Ana Lima"       (approve what she marked as right)
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    parser.add_argument("file", type=Path, metavar="FILE", help=".po, .xlf, .csv, .xlsx of captions export")
    parser.add_argument("--video", metavar="V", help="name of the video, where the file does not say it")
    parser.add_argument("--language", metavar="TAG", help="the text's language, where the file does not say it")
    parser.add_argument("--by", metavar="NAME", help="approve what is marked as right in it, under this name")
    parser.add_argument("--json", action="store_true", help="print what was done as JSON")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Import one file."""
    if arguments.file.suffix.lower() not in SUFFIXES:
        raise UsageError(reason=f"{arguments.file}: is none of {', '.join(sorted(SUFFIXES))}")
    return import_returned(arguments, console)
