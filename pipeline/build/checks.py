"""One check of a track, for everybody who asks: the build's table, `check`, `review` and the bundle."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from pipeline.cues import profile_for
from pipeline.dataclass import dataclass
from pipeline.errors import PipelineError
from pipeline.model import Cue, Track
from pipeline.quality import Finding, check_track
from pipeline.records import RecordingHead
from pipeline.timing import DEFAULT_FRAME_RATE
from pipeline.workspace import CaptionFile, Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the tracks of one video are checked against."""

    profile: str
    """Of the settings."""
    frame_rate: Fraction = DEFAULT_FRAME_RATE
    duration_ms: int | None = None
    """Length of the medium; None if it is not known."""
    spoken: str = ""
    source: CaptionFile | None = None
    """The captions in the spoken language, to find what was left untranslated."""


def surroundings(head: RecordingHead | None, source: CaptionFile | None, profile: str) -> Surroundings:
    """Of a video whose transcript has this head; without one, little is known."""
    if head is None:
        return Surroundings(profile=profile)
    return Surroundings(
        profile=profile,
        frame_rate=head.frame_rate or DEFAULT_FRAME_RATE,
        duration_ms=head.media_duration_ms,
        spoken=head.language,
        source=source,
    )


def surroundings_in(workspace: Workspace, video: str, profile: str) -> Surroundings:
    """Of a video, as it is in the workspace now.

    Raises:
        InputError: Its transcript cannot be read.
    """
    head = workspace.load_recording_head(video)
    try:
        source = workspace.caption_file(video, head.language) if head else None
    except PipelineError:
        source = None
    return surroundings(head, source, profile)


def check_captions(
    language: str,
    cues: tuple[Cue, ...],
    around: Surroundings,
    check: Callable[..., tuple[Finding, ...]] = check_track,
) -> tuple[Finding, ...]:
    """What is wrong with a track.

    Args:
        language: BCP-47 tag of the track.
        cues: As they stand in the file.
        around: What they are checked against.
        check: `check_track`, or `check_limits` for errors and warnings only.
    """
    return check(
        Track(language=language, cues=cues),
        profile=profile_for(language, around.profile),
        frame_rate=around.frame_rate,
        source=_source(language, around),
        duration_ms=around.duration_ms,
    )


def _source(language: str, around: Surroundings) -> Track | None:
    """The track in the spoken language; if it cannot be read, that is reported for its own file."""
    if around.source is None or language == around.spoken:
        return None
    try:
        return Track(language=around.spoken, cues=around.source.cues)
    except PipelineError:
        return None
