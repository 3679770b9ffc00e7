"""What a branch changed is reported as people decide about it: in a clone with a real second branch."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.build.change_report import report_changes
from pipeline.workspace.config import load_config
from tests.builders import TestWorkspace

ROOT = Path(__file__).parents[2]


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def branched(built: TestWorkspace) -> TestWorkspace:
    """A repository with captions on `main`, and a branch that is checked out."""
    (built.folder / ".gitignore").write_text("/build/\n/dist/\n")
    git(built.folder, "init", "--quiet", "--initial-branch=main")
    git(built.folder, "add", "--all")
    git(built.folder, "commit", "--quiet", "--message=captions")
    git(built.folder, "checkout", "--quiet", "-b", "fix")
    return built


def change(workspace: TestWorkspace, language: str, old: str, new: str) -> None:
    path = next((workspace.folder / "subtitles").rglob(f"*.{language}.srt"))
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def first_word(workspace: TestWorkspace, language: str) -> str:
    path = next((workspace.folder / "subtitles").rglob(f"*.{language}.srt"))
    return path.read_text("utf-8").splitlines()[2].split()[0]


def test_a_branch_that_changes_nothing_says_so(branched: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert branched.run("report", "--base", "main", "--markdown") == 0
    assert capsys.readouterr().out == "## Captions\n\nNo caption changed.\n"


def test_a_corrected_word_is_shown_with_before_after_and_source(
    branched: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    word = first_word(branched, "pt")
    change(branched, "pt", word, "Corrigida")
    git(branched.folder, "commit", "--quiet", "--all", "--message=correct a word")
    assert branched.run("report", "--base", "main", "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["language"] == "pt"
    assert word in row["changes"][0]["before"]
    assert "Corrigida" in row["changes"][0]["after"]
    assert row["changes"][0]["source"]


def test_what_is_not_committed_counts_too_and_a_correction_that_went_stale_is_listed(
    branched: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """A translation was corrected on main; the branch changes the sentence that it translates."""
    change(branched, "pt", first_word(branched, "pt"), "Minha")
    assert branched.run("build") == 0
    git(branched.folder, "commit", "--quiet", "--all", "--message=correct")
    git(branched.folder, "branch", "--force", "main", "HEAD")
    change(branched, "en", first_word(branched, "en"), "Another")
    assert branched.run("build") == 0
    capsys.readouterr()
    assert branched.run("report", "--base", "main", "--json") == 0
    rows = {row["language"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["en"]["changes"]
    assert any("Minha" in text for text in rows["pt"]["stale"])


def test_new_findings_are_told_from_old_ones(branched: TestWorkspace) -> None:
    word = first_word(branched, "en")
    change(branched, "en", word, word + " and a very long line that no reader could ever take in at this speed")
    rows = {row.language: row for row in report_changes(load_config(branched.folder), "main")}
    assert any(finding.rule in {"line-length", "too-fast"} for finding in rows["en"].findings)


def test_text_is_no_markup_in_the_comment(branched: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing in a caption mentions people, links, breaks the table or becomes HTML."""
    change(branched, "en", first_word(branched, "en"), "@everyone [x](https://example.org) | <img src=x> `code`")
    assert branched.run("report", "--base", "main", "--markdown") == 0
    shown = capsys.readouterr().out
    assert "@everyone" not in shown
    assert "https://" not in shown
    assert "<img" not in shown.replace("\\<img", "")
    assert "\\| \\<img src=x\\> \\`code\\`" in shown


@pytest.mark.parametrize(
    ("base", "message"),
    [("nowhere", "git knows no revision 'nowhere' here"), ("--output=x", "'--output=x' is not a revision")],
)
def test_a_base_that_is_none_is_named(
    base: str, message: str, branched: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert branched.run("report", f"--base={base}") == 2
    assert message in capsys.readouterr().err


def test_outside_of_git_the_report_says_what_it_needs(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(built.folder.parent))
    assert built.run("report", "--base", "main") == 1
    assert "is not in a git repository" in capsys.readouterr().err


def test_the_action_annotates_and_writes_its_report(branched: TestWorkspace, tmp_path: Path) -> None:
    """The steps of action.yml, run as the runner runs them."""
    change(branched, "pt", first_word(branched, "pt"), "Corrigida")
    git(branched.folder, "commit", "--quiet", "--all", "--message=correct")
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "captions").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pipeline "$@"\n')
    (programs / "captions").chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{programs}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "CAPTIONS_BASE": "main",
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
    }
    script = ROOT / "tools" / "action.sh"
    run = subprocess.run(
        ["bash", script], cwd=branched.folder, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode in {0, 3}, run.stderr
    report = tmp_path / "captions-report.md"
    assert (tmp_path / "output").read_text() == f"report={report}\n"
    assert "Corrigida" in report.read_text("utf-8")
    assert (tmp_path / "summary").read_text("utf-8") == report.read_text("utf-8")
    assert f"tools/{script.name}" in (ROOT / "action.yml").read_text("utf-8")
