"""What became of the steps of a run: an error becomes an outcome, a failed job is set aside, and the others go on."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import field
from pathlib import Path
from typing import TypeVar

from pipeline.build.outcomes import Outcome, Result, as_failure
from pipeline.build.plan import Plan
from pipeline.build.planned import TO_DO, RecordingPlan, State, TrackPlan, VideoPlan
from pipeline.build.quarantine import job_key
from pipeline.dataclass import dataclass
from pipeline.errors import NoSpeech, PipelineError

_Made = TypeVar("_Made")


@dataclass(slots=True, kw_only=True)
class Ledger:
    """What ended, and what was made."""

    plan: Plan
    ended: dict[tuple[str, str], Outcome] = field(default_factory=dict)
    """What failed or is silent, by video and language (none for the video itself)."""
    made: dict[tuple[str, str], int] = field(default_factory=dict)
    """Tracks that were made, with the number of cues that found no place."""
    transcribed: set[Path] = field(default_factory=set)
    """Transcripts that were made; once in a run, even if the video changes meanwhile."""

    @contextmanager
    def guarded(self, video: str, language: str = "") -> Iterator[None]:
        """One step: its error becomes an outcome and the others go on."""
        try:
            yield
        except NoSpeech as error:
            self.end(video, language, Result.SILENT, str(error))
        except PipelineError as error:
            self.fail(video, language, str(error))

    def fail(self, video: str, language: str, message: str) -> None:
        """Note that a step failed."""
        self.end(video, language, Result.FAILED, message)

    def end(self, video: str, language: str, state: Result, message: str = "") -> None:
        """Note that nothing more is made of it in this run."""
        self.ended[video, language] = Outcome(video=video, language=language, state=state, message=message)

    def result(
        self, answer: Future[_Made], job: RecordingPlan | TrackPlan, file_sha256: str, *, keeps: bool = True
    ) -> _Made:
        """What a job returned. One that failed is set aside, whatever it was that failed.

        Args:
            answer: Of the job.
            job: What it made.
            file_sha256: Of the caption file that went into it.
            keeps: Whether a failure is this job's alone, and is remembered.

        Raises:
            PipelineError: It failed.
        """
        try:
            made = answer.result()
        except Exception as error:  # whatever happened, the other videos go on
            failure = as_failure(error)
            if keeps and not self._has_changed(job):
                key = job_key(job.key, file_sha256)
                self.plan.quarantine.add(job.video, job.language, key, failure)
            raise failure from error
        if keeps:
            self.plan.quarantine.remove(job.video, job.language)
        return made

    def _has_changed(self, job: RecordingPlan | TrackPlan) -> bool:
        """Whether it was the disk that failed, as when a drive is taken away: that says nothing of a video."""
        if isinstance(job, TrackPlan) or job.media is None:
            return False
        with suppress(PipelineError):
            return self.plan.hashes.sha256(job.media) != job.media_sha256
        return True

    def is_settled(self, track: TrackPlan) -> bool:
        """Whether others can be made from it. Saved again since it was made, it counts as it is now."""
        name = track.video, track.language
        return name not in self.ended and (track.state is State.CURRENT or name in self.made)

    def is_done(self, video: str, language: str) -> bool:
        """Whether it was made, or ended."""
        return (video, language) in self.ended or (video, language) in self.made

    def is_left(self, video: str, language: str) -> bool:
        """Whether it is left for another run."""
        return any((video, one) in self.ended and self.ended[video, one].state is Result.LEFT for one in (language, ""))

    def is_over(self, video: str) -> bool:
        """Whether nothing at all can be made of a video."""
        return (video, "") in self.ended

    def open_recordings(self, plan: VideoPlan) -> list[RecordingPlan]:
        """What of a video's speech is to be made now."""
        over = {language for video, language in self.ended if video == plan.video}
        late = [one for one in plan.recordings if one.state in TO_DO and one.path not in self.transcribed]
        return [] if "" in over else [one for one in late if one.language not in over]
