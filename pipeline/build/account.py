"""What a run says of a video in the end: a row for each language, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.build.counting import track_outcome
from pipeline.build.ledger import Ledger
from pipeline.build.outcomes import Outcome, Reporter, Result, set_aside_message
from pipeline.build.plan import Plan
from pipeline.build.planned import State, TrackPlan, VideoPlan
from pipeline.dataclass import dataclass
from pipeline.errors import InputError, LanguagePairMissing, NoSpeech


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What became of the videos of a run."""

    plan: Plan
    reporter: Reporter
    ledger: Ledger
    plans: Mapping[str, VideoPlan]
    """As they are now."""
    former: Mapping[str, Mapping[str, Outcome]]
    """What an earlier run said of each video's languages."""

    def outcomes_of(self, video: str) -> Iterator[Outcome]:
        """The video itself, or its languages in the order of the settings."""
        plan = self.plans.get(video)
        if plan is not None and plan.recording.state is State.SILENT:
            with self.ledger.guarded(video):
                raise _no_speech(plan)
        if plan is None or self.ledger.is_over(video):
            yield self.ledger.ended[video, ""]
            return
        for notice in plan.recording.head.notices if plan.recording.head else ():
            self.reporter.warn(f"{video}: {notice}")
        hidden = [track.language for track in plan.tracks if track.is_hidden]
        for language in (*plan.wanted, *hidden):
            track = plan.track(language)
            with self.ledger.guarded(video, language):
                if track is not None and not self._is_failed(track):
                    yield from self._row(plan, track)
            if (video, language) in self.ledger.ended:
                yield self.ledger.ended[video, language]

    def _is_failed(self, track: TrackPlan) -> bool:
        if track.state is State.UNREADABLE:
            self.ledger.fail(track.video, track.language, track.reason)
        return (track.video, track.language) in self.ledger.ended

    def _row(self, plan: VideoPlan, track: TrackPlan) -> Iterator[Outcome]:
        """What became of a track; nothing of one that is a person's business, or that nobody asked for.

        Raises:
            PipelineError: It was not made.
        """
        video, language = track.video, track.language
        if track.state is State.OWN:
            line = f"{video} {language}: made by hand; no installed model translates {plan.spoken} to it"
            self.reporter.tell(line)
        elif track.state is State.SILENT:
            raise _no_speech(plan)
        elif track.state is State.NO_MODEL:
            command = f"captions models add {plan.spoken} {language}"
            raise LanguagePairMissing(source=plan.spoken, target=language, command=command)
        elif not self.ledger.is_settled(track) and self.ledger.is_left(track.video, track.origin):
            self.ledger.end(video, language, Result.LEFT)
        elif track.state is State.SET_ASIDE and not self.ledger.is_done(video, language):
            self.ledger.end(video, language, Result.SET_ASIDE, set_aside_message(track.reason))
        elif not self.ledger.is_settled(track):
            reason = f"was left as it is, since {track.origin} could not be made"
            raise InputError(path=str(self.plan.workspace.track_path(video, language)), reason=reason)
        elif not track.is_hidden:
            profile = self.plan.config.cues.profile
            former = self.former[video].get(language)
            rejected = self.ledger.made.get((video, language))
            yield track_outcome(plan, track, profile=profile, rejected=rejected, former=former)


def _no_speech(plan: VideoPlan) -> NoSpeech:
    return NoSpeech(path=str(plan.media or f"media/{plan.video}"))
