"""Title, description and chapters in every language: how far they are, and bringing them up to date.

They follow the captions: the same languages, the same routes, models, glossary and memory; a language that
others are translated from is taken as people corrected it. Captions never wait for them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace

from pipeline.build.details_text import sentences_of, translated_fields
from pipeline.build.executors import Request, Workers
from pipeline.build.jobs import TranslateInput, translate
from pipeline.build.keys import details_key, memory_key
from pipeline.build.outcomes import Outcome, Reporter, Result, as_failure
from pipeline.build.plan import TO_DO, Plan, State, TrackPlan, VideoPlan
from pipeline.edits import DetailsOutput, details_of, merge_details, source_fields
from pipeline.errors import PipelineError, StaleWorkspace
from pipeline.formats import details_record_to_json, head_lines, keep_comments, write_details
from pipeline.languages import english_name
from pipeline.model import Details, Translation
from pipeline.records import DetailField, DetailsRecord, SentenceRecord
from pipeline.translation import GlossaryFinder, Hop, TranslationMemory
from pipeline.workspace import DetailsFile, Workspace

ATTEMPTS = 3
"""How often the details of a language are made because somebody saved their file meanwhile."""
SAYS_NOTHING = "says nothing any more: restore it, or delete it to have it made again"
"""What is said of a file whose text is gone."""


NO_DETAILS = Details()


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailsPlan:
    """Title, description and chapters of one language of one video."""

    video: str
    language: str
    state: State
    reason: str = ""
    origin: str = ""
    """The language that they are translated from; empty for the spoken one."""
    hop: Hop | None = None
    is_hidden: bool = False
    """True for a language that nobody asked for and another one is translated from: it gets no file."""
    key: str = ""
    source: Details = NO_DETAILS
    """What they are made from."""
    record: DetailsRecord | None = None
    """What the machine last wrote."""
    file: DetailsFile | None = None
    """As it was when this was planned; None where it cannot be read."""

    @property
    def details(self) -> Details:
        """What stands there now: what a person left, or what the machine made where no file is."""
        if self.file is not None and self.file.exists:
            return self.file.details
        return details_of(self.record.fields) if self.record else Details()


def plan_details(plan: Plan, video: VideoPlan) -> tuple[DetailsPlan, ...]:
    """How far the details of a video are, each language after the one that it is made from; none without a file.

    Raises:
        PipelineError: The file beside the video is broken; what cannot be read of one language is its state.
    """
    given = plan.workspace.media_details(video.video)
    if not given.exists or not video.spoken:
        return ()
    source = given.details
    found: dict[str, DetailsPlan] = {}
    for track in video.tracks:
        if track.language == video.spoken:
            found[track.language] = _spoken(plan.workspace, track, source)
        elif track.hop is not None and track.origin in found:
            found[track.language] = _translated(plan, track, found[track.origin])
    return tuple(found.values())


def has_open_details(plan: Plan, video: VideoPlan) -> bool:
    """Whether a build would make the details of a language of a video."""
    try:
        return any(one.state in TO_DO for one in plan_details(plan, video))
    except PipelineError:
        return False  # every build reports a broken file and makes nothing of it


@dataclass(slots=True, kw_only=True)
class DetailsBuild:
    """One run over the details of some videos."""

    plan: Plan
    translators: Workers
    reporter: Reporter
    memory: Callable[[], TranslationMemory]
    is_time_over: Callable[[], bool]
    made: set[tuple[str, str]] = field(default_factory=set)
    """What was made, by video and language."""
    failed: dict[tuple[str, str], str] = field(default_factory=dict)
    """What could not be made or read, with the reason."""
    broken: set[str] = field(default_factory=set)
    """Videos whose own file is broken: it is reported by every run."""
    _tries: dict[tuple[str, str], int] = field(default_factory=dict)

    def run(self, videos: Iterable[VideoPlan]) -> None:
        """Make what is not current; an error of one video or language never stops the others."""
        left = list(videos)
        while left:
            open_ = [(video, [one for one in self._planned(video) if self._is_open(one)]) for video in left]
            left = [video for video, plans in open_ if plans]
            plans = [one for _, some in open_ for one in some]
            for one in plans:
                if one.hop is None:
                    self._keep(one, source_fields(one.source), ())
            self._translate([one for one in plans if one.hop is not None])

    def outcomes(self, video: str) -> Iterator[Outcome]:
        """What failed of a video."""
        for (name, language), reason in self.failed.items():
            if name == video:
                yield Outcome(video=video, language=language, state=Result.FAILED, message=reason)

    def _planned(self, video: VideoPlan) -> tuple[DetailsPlan, ...]:
        if video.video in self.broken:
            return ()
        try:
            plans = plan_details(self.plan, video)
        except PipelineError as error:
            self.broken.add(video.video)
            kept = "captions are made all the same; title, description and chapters stay as they were"
            self.reporter.warn(f"{error} ({kept})")
            return ()
        for one in plans:
            if one.state is State.UNREADABLE:
                self.failed[one.video, one.language] = one.reason
        return plans

    def _is_open(self, one: DetailsPlan) -> bool:
        name = one.video, one.language
        return one.state in TO_DO and bool(one.key) and name not in self.failed and self._tries.get(name, 0) < ATTEMPTS

    def _translate(self, plans: Iterable[DetailsPlan]) -> None:
        """Each model is asked once for all videos; where that fails, each video by itself."""
        groups: dict[tuple[Hop, object], list[_Work]] = {}
        for one in plans:
            work = self._work(one)
            groups.setdefault((work.hop, work.terms), []).append(work)
        asked = [_Question.of(works, self.plan) for works in groups.values()]
        for question, answer in self.translators.run(translate, self._in_time(asked)):
            self._finish(question, answer)

    def _in_time(self, asked: Iterable[_Question]) -> Iterator[_Question]:
        for question in asked:
            if question.record.texts and self.is_time_over():
                for work in question.works:
                    self._tries[work.plan.video, work.plan.language] = ATTEMPTS
            else:
                yield question

    def _finish(self, question: _Question, answer: Future[tuple[Translation, ...]]) -> None:
        try:
            made = dict(zip(question.record.texts, answer.result(), strict=True))
        except Exception as error:  # noqa: BLE001  # whatever happened, the other videos go on
            if len(question.works) == 1:
                one = question.works[0].plan
                self.failed[one.video, one.language] = str(as_failure(error))
                return
            for work in question.works:
                alone = _Question.of((work,), self.plan)
                self._finish(alone, self.translators.submit(translate, alone.record))
            return
        for work in question.works:
            known = {**made, **work.known}
            fields = translated_fields(work.plan.source, work.hop.source, known)
            sentences = tuple(_sentence(text, known[text]) for text in work.texts)
            self._keep(work.plan, fields, sentences)

    def _work(self, one: DetailsPlan) -> _Work:
        """What is to be translated, and what is known of it: under the same key, or by a person in another video."""
        assert one.hop is not None
        hop, terms = one.hop, self.plan.terms(one.hop, one.video)
        texts = sentences_of(one.source, hop.source)
        is_known = one.record is not None and one.record.memory_key == memory_key(hop)
        made = {old.source: old for old in one.record.sentences} if one.record and is_known else {}
        known = {
            text: Translation(text=old.text, score=old.score, faults=old.faults, terms=old.terms, memory=old.memory)
            for text in texts
            if (old := made.get(text)) and old.terms == terms.key_of(text)
        }
        for text in texts:
            entry = self.memory().exact(text, hop.source, one.language) if text not in known else None
            if entry is not None:
                known[text] = Translation(text=entry.text, terms=terms.key_of(text), memory=entry.describe())
        return _Work(plan=one, hop=hop, terms=terms, texts=texts, known=known)

    def _keep(self, one: DetailsPlan, fields: tuple[DetailField, ...], sentences: tuple[SentenceRecord, ...]) -> None:
        """Merge and write; if somebody saved the file meanwhile, it is planned again."""
        name = one.video, one.language
        self._tries[name] = self._tries.get(name, 0) + 1
        try:
            for line in write_language(self.plan.workspace, one, fields, sentences):
                self.reporter.warn(f"{self.plan.workspace.details_path(*name).name}: {line}")
        except StaleWorkspace as error:
            if self._tries[name] == ATTEMPTS:
                self.failed[name] = str(error)
        except PipelineError as error:
            self.failed[name] = str(error)
        else:
            self.made.add(name)


def write_language(
    workspace: Workspace, one: DetailsPlan, fields: tuple[DetailField, ...], sentences: tuple[SentenceRecord, ...]
) -> tuple[str, ...]:
    """Merge what the machine makes into what a person left, and write both.

    Returns:
        What a person should know about it.

    Raises:
        StaleWorkspace: Somebody saved the file meanwhile; nothing was written.
        PipelineError: The file cannot be read or written.
    """
    assert one.file is not None
    edited = one.file.details if one.file.exists else None
    output = merge_details(fields, one.record, edited)
    data = None if one.is_hidden and not one.file.exists else _bytes(one, fields, output)
    record = DetailsRecord(
        language=one.language,
        origin=one.origin,
        key=one.key,
        written="" if data is None else hashlib.sha256(data).hexdigest(),
        memory_key=memory_key(one.hop) if one.hop else "",
        signatures=(one.hop.edge.signature,) if one.hop else (),
        sentences=sentences,
        fields=fields,
        edits=output.edits,
        deleted=output.deleted,
    )
    machine = details_record_to_json(record)
    workspace.write_details(one.video, one.language, read=one.file.data, text=data, machine=machine)
    return output.notices


def _bytes(one: DetailsPlan, fields: tuple[DetailField, ...], output: DetailsOutput) -> bytes:
    """The new bytes of the file: a person's very bytes where nothing of ours changes them."""
    assert one.file is not None
    old = [item.source for item in one.record.fields] if one.record else []
    is_same_source = old == [item.source for item in fields]
    if one.file.data is not None and is_same_source and one.file.details == output.details:
        return one.file.data
    source = one.source if one.origin else None
    origin = english_name(one.origin) if one.origin else ""
    head = head_lines(one.video, english_name(one.language), origin=origin)
    text = write_details(output.details, head=head, source=source, source_language=one.origin)
    return (keep_comments(one.file.text, text) if one.file.exists else text).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """The details of one language that are to be translated."""

    plan: DetailsPlan
    hop: Hop
    terms: GlossaryFinder
    texts: tuple[str, ...]
    known: Mapping[str, Translation]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question(Request[TranslateInput]):
    """The sentences that one model is asked for."""

    works: tuple[_Work, ...]

    @classmethod
    def of(cls, works: Iterable[_Work], plan: Plan) -> _Question:
        some = tuple(works)
        missing = dict.fromkeys(text for work in some for text in work.texts if text not in work.known)
        config = plan.config
        record = TranslateInput(
            hop=some[0].hop,
            texts=tuple(missing),
            settings=config.translation,
            folder=config.folder,
            terms=some[0].terms,
        )
        return cls(record=record, works=some)


