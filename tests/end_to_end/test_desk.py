"""What was corrected on the desk is an edit like any other: the next build spreads it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipeline.desk.changes import Change
from pipeline.desk.desk import Desk
from pipeline.desk.requests import ApprovalRequest, ChangeRequest
from pipeline.model import Cue, Transcript
from pipeline.speech.scripted import ScriptedTranscriber
from pipeline.workspace import Workspace
from tests.builders import TestWorkspace


def correct(desk: Desk, language: str, old: str, new: str) -> str:
    """Correct a word in the first caption that has it; gives the row's name."""
    video = desk.workspace.videos()[0]
    row = next(row for row in desk.track(video, language).rows() if old in row.cue.text)
    after = Cue(start_ms=row.cue.start_ms, end_ms=row.cue.end_ms, text=row.cue.text.replace(old, new))
    change = Change(id=row.id, before=row.cue, after=after)
    desk.change(video, language, ChangeRequest(key=new, since="", base="", client="", changes=(change,)))
    return row.id


def test_a_correction_on_the_desk_reaches_every_language_with_the_next_build(built: TestWorkspace) -> None:
    """And a translation that a person approved on the desk ends its approval when its source changes."""
    desk = Desk(Workspace(built.folder))
    video = desk.workspace.videos()[0]
    row = next(row for row in desk.track(video, "pt").rows() if "Rongcheng" in row.cue.text)
    request = ApprovalRequest(by="Ana", last=row.id, is_up_to=False, seen={row.id: row.cue.text})
    assert desk.approve(video, "pt", request) == {"sentences": 1}
    correct(desk, "en", "Rongcheng", "Weihai")
    assert built.run("build", "--quiet") == 0
    assert "Weihai" in built.text("pt")
    desk.look_for_changes()
    assert any("Weihai" in row.cue.text for row in desk.track(video, "pt").rows())
    rows = desk.reading(video, "pt")["rows"]
    assert isinstance(rows, dict)
    assert all(not sentence["by"] for row in rows.values() for sentence in row["sentences"])


def test_a_correction_of_a_translation_on_the_desk_survives_the_next_build(built: TestWorkspace) -> None:
    """And its source's correction makes it stale, which the desk shows beside it."""
    desk = Desk(Workspace(built.folder))
    video = desk.workspace.videos()[0]
    row = correct(desk, "pt", "Rongcheng", "Rongcheng (China)")
    assert built.run("build", "--quiet") == 0
    assert "Rongcheng (China)" in built.text("pt")
    correct(desk, "en", "Rongcheng", "Weihai")
    assert built.run("build", "--quiet") == 0
    assert "Rongcheng (China)" in built.text("pt")
    rows = desk.reading(video, "pt")["rows"]
    assert isinstance(rows, dict)
    waiting = rows[row]["waiting"]
    assert waiting["state"] == "stale"
    assert "Weihai" in waiting["basisNow"]


def test_a_build_leaves_the_outline_of_the_sound_that_it_decoded(
    workspace: TestWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The desk draws it and decodes nothing; it is in no file that people see."""
    heard = ScriptedTranscriber.transcribe

    def with_outline(*given: Any) -> Transcript:
        return replace(heard(*given), outline=b"\x81\x7f" * 50)

    monkeypatch.setattr(ScriptedTranscriber, "transcribe", with_outline)
    workspace.add_video()
    assert workspace.run("build", "--quiet") == 0
    assert Desk(Workspace(workspace.folder)).peaks("talk")[0] == b"\x81\x7f" * 50
    assert all(b"outline" not in data for data in workspace.snapshot().values())
