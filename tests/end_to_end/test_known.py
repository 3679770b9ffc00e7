"""A current channel is not read again, and what is told of it is what reading it would tell."""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path

import pytest

from pipeline.build import counting
from pipeline.models import hash_cache
from pipeline.workspace import video_index
from tests.builders import STORY, TestWorkspace


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A minute from now: files of a test are young, and young ones are doubtful."""
    now = time.time_ns
    for module in (hash_cache, video_index):
        monkeypatch.setattr(module.time, "time_ns", lambda: now() + 60_000_000_000)


def said(workspace: TestWorkspace, capsys: pytest.CaptureFixture[str], *command: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = workspace.run(*command)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def without_index(workspace: TestWorkspace) -> None:
    shutil.rmtree(workspace.folder / "build" / "index", ignore_errors=True)


@pytest.fixture
def channel(workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> TestWorkspace:
    """All states that people meet: current, edited, stale, approved, own, silent, unreadable, with strays."""
    workspace.settings(["pt", "es"])
    for name in ("plain", "edited", "stale", "read", "own", "broken", "stray"):
        workspace.add_video(name, STORY[:3])
    workspace.add_video("hush", ())
    workspace.run("build")
    workspace.edit("score~pt", "nota", video="edited")
    workspace.edit("score~pt", "nota", video="stale")
    workspace.run("build")
    workspace.edit("score", "mark", video="stale")
    workspace.run("build")
    workspace.run("approve", "read", "pt", "--by", "Ana", "--cues", "1-2")
    own = workspace.path("fi", "own")
    shutil.copyfile(workspace.path("en", "own"), own)
    workspace.path("es", "broken").write_bytes(b"no captions at all")
    (workspace.folder / "subtitles" / "stray" / "talk.vtt").write_text("WEBVTT\n")
    return workspace


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("command", [("status",), ("status", "--json"), ("build",), ("build", "--json")])
def test_what_is_known_is_what_reading_would_tell(
    channel: TestWorkspace, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    """To the letter: the table, what is stale and why, who approved what, files that nobody reads."""
    channel.run("build")  # makes what can be made, and settles the rest
    without_index(channel)
    cold = said(channel, capsys, *command)
    assert said(channel, capsys, *command) == cold
    assert said(channel, capsys, *command) == cold
    if command == ("status",):
        for word in ("nota", "Ana", "talk.vtt", "unreadable", "nothing to caption"):
            assert word in cold[1] + cold[2]


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("command", ["status", "build"])
def test_a_current_channel_is_not_read_again(
    workspace: TestWorkspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """No caption file, no record and no video; one that was touched is read, and only that one."""
    for number in range(3):
        workspace.add_video(f"talk{number}", STORY[:2])
    assert workspace.run("build") == 0
    first = said(workspace, capsys, command)
    read: list[Path] = []
    for module in ("workspace.paths", "workspace.track_files", "workspace.details_file", "files"):
        real = __import__(f"pipeline.{module}", fromlist=["read_bytes"]).read_bytes
        monkeypatch.setattr(
            f"pipeline.{module}.read_bytes", lambda path, real=real, **rest: read.append(path) or real(path, **rest)
        )
    monkeypatch.setattr("pipeline.models.hash_cache.hash_file", lambda path: pytest.fail("a video is read"))
    assert said(workspace, capsys, command) == first
    assert [path for path in read if "subtitles" in path.parts] == []
    workspace.path("pt", "talk1").touch()
    assert said(workspace, capsys, command) == first
    assert {path.parts[-2] if path.suffix == ".srt" else path.parts[-3] for path in read} == {"talk1"}


@pytest.mark.usefixtures("later")
def test_an_edit_after_a_status_is_seen_by_both(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """Also one of the same length with the file's old times."""
    for _ in range(2):
        assert built.run("status") == built.run("build") == 0
    path = built.path()
    times = path.stat()
    path.write_text(built.text().replace("Critics", "Cretins", 1))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    out = said(built, capsys, "status", "--json")[1]
    assert {row["language"]: row["state"] for row in json.loads(out)}["en"] == "changed by hand"
    assert said(built, capsys, "build")[0] == 0
    assert "Cretins~pt" in built.text("pt")


