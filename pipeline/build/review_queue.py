"""The review queue of a workspace: what is known of each track is gathered here, and ranked in `quality`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pipeline.build.checks import check_captions, surroundings_in
from pipeline.build.details_shown import FieldItem, review_fields
from pipeline.build.memory import gather_memory
from pipeline.build.repeated import Offer, find_offers
from pipeline.cues import repair_words
from pipeline.dataclass import dataclass
from pipeline.edits import TrackReading, judge_track
from pipeline.errors import PipelineError
from pipeline.model import Word
from pipeline.quality import Evidence, QueueItem, check_limits, find_decisions, fit_scales, rank_sentences
from pipeline.records import MachineTrack, Recording
from pipeline.translation import NO_LEXICON, Lexicon, TranslationMemory
from pipeline.translation.engines import load_lexicon
from pipeline.workspace import Workspace, load_approvals, load_config, load_open_notes


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackQueue:
    """What should be read of one caption file."""

    video: str
    language: str
    path: Path
    cues: int
    reading: TrackReading
    items: tuple[QueueItem, ...]
    offers: tuple[Offer, ...] = ()
    """Corrections in this file that may fit in more places."""
    fields: tuple[FieldItem, ...] = ()
    """Of title, description and chapters."""


def find_queues(
    workspace: Workspace, profile: str, videos: Iterable[str], language: str | None = None
) -> tuple[tuple[TrackQueue, ...], tuple[PipelineError, ...]]:
    """What should be read of some videos, file by file; and which files could not be read.

    Args:
        workspace: Where they are.
        profile: Of the readability rules.
        videos: Their names.
        language: Only this one; all if None.
    """
    found: list[tuple[str, str, Evidence]] = []
    errors: list[PipelineError] = []
    for video in videos:
        for tag in workspace.track_languages(video):
            if language in {None, tag}:
                try:
                    found.append((video, tag, gather_evidence(workspace, video, tag, profile)))
                except PipelineError as error:
                    errors.append(error)
    memory = gather_memory(workspace)
    found = [(video, tag, _with_memory(evidence, memory, video)) for video, tag, evidence in found]
    scales = fit_scales(decision for _, _, evidence in found for decision in find_decisions(evidence))
    offers = find_offers([(video, evidence) for video, _, evidence in found if evidence.words])
    queues = []
    for video, tag, evidence in found:
        queue = _queue(workspace, video, tag, replace(evidence, scales=scales))
        queue = replace(queue, offers=offers.get(video, ()) if evidence.words else ())
        try:
            duration_ms = surroundings_in(workspace, video, profile).duration_ms
            queue = replace(queue, fields=review_fields(workspace, video, tag, duration_ms=duration_ms))
        except PipelineError as error:
            errors.append(error)
        queues.append(queue)
    return tuple(queues), tuple(errors)


def _with_memory(evidence: Evidence, memory: TranslationMemory, video: str) -> Evidence:
    origin = evidence.machine.head.origin if evidence.machine else ""
    if not memory or not origin:
        return evidence
    remembered = {}
    for one in evidence.reading.sentences:
        source = one.sentence.source
        entry = memory.exact(source, origin, evidence.language, besides=video) if source else None
        if entry is not None:
            remembered[source] = entry
    return replace(evidence, remembered=remembered)


def gather_evidence(workspace: Workspace, video: str, language: str, profile: str) -> Evidence:
    """What is known about one track.

    Raises:
        PipelineError: Its file, or the machine's record of it, cannot be read.
    """
    file = workspace.caption_file(video, language)
    around = surroundings_in(workspace, video, profile)
    machine = workspace.load_machine(video, language)
    recording = workspace.load_recording(video) if language == around.spoken else None
    return Evidence(
        cues=file.cues,
        reading=judge_track(load_approvals(workspace, video), language, file.cues, machine),
        machine=machine,
        language=language,
        words=_heard_words(recording, language),
        unscripted=recording.transcript.unscripted if recording else (),
        names=workspace.name_places(video) if recording else (),
        unheard=recording.transcript.unheard if recording else (),
        sounds=recording.transcript.sounds if recording else (),
        faint=recording.transcript.faint if recording else (),
        readings=recording.transcript.readings if recording else (),
        lexicon=find_lexicon(workspace, machine),
        notes=load_open_notes(workspace.inside(workspace.notes_path(video)), language),
        findings=check_captions(language, file.cues, around, check_limits),
    )


def _queue(workspace: Workspace, video: str, language: str, evidence: Evidence) -> TrackQueue:
    return TrackQueue(
        video=video,
        language=language,
        path=workspace.track_path(video, language),
        cues=len(evidence.cues),
        reading=evidence.reading,
        items=rank_sentences(evidence),
    )


def _heard_words(recording: Recording | None, language: str) -> tuple[Word, ...]:
    """The words of the track in the spoken language, as they were cut into cues."""
    if recording is None or recording.transcript.language != language:
        return ()
    return repair_words(recording.transcript.words, language=language)[0]


def find_lexicon(workspace: Workspace, machine: MachineTrack | None) -> Lexicon:
    """What the installed translation models know of the words of a translation and its source."""
    if machine is None or not machine.head.origin:
        return NO_LEXICON
    config = load_config(workspace.folder)
    head = machine.head
    return load_lexicon(config.translation, config.folder, source=head.origin, target=head.language)
