"""What has to be done: the keys of everything, compared with what lies in the workspace.

A key is the hash of all that a result depends on. Nothing else decides whether a stage runs; above
all no modification time does.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pipeline.cues import CUTTING_VERSION
from pipeline.edits import MERGE_VERSION
from pipeline.protocols import TranscribeOptions, Transcriber
from pipeline.records import TrackHead, digest
from pipeline.speech import TRANSCRIBING_VERSION
from pipeline.translation import (
    PLACING_VERSION,
    TRANSLATING_VERSION,
    Edge,
    Hop,
    best_route,
    languages_at_or_above,
    parse_quality,
)
from pipeline.workspace import ALL_LANGUAGES, Config, Workspace

HEARD_LANGUAGE = "en"
"""What Whisper can translate to by itself."""

CURRENT = "current"
MISSING = "to be made"
OUTDATED = "out of date"
CHANGED = "changed by hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackState:
    """Where one language of one video stands."""

    video: str
    language: str
    state: str
    """`current`, `to be made`, `out of date` or `changed by hand` (since the last build)."""
    key: str
    head: TrackHead | None
    """Of what the machine last wrote."""
    written: str
    """SHA-256 of the caption file as it is now; empty if there is none."""


def transcription_key(media_sha256: str, transcriber: Transcriber, options: TranscribeOptions) -> str:
    """What a transcript depends on."""
    return digest("transcribe", TRANSCRIBING_VERSION, media_sha256, transcriber.signature, options)


def transcribe_options(config: Config, video: str) -> TranscribeOptions:
    """What the recogniser is asked for one video."""
    settings = config.transcription_of(video)
    return TranscribeOptions(
        language=settings.language or None,
        audio_stream=settings.audio_stream if settings.audio_stream >= 0 else None,
    )


def recording_state(
    config: Config,
    video: str,
    media_sha256: str | None,
    *,
    known_key: str | None,
    options: TranscribeOptions | None = None,
) -> tuple[str, str]:
    """Whether a video must be transcribed, and the key that its transcript would have.

    Where the media file is not at hand (captions travel without their video), the transcript that
    is there counts as current.

    Args:
        media_sha256: Of the media file, or None if it is not at hand.
        known_key: Of the transcript that is there, or None.
        options: What the recogniser is asked; the video's usual ones if None.
    """
    from pipeline.speech import load_transcriber

    if media_sha256 is None:
        return (MISSING, "") if known_key is None else (CURRENT, known_key)
    transcriber = load_transcriber(config.transcription_of(video), config.folder)
    key = transcription_key(media_sha256, transcriber, options or transcribe_options(config, video))
    if known_key is None:
        return MISSING, key
    return (CURRENT if known_key == key else OUTDATED), key


def spoken_state(config: Config, workspace: Workspace, video: str, language: str) -> TrackState:
    """Where the captions in the spoken language stand."""
    key = digest("spoken", CUTTING_VERSION, MERGE_VERSION, _file_hash(workspace.recording_path(video)), config.cues)
    return _track_state(workspace, video, language, key)


def heard_state(config: Config, workspace: Workspace, video: str) -> TrackState:
    """Where the English captions stand that Whisper itself translated."""
    path = workspace.heard_english_path(video)
    heard = _file_hash(path) if path.exists() else ""
    key = digest("heard", CUTTING_VERSION, MERGE_VERSION, heard, config.cues)
    return _track_state(workspace, video, HEARD_LANGUAGE, key)


def translated_state(
    config: Config, workspace: Workspace, *, hop: Hop, origin: TrackState, is_hidden: bool = False
) -> TrackState:
    """Where the captions in one other language stand.

    Args:
        hop: The last step of the route.
        origin: The track that is translated: the spoken one, or the pivot's. Its caption file counts
            as it is now, a person's corrections included.
        is_hidden: True for a pivot that nobody asked for: it is kept without a caption file.
    """
    versions = (CUTTING_VERSION, MERGE_VERSION, PLACING_VERSION, TRANSLATING_VERSION)
    key = digest("translated", versions, origin.key, origin.written, memory_key(config, hop), config.cues)
    return _track_state(workspace, origin.video, hop.target, key, is_hidden=is_hidden)


def memory_key(config: Config, hop: Hop) -> str:
    """What a sentence's translation depends on besides the sentence."""
    edge = hop.edge
    return digest(TRANSLATING_VERSION, edge.source, edge.target, edge.signature, config.translation.beam_size)


def wanted_languages(config: Config, spoken: str, edges: tuple[Edge, ...], asked: tuple[str, ...]) -> tuple[str, ...]:
    """The languages to make for a video, in the order of the settings, without the spoken one.

    Args:
        asked: What the command line narrows or widens the settings to; empty for the settings.
    """
    languages = asked or config.languages
    if languages == (ALL_LANGUAGES,):
        languages = languages_at_or_above(edges, spoken, parse_quality(config.translation.minimum_quality))
    return tuple(language for language in languages if language != spoken)


def route_hops(edges: tuple[Edge, ...], source: str, target: str) -> tuple[Hop, ...]:
    """The steps from one language to another, empty if there is no way."""
    route = best_route(edges, source, target)
    return route.hops if route else ()


def _track_state(workspace: Workspace, video: str, language: str, key: str, *, is_hidden: bool = False) -> TrackState:
    head = workspace.load_head(video, language)
    data = workspace.read_track(video, language)
    written = "" if data is None else hashlib.sha256(data).hexdigest()
    if head is None or (data is None and not is_hidden):
        state = MISSING
    elif head.key != key:
        state = OUTDATED
    else:
        state = CURRENT if head.written == written else CHANGED
    return TrackState(video=video, language=language, state=state, key=key, head=head, written=written)


def _file_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
