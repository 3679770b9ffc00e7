"""What an earlier run found out about videos of which nothing was touched since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pipeline.build.indexing import load_index, sparse
from pipeline.build.lookahead import Job, Look, is_worth_while, look_ahead
from pipeline.build.outcomes import Outcome, Result
from pipeline.build.plan import Plan
from pipeline.build.planned import State, VideoPlan
from pipeline.dataclass import dataclass
from pipeline.workspace import Stamp, VideoIndex

_LASTING = frozenset({Result.CURRENT, Result.SILENT})


def are_lasting(outcomes: Iterable[Outcome]) -> bool:
    """Whether the next run would say the same of a video."""
    return all(outcome.state in _LASTING for outcome in outcomes)


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

    def former(self, video: str) -> dict[str, Outcome]:
        """What an earlier run said of a video's languages: what it counted still holds for the same content."""
        try:
            outcomes = [self._outcome(video, row) for row in self.index.former(video) or ()]
        except (TypeError, ValueError, KeyError):
            return {}
        return {outcome.language: outcome for outcome in outcomes}

    def look_ahead(
        self, videos: Sequence[tuple[str, Path | None]], job: Job[tuple[Outcome, ...] | None]
    ) -> dict[str, tuple[Outcome, ...]]:
        """Those of many videos of which nothing is known and still nothing is to be done, with their outcomes.

        Args:
            videos: All that there are; few of them are left to whoever asked.
            job: Finds out whether anything is to be done.
        """
        found: dict[str, tuple[Outcome, ...]] = {}
        if not is_worth_while(len(videos)):
            return found
        stamps = {video: self.stamp(video, media) for video, media in videos}
        looks = [Look(video=video, media=media, former=self.former(video)) for video, media in videos]
        for look, outcomes in look_ahead(self.plan, job, looks):
            if outcomes is not None:
                found[look.video] = outcomes
                self._keep(look.video, stamps[look.video], look.media, outcomes)
        return found

    def keep(self, before: Stamp, plan: VideoPlan | None, media: Path | None, outcomes: Iterable[Outcome]) -> None:
        """Keep what became of a video, if the next run would find the same and say nothing else.

        Args:
            before: Its stamp before its files were read.
            plan: As it was at the end; None if it could not be planned.
            media: Its file.
            outcomes: Of the video and its languages.
        """
        if plan is not None:
            done = tuple(outcomes)
            is_kept = self._is_quiet(plan) and are_lasting(done)
            self._keep(plan.video, before, media, done if is_kept else None)

    def _keep(self, video: str, before: Stamp, media: Path | None, outcomes: tuple[Outcome, ...] | None) -> None:
        rows = None if outcomes is None else [sparse(outcome, besides={"video", "path"}) for outcome in outcomes]
        self.index.keep(video, before, media, rows)

    def _is_quiet(self, plan: VideoPlan) -> bool:
        head = plan.recording.head
        is_own = any(track.state is State.OWN for track in plan.tracks if track.language in plan.wanted)
        return not (is_own or (head and head.notices) or self.plan.workspace.strays(plan.video))

    def _outcome(self, video: str, row: dict[str, Any]) -> Outcome:
        path = self.plan.workspace.track_path(video, row["language"]) if row["state"] == Result.CURRENT else None
        return Outcome(**{**row, "video": video, "state": Result(row["state"]), "path": path})
