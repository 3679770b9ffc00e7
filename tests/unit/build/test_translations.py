"""What models are asked in a build, and the answers as they come."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

from pipeline.build.plan import MISSING, TrackState
from pipeline.build.translations import Question, Task, Work, as_answered, ask
from pipeline.model import EngineSignature, Sentence, Translation, Word
from pipeline.protocols import ignore_progress
from pipeline.translation.routes import Edge, Hop, Quality
from pipeline.workspace.config import Config


class Hand(Executor):
    """An executor whose jobs are answered by hand."""

    def __init__(self) -> None:
        self.jobs: list[tuple[Any, Future[Any]]] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        job: Future[Any] = Future()
        self.jobs.append((args[0], job))
        return job


def hop(target: str) -> Hop:
    signature = EngineSignature(engine="scripted", engine_version="1", model="marks")
    edge = Edge(
        source="en",
        target=target,
        engine="scripted",
        model="marks",
        quality=Quality.NEURAL,
        signature=signature,
        location="",
    )
    return Hop(edge=edge, source="en", target=target)


def work(target: str, *texts: str, known: dict[str, Translation] | None = None, video: str = "talk") -> Work:
    state = TrackState(video=video, language=target, state=MISSING, key="", head=None, written="")
    sentences = tuple(
        Sentence(id=f"s{n}", words=(Word(text=text, start_ms=n, end_ms=n + 1),)) for n, text in enumerate(texts)
    )
    task = Task(video=video, hop=hop(target), is_hidden=False)
    return Work(task=task, state=state, sentences=sentences, known=known or {})


def put(executor: Executor, *works: Work) -> Question:
    return ask(works[0].task.hop, works, config=Config(folder=Path()), executor=executor, progress=ignore_progress)


def test_answers_are_taken_as_they_come() -> None:
    """A slow model keeps no other language waiting; what comes together is taken in the order of the settings."""
    executor = Hand()
    questions = [put(executor, work(target, "One.")) for target in ("pt", "es", "fr")]
    for place in (2, 1):
        executor.jobs[place][1].set_result((Translation(text="Uno."),))
    answers = as_answered(questions)
    assert [next(answers).hop.target for _ in range(2)] == ["es", "fr"]
    executor.jobs[0][1].set_result((Translation(text="Um."),))
    assert [question.hop.target for question in answers] == ["pt"]


def test_a_model_is_asked_once_for_all_videos_and_only_for_what_is_not_known() -> None:
    """Equal sentences of two videos are one; what an earlier build translated is not asked again."""
    executor = Hand()
    known = {"One.": Translation(text="Um.")}
    works = (work("pt", "One.", "Two.", known=known), work("pt", "Two.", "Three.", "One.", video="other"))
    question = put(executor, *works)
    ((record, job),) = executor.jobs
    assert record.texts == ("Two.", "Three.")
    job.set_result((Translation(text="Dois."), Translation(text="Três.")))
    question.settle()
    assert [one.known[s.text].text for one in works for s in one.sentences] == ["Um.", "Dois.", "Dois.", "Três.", "Um."]


def test_where_all_is_known_no_job_is_made() -> None:
    """A cue that was only retimed loads no model."""
    executor = Hand()
    question = put(executor, work("pt", "One.", known={"One.": Translation(text="Um.")}))
    assert executor.jobs == []
    assert list(as_answered([question])) == [question]
    question.settle()
