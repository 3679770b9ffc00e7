"""Bring the workspace up to date: plan, run the jobs, write what they return.

A job is a plain function of one picklable record (see `making`), handed to an executor of
`concurrent.futures`; where it runs is the executor's business. All reading and writing happens
here, in the process that holds the workspace's lock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from shlex import quote
from typing import Any

from pipeline.build.jobs import (
    SpokenInput,
    TranslatedInput,
    frame_rate_of,
    make_spoken,
    make_translated,
    spoken_sentences,
    translated_sentences,
    translations_in,
)
from pipeline.build.outcomes import FAILED, MADE, SILENT, Outcome, Reporter
from pipeline.build.plan import (
    CURRENT,
    HEARD_LANGUAGE,
    TrackState,
    heard_state,
    memory_key,
    route_hops,
    spoken_state,
    translated_state,
    wanted_languages,
)
from pipeline.build.track_writer import Job, TrackFiles
from pipeline.build.transcripts import Listener
from pipeline.build.translations import Question, Task, Work, as_answered, ask
from pipeline.cues import profile_for
from pipeline.edits import TrackOutput
from pipeline.errors import InputError, LanguagePairMissing, NoSpeech, PipelineError, StaleWorkspace
from pipeline.model import Cue, Sentence, Track
from pipeline.quality import ERROR, WARNING, Finding, check_limits
from pipeline.records import MachineTrack, Recording
from pipeline.translation import Edge, Hop
from pipeline.translation.engines import installed_edges
from pipeline.workspace import Config, HashCache, Workspace


@dataclass(slots=True)
class Build:
    """One run over some videos; `run` gives the outcomes by video and language."""

    config: Config
    workspace: Workspace
    executor: Executor
    """Runs what hears, cuts and places."""
    translating: Executor
    """Runs what translates; beside the rest, if it likes, since models compute outside Python."""
    reporter: Reporter
    asked_languages: tuple[str, ...] = ()
    outcomes: list[Outcome] = field(default_factory=list)
    _files: TrackFiles = field(init=False)
    _listener: Listener = field(init=False)
    _edges: tuple[Edge, ...] = ()
    _media: dict[str, Path | None] = field(default_factory=dict)
    _recordings: dict[str, Recording] = field(default_factory=dict)
    _states: dict[tuple[str, str], TrackState] = field(default_factory=dict)
    _sentences: dict[tuple[str, str], tuple[Sentence, ...]] = field(default_factory=dict)
    _failed: set[tuple[str, str]] = field(default_factory=set)
    _languages: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Of each video: none (for the video itself), the spoken one, then the others as they were asked for."""

    def run(self, videos: Sequence[tuple[str, Path | None]]) -> tuple[Outcome, ...]:
        """Build everything; an error of one video or language never stops the others."""
        self._media = dict(videos)
        for video in self._media:
            self._guard(video, "", self._recover, video)
        self._files = TrackFiles(workspace=self.workspace, reporter=self.reporter)
        self._listener = Listener(
            config=self.config,
            workspace=self.workspace,
            executor=self.executor,
            reporter=self.reporter,
            hashes=HashCache.load(self.workspace.cache_folder / "hashes.json"),
        )
        self._edges = installed_edges(self.config.translation, self.config.folder)
        self._listen_to_all([video for video in self._media if (video, "") not in self._failed])
        for video in self._recordings:
            self._guard(video, self._recordings[video].transcript.language, self._build_spoken, video)
        self._build_translations([video for video in self._recordings if (video, "") not in self._failed])
        return tuple(sorted(self.outcomes, key=self._place))

    def _recover(self, video: str) -> None:
        former = self.workspace.former_name(video)
        if former is not None:
            command = f"captions rename {quote(former)} {quote(video)}"
            reason = f"holds the captions of {former}, as after a renaming by hand; run: {command}"
            raise InputError(path=str(self.workspace.video_folder(video)), reason=reason)
        for path in self.workspace.strays(video):
            self.reporter.warn(
                f"{path}: is not read; captions are named {video}.<language>.srt, such as {video}.pt.srt"
            )
        for line in self.workspace.recover(video):
            self.reporter.warn(line)

    # --- speech

    def _listen_to_all(self, videos: Iterable[str]) -> None:
        for video in videos:
            self._guard(video, "", self._listen_to, video)
        self._listener.hashes.save()

    def _listen_to(self, video: str) -> None:
        self._recordings[video] = self._listener.listen(video, self._media[video])

    # --- the spoken language

    def _build_spoken(self, video: str) -> None:
        recording = self._recordings[video]
        language = recording.transcript.language
        state = spoken_state(self.config, self.workspace, video, language)
        if state.state == CURRENT:
            self._keep(state)
            return

        def job(edited: tuple[Cue, ...] | None) -> TrackOutput:
            record = SpokenInput(
                recording=recording,
                profile=self.config.cues.profile,
                previous=self.workspace.load_machine(video, language),
                edited=edited,
                key=state.key,
            )
            return self.executor.submit(make_spoken, record).result()

        self._make(state, job)
        self._states[video, language] = spoken_state(self.config, self.workspace, video, language)

    # --- the other languages

    def _build_translations(self, videos: Iterable[str]) -> None:
        levels: list[dict[Task, None]] = []
        for video in videos:
            for depth, task in self._tasks_of(video):
                while len(levels) <= depth:
                    levels.append({})
                levels[depth][task] = None
        for level in levels:
            self._build_level(tuple(level))

    def _tasks_of(self, video: str) -> list[tuple[int, Task]]:
        """The tasks of one video with their distance from the spoken language; missing pairs fail here."""
        spoken = self._recordings[video].transcript.language
        wanted = wanted_languages(self.config, spoken, self._edges, self.asked_languages)
        self._languages[video] = ("", spoken, *wanted)
        tasks: dict[str, tuple[int, Task]] = {}
        for language in wanted:
            hops = route_hops(self._edges, spoken, language)
            if not hops:
                self._guard(video, language, self._build_without_route, video, language)
            for depth, hop in enumerate(hops):
                task = Task(video=video, hop=hop, is_hidden=hop.target not in wanted)
                tasks.setdefault(hop.target, (depth, task))
        return list(tasks.values())

    def _build_without_route(self, video: str, language: str) -> None:
        """No model translates: Whisper itself may (into English), or a person did."""
        spoken = self._recordings[video].transcript.language
        if language == HEARD_LANGUAGE:
            self._build_heard(video)
        elif self.workspace.read_track(video, language) is not None:
            self.reporter.tell(f"{video} {language}: made by hand; no installed model translates {spoken} to it")
        else:
            command = f"captions models add {spoken} {language}"
            raise LanguagePairMissing(source=spoken, target=language, command=command)

    def _build_heard(self, video: str) -> None:
        """English by Whisper's own translation: words with times, cut like speech."""
        recording = self._listener.listen_in_english(video, self._media[video])
        state = heard_state(self.config, self.workspace, video)
        if state.state == CURRENT:
            self._keep(state)
            return
        origin = self._recordings[video]

        def job(edited: tuple[Cue, ...] | None) -> TrackOutput:
            record = SpokenInput(
                recording=recording,
                profile=self.config.cues.profile,
                previous=self.workspace.load_machine(video, HEARD_LANGUAGE),
                edited=edited,
                key=state.key,
                origin=origin,
            )
            return self.executor.submit(make_spoken, record).result()

        self._make(state, job)

    def _build_level(self, tasks: Sequence[Task]) -> None:
        """All tasks that are equally far from speech: each model is asked once for all its videos."""
        groups: dict[Hop, list[Work]] = {}
        for task in tasks:
            self._guard(task.video, task.hop.target, self._prepare, task, groups)
        questions = [
            ask(hop, works, config=self.config, executor=self.translating, progress=self.reporter.progress)
            for hop, works in groups.items()
        ]
        for question in as_answered(questions):
            self._build_answered(question)

    def _build_answered(self, question: Question) -> None:
        try:
            question.settle()
        except PipelineError as error:
            for work in question.works:
                self._fail(work.task.video, question.hop.target, error)
            return
        for work in question.works:
            self._guard(work.task.video, question.hop.target, self._build_translated, work)

    def _prepare(self, task: Task, groups: dict[Hop, list[Work]]) -> None:
        origin = self._states.get((task.video, task.hop.source))
        if origin is None:
            self._failed.add((task.video, task.hop.target))
            raise InputError(
                path=str(self.workspace.track_path(task.video, task.hop.target)),
                reason=f"was left as it is, since {task.hop.source} could not be made",
            )
        state = translated_state(self.config, self.workspace, hop=task.hop, origin=origin, is_hidden=task.is_hidden)
        if state.state == CURRENT:
            self._keep(state, is_hidden=task.is_hidden)
            return
        previous = self.workspace.load_machine(task.video, task.hop.target)
        is_known = previous is not None and previous.head.memory_key == memory_key(self.config, task.hop)
        work = Work(
            task=task,
            state=state,
            sentences=self._sentences_of(task.video, task.hop.source),
            known=translations_in(previous) if previous is not None and is_known else {},
        )
        groups.setdefault(task.hop, []).append(work)

    def _build_translated(self, work: Work) -> None:
        task, hop = work.task, work.task.hop
        origin = self._states[task.video, hop.source]

        def job(edited: tuple[Cue, ...] | None) -> TrackOutput:
            record = TranslatedInput(
                language=hop.target,
                origin=hop.source,
                recording=self._recordings[task.video],
                profile=self.config.cues.profile,
                sentences=work.sentences,
                translations=tuple(work.known[sentence.text] for sentence in work.sentences),
                signatures=(*(origin.head.signatures if origin.head else ()), hop.edge.signature),
                previous=self.workspace.load_machine(task.video, hop.target),
                edited=edited,
                key=work.state.key,
                memory_key=memory_key(self.config, hop),
            )
            return self.executor.submit(make_translated, record).result()

        self._make(work.state, job, is_hidden=task.is_hidden)
        self._states[task.video, hop.target] = translated_state(
            self.config, self.workspace, hop=hop, origin=origin, is_hidden=task.is_hidden
        )

    def _sentences_of(self, video: str, language: str) -> tuple[Sentence, ...]:
        """The effective sentences of a track: the machine's words as people corrected them."""
        if (video, language) not in self._sentences:
            machine = self._machine_of(self._states[video, language])
            written = self._files.cues(video, language)
            cues = machine.cues if written is None else written
            if machine.head.origin:
                sentences = translated_sentences(self._sentences_of(video, machine.head.origin), machine, cues)
            else:
                sentences = spoken_sentences(self._recordings[video], machine, cues)
            self._sentences[video, language] = sentences
        return self._sentences[video, language]

    def _machine_of(self, state: TrackState) -> MachineTrack:
        """The whole record of a track that was made."""
        machine = self.workspace.load_machine(state.video, state.language)
        if machine is None:
            raise StaleWorkspace(path=str(self.workspace.machine_path(state.video, state.language)))
        return machine

    def _make(self, state: TrackState, job: Job, *, is_hidden: bool = False) -> None:
        output, after = self._files.make(state, job, is_hidden=is_hidden)
        if not is_hidden:
            self._report(after, MADE, output.cues, rejected=len(output.rejects))

    # --- outcomes

    def _place(self, outcome: Outcome) -> tuple[int, int]:
        """Where an outcome stands in the list, whenever its work was done."""
        languages = self._languages.get(outcome.video, ())
        place = languages.index(outcome.language) if outcome.language in languages else len(languages)
        return list(self._media).index(outcome.video), place

    def _keep(self, state: TrackState, *, is_hidden: bool = False) -> None:
        self._states[state.video, state.language] = state
        if not is_hidden:
            self._report(state, CURRENT, self._files.cues(state.video, state.language) or ())

    def _report(self, state: TrackState, what: str, cues: tuple[Cue, ...], *, rejected: int = 0) -> None:
        findings = self._findings(state.video, state.language, cues)
        edits = state.head.edits if state.head else ()
        self.outcomes.append(
            Outcome(
                video=state.video,
                language=state.language,
                state=what,
                path=self.workspace.track_path(state.video, state.language),
                cues=len(cues),
                errors=sum(finding.severity == ERROR for finding in findings),
                warnings=sum(finding.severity == WARNING for finding in findings),
                edited=len(edits),
                stale=sum(edit.state == "stale" for edit in edits),
                rejected=rejected,
            )
        )

    def _findings(self, video: str, language: str, cues: tuple[Cue, ...]) -> tuple[Finding, ...]:
        recording = self._recordings[video]
        spoken = recording.transcript.language
        source = None if language == spoken else Track(language=spoken, cues=self._files.cues(video, spoken) or ())
        return check_limits(
            Track(language=language, cues=cues),
            profile=profile_for(language, self.config.cues.profile),
            frame_rate=frame_rate_of(recording),
            source=source,
            duration_ms=recording.media_duration_ms,
        )

    def _guard(self, video: str, language: str, step: Callable[..., None], *arguments: Any) -> None:  # noqa: ANN401
        """Run one step; its error becomes an outcome and the others go on."""
        try:
            step(*arguments)
        except NoSpeech as error:
            self.outcomes.append(Outcome(video=video, language=language, state=SILENT, message=str(error)))
            self._failed.add((video, language))
        except PipelineError as error:
            self._fail(video, language, error)

    def _fail(self, video: str, language: str, error: PipelineError) -> None:
        self._failed.add((video, language))
        self.outcomes.append(Outcome(video=video, language=language, state=FAILED, message=str(error)))
