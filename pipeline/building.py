"""Bring the workspace up to date: plan, run the jobs, write what they return.

A job is a plain function of one picklable record (see `making`), handed to an executor of
`concurrent.futures`; where it runs is the executor's business. All reading and writing happens
here, in the process that holds the workspace's lock.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from pipeline.artefacts import MachineTrack, Recording, approval_states
from pipeline.checking import Finding, check_track
from pipeline.config import Config
from pipeline.engines.translators import installed_edges
from pipeline.errors import InputError, LanguagePairMissing, NoSpeech, PipelineError, StaleWorkspace
from pipeline.files import write_if_changed
from pipeline.formats.machine_json import recording_to_json, track_to_json
from pipeline.formats.srt import format_srt, parse_srt
from pipeline.hashing import HashCache
from pipeline.making import (
    SpokenInput,
    TrackOutput,
    TranscribeInput,
    TranslatedInput,
    TranslateInput,
    frame_rate_of,
    make_spoken,
    make_translated,
    spoken_sentences,
    transcribe,
    translate,
    translated_sentences,
    translations_in,
)
from pipeline.model import Cue, Sentence, Track, Translation
from pipeline.personal import make_legal
from pipeline.planning import (
    CURRENT,
    TrackState,
    memory_key,
    recording_state,
    route_hops,
    spoken_state,
    transcribe_options,
    translated_state,
    wanted_languages,
)
from pipeline.profiles import profile_for
from pipeline.protocols import ProgressSink
from pipeline.routing import Edge, Hop
from pipeline.workspace import Workspace

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")

MADE = "made"
FAILED = "failed"
SILENT = "no speech"


class SerialExecutor(Executor):
    """Runs each job at once in the calling thread: each model is loaded once, and Ctrl-C just works."""

    def submit(
        self, fn: Callable[_Parameters, _Result], /, *args: _Parameters.args, **kwargs: _Parameters.kwargs
    ) -> Future[_Result]:
        """Run the function now; its error is kept in the future as any executor does."""
        future: Future[_Result] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  # an executor hands on whatever happened
            future.set_exception(error)
        return future


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one language of one video."""

    video: str
    language: str
    """Empty where the video failed before any language."""
    state: str
    """`made`, `current`, `failed` or `no speech`."""
    path: Path | None = None
    cues: int = 0
    errors: int = 0
    warnings: int = 0
    edited: int = 0
    stale: int = 0
    rejected: int = 0
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """Where a build tells what it does."""

    tell: Callable[[str], None]
    warn: Callable[[str], None]
    progress: ProgressSink


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """One language of one video that is translated from another track."""

    video: str
    hop: Hop
    is_hidden: bool


@dataclass(slots=True)
class _Work:
    """A task that is not current, with what its job needs."""

    task: _Task
    state: TrackState
    sentences: tuple[Sentence, ...]
    known: dict[str, Translation]


