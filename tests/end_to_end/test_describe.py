"""`captions describe`, and title, description and chapters in `captions check`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.commands import check
from pipeline.formats import read_details
from tests.builders import STORY, TestWorkspace
from tests.unit.media.test_tags import write_tagged


@pytest.fixture
def long(workspace: TestWorkspace) -> TestWorkspace:
    """A captioned video that is long enough for chapters."""
    workspace.add_video("my-talk_2", [*STORY, *(text.replace("points", "stars") for text in STORY), *STORY])
    assert workspace.run("build") == 0
    return workspace


def written(workspace: TestWorkspace, video: str = "my-talk_2") -> Path:
    return workspace.folder / "media" / f"{video}.toml"


def test_a_file_is_proposed_and_read_by_the_next_build(long: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert long.run("describe", "my-talk_2") == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "media/my-talk_2.toml: title and chapters are proposals" in said.err
    text = written(long).read_text(encoding="utf-8")
    details = read_details(text, "")
    assert details.title == "My talk 2"
    assert len(details.chapters) >= 3
    assert details.chapters[0].start == 0
    assert text.count("# proposed: write your own") == len(details.chapters) + 1
    assert long.run("build") == 0
    assert (long.folder / "subtitles" / "my-talk_2" / "my-talk_2.pt.toml").exists()
    assert long.run("check") == 0


def test_a_file_that_is_there_stays(long: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    written(long).write_text('title = "Mine"\n', encoding="utf-8")
    assert long.run("describe", "my-talk_2") == 1
    assert "is there already and stays as it is" in capsys.readouterr().err
    assert written(long).read_text(encoding="utf-8") == 'title = "Mine"\n'
    assert long.run("describe", "my-talk_2", "--force") == 0
    assert "Mine" not in written(long).read_text(encoding="utf-8")


def test_it_can_be_looked_at_and_read_by_programs(long: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert long.run("describe", "my-talk_2", "-o", "-") == 0
    assert read_details(capsys.readouterr().out, "").title == "My talk 2"
    assert long.run("describe", "my-talk_2", "--json") == 0
    value = json.loads(capsys.readouterr().out)
    assert value["path"] == "media/my-talk_2.toml"
    assert value["chapters"][0] == {
        "start": "0:00", "start_ms": 0, "title": value["chapters"][0]["title"], "is_proposed": True,
    }  # fmt: skip


def test_the_container_comes_first(workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    media = workspace.folder / "media" / "talk.mp4"
    write_tagged(
        media, {"title": "A talk", "description": "About."}, [(0, "Opening"), (1_000, "Middle"), (2_000, "End")]
    )
    assert workspace.run("describe", "talk") == 0
    assert "from the container" in capsys.readouterr().err
    details = read_details(written(workspace, "talk").read_text(encoding="utf-8"), "")
    assert (details.title, details.description) == ("A talk", "About.")
    assert [chapter.title for chapter in details.chapters] == ["Opening", "Middle", "End"]
    assert "proposed" not in written(workspace, "talk").read_text(encoding="utf-8")


def test_before_the_captions_there_are_no_chapters_and_it_says_why(
    workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace.add_video()
    assert workspace.run("describe", "talk") == 0
    assert "nothing is transcribed yet; run captions build" in capsys.readouterr().err
    assert workspace.run("describe", "nobody") == 2
    assert "nobody: no such video" in capsys.readouterr().err


def test_check_reports_the_limits_of_platforms_with_lines(
    long: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (
        f'title = "{"a" * 101}"\n[[chapters]]\nstart = 0\ntitle = "A"\n[[chapters]]\nstart = "2:00:00"\ntitle = "B"\n'
    )
    written(long).write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert long.run("check", "--json") == check.FOUND_ERRORS
    reports = {report["path"]: report for report in json.loads(capsys.readouterr().out)}
    report = reports["media/my-talk_2.toml"]
    assert (report["kind"], report["cues"], report["language"]) == ("details", 2, "en")
    assert [one["rule"] for one in report["findings"]] == ["title-length", "chapter-count", "chapter-after-end"]
    assert long.run("check", "media/my-talk_2.toml", "--format", "github") == check.FOUND_ERRORS
    assert "::error file=media/my-talk_2.toml,title=title-length::the title has 101" in capsys.readouterr().out
    for layout in ("text", "sarif", "junit"):
        assert long.run("check", "--format", layout) == check.FOUND_ERRORS
        assert "101 characters" in capsys.readouterr().out


def test_check_reports_a_broken_file_and_checks_the_others(
    long: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    written(long).write_text("title = 3\n", encoding="utf-8")
    assert long.run("check") == 1
    said = capsys.readouterr()
    assert "media/my-talk_2.toml:1: title is no text" in said.err
    assert "my-talk_2.pt.srt" in said.out