@pytest.mark.usefixtures("later")
def test_other_settings_are_seen_at_once(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """They are part of what the index depends on."""
    for _ in range(2):
        assert built.run("status") == built.run("build") == 0
    built.settings(["pt", "es"])
    assert "to be made" in said(built, capsys, "status")[1]
    assert built.run("build") == 0
    assert built.path("es").exists()


@pytest.mark.usefixtures("later")
def test_a_lost_index_costs_time_only(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """And so does one that says nonsense."""
    for _ in range(2):
        built.run("build")
    before = said(built, capsys, "build")
    path = built.folder / "build" / "index" / "build.json"
    value = json.loads(path.read_text())
    value["videos"]["talk"][1] = [{"nonsense": 1}]
    path.write_text(json.dumps(value))
    assert said(built, capsys, "build") == before
    without_index(built)
    assert said(built, capsys, "build") == before


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("command", [("status",), ("build",)])
def test_several_processes_find_what_one_finds(
    channel: TestWorkspace,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
) -> None:
    """To the letter, and what they find is kept; what is to be made is made by the one that asked."""
    channel.run("build")
    without_index(channel)
    alone = said(channel, capsys, *command)
    without_index(channel)
    for module in ("known", "status"):
        monkeypatch.setattr(f"pipeline.build.{module}.is_worth_while", lambda count: count > 0)
    assert said(channel, capsys, *command) == alone
    kept = json.loads((channel.folder / "build" / "index" / f"{command[0]}.json").read_text())["videos"]
    assert "plain" in kept
    assert "broken" not in kept
    assert said(channel, capsys, *command) == alone


@pytest.mark.usefixtures("later")
def test_a_process_that_dies_takes_nothing_with_it(
    channel: TestWorkspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its videos are looked at by the one that asked."""
    channel.run("build")
    without_index(channel)
    alone = said(channel, capsys, "build")
    without_index(channel)
    monkeypatch.setattr("pipeline.build.known.is_worth_while", lambda count: count > 0)
    monkeypatch.setattr("pipeline.build.batch.find_settled", _die)
    assert said(channel, capsys, "build") == alone


@pytest.mark.usefixtures("later")
def test_details_that_are_still_to_be_made_are_made_in_a_large_channel_too(
    channel: TestWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though nothing of the captions is to be made; and a broken file is reported by every build."""
    without_index(channel)
    monkeypatch.setattr("pipeline.build.known.is_worth_while", lambda count: count > 0)
    (channel.folder / "media" / "plain.toml").write_text('title = "A talk about marks"\n')
    channel.run("build")
    assert (channel.folder / "subtitles" / "plain" / "plain.pt.toml").exists()


def _die(plan: object, look: object) -> None:
    os._exit(1)


@pytest.mark.usefixtures("later")
def test_what_was_touched_and_says_the_same_is_not_counted_again(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a checkout. What says something else is; so is what stands beside another source."""
    counted: list[str] = []
    real = counting.check_captions
    monkeypatch.setattr(
        counting, "check_captions", lambda language, *rest: counted.append(language) or real(language, *rest)
    )
    first = said(built, capsys, "build")
    counted.clear()
    for path in (built.folder / "subtitles").rglob("*.*"):
        path.touch()
    assert said(built, capsys, "build") == first
    assert counted == []
    built.path("pt").write_text(built.text("pt").replace("~pt", "~pt and much more than anybody could read", 1))
    said(built, capsys, "build")
    assert counted == ["pt"]
    counted.clear()
    built.edit("Critics", "Cretins")
    said(built, capsys, "build")
    assert counted == ["en", "pt"]
