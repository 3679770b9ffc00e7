"""What models are asked in a build, and the answers as they come."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.build.executors import Workers
from pipeline.build.jobs import translate
from pipeline.build.planned import State, TrackPlan
from pipeline.build.sources import EffectiveSource
from pipeline.build.translations import Question, Work, questions
from pipeline.edits import Retiming
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
    track = TrackPlan(video=video, language=target, state=State.MISSING, origin="en", hop=hop(target))
    sentences = tuple(
        Sentence(id=f"s{n}", words=(Word(text=text, start_ms=n, end_ms=n + 1),)) for n, text in enumerate(texts)
    )
    return Work(
        track=track,
        hop=hop(target),
        source=EffectiveSource(sentences=sentences, retiming=Retiming()),
        known=known or {},
    )


def ask(*works: Work) -> list[Question]:
    return questions(works, Config(folder=Path()))


def test_answers_are_taken_as_they_come() -> None:
    """A slow model keeps no other language waiting; what comes together is taken in the order of the settings."""
    executor = Hand()
    workers = Workers(executor=executor, capacity=3)
    answers = workers.run(translate, ask(*(work(target, "One.") for target in ("pt", "es", "fr"))))

    def answer(*places: int) -> None:
        for place in places:
            executor.jobs[place][1].set_result((Translation(text="Uno."),))

    with ThreadPoolExecutor(1) as thread:
        first = thread.submit(next, answers)
        answer_soon(executor, 3, lambda: answer(2, 1))
        assert first.result(timeout=30)[0].hop.target in {"es", "fr"}
    assert next(answers)[0].hop.target in {"es", "fr"}
    answer(0)
    assert [question.hop.target for question, _ in answers] == ["pt"]


def answer_soon(executor: Hand, jobs: int, answer: Callable[[], None]) -> None:
    """When so many jobs are out."""
    deadline = time.monotonic() + 30
    while len(executor.jobs) < jobs:
        assert time.monotonic() < deadline
        time.sleep(0.001)
    answer()


def test_a_model_is_asked_once_for_all_videos_and_only_for_what_is_not_known() -> None:
    """Equal sentences of two videos are one; what an earlier build of a video translated is not asked again for it."""
    known = {"One.": Translation(text="Um.")}
    works = (work("pt", "One.", "Two.", known=known), work("pt", "Two.", "Three.", video="other"))
    (question,) = ask(*works)
    assert question.record.texts == ("Two.", "Three.")
    answers = question.answers((Translation(text="Dois."), Translation(text="Três.")))
    assert {text: one.text for text, one in answers.items()} == {"Two.": "Dois.", "Three.": "Três."}


def test_what_one_video_knows_does_not_answer_for_another() -> None:
    """Else it would show in the bytes which videos happened to be asked for together: on one machine, or on eight."""
    known = {"One.": Translation(text="Um.", memory="as Ana wrote it")}
    (question,) = ask(work("pt", "One.", known=known), work("pt", "One.", video="other"))
    assert question.record.texts == ("One.",)


def test_where_all_is_known_no_model_is_loaded_and_nobody_waits() -> None:
    """A cue that was only retimed: its language is asked first and answered by nobody."""
    known = {"One.": Translation(text="Um.")}
    first, second = ask(work("es", "One."), work("pt", "One.", known=known))
    assert (first.hop.target, second.hop.target) == ("pt", "es")
    broken = replace(first.hop, edge=replace(first.hop.edge, engine="none"))
    assert translate(replace(first.record, hop=broken), ignore_progress) == ()
    assert first.answers(()) == {}
