"""What a run did and what it left, in minutes of sound: the measure in which a channel is planned."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.build.outcomes import Outcome, Result
from pipeline.build.plan import Plan
from pipeline.build.selection import Videos, has_open
from pipeline.dataclass import dataclass
from pipeline.errors import PipelineError

_UNDONE = frozenset({Result.FAILED, Result.SET_ASIDE, Result.LEFT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Some videos and their sound."""

    videos: int = 0
    sound_ms: int = 0
    """Of those whose length can be read."""


def tally_made(plan: Plan, outcomes: Iterable[Outcome]) -> Tally:
    """The videos of which something was made."""
    made = {one.video for one in outcomes if one.state is Result.MADE}
    return Tally(videos=len(made), sound_ms=sum(_known_ms(plan, video) or 0 for video in made))


def tally_left(plan: Plan, videos: Videos, outcomes: Iterable[Outcome]) -> Tally:
    """The videos that are not done, for whatever reason.

    Args:
        plan: Of their workspace.
        videos: All that the run could have worked on.
        outcomes: What it did; a video without any was not looked at.
    """
    done = list(outcomes)
    seen, undone = {one.video for one in done}, {one.video for one in done if one.state in _UNDONE}
    left = [
        (video, media)
        for video, media in videos
        if video in undone or (video not in seen and _is_left(plan, video, media))
    ]
    return Tally(videos=len(left), sound_ms=sum(_length_ms(plan, video, media) for video, media in left))


def _is_left(plan: Plan, video: str, media: Path | None) -> bool:
    """Whether a build would make something of it. A video whose file would have to be read for that counts as left."""
    try:
        head = plan.workspace.load_recording_head(video)
        if head is None or (media is not None and not plan.hashes.knows(media)):
            return True
        return has_open(plan, plan.plan_video(video, media))
    except PipelineError:
        return True


def _length_ms(plan: Plan, video: str, media: Path | None) -> int:
    from pipeline.media import probe

    known = _known_ms(plan, video)
    if known is not None or media is None:
        return known or 0
    try:
        return probe(media).duration_ms
    except PipelineError:
        return 0


def _known_ms(plan: Plan, video: str) -> int | None:
    try:
        head = plan.workspace.load_recording_head(video)
    except PipelineError:
        return None
    return None if head is None else head.media_duration_ms
