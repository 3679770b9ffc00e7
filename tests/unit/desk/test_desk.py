"""The desk without HTTP: what pages are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.desk.changes import Change
from pipeline.desk.desk import Desk, NotHere
from pipeline.desk.requests import ChangeRequest
from pipeline.formats import format_srt
from pipeline.model import Cue
from pipeline.workspace import Workspace

CUES = tuple(Cue(start_ms=at * 2_000, end_ms=at * 2_000 + 1_500, text=f"Caption number {at}.") for at in range(4))


def open_desk(folder: Path) -> tuple[Desk, Path, list[dict[str, object]]]:
    """A desk over one file, the file, and what pages are told."""
    workspace = Workspace(folder)
    path = workspace.track_path("talk", "en")
    path.parent.mkdir(parents=True)
    path.write_text(format_srt(CUES))
    told: list[dict[str, object]] = []
    return Desk(workspace, told.append), path, told


def test_a_change_outside_is_told_once_even_if_a_page_saw_it_first(tmp_path: Path) -> None:
    """One page's question must not keep the news from all others."""
    desk, path, told = open_desk(tmp_path)
    first = desk.track("talk", "en").answer().revision
    desk.look_for_changes()
    assert told == []
    path.write_text(format_srt(CUES[1:]))
    second = desk.track("talk", "en").answer().revision
    assert second != first
    desk.look_for_changes()
    desk.look_for_changes()
    assert [(event["kind"], event["revision"]) for event in told] == [("track", second)]


def test_a_file_that_is_gone_or_cannot_be_read_is_told_once(tmp_path: Path) -> None:
    """And told again when it is back."""
    desk, path, told = open_desk(tmp_path)
    desk.track("talk", "en").answer()
    path.unlink()
    desk.look_for_changes()
    desk.look_for_changes()
    path.write_text("<<<<<<< ours\n" + format_srt(CUES))
    desk.look_for_changes()
    desk.look_for_changes()
    assert [event["kind"] for event in told] == ["gone", "unreadable"]
    path.write_text(format_srt(CUES))
    desk.look_for_changes()
    assert [event["kind"] for event in told] == ["gone", "unreadable", "track"]


def test_a_page_is_told_of_anothers_change_and_not_again_by_the_watch(tmp_path: Path) -> None:
    """The page that asked has its answer and knows its own name."""
    desk, _, told = open_desk(tmp_path)
    row = desk.track("talk", "en").rows()[0]
    after = Cue(start_ms=0, end_ms=1_500, text="Hello.")
    change = Change(id=row.id, before=row.cue, after=after)
    desk.change("talk", "en", ChangeRequest(key="k", since="", base="", client="tab", changes=(change,)))
    desk.look_for_changes()
    assert [(event["kind"], event["client"]) for event in told] == [("track", "tab")]


def test_only_what_the_workspace_lists_is_opened(tmp_path: Path) -> None:
    """Whatever the name looks like."""
    desk = Desk(Workspace(tmp_path))
    for video, language in (("..", "en"), ("talk", "../../x"), ("/etc", "passwd"), ("", "")):
        with pytest.raises(NotHere):
            desk.track(video, language)
