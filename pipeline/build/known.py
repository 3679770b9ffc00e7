"""What an earlier run found out about videos of which nothing was touched since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.build.indexing import load_index, sparse
from pipeline.build.outcomes import Outcome, Result
from pipeline.build.plan import Plan, State, VideoPlan
from pipeline.workspace import Stamp, VideoIndex

_LASTING = frozenset({Result.CURRENT, Result.SILENT})


@dataclass(frozen=True, slots=True)
class CurrentVideos:
    """Videos of which a build has nothing to make and nothing to say but its table."""

    plan: Plan
    index: VideoIndex

    @classmethod
    def load(cls, plan: Plan) -> CurrentVideos:
        return cls(plan, load_index(plan, "build"))

    def find(self, video: str, media: Path | None) -> tuple[Outcome, ...] | None:
        """The outcomes of a video of which nothing was touched; None for any other one."""
        if self.plan.quarantine.holds(video):
            return None
        rows = self.index.find(video, self.stamp(video, media))
        try:
            return None if rows is None else tuple(self._outcome(video, row) for row in rows)
        except (TypeError, ValueError, KeyError):
            return None  # a damaged index

    def stamp(self, video: str, media: Path | None) -> Stamp:
        """The video's files as they are now: to be taken before they are read."""
        return self.index.stamp(video, media)

    def keep(self, before: Stamp, plan: VideoPlan | None, media: Path | None, outcomes: Iterable[Outcome]) -> None:
        """Keep what became of a video, if the next run would find the same and say nothing else.

        Args:
            before: Its stamp before its files were read.
            plan: As it was at the end; None if it could not be planned.
            media: Its file.
            outcomes: Of the video and its languages.
        """
        if plan is not None:
            rows = [sparse(outcome, besides={"video", "path"}) for outcome in outcomes]
            is_kept = self._is_quiet(plan) and all(row["state"] in _LASTING for row in rows)
            self.index.keep(plan.video, before, media, rows if is_kept else None)

    def _is_quiet(self, plan: VideoPlan) -> bool:
        head = plan.recording.head
        is_own = any(track.state is State.OWN for track in plan.tracks if track.language in plan.wanted)
        return not (is_own or (head and head.notices) or self.plan.workspace.strays(plan.video))

    def _outcome(self, video: str, row: dict[str, Any]) -> Outcome:
        path = self.plan.workspace.track_path(video, row["language"]) if row["state"] == Result.CURRENT else None
        return Outcome(**{**row, "video": video, "state": Result(row["state"]), "path": path})
