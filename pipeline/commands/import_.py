"""`captions import`: a caption file from elsewhere, or what comes back from a translator's own tool."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands.imported_captions import import_caption_file
from pipeline.commands.returned_edits import SUFFIX as EDITS_SUFFIX
from pipeline.commands.returned_edits import import_edits
from pipeline.commands.returned_files import SUFFIXES, import_returned

if TYPE_CHECKING:
    from pipeline.commands.console import Console

EXAMPLES = """
captions import talk.en.vtt --video talk --language en
captions import auto.en.vtt --video talk --language en --machine     (YouTube's automatic captions)
captions import talk.pt.dfxp --video talk --language pt --replace
captions import social-credit.pt.po
captions import social-credit.pt.edits.json                  (from a page of the desk that went by mail)
captions import social-credit.pt.xlsx --by "Ana Lima"       (approve what she marked as right)
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help=".srt, .vtt, .ttml, .dfxp, .sbv, .ass, .po, .xlf, .csv, .xlsx, .edits.json",
    )
    parser.add_argument("--video", metavar="V", help="name of the video, where the file does not say it")
    parser.add_argument("--language", metavar="TAG", help="the text's language, where the file does not say it")
    parser.add_argument("--by", metavar="NAME", help="approve what is marked as right in it, under this name")
    parser.add_argument("--machine", action="store_true", help="no person wrote or read these captions: labelled so")
    role = parser.add_mutually_exclusive_group()
    role.add_argument(
        "--spoken", action="store_true", help="they are what is said in the video: nothing is transcribed"
    )
    role.add_argument("--translation", action="store_true", help="they are a translation of what is said in the video")
    parser.add_argument("--replace", action="store_true", help="captions in place of corrections that are there")
    parser.add_argument("--json", action="store_true", help="print what was done as JSON")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Import one file."""
    if arguments.file.name.endswith(EDITS_SUFFIX):
        return import_edits(arguments, console)
    if arguments.file.suffix.lower() in SUFFIXES:
        return import_returned(arguments, console)
    return import_caption_file(arguments, console)
