"""Many videos: parts of a channel, bounded runs, and what is set aside."""

from __future__ import annotations

import json
import multiprocessing
import re
from pathlib import Path

import pytest

from pipeline.build import Shard
from pipeline.errors import UsageError, WorkspaceLocked
from pipeline.workspace import Workspace, lock_shard, lock_workspace
from tests.builders import STORY, TestWorkspace

DIES = ("All is well here.", "Then the engine dies here again.")


def fill(workspace: TestWorkspace, count: int = 6) -> TestWorkspace:
    for number in range(count):
        workspace.add_video(f"talk{number}", STORY[: 2 + number % 3])
    return workspace


def made(workspace: TestWorkspace) -> set[str]:
    return {path.name for path in (workspace.folder / "subtitles").glob("*") if path.is_dir()}


def statuses(workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> dict[tuple[str, str], str]:
    capsys.readouterr()
    assert workspace.run("status", "--json") == 0
    return {(row["video"], row["language"]): row["state"] for row in json.loads(capsys.readouterr().out)}


# --- parts


def test_every_video_is_in_exactly_one_part() -> None:
    """Whatever its name is; the parts are about equal."""
    names = [f"talk {number} – ä" for number in range(2_000)]
    for name in names:
        assert sum(Shard(number=number, count=8).holds(name) for number in range(1, 9)) == 1
    sizes = [sum(Shard(number=number, count=8).holds(name) for name in names) for number in range(1, 9)]
    assert min(sizes) > 180


def test_a_name_is_in_the_same_part_however_a_system_writes_its_accents() -> None:
    """macOS takes letters and accents apart."""
    assert [Shard(number=n, count=97).holds("cafe\u0301") for n in range(1, 98)] == [
        Shard(number=n, count=97).holds("caf\u00e9") for n in range(1, 98)
    ]


@pytest.mark.parametrize("text", ["", "3", "0/8", "9/8", "1/0", "a/b", "-1/8", "1/8/9", "1,5/8"])
def test_what_is_no_part_is_one_line(text: str) -> None:
    with pytest.raises(UsageError, match="from 1/8 to 8/8"):
        Shard.parse(text)


def test_the_parts_make_the_bytes_of_the_whole_and_status_sees_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One machine or three; what no part has built yet is said to be missing."""
    whole, parts = fill(TestWorkspace(tmp_path / "whole")), fill(TestWorkspace(tmp_path / "parts"))
    assert whole.run("build") == 0
    assert parts.run("build", "--shard", "2/3") == 0
    first = made(parts)
    assert 0 < len(first) < 6
    found = statuses(parts, capsys)
    assert {video for video, _ in found} == {f"talk{number}" for number in range(6)}
    assert {video for (video, _), state in found.items() if state == "current"} == first
    assert {state for (video, _), state in found.items() if video not in first} == {"to be made"}
    for part in ("1/3", "3/3"):
        assert parts.run("build", "--shard", part) == 0
    assert parts.snapshot() == whole.snapshot()
    assert set(statuses(parts, capsys).values()) == {"current"}


def _hold(
    folder: str, number: int, count: int, ready: multiprocessing.Queue[str], end: multiprocessing.Queue[str]
) -> None:
    with lock_shard(Workspace(Path(folder)), number, count, wait=False):
        ready.put("held")
        end.get(timeout=30)


def test_parts_are_built_beside_each_other_and_never_beside_the_whole(workspace: TestWorkspace) -> None:
    """Also in one shared folder. Parts of another number may hold the same videos: they are refused."""
    context = multiprocessing.get_context("spawn")
    ready, end = context.Queue(), context.Queue()
    other = context.Process(target=_hold, args=(str(workspace.folder), 1, 3, ready, end))
    other.start()
    try:
        assert ready.get(timeout=30) == "held"
        here = Workspace(workspace.folder)
        with lock_shard(here, 2, 3, wait=False):
            pass
        with pytest.raises(WorkspaceLocked), lock_shard(here, 1, 3, wait=False):
            pass
        with pytest.raises(WorkspaceLocked, match="--shard 1/3"), lock_shard(here, 1, 2, wait=True):
            pass
        with pytest.raises(WorkspaceLocked), lock_workspace(here, wait=False):
            pass
    finally:
        end.put("end")
        other.join(30)
    with lock_workspace(here, wait=False), pytest.raises(WorkspaceLocked), lock_shard(here, 1, 3, wait=False):
        pass
    with lock_shard(here, 1, 2, wait=False):
        pass


# --- bounds


def test_a_bounded_run_goes_on_where_the_last_one_ended(
    workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is current counts for nothing; the last lines say what is left."""
    fill(workspace, 5)
    assert workspace.run("build", "--limit", "2") == 0
    assert made(workspace) == {"talk0", "talk1"}
    said = capsys.readouterr().err
    assert re.search(r"^made or brought up to date: 2 videos, 0\.\d minutes of sound, in ", said, re.MULTILINE)
    assert re.search(r"^left: 3 videos, 0\.[1-9] minutes of sound; ", said, re.MULTILINE)
    assert workspace.run("build", "--limit", "2") == 0
    assert made(workspace) == {f"talk{number}" for number in range(4)}
    assert workspace.run("build", "--limit", "2") == 0
    assert "left:" not in capsys.readouterr().err.partition("talk4")[2]
    assert made(workspace) == {f"talk{number}" for number in range(5)}


def test_a_run_whose_time_is_over_leaves_the_rest_to_the_next(
    workspace: TestWorkspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is half made, nothing fails, and it is not asked for any engine again."""
    from pipeline.speech.scripted import ScriptedTranscriber

    fill(workspace, 4)
    seconds = iter([*([0.0] * 4), *([7_200.0] * 1_000)])  # the start, and what is asked before the third video
    monkeypatch.setattr("pipeline.commands.build.time.monotonic", lambda: next(seconds))
    heard: list[str] = []
    real = ScriptedTranscriber.transcribe
    monkeypatch.setattr(
        ScriptedTranscriber,
        "transcribe",
        lambda self, media, *rest: heard.append(media.stem) or real(self, media, *rest),
    )
    assert workspace.run("build", "--hours", "1") == 0
    assert 0 < len(heard) < 4
    assert re.search(r"^left: \d videos", capsys.readouterr().err, re.MULTILINE)
    monkeypatch.undo()
    assert workspace.run("build") == 0
    assert made(workspace) == {f"talk{number}" for number in range(4)}
    assert set(statuses(workspace, capsys).values()) == {"current"}


@pytest.mark.parametrize("arguments", [("--limit", "0"), ("--limit", "x"), ("--hours", "0"), ("--hours", "nan")])
def test_bounds_that_are_none_are_refused(workspace: TestWorkspace, arguments: tuple[str, str]) -> None:
    with pytest.raises(SystemExit) as caught:
        workspace.run("build", *arguments)
    assert caught.value.code == 2


# --- what is set aside


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every sentence that the scripted translator is asked for."""
    from pipeline.translation.engines.scripted import ScriptedTranslator

    sentences: list[str] = []
    real = ScriptedTranslator.translate

    def spy(self: ScriptedTranslator, texts: tuple[str, ...], progress: object) -> object:
        sentences.extend(texts)
        return real(self, texts, progress)  # type: ignore[arg-type]

    monkeypatch.setattr(ScriptedTranslator, "translate", spy)
    return sentences


def test_one_sentence_that_ends_the_engine_fails_its_own_video_only(workspace: TestWorkspace) -> None:
    """Sentences of all videos go to the model together; where that fails, each video is asked for by itself."""
    fill(workspace, 2)
    workspace.add_video("bad", DIES)
    assert workspace.run("build") == 1
    assert workspace.path("pt", "talk0").exists()
    assert workspace.path("pt", "talk1").exists()
    assert not workspace.path("pt", "bad").exists()


def test_what_failed_is_set_aside_until_it_changes(
    workspace: TestWorkspace, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The second run asks nothing and says why; a corrected sentence is reason enough to try again."""
    workspace.add_video("bad", DIES)
    assert workspace.run("build") == 1
    rows = json.loads((workspace.folder / "build" / "quarantine.json").read_text())
    assert rows["videos"]["bad"]["pt"]["reason"] == "scripted: died at sentence 2"
    asked.clear()
    capsys.readouterr()
    assert workspace.run("build") == 1
    assert asked == []
    assert "bad pt: set aside since it failed: scripted: died at sentence 2" in capsys.readouterr().err
    assert statuses(workspace, capsys)["bad", "pt"] == "set aside"
    workspace.edit("dies here", "lives on", video="bad")
    assert workspace.run("build") == 0
    assert "lives~pt" in workspace.text("pt", "bad")
    assert json.loads((workspace.folder / "build" / "quarantine.json").read_text())["videos"] == {}


def test_what_failed_is_tried_again_when_asked_for(workspace: TestWorkspace, asked: list[str]) -> None:
    workspace.add_video("bad", DIES)
    assert workspace.run("build") == 1
    asked.clear()
    assert workspace.run("build", "--retry") == 1
    assert DIES[1] in asked


def test_another_version_of_the_program_tries_again(
    workspace: TestWorkspace, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.add_video("bad", DIES)
    assert workspace.run("build") == 1
    asked.clear()
    monkeypatch.setattr("pipeline.build.quarantine.__version__", "999")
    assert workspace.run("build") == 1
    assert DIES[1] in asked


def test_a_video_that_cannot_be_transcribed_is_set_aside_and_an_exchanged_one_is_made(
    workspace: TestWorkspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The usual case: a web page that was saved under the name of a video."""
    workspace.add_video("good")
    media = workspace.folder / "media" / "page.wav"
    media.write_bytes(b"<html>not found</html>")
    assert workspace.run("build") == 1
    assert statuses(workspace, capsys)["page", ""] == "set aside"
    monkeypatch.setattr("pipeline.build.hearing.transcribe", lambda *rest: pytest.fail("transcribed again"))
    assert workspace.run("build") == 1
    monkeypatch.undo()
    workspace.add_video("page")
    assert workspace.run("build") == 0
    assert statuses(workspace, capsys)["page", "pt"] == "current"


def test_a_new_cut_that_fails_leaves_the_captions_of_the_old_one(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the run that fails, and in the next one, which does not try."""
    before = built.snapshot()
    (built.folder / "media" / "talk.wav").write_bytes(b"cut off")
    for _ in range(2):
        assert built.run("build") == 1
        assert built.snapshot() == before
    found = statuses(built, capsys)
    assert set(found.values()) == {"out of date"}


@pytest.mark.parametrize("damage", [b"", b"[]", b"{", b'{"version": 1, "videos": {"bad": {"pt": 5}}}', b"\xff"])
def test_a_damaged_list_is_an_empty_one(workspace: TestWorkspace, damage: bytes) -> None:
    """Losing it costs time only."""
    workspace.add_video("bad", DIES)
    assert workspace.run("build") == 1
    (workspace.folder / "build" / "quarantine.json").write_bytes(damage)
    assert workspace.run("build") == 1
    rows = json.loads((workspace.folder / "build" / "quarantine.json").read_text())
    assert list(rows["videos"]) == ["bad"]


def test_a_drive_that_is_taken_away_sets_nothing_aside(
    workspace: TestWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That says nothing of the video."""
    from pipeline.speech.scripted import ScriptedTranscriber

    workspace.add_video()
    media = workspace.folder / "media" / "talk.wav"

    def gone(self: object, path: Path, *rest: object) -> None:
        path.replace(path.with_suffix(".away"))
        path.read_bytes()

    with monkeypatch.context() as patch:
        patch.setattr(ScriptedTranscriber, "transcribe", gone)
        assert workspace.run("build") == 1
    media.with_suffix(".away").rename(media)
    assert workspace.run("build") == 0
