"""The translation memory of a workspace, gathered from its caption files, approvals and imported memories."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipeline.errors import PipelineError
from pipeline.files import write_if_changed
from pipeline.records import EditState, MemoryEntry
from pipeline.translation import TranslationMemory
from pipeline.workspace import Workspace, load_approvals

_VERSION = 1
"""Of the cache; raise it when other sentences are remembered."""
_RACY_NS = 2_000_000_000
_Row = tuple[list[list[object]], list[dict[str, Any]]]
_KEPT = frozenset({EditState.EDITED, EditState.CONFLICT})


def gather_memory(workspace: Workspace) -> TranslationMemory:
    """All sentences that people corrected or approved, in any video, and what was imported; empty without any.

    What a video holds is read again when one of its files changed. A file that cannot be read is left out: whoever
    works on it is reported.
    """
    path = workspace.cache_folder / "memory.json"
    known = _load_cache(path)
    cached: dict[str, _Row] = {}
    found: list[MemoryEntry] = []
    for video in workspace.videos():
        stamp = _stamp(workspace, video)
        row = known.get(video)
        if row is None or row[0] != stamp:
            row = (stamp, [asdict(entry) for entry in _video_entries(workspace, video)])
        cached[video] = row
        found += (MemoryEntry(**values) for values in row[1])
    if cached != known:
        settled = {video: row for video, row in cached.items() if _is_settled(row[0])}
        with contextlib.suppress(PipelineError):
            write_if_changed(path, json.dumps({"version": _VERSION, "videos": settled}, ensure_ascii=False).encode())
    return TranslationMemory((*workspace.load_memories(), *found))


def _video_entries(workspace: Workspace, video: str) -> Iterator[MemoryEntry]:
    for language in workspace.track_languages(video):
        with contextlib.suppress(PipelineError):
            yield from list(track_entries(workspace, video, language))


def _load_cache(path: Path) -> dict[str, _Row]:
    """What was gathered before; a damaged cache is an empty one."""
    fields = {field.name for field in dataclasses.fields(MemoryEntry)}
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        value = json.loads(path.read_bytes())
        if value["version"] == _VERSION:
            rows = {video: (row[0], row[1]) for video, row in value["videos"].items()}
            if all(set(entry) == fields for _, entries in rows.values() for entry in entries):
                return rows
    return {}


def _stamp(workspace: Workspace, video: str) -> list[list[object]]:
    """Names, sizes, inodes and times of a video's files; the change time cannot be set by hand."""
    stamp: list[list[object]] = []
    for folder in (workspace.video_folder(video), workspace.machine_folder(video)):
        with contextlib.suppress(OSError), os.scandir(folder) as files:
            for file in files:
                about = file.stat()
                stamp.append([file.name, about.st_size, about.st_ino, about.st_mtime_ns, about.st_ctime_ns])
    return sorted(stamp, key=str)


def _is_settled(stamp: list[list[object]]) -> bool:
    """Whether no file changed so recently that it may change again within one tick of its clock."""
    newest = max((int(str(row[4])) for row in stamp), default=0)
    return time.time_ns() - newest > _RACY_NS


def track_entries(workspace: Workspace, video: str, language: str) -> Iterator[MemoryEntry]:
    """What people corrected or approved in one translated track, in its order.

    Raises:
        PipelineError: One of its files cannot be read.
    """
    head = workspace.load_head(video, language)
    approvals = [one for one in load_approvals(workspace, video) if one.language == language]
    if head is None or not head.origin or not (approvals or any(edit.state in _KEPT for edit in head.edits)):
        return
    from pipeline.edits import judge_track

    cues = workspace.caption_file(video, language).cues
    reading = judge_track(approvals, language, cues, workspace.load_machine(video, language))
    dates = {(one.by, one.text): one.date for one in approvals}
    sources = [one.sentence.source for one in reading.sentences]
    for place, one in enumerate(reading.sentences):
        sentence = one.sentence
        if one.is_read and sentence.source.strip() and sentence.text.strip():
            by = one.approved_by[0] if one.approved_by else ""
            yield MemoryEntry(
                source=sentence.source,
                source_language=head.origin,
                text=sentence.text,
                language=language,
                video=video,
                by=by,
                date=dates.get((by, sentence.text), ""),
                before=sources[place - 1] if place else "",
                after=sources[place + 1] if place + 1 < len(sources) else "",
            )


def effective_texts(workspace: Workspace, video: str) -> tuple[str, tuple[str, ...]]:
    """The spoken language of a video and its sentences as people left them; nothing before it was transcribed.

    Raises:
        PipelineError: One of its files cannot be read.
    """
    head = workspace.load_recording_head(video)
    if head is None or not head.has_speech:
        return "", ()
    from pipeline.edits import find_sentences

    file = workspace.caption_file(video, head.language)
    sentences = find_sentences(file.cues, workspace.load_machine(video, head.language))
    return head.language, tuple(one.text for one in sentences)
