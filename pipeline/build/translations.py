"""What a build asks of translation models, and the answers as they come: each model once a language, for all videos."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass

from pipeline.build.jobs import TranslateInput, translate
from pipeline.build.plan import TrackState
from pipeline.model import Sentence, Translation
from pipeline.protocols import ProgressSink
from pipeline.translation import Hop
from pipeline.workspace import Config


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One language of one video that is translated from another track."""

    video: str
    hop: Hop
    is_hidden: bool
    """True for a language that nobody asked for and another one is translated from."""


@dataclass(slots=True, kw_only=True)
class Work:
    """A task that is not current, with what its job needs."""

    task: Task
    state: TrackState
    sentences: tuple[Sentence, ...]
    known: dict[str, Translation]
    """By source sentence: at first what earlier builds translated, in the end all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The sentences of some videos for which one model is asked."""

    hop: Hop
    works: tuple[Work, ...]
    missing: tuple[str, ...]
    """Source sentences that no earlier build translated under the same engine, each once."""
    answer: Future[tuple[Translation, ...]]

    def settle(self) -> None:
        """Give each work the translations of all its sentences.

        Raises:
            PipelineError: The translator failed.
        """
        memory = _memory(self.works) | dict(zip(self.missing, self.answer.result(), strict=True))
        for work in self.works:
            work.known = {sentence.text: memory[sentence.text] for sentence in work.sentences}


def ask(hop: Hop, works: Sequence[Work], *, config: Config, executor: Executor, progress: ProgressSink) -> Question:
    """Ask a model for what is not known yet; where nothing is missing, no model is loaded."""
    memory = _memory(works)
    texts = dict.fromkeys(sentence.text for work in works for sentence in work.sentences)
    missing = tuple(text for text in texts if text not in memory)
    if missing:
        record = TranslateInput(hop=hop, texts=missing, settings=config.translation, folder=config.folder)
        answer = executor.submit(translate, record, progress)
    else:
        answer = Future()
        answer.set_result(())
    return Question(hop=hop, works=tuple(works), missing=missing, answer=answer)


def as_answered(questions: Iterable[Question]) -> Iterator[Question]:
    """The questions in the order in which their answers come; those that came together, in their own order."""
    open_ones = list(questions)
    while open_ones:
        finished = wait([question.answer for question in open_ones], return_when=FIRST_COMPLETED).done
        yield from (question for question in open_ones if question.answer in finished)
        open_ones = [question for question in open_ones if question.answer not in finished]


def _memory(works: Iterable[Work]) -> dict[str, Translation]:
    return {source: text for work in works for source, text in work.known.items()}
