"""The machine's files of two branches into one, for git: `captions merge --machine`, which its driver runs."""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import InputError, SubtitleError
from pipeline.files import read_named, write_output

if TYPE_CHECKING:
    from pipeline.model import Cue


def merge_record_files(arguments: argparse.Namespace) -> int:
    """Merge generated files for git: never a conflict, because the next build makes them again.

    Of anything that is neither a track, details nor approvals, ours stays.
    """
    from pipeline.edits import merge_approvals, merge_details_records, merge_records
    from pipeline.formats import (
        approvals_from_json,
        approvals_to_json,
        details_record_from_json,
        details_record_to_json,
        track_from_json,
        track_to_json,
    )

    before, ours, theirs = (read_named(path) for path in (arguments.base, arguments.edited, arguments.new))
    if ours == theirs:
        return 0
    if arguments.name and Path(arguments.name).name == "notes.json":
        return _merge_notes(arguments, (before, ours, theirs))
    merged = ours
    # What cannot be read is no record; the next build says so.
    with contextlib.suppress(InputError):
        if b'"approvals"' in ours:
            read = [approvals_from_json(data, path="") if data else () for data in (before, ours, theirs)]
            merged = approvals_to_json(merge_approvals(*read))
        elif Path(arguments.name or "").name.endswith(".details.json") or _is_details(ours):
            found = [details_record_from_json(data, path="") if data else None for data in (before, ours, theirs)]
            if found[1] is not None and found[2] is not None:
                merged = details_record_to_json(merge_details_records(found[0], found[1], found[2]))
        else:
            base = track_from_json(before, path="") if before else None
            tracks = [track_from_json(data, path="") for data in (ours, theirs)]
            merged = track_to_json(
                merge_records(base, *tracks, files=_caption_files(arguments, tracks[0].head.language))
            )
    write_output(arguments.output, merged)
    return 0


def _caption_files(arguments: argparse.Namespace, language: str) -> tuple[tuple[Cue, ...], tuple[Cue, ...]]:
    """What stands in the caption file on each side of git's merge of its record; nothing where that is not known."""
    from pipeline.formats import parse_srt
    from pipeline.workspace import find_sides

    folder = Path(arguments.name or "").parent.parent
    sides = find_sides(arguments.name, arguments.new) if arguments.name else None
    found: list[tuple[Cue, ...]] = []
    for data in sides.read(str(folder / f"{folder.name}.{language}.srt")) if sides else (b"", b""):
        try:
            found.append(parse_srt(data, path="").cues if data else ())
        except SubtitleError:
            found.append(())
    return found[0], found[1]


def _is_details(data: bytes) -> bool:
    """Whether a record is of title, description and chapters: a track has cues instead of fields."""
    return b'\n "fields": [' in data


def _merge_notes(arguments: argparse.Namespace, versions: tuple[bytes, bytes, bytes]) -> int:
    """Merge what people noted on captions; by line if one version cannot be read."""
    from pipeline.workspace import join_notes, merge_lines, notes_from_json, notes_to_json

    try:
        read = [notes_from_json(data, path=arguments.name) if data else () for data in versions]
    except InputError:
        return merge_lines(arguments.output, base=arguments.base, theirs=arguments.new)
    write_output(arguments.output, notes_to_json(join_notes(*read)))
    return 0
