"""The index of videos: it saves reading, and decides nothing."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.workspace import VideoIndex, Workspace, video_index

MINUTE_NS = 60_000_000_000


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A minute from now: files of a test are young, and young ones are doubtful."""
    now = time.time_ns
    monkeypatch.setattr(video_index.time, "time_ns", lambda: now() + MINUTE_NS)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    found = Workspace(tmp_path / "work")
    found.machine_folder("talk").mkdir(parents=True)
    found.track_path("talk", "pt").write_text("captions")
    found.machine_path("talk", "pt").write_text("record")
    found.media_folder.mkdir()
    media(found).write_bytes(b"sound")
    return found


def media(workspace: Workspace) -> Path:
    return workspace.media_folder / "talk.wav"


def kept(workspace: Workspace) -> VideoIndex:
    index = VideoIndex.load(workspace, "test", "basis")
    index.keep("talk", index.stamp("talk", media(workspace)), media(workspace), ["value"])
    index.save()
    return VideoIndex.load(workspace, "test", "basis")


def find(index: VideoIndex, workspace: Workspace) -> object:
    return index.find("talk", index.stamp("talk", media(workspace)))


@pytest.mark.usefixtures("later")
def test_a_value_is_found_again(workspace: Workspace) -> None:
    assert find(kept(workspace), workspace) == ["value"]


def write_with_old_times(path: Path, text: str) -> None:
    """As `rsync`, `touch -r` and some editors do: other bytes of the same length, the times of before."""
    status = path.stat()
    path.write_text(text)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


CHANGES: dict[str, Callable[[Workspace], object]] = {
    "caption file": lambda w: w.track_path("talk", "pt").write_text("CAPTIONS"),
    "same size and times": lambda w: write_with_old_times(w.track_path("talk", "pt"), "CAPTIONS"),
    "record": lambda w: write_with_old_times(w.machine_path("talk", "pt"), "RECORD"),
    "medium": lambda w: write_with_old_times(media(w), "SOUND"),
    "a script": lambda w: (w.media_folder / "talk.script.md").write_text("Hello."),
    "another file": lambda w: w.approvals_path("talk").write_text("{}"),
    "a file less": lambda w: w.machine_path("talk", "pt").unlink(),
    "another name": lambda w: w.track_path("talk", "pt").rename(w.track_path("talk", "es")),
    "touched": lambda w: w.track_path("talk", "pt").touch(),
    "exchanged": lambda w: _copy(w.track_path("talk", "pt")).replace(w.track_path("talk", "pt")),
}


def _copy(path: Path) -> Path:
    copy = path.with_suffix(".copy")
    copy.write_bytes(path.read_bytes())
    status = path.stat()
    os.utime(copy, ns=(status.st_atime_ns, status.st_mtime_ns))
    return copy


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_whatever_is_touched_is_not_known_any_more(workspace: Workspace, change: Callable[[Workspace], object]) -> None:
    """The change time cannot be set by hand, so no change hides."""
    index = kept(workspace)
    change(workspace)
    assert find(index, workspace) is None


def test_a_file_that_changed_just_now_is_doubtful(workspace: Workspace) -> None:
    """It may change again within one tick of its clock: such a video is read again by the next run."""
    assert find(kept(workspace), workspace) is None


@pytest.mark.usefixtures("later")
def test_what_changes_while_it_is_read_is_not_kept(workspace: Workspace) -> None:
    index = VideoIndex.load(workspace, "test", "basis")
    before = index.stamp("talk", media(workspace))
    workspace.track_path("talk", "pt").write_text("saved meanwhile")
    index.keep("talk", before, media(workspace), ["value"])
    assert find(index, workspace) is None


@pytest.mark.usefixtures("later")
def test_other_settings_or_another_program_know_nothing(workspace: Workspace) -> None:
    kept(workspace)
    assert find(VideoIndex.load(workspace, "test", "other basis"), workspace) is None


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("damage", [b"", b"[]", b"{", b"\xff", b'{"version": 1, "basis": "basis", "videos": 5}'])
def test_a_damaged_index_is_an_empty_one(workspace: Workspace, damage: bytes) -> None:
    """Losing it costs time only."""
    kept(workspace).path.write_bytes(damage)
    assert find(VideoIndex.load(workspace, "test", "basis"), workspace) is None


@pytest.mark.usefixtures("later")
def test_a_folder_that_was_moved_out_and_linked_is_not_known(workspace: Workspace, tmp_path: Path) -> None:
    """Its files have the inodes and times of before; they are outside all the same, and nobody reads them."""
    index = kept(workspace)
    workspace.video_folder("talk").rename(tmp_path / "elsewhere")
    workspace.video_folder("talk").symlink_to(tmp_path / "elsewhere")
    assert find(index, workspace) is None


@pytest.mark.usefixtures("later")
def test_an_index_outside_is_neither_read_nor_written(workspace: Workspace, tmp_path: Path) -> None:
    """`build/` may be a link in a stranger's clone."""
    (tmp_path / "outside").mkdir()
    workspace.cache_folder.symlink_to(tmp_path / "outside")
    assert find(kept(workspace), workspace) is None
    assert list((tmp_path / "outside").iterdir()) == []


def test_an_index_that_knows_nothing_new_is_not_written(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time_ns
    monkeypatch.setattr(video_index.time, "time_ns", lambda: now() + MINUTE_NS)
    index = kept(workspace)
    before = index.path.stat().st_ino
    assert json.loads(index.path.read_text())["videos"]["talk"][1] == ["value"]
    index.save()
    assert index.path.stat().st_ino == before


@pytest.mark.usefixtures("later")
def test_the_details_of_a_video_belong_to_it(workspace: Workspace) -> None:
    index = kept(workspace)
    workspace.media_details_path("talk").write_text('title = "A"\n')
    assert find(index, workspace) is None
