"""What became of a track: its cues, and how many of them break the rules."""

from __future__ import annotations

from collections import Counter
from typing import TypedDict

from pipeline.build.checks import Surroundings, check_captions, surroundings
from pipeline.build.outcomes import Outcome, Result
from pipeline.build.planned import TrackPlan, VideoPlan
from pipeline.quality import ERROR, WARNING, check_limits
from pipeline.records import EditState, digest

_CONTENT_DIGITS = 16
"""Of a hash that nobody attacks, and an index keeps a hundred thousand times."""


def track_outcome(
    plan: VideoPlan, track: TrackPlan, *, profile: str, rejected: int | None, former: Outcome | None = None
) -> Outcome:
    """What became of a track that is up to date now.

    Args:
        plan: Of its video, as it is now.
        track: The track in it.
        profile: What the settings say of reading.
        rejected: How many edited cues found no place when it was made; None if it was current before.
        former: What an earlier run of this program said of the track; its counts hold for the same content.

    Raises:
        SubtitleError: The caption file cannot be read.
    """
    source, file = plan.track(plan.spoken), track.file
    around = surroundings(plan.recording.head, source.file if source else None, profile)
    counts = _known_counts(former, track, around) or _count(track, around)
    edits = track.head.edits if track.head else ()
    return Outcome(
        video=track.video,
        language=track.language,
        state=Result.CURRENT if rejected is None else Result.MADE,
        path=None if file is None else file.path,
        **counts,
        edited=len(edits),
        stale=sum(edit.state == EditState.STALE for edit in edits),
        rejected=rejected or 0,
    )


class _Counts(TypedDict):
    """Part of an outcome."""

    cues: int
    errors: int
    warnings: int
    counted: str


def _known_counts(former: Outcome | None, track: TrackPlan, around: Surroundings) -> _Counts | None:
    if former is None or former.counted != _content(track, around):
        return None
    return _Counts(cues=former.cues, errors=former.errors, warnings=former.warnings, counted=former.counted)


def _count(track: TrackPlan, around: Surroundings) -> _Counts:
    cues = () if track.file is None else track.file.whole_cues
    found = Counter(finding.severity for finding in check_captions(track.language, cues, around, check_limits))
    return _Counts(cues=len(cues), errors=found[ERROR], warnings=found[WARNING], counted=_content(track, around))


def _content(track: TrackPlan, around: Surroundings) -> str:
    """A hash of all that a track's counts depend on, besides this program."""
    files = [None if file is None else file.sha256 for file in (track.file, around.source)]
    parts = (track.language, files, around.profile, str(around.frame_rate), around.duration_ms, around.spoken)
    return digest("counts", *parts)[:_CONTENT_DIGITS]
