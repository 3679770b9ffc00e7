"""The translation memory of a workspace, gathered from its caption files, approvals and imported memories."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.edits import find_sentences, judge_track
from pipeline.errors import PipelineError
from pipeline.records import EditState, MemoryEntry
from pipeline.translation import TranslationMemory
from pipeline.workspace import Workspace

_KEPT = frozenset({EditState.EDITED, EditState.CONFLICT})


def gather_memory(workspace: Workspace) -> TranslationMemory:
    """All sentences that people corrected or approved, in any video, and what was imported; empty without any.

    A file that cannot be read is left out: whoever works on it is told.
    """
    found: list[MemoryEntry] = []
    for video in workspace.videos():
        for language in workspace.track_languages(video):
            try:
                found += track_entries(workspace, video, language)
            except PipelineError:
                continue
    return TranslationMemory((*workspace.load_memories(), *found))


def track_entries(workspace: Workspace, video: str, language: str) -> Iterator[MemoryEntry]:
    """What people corrected or approved in one translated track, in its order.

    Raises:
        PipelineError: One of its files cannot be read.
    """
    head = workspace.load_head(video, language)
    approvals = [one for one in workspace.load_approvals(video) if one.language == language]
    if head is None or not head.origin or not (approvals or any(edit.state in _KEPT for edit in head.edits)):
        return
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
    file = workspace.caption_file(video, head.language)
    sentences = find_sentences(file.cues, workspace.load_machine(video, head.language))
    return head.language, tuple(one.text for one in sentences)
