"""Whole builds under a simulated volunteer who edits two languages, while the video itself changes."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from pipeline.formats.srt import format_srt, illegal_reason
from pipeline.model import Cue
from tests.builders import TestWorkspace
from tests.volunteers import Machine, Volunteer, marks_in

ROUNDS = 5
FIRST_PORTUGUESE_MARK = 100_000
"""So that a mark tells in which file it was written: those of English reach Portuguese by translation."""


def sentences_of(script: list[list[str]]) -> tuple[str, ...]:
    return tuple(" ".join(words).capitalize() + "." for words in script)


def own_marks(cues: tuple[Cue, ...], language: str) -> Counter[str]:
    """The marks that were written in this language's own file."""
    is_portuguese = language == "pt"
    return Counter(
        mark for mark in marks_in(cues) if (int(mark.removeprefix("ed1t")) >= FIRST_PORTUGUESE_MARK) == is_portuguese
    )


def kept(workspace: TestWorkspace, language: str) -> tuple[Cue, ...]:
    """What is in the file and in its rejects."""
    rejects = workspace.path(f"{language}.rejects")
    return workspace.cues(language) + (workspace.cues(f"{language}.rejects") if rejects.exists() else ())


def let_edit(workspace: TestWorkspace, volunteer: Volunteer, language: str) -> None:
    """A volunteer saves the file after a few edits; cues that no editor would save are left out."""
    cues = volunteer.edit(workspace.cues(language), times=2)
    legal = [cue for cue in cues if not illegal_reason(cue)]
    assert legal
    workspace.path(language).write_text(format_srt(legal), encoding="utf-8")


@pytest.mark.parametrize("seed", range(12))
def test_no_edit_is_lost_and_nothing_else_is_kept_back(tmp_path: Path, seed: int) -> None:
    """After every build: each edited text exactly once or in the rejects; building twice changes nothing."""
    random = Random(seed)
    machine = Machine(random)
    script = machine.script(8)
    workspace = TestWorkspace(tmp_path / "work")
    workspace.add_video("talk", sentences_of(script))
    assert workspace.run("build", "--quiet") == 0
    volunteers = {"en": Volunteer(random), "pt": Volunteer(random, first_mark=FIRST_PORTUGUESE_MARK)}
    for _ in range(ROUNDS):
        for language, volunteer in volunteers.items():
            if random.random() < 0.7:
                let_edit(workspace, volunteer, language)
        if random.random() < 0.4:
            script = machine.change(script)
            workspace.add_video("talk", sentences_of(script))
        before = {language: own_marks(kept(workspace, language), language) for language in volunteers}
        assert workspace.run("build", "--quiet") == 0
        for language, marks in before.items():
            assert own_marks(kept(workspace, language), language) == marks, language
        once = workspace.snapshot()
        assert workspace.run("build", "--quiet") == 0
        assert workspace.snapshot() == once
    check_untouched(workspace, tmp_path / "fresh")


def check_untouched(workspace: TestWorkspace, folder: Path) -> None:
    """Every cue of Portuguese that no person touched is what a fresh build writes."""
    fresh = TestWorkspace.__new__(TestWorkspace)
    fresh.folder = folder
    shutil.copytree(workspace.folder, folder)
    fresh.path("pt").unlink()
    (folder / "subtitles" / "talk" / "machine" / "pt.json").unlink()
    assert fresh.run("build", "--quiet") == 0
    written = {cue.text for cue in fresh.cues("pt")}
    from pipeline.workspace.folder import Workspace

    record = Workspace(workspace.folder).load_machine("talk", "pt")
    assert record is not None
    edited = {edit.text for edit in record.head.edits}
    untouched = [cue.text for cue in workspace.cues("pt") if cue.text not in edited]
    assert [text for text in untouched if text not in written] == []
