"""Some videos brought up to date together: each model is asked once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import field
from itertools import groupby, islice
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from pipeline.build.account import Account
from pipeline.build.crew import Crew
from pipeline.build.executors import SerialExecutor, Workers
from pipeline.build.inputs import SpokenInput, TranslateInput
from pipeline.build.jobs import load_ahead, make_track, translate
from pipeline.build.known import are_lasting
from pipeline.build.ledger import Ledger
from pipeline.build.lookahead import Look
from pipeline.build.outcomes import Outcome, Reporter, Result, set_aside_message
from pipeline.build.pace import Pace
from pipeline.build.plan import Plan
from pipeline.build.planned import TO_DO, RecordingPlan, State, TrackPlan, VideoPlan
from pipeline.build.track_writer import TrackRequest, TrackWriter
from pipeline.build.translations import Question, Work, effective_source, make_work, questions, translated_input
from pipeline.dataclass import dataclass
from pipeline.edits import TrackOutput
from pipeline.errors import InputError, PipelineError, StaleWorkspace
from pipeline.model import Translation
from pipeline.translation import NO_GLOSSARY, TranslationMemory

if TYPE_CHECKING:
    from pipeline.build.details import DetailsBuild
    from pipeline.build.hearing import Hearing

_LOADED_AHEAD = 2
"""Models; all others wait for these, and each takes some hundred megabytes."""

ATTEMPTS = 3
"""How often a track is made because somebody saved its file while it was made."""


@dataclass(slots=True, kw_only=True)
class Batch:
    """Some videos, and how far they are."""

    plan: Plan
    crew: Crew
    memory: Callable[[], TranslationMemory]
    """What people wrote in the workspace before the run."""
    media: dict[str, Path | None]
    former: dict[str, dict[str, Outcome]]
    """What an earlier run said of each video's languages."""
    pace: Pace
    """Of the whole run."""
    plans: dict[str, VideoPlan] = field(default_factory=dict)
    details: DetailsBuild | None = None
    """Title, description and chapters, where any of the videos has them."""
    ledger: Ledger = field(init=False)

    def __post_init__(self) -> None:
        self.ledger = Ledger(plan=self.plan)

    def run(self) -> Iterator[Outcome]:
        for video in self.media:
            with self.ledger.guarded(video):
                self._recover(video)
        self._plan(self.media)
        self.plan.hashes.save()
        self._hear()
        while tracks := self._open_tracks():
            if spoken := [track for track in tracks if track.hop is None]:
                self._load_ahead(spoken)
                self._make(self._spoken_requests(spoken))
            else:
                self._translate(tracks)
            self._plan(dict.fromkeys(track.video for track in spoken or tracks))
        self._make_details()
        account = self._account()
        for video in self.media:
            yield from account.outcomes_of(video)
            yield from self.details.outcomes(video) if self.details else ()

    def settled(self, video: str) -> tuple[Outcome, ...] | None:
        """What `run` would say of a video of which nothing is to be made, finished or removed; None of any other."""
        if self.plan.workspace.is_untidy(video):
            return None
        self._plan([video])
        if video in self.plans and (self.ledger.open_recordings(self.plans[video]) or self._open_tracks()):
            return None
        if self.plan.workspace.has_media_details(video) and not self._are_details_current(video):
            return None
        return tuple(self._account().outcomes_of(video))

    def _are_details_current(self, video: str) -> bool:
        from pipeline.build.details_plan import plan_details

        plan = self.plans.get(video)
        return plan is not None and all(one.state is State.CURRENT for one in plan_details(self.plan, plan))

    def _account(self) -> Account:
        reporter = self.crew.reporter
        return Account(plan=self.plan, reporter=reporter, ledger=self.ledger, plans=self.plans, former=self.former)

    # --- the plan

    def _recover(self, video: str) -> None:
        workspace, reporter = self.plan.workspace, self.crew.reporter
        former = workspace.former_name(video)
        if former is not None:
            command = f"captions rename {quote(former)} {quote(video)}"
            reason = f"holds the captions of {former}, as after a renaming by hand; run: {command}"
            raise InputError(path=str(workspace.video_folder(video)), reason=reason)
        for path in workspace.strays(video):
            reporter.warn(f"{path}: {workspace.stray_advice(video, path)}")
        for line in workspace.recover(video):
            reporter.warn(line)

    def _plan(self, videos: Iterable[str]) -> None:
        """Plan some videos anew from what lies on the disk now."""
        for video in videos:
            if (video, "") not in self.ledger.ended:
                with self.ledger.guarded(video):
                    self.plans[video] = self.plan.plan_video(video, self.media[video])
                    self._set_aside(self.plans[video].recordings)

    def _set_aside(self, recordings: Iterable[RecordingPlan]) -> None:
        """What failed in an earlier run is over, with what is made from it."""
        for one in recordings:
            if one.state is State.SET_ASIDE and not self.ledger.is_done(one.video, one.language):
                self.ledger.end(one.video, one.language, Result.SET_ASIDE, set_aside_message(one.reason))

    def _open_tracks(self) -> list[TrackPlan]:
        """All tracks that are not current and can be made now, in the order of the videos."""
        plans = [plan for plan in self.plans.values() if not self.ledger.is_over(plan.video)]
        return [track for plan in plans for track in plan.tracks if self._is_open(plan, track)]

    def _is_open(self, plan: VideoPlan, track: TrackPlan) -> bool:
        if track.state not in TO_DO or self.ledger.is_done(track.video, track.language):
            return False
        origin = plan.track(track.origin) if track.hop else None
        return origin is None or self.ledger.is_settled(origin)

    # --- speech

    def _hear(self) -> None:
        """Make the transcripts that are not current; then look for names in them."""
        while recordings := [one for plan in self.plans.values() for one in self.ledger.open_recordings(plan)]:
            self._hearing().transcribe(recordings)
            self._plan(one.video for one in recordings)
        if names := [plan.names for plan in self.plans.values() if plan.names and plan.names.is_open]:
            self._hearing().hear_names(names)
            self._plan(one.recording.video for one in names)

    def _hearing(self) -> Hearing:
        from pipeline.build.hearing import Hearing

        return Hearing(plan=self.plan, crew=self.crew, ledger=self.ledger, pace=self.pace)

    # --- tracks

    def _spoken_requests(self, tracks: Iterable[TrackPlan]) -> Iterator[TrackRequest]:
        """The spoken language, and English by Whisper's own translation."""
        workspace, profile = self.plan.workspace, self.plan.config.cues.profile
        writer = self._writer()
        for track in tracks:
            with self.ledger.guarded(track.video, track.language):
                speech, english = workspace.read_recording(track.video), workspace.heard_english_path(track.video)
                heard = workspace.read_recording_at(english) if track.origin else speech
                origin = speech if track.origin else None
                yield writer.request(track, SpokenInput(recording=heard, profile=profile, key=track.key, origin=origin))

    def _make(self, requests: Iterable[TrackRequest]) -> None:
        for request, answer in self.crew.workers.run(make_track, requests):
            with self.ledger.guarded(request.track.video, request.track.language):
                output = self._write(request, self.ledger.result(answer, request.track, request.file.sha256))
                self.ledger.made[request.track.video, request.track.language] = len(output.rejects)

    def _write(self, request: TrackRequest, output: TrackOutput) -> TrackOutput:
        """Write a track; made again, if a person saved the file meanwhile."""
        writer = self._writer()
        for _ in range(ATTEMPTS - 1):
            try:
                writer.write(request, output)
            except StaleWorkspace:
                request = writer.request(request.track, request.record)
                output = self.crew.workers.submit(make_track, request.record).result()
            else:
                return output
        writer.write(request, output)
        return output

    def _writer(self) -> TrackWriter:
        return TrackWriter(
            workspace=self.plan.workspace,
            reporter=self.crew.reporter,
            profile=self.plan.config.cues.profile,
            takes_as_is=self.crew.takes_as_is,
        )

    # --- the other languages

    def _load_ahead(self, spoken: Iterable[TrackPlan]) -> None:
        """Load the models that will be asked for what a person changed while the change is looked at.

        Should it turn out that no sentence was changed, little is lost: they load beside all else that there is to do.
        """
        if not self.crew.translators.loads_ahead:
            return
        changed = (track for track in spoken if track.state is State.CHANGED)
        tracks = (
            other for track in changed for other in self.plans[track.video].tracks if other.origin == track.language
        )
        config = self.plan.config
        for hop in islice(dict.fromkeys(track.hop for track in tracks if track.hop), _LOADED_AHEAD):
            record = TranslateInput(hop=hop, texts=(), settings=config.translation, folder=config.folder)
            self.crew.translators.submit(load_ahead, record)

    def _translate(self, tracks: Sequence[TrackPlan]) -> None:
        """Tracks whose origins are made: each model is asked once for all its videos."""
        asked = questions(self._works(tracks), self.plan.config, by_video=self.crew.asks_by_video)
        for question, answer in self.crew.translators.run(translate, self._in_time(asked)):
            self._finish(question, answer)

    def _in_time(self, asked: Iterable[Question]) -> Iterator[Question]:
        for question in asked:
            if question.record.texts and self.crew.is_time_over():
                for work in question.works:
                    self.ledger.end(work.track.video, work.track.language, Result.LEFT)
            else:
                yield question

    def _finish(self, question: Question, answer: Future[tuple[Translation, ...]]) -> None:
        """Make tracks of what was translated. Where that failed, each video is asked for by itself."""
        alone = len(question.works) == 1
        try:
            translations = self.ledger.result(answer, question.works[0].track, question.file_sha256, keeps=alone)
        except PipelineError as error:
            if alone:
                self.ledger.fail(question.works[0].track.video, question.works[0].track.language, str(error))
                return
            for work in question.works:
                one = questions((work,), self.plan.config)[0]
                self._finish(one, self.crew.translators.submit(translate, one.record))
        else:
            self._make(self._translated_requests(question, translations))

    def _works(self, tracks: Iterable[TrackPlan]) -> Iterator[Work]:
        plan = self.plan
        workspace, memory = plan.workspace, self.memory()
        for (video, origin), group in groupby(tracks, key=lambda track: (track.video, track.origin)):
            some = list(group)
            try:
                source = effective_source(workspace, self.plans[video], origin)
                for track in some:
                    terms = plan.terms(track.hop, video) if track.hop else NO_GLOSSARY
                    yield make_work(workspace, track, source, terms=terms, memory=memory)
            except PipelineError as error:
                for track in some:
                    self.ledger.fail(video, track.language, str(error))

    def _translated_requests(self, question: Question, translations: tuple[Translation, ...]) -> Iterator[TrackRequest]:
        answers, writer = question.answers(translations), self._writer()
        for work in question.works:
            track = work.track
            with self.ledger.guarded(track.video, track.language):
                record = translated_input(work, self.plans[track.video], answers, self.plan.config.cues.profile)
                yield writer.request(track, record)

    # --- title, description and chapters

    def _make_details(self) -> None:
        """After the captions, which never wait for them; a language whose details were made counts as made."""
        if not any(map(self.plan.workspace.has_media_details, self.media)):
            return
        from pipeline.build.details import DetailsBuild

        self.details = DetailsBuild(plan=self.plan, crew=self.crew, memory=self.memory)
        self.details.run(plan for video, plan in self.plans.items() if not self.ledger.is_over(video))
        for name in self.details.made:
            self.ledger.made.setdefault(name, 0)


def find_settled(plan: Plan, look: Look) -> tuple[Outcome, ...] | None:
    """What a build would say of a video of which it has nothing to make and to say nothing else; None of any other."""
    said: list[str] = []
    nobody = Workers(executor=SerialExecutor())
    crew = Crew(workers=nobody, translators=nobody, reporter=Reporter(tell=said.append, warn=said.append))
    former = {look.video: look.former or {}}
    batch = Batch(
        plan=plan,
        crew=crew,
        memory=TranslationMemory,  # nothing is made, so nobody asks it
        media={look.video: look.media},
        pace=Pace(),
        former=former,
    )
    outcomes = batch.settled(look.video)
    return outcomes if outcomes is not None and not said and are_lasting(outcomes) else None
