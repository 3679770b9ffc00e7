"""`captions status`: what is current, edited, stale, approved or still to be made."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from pipeline.build import State, TrackStatus, VideoStatus, survey_videos
from pipeline.commands.build import asked_languages
from pipeline.commands.console import Console
from pipeline.text import counted
from pipeline.timing import format_clock
from pipeline.workspace import find_workspace, load_config

EXAMPLES = """
captions status
captions status --json
"""

_MANY = 20
"""From how many videos on their states are also counted."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    parser.add_argument("--languages", metavar="TAGS", help="languages instead of the settings'")
    parser.add_argument("--json", action="store_true", help="print the states as JSON")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Survey and show."""
    folder = find_workspace(Path.cwd())
    videos = list(survey_videos(load_config(folder), asked_languages(arguments.languages)))
    rows = [row for video in videos for row in video.rows]
    if arguments.json:
        console.json([asdict(row) for row in rows])
        return 0
    if not rows:
        console.tell("nothing here yet: put a video in media/ and run: captions build")
        return 0
    console.table(("video", "language", "state", "edited", "stale", "read", "approved"), map(_table_row, rows))
    for row in rows:
        for line in _details(row):
            console.tell(line)
    for video in videos:
        for line in video.advice:
            console.warn(line)
    if len(videos) > _MANY:
        console.tell(_summary(videos))
    return 0


def _summary(videos: Sequence[VideoStatus]) -> str:
    """One line on all videos, where their table is longer than a screen."""
    counts = Counter(row.state for video in videos for row in video.rows)
    states = ", ".join(f"{count} {state}" for state, count in counts.most_common())
    open_ = sum(any(row.state is not State.CURRENT for row in video.rows) for video in videos)
    return f"{counted(len(videos), 'video')}, {open_} of them not current; files: {states}"


def _table_row(row: TrackStatus) -> tuple[str, ...]:
    state = f"{row.state} ({row.reason})" if row.reason else row.state
    read = _read(row) if row.reviewed_share else ""
    edited = str(row.edited or "") + (f" ({row.deleted} taken out)" if row.deleted else "")
    return (row.video, row.language or "?", state, edited.strip(), str(len(row.stale) or ""), read, _approved(row))


def _read(row: TrackStatus) -> str:
    """How much of it people read."""
    from pipeline.edits import percent

    return f"{format_clock(row.read_ms)} ({percent(row.reviewed_share)} %)"


def _approved(row: TrackStatus) -> str:
    """Who approved it, and how far that still holds."""
    people = []
    for one in row.approvals:
        notes = [] if row.is_approved else [counted(one.sentences, "sentence")]
        if not one.holds:
            notes.append(f"{one.ended} changed since" if one.ended else "text changed since")
        people.append(f"{one.by} ({', '.join(notes)})" if notes else one.by)
    return ", ".join(people)


def _details(row: TrackStatus) -> list[str]:
    place = f"{row.video} {row.language}"
    lines = []
    for edit in row.stale:
        at = format_clock(edit.start_ms)
        lines.append(
            f"{place} {at} stale: “{_flat(edit.text)}”; the machine would now write “{_flat(edit.suggestion)}”"
        )
    for edit in row.conflicts:
        at = format_clock(edit.start_ms)
        lines.append(f"{place} {at} kept “{_flat(edit.text)}”; the machine would now write “{_flat(edit.suggestion)}”")
    if row.rejects:
        lines.append(
            f"{place}: {counted(row.rejects, 'edited cue without a place is', 'edited cues without a place are')}"
            f" in {row.video}.{row.language}.rejects.srt"
        )
    if row.notes:
        count = f"{row.notes} open note{'' if row.notes == 1 else 's'}"
        lines.append(f"{place}: {count}; read with: captions review {row.video} --language {row.language}")
    return [*lines, *_about_details(place, row)]


def _about_details(place: str, row: TrackStatus) -> list[str]:
    """Title, description and chapters: what is not current, and what waits for a decision."""
    if (details := row.details) is None:
        return []
    from pipeline.edits import detail_name

    lines = []
    if details.state is not State.CURRENT:
        what = details.reason if details.state is State.UNREADABLE else f"are {details.state}"
        what = f"{what} ({details.reason})" if details.reason not in what else what
        lines.append(f"{place}: title, description and chapters: {what}".replace("chapters: are", "chapters are"))
    for edit in (*details.stale, *details.conflicts):
        name = detail_name(edit.place, edit.start_ms, edit.paragraph)
        what = "stale: " if edit in details.stale else "kept "
        now = f"the machine would now write “{_flat(edit.suggestion)}”" if edit.suggestion else "the source has none"
        lines.append(f"{place} {name} {what}“{_flat(edit.text)}”; {now}")
    return lines


def _flat(text: str) -> str:
    return " ".join(text.split())
