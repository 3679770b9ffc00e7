"""`captions fix`: repair caption files as far as a program can, and say what was done."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from pipeline.commands.caption_files import (
    OpenFile,
    Target,
    add_file_arguments,
    find_targets,
    open_file,
    plain_cues,
    rolled_lines,
    save,
    show_diff,
)
from pipeline.errors import PipelineError, SubtitleError
from pipeline.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.commands.console import Console
    from pipeline.model import Cue

EXAMPLES = """\
captions fix talk.pt.srt --dry-run
captions fix talk.pt.srt
captions fix old.srt --language ru -o new.ru.srt
captions fix subtitles/*/*.srt --json
captions fix social-credit --language pt
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    from pipeline.cues import PROFILE_NAMES

    add_file_arguments(parser, many=True)
    parser.add_argument("--profile", choices=PROFILE_NAMES, help="the rules (default: those of captions.toml)")
    parser.add_argument("--dry-run", action="store_true", help="write nothing; show on stdout what would change")
    parser.add_argument("--json", action="store_true", help="print what was done as JSON")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Fix each file; one that cannot be read does not stop the others."""
    rows: list[dict[str, Any]] = []
    has_failed = False
    for target in find_targets(arguments):
        try:
            rows.append(_fix(target, arguments, console))
        except PipelineError as error:
            console.fail(f"captions: {error}")
            has_failed = True
    if arguments.json:
        console.json(rows)
    return int(has_failed)


def _fix(target: Target, arguments: argparse.Namespace, console: Console) -> dict[str, Any]:
    """One file: its letters, its cues, and back into its format."""
    from pipeline.formats import decode_text

    data = read_bytes(target.path)
    original = decode_text(data, str(target.path), target.language)[0]
    repaired, done = _mend_letters(data, original)
    opened = open_file(target, repaired)
    cues, mended = _mend_cues(opened, arguments.profile or target.profile)
    if not cues:
        raise SubtitleError(path=opened.name, reason="holds no captions: there is nothing to fix")
    text, losses = opened.with_cues(cues)
    done += [*_describe_reading(opened), *mended, *losses]
    is_changed = text.encode() != data
    if is_changed and not done:
        done.append("written anew in the usual form: numbers, line ends, spaces")
    _report(opened, text, done if is_changed else [], arguments, console)
    if arguments.dry_run and not arguments.json:
        show_diff(opened.name, original, text, console)
    return {"path": opened.name, "changed": is_changed, "done": done if is_changed else []}


def _report(opened: OpenFile, text: str, done: Sequence[str], arguments: argparse.Namespace, console: Console) -> None:
    for line in done:
        console.warn(f"{opened.name}: {line}")
    if not done:
        console.tell(f"{opened.name}: nothing to fix")
    if not arguments.dry_run and (done or arguments.output):
        save(opened, text, arguments.output, console)


def _mend_letters(data: bytes, original: str) -> tuple[bytes, list[str]]:
    """The file's bytes with letters put back that were garbled, and a line about it."""
    from pipeline.text import find_mojibake, repair_mojibake

    pair = find_mojibake(original)
    if pair is None:
        return data, []
    line = f"letters put back that were UTF-8 read in an old code page: “{pair[0]}” is “{pair[1]}”"
    return repair_mojibake(original).encode(), [line]


def _mend_cues(opened: OpenFile, profile: str) -> tuple[tuple[Cue, ...], tuple[str, ...]]:
    """The cues as they should be: rolling captions made plain, then the rules of the language."""
    from pipeline.cues import profile_for
    from pipeline.quality import FixOptions, fix_cues

    cues, told = plain_cues(opened, rolled_lines(opened))
    options = FixOptions(
        language=opened.target.language or "und",
        profile=profile_for(opened.target.language or "und", profile),
        frame_rate=opened.target.frame_rate,
        limit_ms=opened.target.duration_ms,
    )
    fixed, done = fix_cues(cues, options)
    return fixed, (*told, *done)


def _describe_reading(opened: OpenFile) -> list[str]:
    """What was read differently from how it stands, one line a cause."""
    from pipeline.formats import OUT_OF_ORDER, summarise_repairs

    odd = (repair for repair in opened.repairs if repair.message != OUT_OF_ORDER)
    return [f"line {line}: {message}" for line, message in summarise_repairs(odd)]
