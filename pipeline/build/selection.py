"""Which videos a run works on: one part of a channel, and no more than somebody wants of it now."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path

from pipeline.build.known import CurrentVideos
from pipeline.build.plan import Plan
from pipeline.build.planned import TO_DO, State, VideoPlan
from pipeline.dataclass import dataclass
from pipeline.errors import PipelineError, UsageError

Videos = tuple[tuple[str, Path | None], ...]
"""Names, each with its file where that is at hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """One of several parts of a channel, by the names of its videos: every machine finds the same parts."""

    number: int
    """Counted from 1."""
    count: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """Read `3/8`.

        Raises:
            UsageError: It is no part of a whole.

        >>> str(Shard.parse("3/8"))
        '3/8'
        """
        match = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text)
        shard = cls(number=int(match[1]), count=int(match[2])) if match else None
        if shard is None or not 1 <= shard.number <= shard.count:
            raise UsageError(reason=f"--shard {text}: give a part and how many there are, from 1/8 to 8/8")
        return shard

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    def holds(self, video: str) -> bool:
        """Whether a video belongs to this part. Systems write accents differently; that makes no difference."""
        name = unicodedata.normalize("NFC", video).encode(errors="surrogateescape")
        return int.from_bytes(hashlib.sha256(name).digest()[:8]) % self.count == self.number - 1


def choose_open(plan: Plan, videos: Videos, limit: int) -> tuple[Videos, Videos]:
    """The first videos of which something is to be made, in their order; no more is read than finding them needs.

    A video that cannot be read is among them, since it has to be reported, and counts for nothing.

    Args:
        plan: What they are compared with.
        videos: All that may be chosen.
        limit: How many, at most.

    Returns:
        The chosen ones, and those behind them that were not looked at.
    """
    chosen: list[tuple[str, Path | None]] = []
    found = 0
    current = CurrentVideos.load(plan)
    for place, (video, media) in enumerate(videos):
        if found == limit:
            return tuple(chosen), videos[place:]
        if current.find(video, media) is not None:
            continue
        try:
            is_chosen = has_open(plan, plan.plan_video(video, media))
            found += is_chosen
        except PipelineError:
            is_chosen = True
        if is_chosen:
            chosen.append((video, media))
    return tuple(chosen), ()


def has_open(plan: Plan, video: VideoPlan) -> bool:
    """Whether a build would make something of a video."""
    from pipeline.build.details_plan import has_open_details

    if video.recording.state is State.SET_ASIDE:
        return False
    states = {recording.state for recording in video.recordings} | {track.state for track in video.tracks}
    return bool(states & TO_DO) or (plan.workspace.has_media_details(video.video) and has_open_details(plan, video))
