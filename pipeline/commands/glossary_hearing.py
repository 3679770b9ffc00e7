"""`captions glossary hear`: names that were misheard, where the sound says that they are said."""

from __future__ import annotations

import argparse

from pipeline.build import NearName, NearNames, find_near_names
from pipeline.commands.console import Console
from pipeline.cues import profile_for, wrap_changed
from pipeline.edits import replace_each
from pipeline.errors import StaleWorkspace
from pipeline.files import write_atomic
from pipeline.formats import format_srt
from pipeline.text import counted
from pipeline.timing import format_clock
from pipeline.workspace import Workspace, load_config, lock_workspace

_WORTH_SHOWING = -12.0
"""What the sound makes less likely resembles a name by its letters alone."""


def hear_names(arguments: argparse.Namespace, workspace: Workspace, console: Console) -> int:
    """Show each place that resembles a name, and put the name where the sound supports it."""
    videos = [workspace.find_video(name)[0] for name in arguments.videos] or workspace.videos()
    looked = {video: found for video in videos if (found := find_near_names(workspace, video, console.progress))}
    rows = [(video, one) for video, near in looked.items() for one in near.names]
    if arguments.json:
        console.json([_value(video, one) for video, one in rows])
    elif shown := [row for row in rows if row[1].gain >= _WORTH_SHOWING]:
        console.table(("video", "cue", "time", "stands there", "name", "by the sound", "place"), map(_row, shown))
    said = sum(one.is_said for _, one in rows)
    if not said and not arguments.json:
        console.tell("nothing that resembles a name of the glossary sounds like one")
    if said and not arguments.yes:
        console.tell(f"nothing was changed; with --yes the names stand in {counted(said, 'place')}")
    elif said:
        with lock_workspace(workspace, wait=True):
            for video, near in looked.items():
                _write(workspace, video, near)
        console.tell(f"corrected in {counted(said, 'place')}; `captions build` brings it into every language")
    return 0


def _write(workspace: Workspace, video: str, near: NearNames) -> None:
    said, file = [(one.place, one.name) for one in near.names if one.is_said], near.file
    if not said:
        return
    if workspace.caption_file(video, near.language).data != file.data:
        raise StaleWorkspace(path=str(file.path))
    profile = profile_for(near.language, load_config(workspace.folder).cues.profile)
    new = replace_each(file.whole_cues, said)
    cues = wrap_changed(file.whole_cues, new, language=near.language, profile=profile)
    kept = [cue for cue, old in zip(cues, file.whole_cues, strict=True) if cue.text or not old.text]
    write_atomic(file.path, format_srt(kept, path=str(file.path)).encode())


def _row(row: tuple[str, NearName]) -> tuple[str, ...]:
    video, one = row
    judged = f"{'said' if one.is_said else 'not said'} ({one.gain:+.1f})"
    return (
        video,
        str(one.place.cue),
        format_clock(one.start_ms),
        one.place.found,
        one.name,
        judged,
        one.place.context,
    )


def _value(video: str, one: NearName) -> dict[str, object]:
    return {
        "video": video,
        "cue": one.place.cue,
        "start_ms": one.start_ms,
        "found": one.place.found,
        "name": one.name,
        "gain": one.gain,
        "is_said": one.is_said,
        "context": one.place.context,
    }
