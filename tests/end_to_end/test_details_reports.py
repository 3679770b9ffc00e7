"""What a branch or a person changed in title, description and chapters, as `report` and `changes` show it."""

from __future__ import annotations

import json

import pytest

from tests.builders import TestWorkspace
from tests.end_to_end.test_details import TALK, write
from tests.end_to_end.test_report import git


@pytest.fixture
def told(workspace: TestWorkspace) -> TestWorkspace:
    """A repository with captions and details on `main`, and a branch that is checked out."""
    workspace.add_video("talk")
    write(workspace, TALK)
    assert workspace.run("build") == 0
    (workspace.folder / ".gitignore").write_text("/build/\n/dist/\n")
    git(workspace.folder, "init", "--quiet", "--initial-branch=main")
    git(workspace.folder, "add", "--all")
    git(workspace.folder, "commit", "--quiet", "--message=captions")
    git(workspace.folder, "checkout", "--quiet", "-b", "fix")
    return workspace


def correct(workspace: TestWorkspace, name: str, old: str, new: str) -> None:
    path = workspace.folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def titles(workspace: TestWorkspace, language: str) -> str:
    text = (workspace.folder / f"subtitles/talk/talk.{language}.toml").read_text("utf-8")
    return next(line for line in text.splitlines() if line.startswith("title = "))


def test_a_corrected_title_is_reported_with_before_after_and_source(
    told: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    correct(told, "subtitles/talk/talk.pt.toml", titles(told, "pt"), 'title = "Pontos | para @todos"')
    capsys.readouterr()
    assert told.run("report", "--base", "main", "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["language"], row["path"]) == ("pt", "subtitles/talk/talk.pt.toml")
    (field,) = row["fields"]
    assert (field["field"], field["after"]) == ("title", "Pontos | para @todos")
    assert field["before"]
    assert told.run("report", "--base", "main", "--markdown") == 0
    text = capsys.readouterr().out
    assert "### talk · pt · title, description and chapters" in text
    assert "| title |" in text
    assert "Pontos \\| para @\u200btodos" in text
    assert told.run("report", "--base", "main") == 0
    assert "+ Pontos | para @todos" in capsys.readouterr().out


def test_what_the_maker_changed_is_reported_and_what_became_stale_by_it(
    told: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """The translation was corrected on main; the branch gives the video another title."""
    correct(told, "subtitles/talk/talk.pt.toml", titles(told, "pt"), 'title = "Pontos nossos"')
    assert told.run("build") == 0
    git(told.folder, "commit", "--quiet", "--all", "--message=correct")
    git(told.folder, "branch", "--force", "main", "HEAD")
    correct(told, "media/talk.toml", "Points for everyone", "Points for nobody")
    assert told.run("build") == 0
    capsys.readouterr()
    assert told.run("report", "--base", "main", "--json") == 0
    rows = {row["path"]: row for row in json.loads(capsys.readouterr().out)}
    (field,) = rows["media/talk.toml"]["fields"]
    assert (field["before"], field["after"]) == ("Points for everyone", "Points for nobody")
    assert rows["media/talk.toml"]["language"] == "en"
    assert rows["subtitles/talk/talk.pt.toml"]["stale"] == ["Pontos nossos"]


def test_a_broken_file_is_reported_and_stops_no_other(told: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    correct(told, "subtitles/talk/talk.en.toml", "Points for everyone", "Points for some")
    (told.folder / "subtitles/talk/talk.pt.toml").write_text("title = \n", "utf-8")
    capsys.readouterr()
    assert told.run("report", "--base", "main", "--json") == 1
    rows = {row["language"]: row for row in json.loads(capsys.readouterr().out)}
    assert "talk.pt.toml:1" in rows["pt"]["problem"]
    assert rows["en"]["fields"][0]["after"] == "Points for some"


def test_a_branch_without_a_change_reports_no_field(told: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert told.run("report", "--base", "main", "--json") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_changes_lists_fields_beside_sentences(told: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """Against the machine's text, and since a commit; numbers are for sentences only."""
    correct(told, "subtitles/talk/talk.pt.toml", titles(told, "pt"), 'title = "Pontos nossos"')
    for arguments in ((), ("--since", "main")):
        capsys.readouterr()
        assert told.run("changes", "talk", "pt", *arguments, "--json") == 0
        (row,) = json.loads(capsys.readouterr().out)
        assert (row["field"], row["after"]) == ("title", "Pontos nossos")
        assert row["before"]
    assert told.run("changes", "talk", "pt") == 0
    assert "Pontos nossos" in capsys.readouterr().out


def test_changes_of_what_nobody_touched_are_none(told: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert told.run("changes", "talk", "pt") == 0
    assert "nothing changed" in capsys.readouterr().err


def test_changes_shows_the_sentences_although_the_fields_cannot_be_read(
    told: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    (told.folder / "subtitles/talk/talk.pt.toml").write_text("title = \n", "utf-8")
    captions = told.path("pt", "talk")
    first = captions.read_text("utf-8").splitlines()[2]
    captions.write_text(captions.read_text("utf-8").replace(first, "Corrigida aqui.", 1), "utf-8")
    capsys.readouterr()
    assert told.run("changes", "talk", "pt") == 0
    said = capsys.readouterr()
    assert "Corrigida aqui." in said.out
    assert "talk.pt.toml:1" in said.err