@dataclass(slots=True)
class Build:
    """One run over some videos; `run` gives the outcomes in the order of the work."""

    config: Config
    workspace: Workspace
    executor: Executor
    reporter: Reporter
    asked_languages: tuple[str, ...] = ()
    outcomes: list[Outcome] = field(default_factory=list)
    _edges: tuple[Edge, ...] = ()
    _recordings: dict[str, Recording] = field(default_factory=dict)
    _states: dict[tuple[str, str], TrackState] = field(default_factory=dict)
    _sentences: dict[tuple[str, str], tuple[Sentence, ...]] = field(default_factory=dict)
    _failed: set[tuple[str, str]] = field(default_factory=set)

    def run(self, videos: Sequence[tuple[str, Path | None]]) -> tuple[Outcome, ...]:
        """Build everything; an error of one video or language never stops the others."""
        for video, _ in videos:
            for line in self.workspace.recover(video):
                self.reporter.warn(line)
        self._edges = installed_edges(self.config.translation, self.config.folder)
        self._transcribe_all(videos)
        for video in self._recordings:
            self._guard(video, self._recordings[video].transcript.language, self._build_spoken, video)
        self._build_translations([video for video in self._recordings if (video, "") not in self._failed])
        return tuple(self.outcomes)

    # --- speech

    def _transcribe_all(self, videos: Sequence[tuple[str, Path | None]]) -> None:
        hashes = HashCache.load(self.workspace.cache_folder / "hashes.json")
        for video, media in videos:
            self._guard(video, "", self._transcribe_one, video, media, hashes)
        hashes.save()

    def _transcribe_one(self, video: str, media: Path | None, hashes: HashCache) -> None:
        recording = self.workspace.load_recording(video)
        known_key = recording.key if recording else None
        state, key = recording_state(self.config, video, media, known_key=known_key, hashes=hashes)
        if media is None and recording is None:
            raise InputError(path=f"media/{video}", reason="is not there, and no transcript of it either")
        if state != CURRENT and media is not None:
            sha256 = hashes.sha256(media)
            self._refuse_renamed(video, recording, sha256)
            record = TranscribeInput(
                video=video,
                media=media,
                media_sha256=sha256,
                key=key,
                settings=self.config.transcription_of(video),
                folder=self.config.folder,
                options=transcribe_options(self.config, video),
            )
            recording = self.executor.submit(transcribe, record, self.reporter.progress).result()
            write_if_changed(self.workspace.recording_path(video), recording_to_json(recording))
            heard = recording.transcript
            sure = "" if heard.language_probability is None else f" ({heard.language_probability:.0%} sure)"
            self.reporter.tell(f"{video}: spoken language {heard.language}{sure}, {len(heard.words)} words")
        if recording is not None:
            for notice in recording.transcript.notices:
                self.reporter.warn(f"{video}: {notice}")
            self._recordings[video] = recording

    def _refuse_renamed(self, video: str, recording: Recording | None, sha256: str) -> None:
        """A video that was renamed by hand would be captioned anew, away from people's edits."""
        if recording is not None:
            return
        media = self.workspace.media_files()
        for other in self.workspace.videos():
            if other in media or not self.workspace.recording_path(other).exists():
                continue
            known = self.workspace.load_recording_head(other)
            if known is not None and known.media_sha256 == sha256:
                reason = f"is the video that was called {other}; run: captions rename {other} {video}"
                raise InputError(path=f"media/{video}", reason=reason)

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

        self._make(state, job, is_hidden=False)
        self._states[video, language] = spoken_state(self.config, self.workspace, video, language)

    # --- the other languages

    def _build_translations(self, videos: Iterable[str]) -> None:
        levels: list[dict[_Task, None]] = []
        for video in videos:
            for depth, task in self._tasks_of(video):
                while len(levels) <= depth:
                    levels.append({})
                levels[depth][task] = None
        for level in levels:
            self._build_level(tuple(level))

    def _tasks_of(self, video: str) -> list[tuple[int, _Task]]:
        """The tasks of one video with their distance from the spoken language; missing pairs fail here."""
        spoken = self._recordings[video].transcript.language
        wanted = wanted_languages(self.config, spoken, self._edges, self.asked_languages)
        tasks: dict[str, tuple[int, _Task]] = {}
        for language in wanted:
            hops = route_hops(self._edges, spoken, language)
            if not hops:
                self._fail_missing(video, spoken, language)
            for depth, hop in enumerate(hops):
                task = _Task(video=video, hop=hop, is_hidden=hop.target not in wanted)
                tasks.setdefault(hop.target, (depth, task))
        return list(tasks.values())

    def _fail_missing(self, video: str, spoken: str, language: str) -> None:
        if self.workspace.read_track(video, language) is not None:
            self.reporter.tell(f"{video} {language}: made by hand; no installed model translates {spoken} to it")
            return
        error = LanguagePairMissing(source=spoken, target=language, command=f"captions models add {spoken} {language}")
        self._fail(video, language, error)

    def _build_level(self, tasks: Sequence[_Task]) -> None:
        """All tasks that are equally far from speech: each model is asked once for all its videos."""
        groups: dict[Hop, list[_Work]] = {}
        for task in tasks:
            self._guard(task.video, task.hop.target, self._prepare, task, groups)
        for hop, works in groups.items():
            try:
                self._translate_missing(hop, works)
            except PipelineError as error:
                for work in works:
                    self._fail(work.task.video, hop.target, error)
                continue
            for work in works:
                self._guard(work.task.video, hop.target, self._build_translated, work)

    def _prepare(self, task: _Task, groups: dict[Hop, list[_Work]]) -> None:
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
        known = {}
        if state.head is not None and state.head.memory_key == memory_key(self.config, task.hop):
            known = translations_in(self._machine_of(state))
        sentences = self._sentences_of(task.video, task.hop.source)
        groups.setdefault(task.hop, []).append(_Work(task, state, sentences, known))

    def _translate_missing(self, hop: Hop, works: Sequence[_Work]) -> None:
        """One call for all sentences that no earlier build translated under the same engine."""
        memory = {source: text for work in works for source, text in work.known.items()}
        texts = {sentence.text: None for work in works for sentence in work.sentences}
        missing = tuple(text for text in texts if text not in memory)
        if missing:
            record = TranslateInput(hop=hop, texts=missing, settings=self.config.translation, folder=self.config.folder)
            done = self.executor.submit(translate, record, self.reporter.progress).result()
            memory |= dict(zip(missing, done, strict=True))
        for work in works:
            work.known = {sentence.text: memory[sentence.text] for sentence in work.sentences}

    def _build_translated(self, work: _Work) -> None:
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
            data = self.workspace.read_track(video, language)
            path = self.workspace.track_path(video, language)
            cues = machine.cues if data is None else parse_srt(data, path=str(path)).cues
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

    # --- writing

    def _make(
        self, state: TrackState, job: Callable[[tuple[Cue, ...] | None], TrackOutput], *, is_hidden: bool
    ) -> None:
        """Run a track's job and write its files; once more if a person saved the file meanwhile."""
        for attempt in range(3):
            try:
                self._make_once(state, job, is_hidden=is_hidden)
            except StaleWorkspace:
                if attempt == 2:
                    raise
            else:
                return

    def _make_once(
        self, state: TrackState, job: Callable[[tuple[Cue, ...] | None], TrackOutput], *, is_hidden: bool
    ) -> None:
        video, language = state.video, state.language
        path = self.workspace.track_path(video, language)
        data = self.workspace.read_track(video, language)
        edited = None if data is None else self._read_edited(data, path)
        output = job(edited)
        for line in output.notices:
            self.reporter.warn(f"{path.name}: {line}")
        text = self._text_to_write(data, edited, output, path=path, is_hidden=is_hidden)
        written = "" if text is None else hashlib.sha256(text).hexdigest()
        self._write_rejects(video, language, output.rejects)
        machine = replace(output.machine, head=replace(output.machine.head, written=written))
        self.workspace.write_track(video, language, read=data, text=text, machine=track_to_json(machine))
        self._tell_ended_approvals(video, language, output.cues)
        if not is_hidden:
            self._report(state, MADE, output.cues, replace(state, head=machine.head), rejected=len(output.rejects))

    def _read_edited(self, data: bytes, path: Path) -> tuple[Cue, ...]:
        read = parse_srt(data, path=str(path))
        for repair in read.repairs:
            self.reporter.warn(f"{path}:{repair.line}: {repair.message}")
        return read.cues

    def _text_to_write(
        self,
        data: bytes | None,
        edited: tuple[Cue, ...] | None,
        output: TrackOutput,
        *,
        path: Path,
        is_hidden: bool,
    ) -> bytes | None:
        """The new bytes of a caption file: a person's very bytes where nothing of ours changes them."""
        if data is None and is_hidden:
            return None
        if data is not None and edited is not None and _same_cues(edited, output.cues) and _is_utf8(data):
            return data
        if data is not None and not _is_utf8(data):
            self.reporter.warn(f"{path}: was not UTF-8; it is UTF-8 from now on")
        cues, told = make_legal(output.cues)
        for line in told:
            self.reporter.warn(f"{path.name}: {line}")
        return format_srt(cues, path=str(path)).encode()

    def _write_rejects(self, video: str, language: str, rejects: Sequence[Cue]) -> None:
        if not rejects:
            return
        path = self.workspace.rejects_path(video, language)
        old = parse_srt(path.read_bytes(), path=str(path)).cues if path.exists() else ()
        known = {(cue.start_ms, cue.end_ms, cue.text) for cue in old}
        new = tuple(cue for cue in rejects if (cue.start_ms, cue.end_ms, cue.text) not in known)
        write_if_changed(path, format_srt((*old, *new), path=str(path)).encode())
        self.reporter.warn(f"{path}: {len(rejects)} edited cues have no place any more and are kept here")

    def _tell_ended_approvals(self, video: str, language: str, cues: tuple[Cue, ...]) -> None:
        for approval in approval_states(self.workspace.load_approvals(video), language, cues):
            if not approval.holds:
                line = f"{video} {language}: the text changed since {approval.by} approved it on {approval.date}"
                self.reporter.warn(f"{line}; that approval has ended")

    # --- outcomes

    def _keep(self, state: TrackState, *, is_hidden: bool = False) -> None:
        self._states[state.video, state.language] = state
        if not is_hidden:
            data = self.workspace.read_track(state.video, state.language) or b""
            path = self.workspace.track_path(state.video, state.language)
            self._report(state, CURRENT, parse_srt(data, path=str(path)).cues, state)

    def _report(
        self, state: TrackState, what: str, cues: tuple[Cue, ...], after: TrackState, *, rejected: int = 0
    ) -> None:
        findings = self._findings(state.video, state.language, cues)
        edits = after.head.edits if after.head else ()
        self.outcomes.append(
            Outcome(
                video=state.video,
                language=state.language,
                state=what,
                path=self.workspace.track_path(state.video, state.language),
                cues=len(cues),
                errors=sum(finding.severity == "error" for finding in findings),
                warnings=sum(finding.severity == "warning" for finding in findings),
                edited=len(edits),
                stale=sum(edit.state == "stale" for edit in edits),
                rejected=rejected,
            )
        )

    def _findings(self, video: str, language: str, cues: tuple[Cue, ...]) -> tuple[Finding, ...]:
        recording = self._recordings[video]
        spoken = recording.transcript.language
        source = None if language == spoken else Track(language=spoken, cues=self._cues_of(video, spoken))
        return check_track(
            Track(language=language, cues=cues),
            profile=profile_for(language, self.config.cues.profile),
            frame_rate=frame_rate_of(recording),
            source=source,
            duration_ms=recording.media_duration_ms,
        )

    def _cues_of(self, video: str, language: str) -> tuple[Cue, ...]:
        data = self.workspace.read_track(video, language)
        path = self.workspace.track_path(video, language)
        return () if data is None else parse_srt(data, path=str(path)).cues

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


def _same_cues(some: Iterable[Cue], others: Iterable[Cue]) -> bool:
    def plain(cues: Iterable[Cue]) -> list[tuple[int, int, str, str]]:
        return [(cue.start_ms, cue.end_ms, cue.text, cue.settings) for cue in cues]

    return plain(some) == plain(others)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True
