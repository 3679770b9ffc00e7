"""The plan as a library: the same build by other hands, over other models, while people save their files."""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from pipeline.build import Build, Crew, Outcome, Plan, Reporter, Result, SerialExecutor, State, Workers, survey_video
from pipeline.build.inputs import SpokenInput, TranslatedInput
from pipeline.build.jobs import make_track
from pipeline.formats.transcript_json import transcript_to_json
from pipeline.translation import Edge
from pipeline.workspace import load_config
from tests.builders import STORY, TestWorkspace, transcript


def plan_of(workspace: TestWorkspace, *, pairs: Sequence[tuple[str, str]] = ()) -> Plan:
    """The plan of a workspace, with all scripted models or those of some pairs."""
    plan = Plan.of(load_config(workspace.folder))
    return replace(plan, edges=tuple(edge for edge in plan.edges if not pairs or (edge.source, edge.target) in pairs))


@dataclass
class Run:
    """A build and what it said."""

    plan: Plan
    executor: Executor = field(default_factory=SerialExecutor)
    capacity: int = 1
    lines: list[str] = field(default_factory=list)

    def outcomes(self) -> tuple[Outcome, ...]:
        workers = Workers(executor=self.executor, capacity=self.capacity)
        reporter = Reporter(tell=self.lines.append, warn=self.lines.append)
        crew = Crew(workers=workers, translators=workers, reporter=reporter)
        return Build(plan=self.plan, crew=crew).run(tuple(self.plan.workspace.media_files().items()))

    def results(self) -> dict[str, Result]:
        return {outcome.language: outcome.state for outcome in self.outcomes()}


def states(plan: Plan, video: str = "talk") -> dict[str, State]:
    media = plan.workspace.media_files().get(video)
    return {row.language: row.state for row in survey_video(plan, video, media)}


class Busy(SerialExecutor):
    """Something happens while the captions of one language are made."""

    def __init__(self, language: str, happens: Callable[[], None], times: int = 1) -> None:
        self.language, self.happens, self.times = language, happens, times

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = super().submit(fn, *args, **kwargs)
        record = args[0]
        if fn is make_track and language_of(record) == self.language and self.times:
            self.times -= 1
            self.happens()
        return future


def language_of(record: SpokenInput | TranslatedInput) -> str:
    return record.language if isinstance(record, TranslatedInput) else record.recording.transcript.language


# --- other hands


def test_processes_of_their_own_make_the_same_bytes(workspace: TestWorkspace, tmp_path: Path) -> None:
    """Each job is a function of a module with one record that can be pickled; nothing else reaches it."""
    other = TestWorkspace(tmp_path / "other")
    for one in (workspace, other):
        one.settings(["pt", "es"])
        for video, sentences in (("talk", STORY), ("hush", ()), ("short", STORY[:2])):
            one.add_video(video, sentences)
    first = Run(plan_of(workspace))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        second = Run(plan_of(other), processes, capacity=4)
        assert Counted.of(second.outcomes()) == Counted.of(first.outcomes())
        other.edit("Rongcheng", "Weihai")
        workspace.edit("Rongcheng", "Weihai")
        assert Counted.of(second.outcomes()) == Counted.of(first.outcomes())
    assert other.snapshot() == workspace.snapshot()
    assert "Weihai~es" in other.text("es")


@dataclass(frozen=True)
class Counted:
    """An outcome without its place on the disk."""

    video: str
    language: str
    state: Result
    cues: int

    @classmethod
    def of(cls, outcomes: Sequence[Outcome]) -> list[Counted]:
        return [cls(one.video, one.language, one.state, one.cues) for one in outcomes]


def test_an_error_in_another_process_names_what_failed(workspace: TestWorkspace) -> None:
    """It comes back as it was raised, and the other languages are made."""
    workspace.add_video("talk", ("All is well here.", "Then the engine dies here again."))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as processes:
        english, portuguese = Run(plan_of(workspace), processes).outcomes()
    assert english.state is Result.MADE
    assert (portuguese.state, portuguese.message) == (Result.FAILED, "scripted: died at sentence 2")


