"""`captions approve`: somebody vouches for exactly these sentences."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import date
from pathlib import Path

from pipeline.build import ApprovalChange, Passage, approve, withdraw
from pipeline.commands.console import Console
from pipeline.edits import Approver, percent
from pipeline.errors import UsageError
from pipeline.languages import parse_tag
from pipeline.text import counted
from pipeline.timing import format_clock, parse_timestamp
from pipeline.workspace import Workspace, find_workspace, lock_workspace

EXAMPLES = """
captions approve social-credit pt --by "Ana Lima"
captions approve social-credit pt --by "Ana Lima" --until 05:00
captions approve social-credit pt --by "Ana Lima" --cues 1-40
captions approve social-credit pt --by "Ana Lima" --withdraw
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    parser.add_argument("video", metavar="VIDEO", help="name of the video")
    parser.add_argument("language", metavar="LANG", help="BCP-47 tag of the language")
    parser.add_argument("--by", required=True, metavar="NAME", help="who approves")
    parser.add_argument("--cues", metavar="FROM-TO", help="only these cues, by their numbers, such as 1-40 or 7")
    parser.add_argument("--until", metavar="TIME", help="only what is shown before this time, such as 05:00")
    parser.add_argument("--withdraw", action="store_true", help="take this person's approval back")
    parser.add_argument("--json", action="store_true", help="print what was done as JSON")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Record or withdraw an approval."""
    workspace = Workspace(find_workspace(Path.cwd()))
    name = " ".join(arguments.by.split())
    if not name or not name.isprintable():
        raise UsageError(reason="--by expects a name")
    try:
        language = parse_tag(arguments.language)
    except ValueError as error:
        raise UsageError(reason=str(error)) from error
    passage = parse_passage(arguments.cues, arguments.until)
    with lock_workspace(workspace, wait=True):
        video, _ = workspace.find_video(arguments.video)
        if arguments.withdraw:
            change = withdraw(workspace, video, language, by=name, passage=passage)
        else:
            change = approve(workspace, video, language, Approver(name=name, date=date.today().isoformat()), passage)
    if arguments.json:
        console.json(_value(video, language, change))
        return 0
    _tell(f"{video} {language}", name, change, console, verb="withdrawn" if arguments.withdraw else "approved")
    return 0


def parse_passage(cues: str | None, until: str | None) -> Passage:
    """What `--cues` and `--until` say.

    Raises:
        UsageError: They say nothing that can be understood.
    """
    first: int = 1
    last: int | None = None
    if cues is not None:
        first, last = parse_numbers(cues, "--cues")
    try:
        until_ms = None if until is None else parse_timestamp(until)
    except ValueError as error:
        raise UsageError(reason=f"--until expects a time such as 05:00 or 1:02:03, not {until!r}") from error
    return Passage(first=first, last=last, until_ms=until_ms)


def parse_numbers(text: str, option: str) -> tuple[int, int]:
    """The first and last number of `1-40`, or of `7`.

    Raises:
        UsageError: They are not such numbers; names the option.
    """
    low, dash, high = text.replace("–", "-").partition("-")
    try:
        first = int(low)
        last = int(high) if dash else first
    except ValueError as error:
        raise UsageError(reason=f"{option} expects numbers such as 1-40 or 7, not {text!r}") from error
    if not 1 <= first <= last:
        raise UsageError(reason=f"{option} counts from 1, the lower number first, not {text!r}")
    return first, last


def _tell(place: str, name: str, change: ApprovalChange, console: Console, *, verb: str) -> None:
    reading = change.reading
    count = counted(change.sentences, "sentence")
    if change.fields:
        count += f", and {counted(change.fields, 'field')} of title, description and chapters,"
    read = f"{format_clock(reading.read_ms)} of {format_clock(reading.total_ms)} read, {percent(reading.share)} %"
    console.tell(f"{place}: {count} {verb} by {name} ({read})")
    for sentence in change.cut:
        cues = f"cues {sentence.cues[0]}-{sentence.cues[-1]}"
        console.tell(f"{place}: left out “{sentence.text}”: it stands in {cues}, not all of which were given")


def _value(video: str, language: str, change: ApprovalChange) -> dict[str, object]:
    reading = change.reading
    return {
        "video": video,
        "language": language,
        "sentences": change.sentences,
        "fields": change.fields,
        "left_out": [asdict(sentence) for sentence in change.cut],
        "read_ms": reading.read_ms,
        "total_ms": reading.total_ms,
        "reviewed_share": round(reading.share, 4),
        "is_approved": reading.is_approved,
    }
