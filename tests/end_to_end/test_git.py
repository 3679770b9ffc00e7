"""Volunteers work through git: reverts, branches, checkouts and two pull requests on one file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import TestWorkspace

ROOT = Path(__file__).parents[2]


class Repository:
    """A workspace inside a real git repository."""

    def __init__(self, workspace: TestWorkspace) -> None:
        self.workspace = workspace
        tools = workspace.folder.parent / "bin"
        tools.mkdir()
        program = tools / "captions"
        program.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m pipeline "$@"\n')
        program.chmod(0o755)
        self.environment = {
            **os.environ,
            "PATH": f"{tools}:{os.environ['PATH']}",
            "HOME": str(workspace.folder.parent),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "Ana", "GIT_AUTHOR_EMAIL": "ana@example.org",
            "GIT_COMMITTER_NAME": "Ana", "GIT_COMMITTER_EMAIL": "ana@example.org",
        }  # fmt: skip
        (workspace.folder / ".gitignore").write_text("build/\n*.wav\n")
        self.git("init", "-q", "-b", "main")
        self.commit("captions")

    def git(self, *arguments: str, fails: bool = False) -> str:
        run = subprocess.run(
            ["git", *arguments],
            cwd=self.workspace.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert bool(run.returncode) == fails, run.stdout + run.stderr
        return run.stdout

    def commit(self, message: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def build_and_commit(self, message: str) -> None:
        assert self.workspace.run("build", "--quiet") == 0
        self.commit(message)

    def states(self, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
        capsys.readouterr()
        assert self.workspace.run("status", "--json") == 0
        return {row["language"]: row["state"] for row in json.loads(capsys.readouterr().out)}


@pytest.fixture
def repository(built: TestWorkspace) -> Repository:
    return Repository(built)


def test_a_reverted_commit_takes_its_correction_back_everywhere(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    """The revert restores captions and machine files together: all is current, nothing is built."""
    workspace = repository.workspace
    before = workspace.snapshot()
    workspace.edit("Rongcheng", "Weihai")
    repository.build_and_commit("Correct a name")
    assert "Weihai~pt" in workspace.text("pt")
    repository.git("revert", "--no-edit", "HEAD")
    assert workspace.snapshot() == before
    assert set(repository.states(capsys).values()) == {"current"}


def test_a_single_file_reverted_in_git_is_an_edit_like_any_other(repository: Repository) -> None:
    """Only the English file goes back: that is what the person wants it to say, in every language."""
    workspace = repository.workspace
    workspace.edit("Rongcheng", "Weihai")
    repository.build_and_commit("Correct a name")
    repository.git("checkout", "HEAD~1", "--", "subtitles/talk/talk.en.srt")
    assert workspace.run("build", "--quiet") == 0
    assert "Rongcheng" in workspace.text("en")
    assert "Rongcheng~pt" in workspace.text("pt")


def test_switching_branches_needs_no_build(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """Each branch holds its captions with what they were made from; times of files mean nothing."""
    workspace = repository.workspace
    repository.git("switch", "-q", "-c", "names")
    workspace.edit("national~pt", "nacional")
    workspace.edit("Rongcheng", "Weihai")
    repository.build_and_commit("Correct names")
    on_branch = workspace.snapshot()
    repository.git("switch", "-q", "main")
    assert set(repository.states(capsys).values()) == {"current"}
    assert "Rongcheng" in workspace.text()
    repository.git("switch", "-q", "names")
    assert set(repository.states(capsys).values()) == {"current"}
    assert workspace.run("build", "--quiet") == 0
    assert workspace.snapshot() == on_branch


def test_two_pull_requests_on_one_file_merge_by_cue(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """One splits an early cue (all numbers shift), one corrects a later one: git merges both by itself."""
    workspace = repository.workspace
    subprocess.run(
        ["captions", "merge", "--install-driver"], cwd=workspace.folder, env=repository.environment, check=True
    )
    repository.git("switch", "-q", "-c", "ana")
    first = workspace.cues()[0]
    middle = (first.start_ms + first.end_ms) // 2
    words = first.text.split()
    cues = workspace.cues()
    from dataclasses import replace

    from pipeline.formats.srt import format_srt

    split = (
        replace(first, end_ms=middle, text=" ".join(words[:3])),
        replace(first, start_ms=middle, text=" ".join(words[3:])),
    )
    workspace.path().write_text(format_srt((*split, *cues[1:])), encoding="utf-8")
    repository.build_and_commit("Split the first cue")
    repository.git("switch", "-q", "-c", "rui", "main")
    workspace.edit("Rongcheng", "Weihai")
    repository.build_and_commit("Correct a name")
    repository.git("merge", "-q", "--no-edit", "ana")
    merged = workspace.cues()
    assert [cue.text for cue in merged[:2]] == [" ".join(words[:3]), " ".join(words[3:])]
    assert "Weihai" in workspace.text()
    assert workspace.run("build", "--quiet") == 0
    assert "Weihai~pt" in workspace.text("pt")
    assert set(repository.states(capsys).values()) == {"current"}
    once = workspace.snapshot()
    assert workspace.run("build", "--quiet") == 0
    assert workspace.snapshot() == once


def test_a_true_conflict_is_gits_to_report(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """Both changed one cue: git stops, both texts can be seen, and no build takes the marks for speech."""
    workspace = repository.workspace
    subprocess.run(
        ["captions", "merge", "--install-driver"], cwd=workspace.folder, env=repository.environment, check=True
    )
    repository.git("switch", "-q", "-c", "ana")
    workspace.edit("Rongcheng", "Weihai")
    repository.commit("Ana's name")
    repository.git("switch", "-q", "-c", "rui", "main")
    workspace.edit("Rongcheng", "Yantai")
    repository.commit("Rui's name")
    repository.git("merge", "-q", "--no-edit", "ana", fails=True)
    assert "talk.en.srt" in repository.git("diff", "--name-only", "--diff-filter=U")
    both = workspace.text()
    assert "Yantai" in both
    assert "Weihai" in both
    assert workspace.run("build", "--quiet") == 1
    assert "unfinished merge" in capsys.readouterr().err
    assert workspace.text() == both


@pytest.mark.parametrize("is_built", [True, False], ids=["built", "only saved"])
@pytest.mark.parametrize("way", ["person into machine", "machine into person", "rebase", "cherry-pick"])
def test_a_correction_outranks_what_another_branch_built_and_is_stale_where_its_source_changed(
    repository: Repository, capsys: pytest.CaptureFixture[str], way: str, is_built: bool
) -> None:
    """Machine text against a person's is no conflict in git, whichever branch is merged into which."""
    workspace = repository.workspace
    subprocess.run(
        ["captions", "merge", "--install-driver"], cwd=workspace.folder, env=repository.environment, check=True
    )
    repository.git("switch", "-q", "-c", "person")
    workspace.edit("Rongcheng~pt", "Rongchengue")
    repository.build_and_commit("Correct Portuguese") if is_built else repository.commit("Correct Portuguese")
    repository.git("switch", "-q", "-c", "machine", "main")
    workspace.edit("Rongcheng", "Weihai")
    repository.build_and_commit("Correct English")
    assert "Weihai~pt" in workspace.text("pt")
    if way == "machine into person":
        repository.git("switch", "-q", "person")
        repository.git("merge", "-q", "--no-edit", "machine")
    elif way == "person into machine":
        repository.git("merge", "-q", "--no-edit", "person")
    elif way == "rebase":
        repository.git("rebase", "-q", "person")
    else:
        repository.git("cherry-pick", "person")
    assert "Rongchengue" in workspace.text("pt")
    assert "Weihai" in workspace.text("en")
    assert workspace.run("build", "--quiet") == 0
    assert "Rongchengue" in workspace.text("pt")
    capsys.readouterr()
    assert workspace.run("status", "--json") == 0
    row = next(row for row in json.loads(capsys.readouterr().out) if row["language"] == "pt")
    assert ["Rongchengue" in edit["text"] and "Weihai~pt" in edit["suggestion"] for edit in row["stale"]] == [True]


def test_two_corrections_of_one_sentence_are_still_a_conflict(repository: Repository) -> None:
    """Both branches are a person's there, though each was built."""
    workspace = repository.workspace
    subprocess.run(
        ["captions", "merge", "--install-driver"], cwd=workspace.folder, env=repository.environment, check=True
    )
    repository.git("switch", "-q", "-c", "ana")
    workspace.edit("Rongcheng~pt", "Rongchengue")
    repository.build_and_commit("One correction")
    repository.git("switch", "-q", "-c", "rui", "main")
    workspace.edit("Rongcheng~pt", "Rongtchengue")
    repository.build_and_commit("Another correction")
    repository.git("merge", "--no-edit", "ana", fails=True)
    text = workspace.path("pt").read_text(encoding="utf-8")
    assert text.count("<<<<<<< ours") == 1
    assert "Rongchengue" in text
    assert "Rongtchengue" in text
