"""`captions report`: what a branch changed, for the people who look at a pull request."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands.console import Console
from pipeline.timing import format_clock
from pipeline.workspace import find_workspace, load_config

if TYPE_CHECKING:
    from pipeline.build import DetailsChange, TrackChange
    from pipeline.edits import FieldChange, SentenceChange

EXAMPLES = """
captions report --base main
captions report --base origin/main --markdown > report.md
captions report --base v1 --json
"""
_MOST_ROWS = 100
"""A comment with more sentences of one file than this is read by nobody; the rest is counted."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    parser.add_argument("--base", required=True, metavar="REV", help="the branch, tag or commit to compare with")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--markdown", action="store_true", help="print Markdown, for a comment")
    kind.add_argument("--json", action="store_true", help="print the changes as JSON")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Compare and print; 1 where a caption file cannot be read."""
    from pipeline.build import report_changes, report_details

    config = load_config(find_workspace(Path.cwd()))
    rows, details = report_changes(config, arguments.base), report_details(config, arguments.base)
    if arguments.json:
        console.json([*map(_to_json, rows), *map(_details_to_json, details)])
    elif arguments.markdown:
        console.data("\n".join((*to_markdown(rows), *_details_to_markdown(details))))
    else:
        _print_text(rows, console)
        _print_details(details, console)
    return int(any(row.problem for row in rows) or any(row.problem for row in details))


def to_markdown(rows: Sequence[TrackChange]) -> Iterator[str]:
    """The report as GitHub and other forges show it; caption text is text there, whatever it holds."""
    yield "## Captions"
    yield ""
    if not rows:
        yield "No caption changed."
        return
    yield "| video | language | sentences changed | became stale | new findings | minutes read |"
    yield "|---|---|--:|--:|--:|--:|"
    for row in rows:
        yield f"| {_cell(row.video)} | {row.language} | {_counts(row)} |"
    for row in rows:
        yield from _track_lines(row)


def _counts(row: TrackChange) -> str:
    read = f"{format_clock(row.read_ms)} of {format_clock(row.total_ms)}"
    if row.read_ms != row.read_before_ms:
        read += f" (was {format_clock(row.read_before_ms)})"
    return f"{len(row.changes)} | {len(row.stale)} | {len(row.findings)} | {read}"


def _track_lines(row: TrackChange) -> Iterator[str]:
    yield ""
    yield f"### {_cell(row.video)} · {row.language}"
    if row.problem:
        yield ""
        yield f"**Cannot be read:** {_cell(row.problem)}"
    if row.changes:
        has_source = any(change.source for change in row.changes)
        yield ""
        yield "| at | before | after |" + (" source |" if has_source else "")
        yield "|--:|---|---|" + ("---|" if has_source else "")
        for change in row.changes[:_MOST_ROWS]:
            cells = f"| {format_clock(change.start_ms)} | {_cell(change.before)} | {_cell(change.after)} |"
            yield cells + (f" {_cell(change.source)} |" if has_source else "")
        yield from _rest(row.changes)
    yield from _listed("Stale now: the sentence under these corrections changed", row.stale)
    yield from _listed("New findings", [f"cue {f.cue_number}: {f.message} ({f.rule})" for f in row.findings])


def _rest(changes: Sequence[object]) -> Iterator[str]:
    """How many more there are than a table shows."""
    if len(changes) > _MOST_ROWS:
        yield ""
        yield f"… and {len(changes) - _MOST_ROWS} more."


def _listed(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield f"**{title}**"
        yield ""
        yield from (f"- {_cell(line)}" for line in lines[:_MOST_ROWS])


def _cell(text: str) -> str:
    """Text that is no markup, no mention and no link in a table of Markdown."""
    plain = " ".join(text.split())
    escaped = "".join(f"\\{char}" if char in "\\`*_{}[]<>#|~$" else char for char in plain)
    return escaped.replace("@", "@\u200b").replace("://", ":\u200b//") or "–"


def _print_text(rows: Sequence[TrackChange], console: Console) -> None:
    table = [(row.video, row.language, *(part.strip() for part in _counts(row).split("|"))) for row in rows]
    if not table:
        console.tell("no caption changed")
        return
    console.table(("video", "language", "changed", "stale", "findings", "read"), table)
    for row in rows:
        for change in row.changes:
            _print_change(f"{row.path} at {format_clock(change.start_ms)}", change, console)
        if row.problem:
            console.fail(f"captions: {row.problem}")


def _print_change(place: str, change: SentenceChange | FieldChange, console: Console) -> None:
    console.data("")
    console.data(place)
    if change.source:
        console.data(f"    {change.source}")
    console.data(f"  - {change.before or '(nothing)'}")
    console.data(f"  + {change.after or '(nothing)'}")


def _to_json(row: TrackChange) -> dict[str, object]:
    return {
        "video": row.video,
        "language": row.language,
        "path": row.path,
        "changes": [
            {"start_ms": c.start_ms, "before": c.before, "after": c.after, "source": c.source} for c in row.changes
        ],
        "stale": list(row.stale),
        "findings": [{"cue": f.cue_number, "rule": f.rule, "message": f.message} for f in row.findings],
        "read_ms": row.read_ms,
        "read_before_ms": row.read_before_ms,
        "total_ms": row.total_ms,
        "problem": row.problem,
    }


_DETAILS = "title, description and chapters"


def _details_to_markdown(rows: Sequence[DetailsChange]) -> Iterator[str]:
    for row in rows:
        yield ""
        yield f"### {_cell(row.video)} · {row.language or 'media'} · {_DETAILS}"
        yield ""
        if row.problem:
            yield f"**Cannot be read:** {_cell(row.problem)}"
        if row.changes:
            yield "| field | before | after | source |"
            yield "|---|---|---|---|"
        for one in row.changes[:_MOST_ROWS]:
            yield f"| {_cell(one.name)} | {_cell(one.before)} | {_cell(one.after)} | {_cell(one.source)} |"
        yield from _rest(row.changes)
        yield from _listed("Stale now: the text under these corrections changed", row.stale)


def _print_details(rows: Sequence[DetailsChange], console: Console) -> None:
    for row in rows:
        for change in row.changes:
            _print_change(f"{row.path}: {change.name}", change, console)
        for line in row.stale:
            console.data("")
            console.data(f"{row.path}: stale now: {line}")
        if row.problem:
            console.fail(f"captions: {row.problem}")


def _details_to_json(row: DetailsChange) -> dict[str, object]:
    return {
        "video": row.video,
        "language": row.language,
        "path": row.path,
        "fields": [
            {"field": one.name, "before": one.before, "after": one.after, "source": one.source} for one in row.changes
        ],
        "stale": list(row.stale),
        "problem": row.problem,
    }
