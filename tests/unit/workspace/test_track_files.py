"""Caption files and the machine's record of them are read and written together."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import InputError, StaleWorkspace
from pipeline.formats.machine_json import track_to_json
from pipeline.records import MachineTrack, TrackHead
from pipeline.workspace.folder import Workspace
from pipeline.workspace.saving import EditedFile, save_edits
from pipeline.workspace.track_files import read_track, recover_tracks, write_track


def test_what_a_person_saved_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    """Neither by new text nor by a record of it; the same goes for a file that came or went."""
    workspace = Workspace(tmp_path)
    path = workspace.track_path("talk", "pt")
    path.parent.mkdir(parents=True)
    for now, read in ((b"a person's", b"the machine's"), (b"a person's", None), (None, b"the machine's")):
        path.unlink(missing_ok=True)
        if now is not None:
            path.write_bytes(now)
        with pytest.raises(StaleWorkspace, match=r"talk\.pt\.srt: changed while"):
            write_track(workspace, "talk", "pt", read=read, text=b"new", machine=b"{}")
        assert (path.read_bytes() if path.exists() else None) == now
        assert not workspace.machine_folder("talk").exists()


def test_a_track_is_written_with_its_record(tmp_path: Path) -> None:
    """Both are there afterwards, and nothing else."""
    workspace = Workspace(tmp_path)
    write_track(workspace, "talk", "pt", read=None, text=b"new", machine=b"{}")
    found = {str(path.relative_to(workspace.video_folder("talk"))) for path in tmp_path.rglob("*") if path.is_file()}
    assert found == {"talk.pt.srt", "machine/pt.json"}


def test_a_record_that_a_killed_run_left_beside_its_place_is_settled(tmp_path: Path) -> None:
    """If the caption file is the one that it speaks of, it takes its place; otherwise it is thrown away, once."""
    workspace = Workspace(tmp_path)
    path, record = workspace.track_path("talk", "pt"), workspace.machine_path("talk", "pt")
    head = TrackHead(language="pt", origin="en", key="k", written="", memory_key="m", signatures=())
    for text, is_finished in ((b"new", True), (b"old", False)):
        write_track(
            workspace, "talk", "pt", read=path.read_bytes() if path.exists() else None, text=text, machine=b"{}"
        )
        new = replace(head, written=hashlib.sha256(b"new").hexdigest())
        pending = record.with_name("pt.json.pending")
        pending.write_bytes(track_to_json(MachineTrack(head=new, sentences=(), cues=())))
        (line,) = recover_tracks(workspace, "talk")
        assert ("finished what an interrupted run had begun" in line) is is_finished
        assert (record.read_bytes() != b"{}") is is_finished
        assert not pending.exists()
        assert recover_tracks(workspace, "talk") == ()


def save_captions(workspace: Workspace, *, read: bytes | None, text: bytes) -> None:
    save_edits(workspace, "talk", [EditedFile(path=workspace.track_path("talk", "en"), read=read, text=text)])


def test_a_build_and_the_desk_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    """Between looking at a file and writing it, nobody else of us writes it."""
    workspace = Workspace(tmp_path)
    save_captions(workspace, read=None, text=b"")

    def write_on(name: str) -> None:
        for number in range(15):
            while True:
                read = read_track(workspace, "talk", "en")
                text = (read or b"") + f"{name}{number} ".encode()
                try:
                    if name == "build":
                        write_track(workspace, "talk", "en", read=read, text=text, machine=b"{}")
                    else:
                        save_captions(workspace, read=read, text=text)
                    break
                except StaleWorkspace:
                    continue

    with ThreadPoolExecutor() as pool:
        list(pool.map(write_on, ("build", "desk", "second")))
    written = (read_track(workspace, "talk", "en") or b"").decode().split()
    assert sorted(written) == sorted(f"{name}{number}" for name in ("build", "desk", "second") for number in range(15))


def test_a_read_only_caption_file_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rename would succeed; whoever made it read-only means it."""
    workspace = Workspace(tmp_path)
    save_captions(workspace, read=None, text=b"old")
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may write everything
    with pytest.raises(InputError, match="read-only"):
        save_captions(workspace, read=b"old", text=b"new")
    assert read_track(workspace, "talk", "en") == b"old"


def test_of_two_files_none_is_written_where_somebody_saved_one_meanwhile(tmp_path: Path) -> None:
    """What belongs together is not taken by half."""
    workspace = Workspace(tmp_path)
    save_captions(workspace, read=None, text=b"old")
    details = EditedFile(path=workspace.details_path("talk", "en"), read=b"as read", text=b"new")
    captions = EditedFile(path=workspace.track_path("talk", "en"), read=b"old", text=b"new")
    with pytest.raises(StaleWorkspace, match=r"talk\.en\.toml"):
        save_edits(workspace, "talk", [captions, details])
    assert read_track(workspace, "talk", "en") == b"old"


def test_where_the_disk_refuses_the_second_file_it_is_said_what_is_written(tmp_path: Path) -> None:
    """The same again finds the first as it should be, and writes the second."""
    workspace = Workspace(tmp_path)
    (tmp_path / "file").write_text("where a folder should be")
    captions = EditedFile(path=workspace.track_path("talk", "en"), read=None, text=b"new")
    with pytest.raises(InputError, match=r"talk\.en\.srt is written, the same command does the rest"):
        save_edits(workspace, "talk", [captions, EditedFile(path=tmp_path / "file" / "a", read=None, text=b"new")])
    assert read_track(workspace, "talk", "en") == b"new"
