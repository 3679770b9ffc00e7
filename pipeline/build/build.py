"""Bring the workspace up to date: walk the plan, run the jobs that it leaves open, write what they return.

A job is a plain function of one picklable record (see `jobs`), handed to an executor of
`concurrent.futures`; where it runs is the executor's business. All reading and writing happens
here, in the process that holds the workspace's lock. What was written is planned anew from the disk: the
files under their keys are the only memory between two steps.

Videos of which nothing is to be made are found without the modules that make anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.build.crew import Crew
from pipeline.build.known import CurrentVideos
from pipeline.build.outcomes import Outcome
from pipeline.build.pace import Pace
from pipeline.build.plan import Plan
from pipeline.dataclass import dataclass

if TYPE_CHECKING:
    from pipeline.translation import TranslationMemory

VIDEOS_AT_ONCE = 100
"""Videos whose plans are held, and for which each model is asked together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """One run over some videos; `run` gives the outcomes by video and language."""

    plan: Plan
    crew: Crew
    videos_at_once: int = VIDEOS_AT_ONCE
    """Videos whose plans are held: several times as many as are worked on at one time, since each step ends with its
    last video."""

    _memory: list[TranslationMemory] = field(default_factory=list, init=False)
    """Gathered when it is first needed: a run changes nothing that people wrote."""

    def memory(self) -> TranslationMemory:
        """What people wrote in this workspace before the run."""
        from pipeline.build.memory import gather_memory

        if not self._memory:
            self._memory.append(gather_memory(self.plan.workspace))
        return self._memory[0]

    def run(self, videos: Sequence[tuple[str, Path | None]]) -> tuple[Outcome, ...]:
        """Build everything; an error of one video or language never stops the others.

        Videos that were not looked at when the time was over have no outcome.
        """
        takes_as_is = self.crew.takes_as_is
        current = CurrentVideos.load(self.plan)
        found = {video: None if takes_as_is else current.find(video, media) for video, media in videos}
        rest = [(video, media) for video, media in videos if found[video] is None]
        if rest and not takes_as_is and (settled := self._look_ahead(current, rest)):
            found |= settled
            rest = [(video, media) for video, media in rest if video not in settled]
        transcript = self.plan.workspace.recording_path
        pace = Pace.of((video, media) for video, media in rest if media and not transcript(video).exists())
        for start in range(0, len(rest), self.videos_at_once):
            if start and self.crew.is_time_over():
                break
            found |= self._run_part(dict(rest[start : start + self.videos_at_once]), current, pace)
        current.index.save()
        return tuple(outcome for outcomes in found.values() for outcome in outcomes or ())

    def _look_ahead(
        self, current: CurrentVideos, videos: Sequence[tuple[str, Path | None]]
    ) -> dict[str, tuple[Outcome, ...]]:
        from pipeline.build.batch import find_settled

        return current.look_ahead(videos, find_settled)

    def _run_part(
        self, media: dict[str, Path | None], current: CurrentVideos, pace: Pace
    ) -> dict[str, tuple[Outcome, ...]]:
        from pipeline.build.batch import Batch

        former = {video: current.former(video) for video in media}
        batch = Batch(plan=self.plan, crew=self.crew, memory=self.memory, media=media, pace=pace, former=former)
        stamps = {video: current.stamp(video, path) for video, path in media.items()}
        made = {video: tuple(outcomes) for video, outcomes in groupby(batch.run(), key=lambda outcome: outcome.video)}
        for video, outcomes in made.items():
            current.keep(stamps[video], batch.plans.get(video), media[video], outcomes)
        return made
