"""Title, description and chapters in every language, brought up to date; captions never wait for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import field

from pipeline.build.crew import Crew
from pipeline.build.details_files import write_language
from pipeline.build.details_plan import DetailsPlan, plan_details, quarantine_name
from pipeline.build.details_text import sentences_of, translated_fields
from pipeline.build.executors import Request
from pipeline.build.inputs import TranslateInput
from pipeline.build.jobs import translate
from pipeline.build.keys import memory_key
from pipeline.build.outcomes import Outcome, Result, as_failure, set_aside_message
from pipeline.build.plan import Plan
from pipeline.build.planned import TO_DO, State, VideoPlan
from pipeline.build.quarantine import job_key
from pipeline.dataclass import dataclass
from pipeline.edits import source_fields
from pipeline.errors import PipelineError, StaleWorkspace
from pipeline.model import Translation
from pipeline.records import DetailField, SentenceRecord
from pipeline.translation import GlossaryFinder, Hop, TranslationMemory

ATTEMPTS = 3
"""How often the details of a language are made because somebody saved their file meanwhile."""


@dataclass(slots=True, kw_only=True)
class DetailsBuild:
    """One run over the details of some videos."""

    plan: Plan
    crew: Crew
    memory: Callable[[], TranslationMemory]
    made: set[tuple[str, str]] = field(default_factory=set)
    """What was made, by video and language."""
    ended: dict[tuple[str, str], Outcome] = field(default_factory=dict)
    """What could not be made or read, by video and language; without one where the video's own file is broken."""
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
        """What was not made of a video."""
        yield from (outcome for (name, _), outcome in self.ended.items() if name == video)

    def _planned(self, video: VideoPlan) -> tuple[DetailsPlan, ...]:
        if (video.video, "") in self.ended:
            return ()
        try:
            plans = plan_details(self.plan, video)
        except PipelineError as error:
            kept = "captions are made all the same; title, description and chapters stay as they were"
            self._end(video.video, "", f"{error} ({kept})")
            return ()
        for one in plans:
            if one.state is State.UNREADABLE:
                self._end(one.video, one.language, one.reason)
            elif one.state is State.SET_ASIDE and (one.video, one.language) not in self.ended:
                self._end(one.video, one.language, set_aside_message(one.reason), Result.SET_ASIDE)
        return plans

    def _end(self, video: str, language: str, message: str, state: Result = Result.FAILED) -> None:
        self.ended[video, language] = Outcome(video=video, language=language, state=state, message=message)

    def _is_open(self, one: DetailsPlan) -> bool:
        name = one.video, one.language
        return one.state in TO_DO and bool(one.key) and name not in self.ended and self._tries.get(name, 0) < ATTEMPTS

    def _translate(self, plans: Iterable[DetailsPlan]) -> None:
        """Each model is asked once for all videos; where that fails, each video by itself."""
        groups: dict[tuple[Hop, object], list[_Work]] = {}
        for one in plans:
            work = self._work(one)
            groups.setdefault((work.hop, work.terms), []).append(work)
        asked = [_Question.of(works, self.plan) for works in groups.values()]
        for question, answer in self.crew.translators.run(translate, self._in_time(asked)):
            self._finish(question, answer)

    def _in_time(self, asked: Iterable[_Question]) -> Iterator[_Question]:
        for question in asked:
            if question.record.texts and self.crew.is_time_over():
                for work in question.works:
                    self._tries[work.plan.video, work.plan.language] = ATTEMPTS
            else:
                yield question

    def _finish(self, question: _Question, answer: Future[tuple[Translation, ...]]) -> None:
        try:
            made = dict(zip(question.record.texts, answer.result(), strict=True))
        except Exception as error:  # noqa: BLE001  # whatever happened, the other videos go on
            if len(question.works) == 1:
                self._set_aside(question.works[0].plan, as_failure(error))
                return
            for work in question.works:
                alone = _Question.of((work,), self.plan)
                self._finish(alone, self.crew.translators.submit(translate, alone.record))
            return
        for work in question.works:
            self.plan.quarantine.remove(work.plan.video, quarantine_name(work.plan.language))
            known = {**made, **work.known}
            fields = translated_fields(work.plan.source, work.hop.source, known)
            sentences = tuple(_sentence(text, known[text]) for text in work.texts)
            self._keep(work.plan, fields, sentences)

    def _set_aside(self, one: DetailsPlan, failure: PipelineError) -> None:
        """What failed is not tried again by each run, but when it changes."""
        key = job_key(one.key, one.file.sha256 if one.file else "")
        self.plan.quarantine.add(one.video, quarantine_name(one.language), key, failure)
        self._end(one.video, one.language, str(failure))

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
                self.crew.reporter.warn(f"{self.plan.workspace.details_path(*name).name}: {line}")
        except StaleWorkspace as error:
            if self._tries[name] == ATTEMPTS:
                self._end(*name, str(error))
        except PipelineError as error:
            self._end(*name, str(error))
        else:
            self.made.add(name)


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
