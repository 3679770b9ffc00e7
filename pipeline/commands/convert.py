"""`captions convert A B`: the same captions in another format."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageError
from pipeline.files import read_named, write_output
from pipeline.formats import READABLE_FORMATS, convert_captions, summarise_repairs

if TYPE_CHECKING:
    from pipeline.commands.console import Console

EXAMPLES = """\
captions convert talk.pt.srt talk.pt.vtt
captions convert talk.pt.srt -o talk.pt.vtt
captions convert talk.pt.vtt talk.pt.ttml --language pt-BR
captions convert talk.en.srt talk.en.txt
captions convert download.bin talk.en.srt --from-format vtt
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("source", type=Path, help="the file to read, repaired where it must be")
    target = parser.add_argument("target", type=Path, help="the file to write; its ending says the format")
    parser.add_argument(
        "-o",
        "--output",
        action=_Output,
        target=target,
        type=Path,
        metavar="TARGET",
        help="the same, in place of the last argument",
    )
    parser.add_argument(
        "--language", default="", metavar="TAG", help="the text's language: tells old encodings; the target names it"
    )
    parser.add_argument(
        "--from-format", choices=READABLE_FORMATS, default="", help="if the source's ending does not say it"
    )


class _Output(argparse.Action):
    """`-o TARGET`; with it, and only with it, the argument `target` may be left out.

    An argument that may always be left out (`nargs="?"`) is not found by argparse when an option stands
    before it: `captions convert A --language pt B`.
    """

    def __init__(self, *, target: argparse.Action, **options: Any) -> None:  # noqa: ANN401  # argparse's own
        super().__init__(**options)
        self._target = target

    def __call__(self, parser: object, namespace: object, values: object, option_string: object = None) -> None:
        setattr(namespace, self.dest, values)
        self._target.nargs, self._target.required = "?", False


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Convert one file; repairs and losses are reported on stderr. 1 where a cue could not be read and is left out."""
    path = _target(arguments)
    source, target = str(arguments.source), str(path)
    if path.exists() and arguments.source.exists() and path.samefile(arguments.source):
        raise UsageError(reason=f"{target} is the file to convert itself; name another one, or use: captions fix")
    converted = convert_captions(
        read_named(arguments.source),
        source=source,
        target=target,
        language=_language(arguments),
        from_format=arguments.from_format,
    )
    write_output(path, converted.data)
    lost = [repair for repair in converted.repairs if repair.is_loss]
    for line, message in summarise_repairs(repair for repair in converted.repairs if not repair.is_loss):
        console.warn(f"{source}:{line}: {message}")
    for loss in lost:
        console.fail(f"captions: {source}:{loss.line}: {loss.message}")
    for what, count in converted.losses:
        console.warn(f"{target}: lost in {count} {'cue' if count == 1 else 'cues'}: {what}")
    console.tell(f"{target} written")
    return int(bool(lost))


def _target(arguments: argparse.Namespace) -> Path:
    if arguments.target and arguments.output:
        both = f"{arguments.target} or -o {arguments.output}"
        raise UsageError(reason=f"two files to write are named; give one of them: {both}")
    return Path(arguments.target or arguments.output)


def _language(arguments: argparse.Namespace) -> str:
    """The tag given, or the one in the source's name (`talk.pt-BR.srt`), or none."""
    from pipeline.languages import parse_tag

    if arguments.language:
        try:
            return parse_tag(arguments.language)
        except ValueError as error:
            raise UsageError(reason=f"--language: {error}") from error
    try:
        return parse_tag(Path(arguments.source.stem).suffix.removeprefix("."))
    except ValueError:
        return ""
