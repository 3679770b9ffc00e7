"""Some videos brought up to date together: each model is asked once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import groupby, islice
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, TypeVar

from pipeline.build.counting import track_outcome
from pipeline.build.crew import Crew
from pipeline.build.executors import SerialExecutor, Workers
from pipeline.build.inputs import SpokenInput, TranslateInput
from pipeline.build.jobs import bring_script, hear_names, load_ahead, make_track, transcribe, translate
from pipeline.build.known import are_lasting
from pipeline.build.lookahead import Look
from pipeline.build.outcomes import Outcome, Reporter, Result, as_failure, set_aside_message
from pipeline.build.pace import Pace
from pipeline.build.plan import TO_DO, NamesPlan, Plan, RecordingPlan, State, TrackPlan, VideoPlan
from pipeline.build.quarantine import job_key
from pipeline.build.track_writer import TrackRequest, TrackWriter
from pipeline.build.translations import Question, Work, effective_source, make_work, questions, translated_input
from pipeline.edits import TrackOutput
from pipeline.errors import InputError, LanguagePairMissing, NoSpeech, PipelineError, StaleWorkspace
from pipeline.model import Translation
from pipeline.translation import NO_GLOSSARY, TranslationMemory

if TYPE_CHECKING:
    from pipeline.build.details import DetailsBuild
    from pipeline.build.names import NamesRequest, NamesWriter
    from pipeline.build.transcripts import RecordingRequest, ScriptRequest, TranscriptWriter

_LOADED_AHEAD = 2
"""Models; all others wait for these, and each takes some hundred megabytes."""
_Made = TypeVar("_Made")

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
    ended: dict[tuple[str, str], Outcome] = field(default_factory=dict)
    """What failed or is silent, by video and language (none for the video itself)."""
    made: dict[tuple[str, str], int] = field(default_factory=dict)
    """Tracks that were made, with the number of cues that found no place."""
    transcribed: set[Path] = field(default_factory=set)
    """Transcripts that were made; once in a run, even if the video changes meanwhile."""
    details: DetailsBuild | None = None
    """Title, description and chapters, where any of the videos has them."""

    def run(self) -> Iterator[Outcome]:
        for video in self.media:
            with self._guarded(video):
                self._recover(video)
        self._plan(self.media)
        self.plan.hashes.save()
        while recordings := [one for plan in self.plans.values() for one in self._open_recordings(plan)]:
            self._transcribe(recordings)
            self._plan(one.video for one in recordings)
        self._hear_names([plan.names for plan in self.plans.values() if plan.names and plan.names.is_open])
        while tracks := self._open_tracks():
            if spoken := [track for track in tracks if track.hop is None]:
                self._load_ahead(spoken)
                self._make(self._spoken_requests(spoken))
            else:
                self._translate(tracks)
            self._plan(dict.fromkeys(track.video for track in spoken or tracks))
        self._make_details()
        for video in self.media:
            yield from self._outcomes_of(video)
            yield from self.details.outcomes(video) if self.details else ()

    def settled(self, video: str) -> tuple[Outcome, ...] | None:
        """What `run` would say of a video of which nothing is to be made, finished or removed; None of any other."""
        if self.plan.workspace.is_untidy(video):
            return None
        self._plan([video])
        if video in self.plans and (self._open_recordings(self.plans[video]) or self._open_tracks()):
            return None
        if self.plan.workspace.has_media_details(video) and not self._are_details_current(video):
            return None
        return tuple(self._outcomes_of(video))

    def _are_details_current(self, video: str) -> bool:
        from pipeline.build.details_plan import plan_details

        plan = self.plans.get(video)
        return plan is not None and all(one.state is State.CURRENT for one in plan_details(self.plan, plan))

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
            if (video, "") not in self.ended:
                with self._guarded(video):
                    self.plans[video] = self.plan.plan_video(video, self.media[video])
                    self._set_aside(self.plans[video].recordings)

    def _set_aside(self, recordings: Iterable[RecordingPlan]) -> None:
        """What failed in an earlier run is over, with what is made from it."""
        for one in recordings:
            if one.state is State.SET_ASIDE and not self._is_done(one.video, one.language):
                self._end(one.video, one.language, Result.SET_ASIDE, set_aside_message(one.reason))

    def _open_recordings(self, plan: VideoPlan) -> list[RecordingPlan]:
        over = {language for video, language in self.ended if video == plan.video}
        late = [one for one in plan.recordings if one.state in TO_DO and one.path not in self.transcribed]
        return [] if "" in over else [one for one in late if one.language not in over]

    def _open_tracks(self) -> list[TrackPlan]:
        """All tracks that are not current and can be made now, in the order of the videos."""
        plans = [plan for plan in self.plans.values() if not self._is_over(plan.video)]
        return [track for plan in plans for track in plan.tracks if self._is_open(plan, track)]

    def _is_open(self, plan: VideoPlan, track: TrackPlan) -> bool:
        if track.state not in TO_DO or self._is_done(track.video, track.language):
            return False
        origin = plan.track(track.origin) if track.hop else None
        return origin is None or self._is_settled(origin)

    def _is_settled(self, track: TrackPlan) -> bool:
        """Whether others can be made from it. Saved again since it was made, it counts as it is now."""
        name = track.video, track.language
        return name not in self.ended and (track.state is State.CURRENT or name in self.made)

    def _is_done(self, video: str, language: str) -> bool:
        return (video, language) in self.ended or (video, language) in self.made

    def _is_left(self, video: str, language: str) -> bool:
        return any((video, one) in self.ended and self.ended[video, one].state is Result.LEFT for one in (language, ""))

    def _is_over(self, video: str) -> bool:
        return (video, "") in self.ended

    # --- speech

    def _transcribe(self, recordings: Iterable[RecordingPlan]) -> None:
        from pipeline.build.transcripts import TranscriptWriter

        writer = TranscriptWriter(plan=self.plan, reporter=self.crew.reporter)
        late = [*recordings]
        unheard = (one for one in late if writer.heard(one) is None)
        for request, answer in self.crew.workers.run(transcribe, self._recording_requests(writer, unheard)):
            one = request.recording
            with self._guarded(one.video, one.language):
                writer.keep(request, made := self._result(answer, one, ""))
                if progress := self.pace.done(one.video, request.record.media, made.media_duration_ms):
                    self.crew.reporter.progress(progress)
        for asked, reply in self.crew.workers.run(bring_script, self._script_requests(writer, late)):
            with self._guarded(asked.recording.video):
                writer.write(asked.recording, self._result(reply, asked.recording, ""))
        self.transcribed.update(recording.path for recording in late)

    def _recording_requests(
        self, writer: TranscriptWriter, recordings: Iterable[RecordingPlan]
    ) -> Iterator[RecordingRequest]:
        for one in recordings:
            if self.crew.is_time_over():
                self._end(one.video, one.language, Result.LEFT)
                continue
            with self._guarded(one.video, one.language):
                yield writer.request(one)

    def _script_requests(
        self, writer: TranscriptWriter, recordings: Iterable[RecordingPlan]
    ) -> Iterator[ScriptRequest]:
        for one in recordings:
            if one.script is not None and not self._is_over(one.video):
                with self._guarded(one.video):
                    if request := writer.script_request(one):
                        yield request

    def _hear_names(self, late: Sequence[NamesPlan]) -> None:
        """Names of the glossary; a video in which they cannot be looked for has its captions without them."""
        if not late:
            return
        from pipeline.build.names import NamesWriter

        writer = NamesWriter(plan=self.plan, reporter=self.crew.reporter)
        for request, answer in self.crew.workers.run(hear_names, self._names_requests(writer, late)):
            one = request.names.recording
            try:
                writer.write(request.names, self._result(answer, one, ""))
            except PipelineError as error:
                self.crew.reporter.warn(f"{one.video}: names of the glossary were not looked for: {error}")
        self._plan(one.recording.video for one in late)

    def _names_requests(self, writer: NamesWriter, late: Iterable[NamesPlan]) -> Iterator[NamesRequest]:
        for names in late:
            if not self._is_over(names.recording.video):
                with self._guarded(names.recording.video):
                    if request := writer.request(names):
                        yield request

    # --- tracks

    def _spoken_requests(self, tracks: Iterable[TrackPlan]) -> Iterator[TrackRequest]:
        """The spoken language, and English by Whisper's own translation."""
        workspace, profile = self.plan.workspace, self.plan.config.cues.profile
        writer = self._writer()
        for track in tracks:
            with self._guarded(track.video, track.language):
                speech, english = workspace.read_recording(track.video), workspace.heard_english_path(track.video)
                heard = workspace.read_recording_at(english) if track.origin else speech
                origin = speech if track.origin else None
                yield writer.request(track, SpokenInput(recording=heard, profile=profile, key=track.key, origin=origin))

    def _make(self, requests: Iterable[TrackRequest]) -> None:
        for request, answer in self.crew.workers.run(make_track, requests):
            with self._guarded(request.track.video, request.track.language):
                output = self._write(request, self._result(answer, request.track, request.file.sha256))
                self.made[request.track.video, request.track.language] = len(output.rejects)

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
                    self._end(work.track.video, work.track.language, Result.LEFT)
            else:
                yield question

    def _finish(self, question: Question, answer: Future[tuple[Translation, ...]]) -> None:
        """Make tracks of what was translated. Where that failed, each video is asked for by itself."""
        alone = len(question.works) == 1
        try:
            translations = self._result(answer, question.works[0].track, question.file_sha256, keeps=alone)
        except PipelineError as error:
            if alone:
                self._fail(question.works[0].track.video, question.works[0].track.language, str(error))
                return
            for work in question.works:
                one = questions((work,), self.plan.config)[0]
                self._finish(one, self.crew.translators.submit(translate, one.record))
        else:
            self._make(self._translated_requests(question, translations))

    def _result(
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
                    self._fail(video, track.language, str(error))

    def _translated_requests(self, question: Question, translations: tuple[Translation, ...]) -> Iterator[TrackRequest]:
        answers, writer = question.answers(translations), self._writer()
        for work in question.works:
            track = work.track
            with self._guarded(track.video, track.language):
                record = translated_input(work, self.plans[track.video], answers, self.plan.config.cues.profile)
                yield writer.request(track, record)

    # --- title, description and chapters

    def _make_details(self) -> None:
        """After the captions, which never wait for them; a language whose details were made counts as made."""
        if not any(map(self.plan.workspace.has_media_details, self.media)):
            return
        from pipeline.build.details import DetailsBuild

        self.details = DetailsBuild(plan=self.plan, crew=self.crew, memory=self.memory)
        self.details.run(plan for video, plan in self.plans.items() if not self._is_over(video))
        for name in self.details.made:
            self.made.setdefault(name, 0)

    # --- outcomes

    def _outcomes_of(self, video: str) -> Iterator[Outcome]:
        """The video itself, or its languages in the order of the settings."""
        plan = self.plans.get(video)
        if plan is not None and plan.recording.state is State.SILENT:
            with self._guarded(video):
                raise _no_speech(plan)
        if plan is None or self._is_over(video):
            yield self.ended[video, ""]
            return
        for notice in plan.recording.head.notices if plan.recording.head else ():
            self.crew.reporter.warn(f"{video}: {notice}")
        hidden = [track.language for track in plan.tracks if track.is_hidden]
        for language in (*plan.wanted, *hidden):
            track = plan.track(language)
            with self._guarded(video, language):
                if track is not None and not self._is_failed(track):
                    yield from self._row(plan, track)
            if (video, language) in self.ended:
                yield self.ended[video, language]

    def _is_failed(self, track: TrackPlan) -> bool:
        if track.state is State.UNREADABLE:
            self._fail(track.video, track.language, track.reason)
        return (track.video, track.language) in self.ended

    def _row(self, plan: VideoPlan, track: TrackPlan) -> Iterator[Outcome]:
        """What became of a track; nothing of one that is a person's business, or that nobody asked for.

        Raises:
            PipelineError: It was not made.
        """
        video, language = track.video, track.language
        if track.state is State.OWN:
            line = f"{video} {language}: made by hand; no installed model translates {plan.spoken} to it"
            self.crew.reporter.tell(line)
        elif track.state is State.SILENT:
            raise _no_speech(plan)
        elif track.state is State.NO_MODEL:
            command = f"captions models add {plan.spoken} {language}"
            raise LanguagePairMissing(source=plan.spoken, target=language, command=command)
        elif not self._is_settled(track) and self._is_left(track.video, track.origin):
            self._end(video, language, Result.LEFT)
        elif track.state is State.SET_ASIDE and not self._is_done(video, language):
            self._end(video, language, Result.SET_ASIDE, set_aside_message(track.reason))
        elif not self._is_settled(track):
            reason = f"was left as it is, since {track.origin} could not be made"
            raise InputError(path=str(self.plan.workspace.track_path(video, language)), reason=reason)
        elif not track.is_hidden:
            profile = self.plan.config.cues.profile
            former = self.former[video].get(language)
            rejected = self.made.get((video, language))
            yield track_outcome(plan, track, profile=profile, rejected=rejected, former=former)

    @contextmanager
    def _guarded(self, video: str, language: str = "") -> Iterator[None]:
        """One step: its error becomes an outcome and the others go on."""
        try:
            yield
        except NoSpeech as error:
            self._end(video, language, Result.SILENT, str(error))
        except PipelineError as error:
            self._fail(video, language, str(error))

    def _fail(self, video: str, language: str, message: str) -> None:
        self._end(video, language, Result.FAILED, message)

    def _end(self, video: str, language: str, state: Result, message: str = "") -> None:
        self.ended[video, language] = Outcome(video=video, language=language, state=state, message=message)


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


def _no_speech(plan: VideoPlan) -> NoSpeech:
    return NoSpeech(path=str(plan.media or f"media/{plan.video}"))