def test_more_videos_than_are_planned_at_once(workspace: TestWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """In parts, and every video once."""
    monkeypatch.setattr("pipeline.build.build.VIDEOS_AT_ONCE", 2)
    for number in range(5):
        workspace.add_video(f"talk{number}", STORY[: number + 1])
    outcomes = Run(plan_of(workspace)).outcomes()
    assert [(one.video, one.language) for one in outcomes] == [
        (f"talk{n}", tag) for n in range(5) for tag in ("en", "pt")
    ]
    assert {one.state for one in outcomes} == {Result.MADE}


# --- relays

RELAY = (("en", "pt"), ("pt", "es"))


def test_a_relay_goes_through_the_corrected_pivot(workspace: TestWorkspace) -> None:
    """No model from English to Spanish: Spanish is made from Portuguese, as people left it."""
    workspace.settings(["pt", "es"])
    workspace.add_video()
    assert set(Run(plan_of(workspace, pairs=RELAY)).results().values()) == {Result.MADE}
    assert "score~pt~es" in workspace.text("es")
    workspace.edit("score~pt", "nota", "pt")
    assert states(plan_of(workspace, pairs=RELAY)) == {
        "en": State.CURRENT,
        "pt": State.CHANGED,
        "es": State.OUTDATED,
    }
    Run(plan_of(workspace, pairs=RELAY)).outcomes()
    assert "nota~es" in workspace.text("es")
    assert "score~pt~es" not in workspace.text("es")
    assert "Rongcheng~pt~es" in workspace.text("es"), "the rest is as it was"


def test_a_pivot_that_nobody_asked_for_is_made_once_and_has_no_file(workspace: TestWorkspace) -> None:
    """It is kept for what is made from it, and a second build finds it current."""
    workspace.settings(["es"])
    workspace.add_video()
    assert Run(plan_of(workspace, pairs=RELAY)).results() == {"en": Result.MADE, "es": Result.MADE}
    assert "score~pt~es" in workspace.text("es")
    assert not workspace.path("pt").exists()
    pivot = workspace.folder / "subtitles" / "talk" / "machine" / "pt.json"
    before = pivot.stat().st_ino
    assert Run(plan_of(workspace, pairs=RELAY)).results() == {"en": Result.CURRENT, "es": Result.CURRENT}
    assert pivot.stat().st_ino == before
    assert states(plan_of(workspace, pairs=RELAY)) == {"en": State.CURRENT, "es": State.CURRENT}


def test_where_the_pivot_fails_what_is_made_from_it_says_so(workspace: TestWorkspace) -> None:
    """Both are reported, each with its own reason; nothing is written."""
    workspace.settings(["es"])
    workspace.add_video("talk", ("All is well here.", "Then the engine dies here again."))
    english, spanish, pivot = Run(plan_of(workspace, pairs=RELAY)).outcomes()
    assert english.state is Result.MADE
    assert pivot.message == "scripted: died at sentence 2"
    assert spanish.message.endswith("was left as it is, since pt could not be made")
    assert not workspace.path("es").exists()


# --- keys


def test_another_profile_makes_the_captions_anew(built: TestWorkspace) -> None:
    """The spoken language too: its lines are cut to other lengths."""
    before = built.text()
    built.settings(["pt"], extra='[cues]\nprofile = "vertical"\n')
    assert states(plan_of(built)) == {"en": State.OUTDATED, "pt": State.OUTDATED}
    assert Run(plan_of(built)).results() == {"en": Result.MADE, "pt": Result.MADE}
    assert max(map(len, built.text().splitlines())) < max(map(len, before.splitlines()))


def test_another_model_translates_every_sentence_again(built: TestWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an earlier model translated is remembered, and used under its own key only."""
    from pipeline.translation.engines.scripted import ScriptedTranslator

    asked: list[str] = []
    real = ScriptedTranslator.translate

    def spy(self: ScriptedTranslator, sentences: tuple[str, ...], progress: object) -> object:
        asked.extend(sentences)
        return real(self, sentences, progress)  # type: ignore[arg-type]

    def newer(edge: Edge) -> Edge:
        return replace(edge, signature=replace(edge.signature, model_version="2"))

    monkeypatch.setattr(ScriptedTranslator, "translate", spy)
    built.edit("Rongcheng", "Weihai")
    Run(plan_of(built)).outcomes()
    assert len(asked) == 1, "the same model is asked for the changed sentence"
    plan = plan_of(built)
    Run(replace(plan, edges=tuple(map(newer, plan.edges)))).outcomes()
    assert len(asked) == 1 + len(STORY)


def test_an_edited_track_is_out_of_date_when_the_video_changes(built: TestWorkspace) -> None:
    """Not only changed by hand: what it was made from is gone."""
    built.edit("Rongcheng", "Weihai")
    assert states(plan_of(built))["en"] is State.CHANGED
    built.add_video("talk", (*STORY, "One thing more."))
    rows = {row.language: row for row in survey_video(plan_of(built), "talk", built.folder / "media" / "talk.wav")}
    assert {row.state for row in rows.values()} == {State.OUTDATED}
    assert rows["en"].reason == "the video, its script or the recogniser changed"
    assert rows["en"].edited == 1


# --- people save while a build runs


def test_what_a_person_saves_while_a_track_is_made_is_kept_and_merged(built: TestWorkspace) -> None:
    """The file is read again and the track made again: nothing that was saved is overwritten."""
    built.edit("Rongcheng", "Weihai")
    busy = Busy("pt", lambda: built.edit("score~pt", "nota", "pt"))
    assert Run(plan_of(built), busy).results() == {"en": Result.MADE, "pt": Result.MADE}
    assert "nota" in built.text("pt")
    assert "Weihai~pt" in built.text("pt")
    assert states(plan_of(built)) == {"en": State.CURRENT, "pt": State.CURRENT}


def test_a_file_that_is_saved_again_and_again_is_left_alone(built: TestWorkspace) -> None:
    """After three attempts the build says so; the last thing that was saved is what is there."""
    built.edit("Rongcheng", "Weihai")
    saved = []

    def save() -> None:
        saved.append(f"nota{len(saved)}")
        built.edit(built.cues("pt")[1].text, saved[-1], "pt")

    english, portuguese = Run(plan_of(built), Busy("pt", save, times=9)).outcomes()
    assert english.state is Result.MADE
    assert portuguese.state is Result.FAILED
    assert "changed while the build was running; run it again" in portuguese.message
    assert saved == ["nota0", "nota1", "nota2"]
    assert "nota2" in built.text("pt")
    assert Run(plan_of(built)).results() == {"en": Result.CURRENT, "pt": Result.MADE}
    assert "nota2" in built.text("pt")


def test_a_source_that_is_saved_while_it_is_translated_is_translated_by_the_next_build(built: TestWorkspace) -> None:
    """The translation is of what was read; its key says so, and the next build goes on from there."""
    built.edit("Rongcheng", "Weihai")
    Run(plan_of(built), Busy("pt", lambda: built.edit("Critics", "Opponents"))).outcomes()
    assert "Opponents" in built.text()
    assert states(plan_of(built)) == {"en": State.CHANGED, "pt": State.OUTDATED}
    Run(plan_of(built)).outcomes()
    assert "Opponents~pt" in built.text("pt")
    assert states(plan_of(built)) == {"en": State.CURRENT, "pt": State.CURRENT}


def test_a_folder_is_listed_as_often_for_many_videos_as_for_few(
    workspace: TestWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build of everything that is current does the same for each video: no list of all videos among it."""

    def listed(number: int) -> int:
        for video in range(number):
            workspace.add_video(f"talk{video}", STORY[:1])
        assert workspace.run("build", "--quiet") == 0
        real, entries = os.listdir, 0

        def count(folder: Path) -> list[str]:
            nonlocal entries
            names = real(folder)
            entries += len(names)
            return names

        with monkeypatch.context() as patch:
            patch.setattr(os, "listdir", count)
            assert workspace.run("build", "--quiet") == 0
        return entries

    few, many = listed(10), listed(20)
    assert many < 2.2 * few


def test_a_plan_travels_and_is_the_same_anywhere(built: TestWorkspace) -> None:
    """It remembers nothing: what lies on the disk is all that it knows."""
    plan, media = plan_of(built), built.folder / "media" / "talk.wav"
    here = plan.plan_video("talk", media)
    there = pickle.loads(pickle.dumps(plan)).plan_video("talk", media)
    assert there == here
    assert [track.state for track in here.tracks] == [State.CURRENT, State.CURRENT]
    built.edit("Rongcheng", "Weihai")
    assert [track.state for track in plan.plan_video("talk", media).tracks] == [State.CHANGED, State.OUTDATED]


def test_english_that_whisper_hears_nothing_in_is_no_speech(workspace: TestWorkspace) -> None:
    """Its own translation has no words: the language is silent, the spoken one is made."""
    workspace.settings(["en"])
    workspace.add_video("talk", ("Habari ya leo.",), language="sw")
    english = workspace.folder / "media" / "talk.english.json"
    english.write_text(json.dumps(transcript_to_json(transcript(()))))
    for state in (Result.MADE, Result.CURRENT):
        assert Run(plan_of(workspace)).results() == {"sw": state, "en": Result.SILENT}
    assert states(plan_of(workspace)) == {"sw": State.CURRENT, "en": State.SILENT}
    assert not workspace.path("en").exists()
