"""`captions convert A B`: the same captions in another format."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.converting import FORMAT_NAMES, convert_captions
from pipeline.errors import UsageError
from pipeline.files import read_bytes, write_atomic

if TYPE_CHECKING:
    from pipeline.console import Console

HELP = "turn a caption file into another format: .srt, .vtt, .ttml, .txt"
EXAMPLES = """\
captions convert talk.pt.srt talk.pt.vtt
captions convert talk.pt.vtt talk.pt.ttml --language pt-BR
captions convert talk.en.srt talk.en.txt
captions convert download.bin talk.en.srt --from-format vtt
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("source", type=Path, help="the file to read, repaired where it must be")
    parser.add_argument("target", type=Path, help="the file to write; its ending says the format")
    parser.add_argument("--language", default="", metavar="TAG", help="the text's language, where the target names it")
    parser.add_argument(
        "--from-format", choices=FORMAT_NAMES[:-1], default="", help="if the source's ending does not say it"
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Convert one file; repairs and losses are told on stderr."""
    source, target = str(arguments.source), str(arguments.target)
    converted = convert_captions(
        read_bytes(arguments.source),
        source=source,
        target=target,
        language=_language(arguments),
        from_format=arguments.from_format,
    )
    write_atomic(arguments.target, converted.data)
    for repair in converted.repairs:
        console.warn(f"{source}:{repair.line}: {repair.message}")
    for what, count in converted.losses:
        console.warn(f"{target}: lost in {count} {'cue' if count == 1 else 'cues'}: {what}")
    console.tell(f"{target} written")
    return 0


def _language(arguments: argparse.Namespace) -> str:
    """The tag given, or the one in the source's name (`talk.pt-BR.srt`), or none."""
    from pipeline.languages import parse_tag

    if arguments.language:
        try:
            return parse_tag(arguments.language)
        except ValueError as error:
            raise UsageError(reason=str(error)) from error
    try:
        return parse_tag(Path(arguments.source.stem).suffix.removeprefix("."))
    except ValueError:
        return ""