def _sentence(source: str, made: Translation) -> SentenceRecord:
    return SentenceRecord(
        id="", source=source, text=made.text, score=made.score, faults=made.faults, terms=made.terms, memory=made.memory
    )


def _spoken(workspace: Workspace, track: TrackPlan, source: Details) -> DetailsPlan:
    plan = DetailsPlan(
        video=track.video, language=track.language, state=State.MISSING, key=details_key(source), source=source
    )
    return _compare(workspace, plan)


def _translated(plan: Plan, track: TrackPlan, origin: DetailsPlan) -> DetailsPlan:
    assert track.hop is not None
    is_ready = origin.state is State.CURRENT
    source = origin.details if is_ready else Details()
    key = details_key(source, track.hop, plan.terms(track.hop, track.video)) if is_ready else ""
    found = _compare(
        plan.workspace,
        DetailsPlan(
            video=track.video,
            language=track.language,
            state=State.OUTDATED,
            origin=track.origin,
            hop=track.hop,
            is_hidden=track.is_hidden,
            key=key,
            source=source,
        ),
    )
    if is_ready or found.state in {State.MISSING, State.UNREADABLE}:
        return found
    return replace(found, state=State.OUTDATED, reason=f"{origin.language} is {origin.state}")


def _compare(workspace: Workspace, plan: DetailsPlan) -> DetailsPlan:
    """The same with its state: its key against what the machine last wrote, and the file."""
    try:
        record = workspace.load_details_record(plan.video, plan.language)
        file = workspace.details_file(plan.video, plan.language)
        says_nothing = file.exists and not file.details
    except PipelineError as error:
        return replace(plan, state=State.UNREADABLE, reason=str(error))
    if record is None or not (file.exists or plan.is_hidden):
        state = State.MISSING
    elif file.sha256 != record.written and says_nothing and record.fields:
        return replace(plan, state=State.UNREADABLE, reason=f"{file.path}: {SAYS_NOTHING}", record=record)
    elif record.key != plan.key:
        state = State.OUTDATED
    else:
        state = State.CURRENT if record.written == file.sha256 else State.CHANGED
    return replace(plan, state=state, record=record, file=file)
