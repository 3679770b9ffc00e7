"""A clone of a stranger's: its links lead nowhere, its pipes are not waited for, one bad file hides no other."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from tests.builders import TestWorkspace

KINDS = ("link", "endless", "pipe")


def put(path: Path, kind: str, secret: Path) -> None:
    """Something else in a file's place."""
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(secret if kind == "link" else "/dev/zero")


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_text("somebody's own text\n")
    return path


def machine_folder(workspace: TestWorkspace) -> Path:
    return next((workspace.folder / "subtitles").glob("*/machine"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_lock_that_is_no_file_empties_nobodys_file(
    kind: str, built: TestWorkspace, secret: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The lock is written to, so a link in its place would be written through."""
    put(built.folder / "build" / "lock", kind, secret)
    assert built.run("build") == 1
    assert "build/lock" in capsys.readouterr().err
    assert secret.read_text() == "somebody's own text\n"


@pytest.mark.parametrize("folder", ["build", "subtitles", "subtitles/VIDEO", "subtitles/VIDEO/machine"])
def test_nothing_is_written_through_a_folder_that_is_a_link(
    folder: str, built: TestWorkspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Approvals, captions, records and locks stay inside the workspace."""
    video = machine_folder(built).parent.name
    place = built.folder / folder.replace("VIDEO", video)
    outside = tmp_path / "outside"
    place.rename(outside)
    place.symlink_to(outside)
    before = {path: path.read_bytes() for path in outside.rglob("*") if path.is_file()}
    for command in (["build"], ["approve", video, "pt", "--by", "Ana"]):
        assert built.run(*command) == 1
        assert "leads out of" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in outside.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["pt.json", "transcript.json", "approvals.json"])
def test_a_record_that_is_no_file_is_an_error_of_its_video_alone(
    name: str, kind: str, built: TestWorkspace, secret: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(machine_folder(built) / name, kind, secret)
    began = time.monotonic()
    for command in ("status", "build", "check", "review"):
        built.run(command)
    shown = capsys.readouterr()
    assert "somebody's own text" not in shown.out + shown.err
    assert name in shown.err + shown.out
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("kind", KINDS)
def test_settings_that_are_no_file_are_one_line(
    kind: str, built: TestWorkspace, secret: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(built.folder / "captions.toml", kind, secret)
    assert built.run("status") == 2
    assert "captions.toml: cannot be read: is" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["a = " + "[" * 5_000, "a = " + "9" * 5_000, "a = " + "{b=" * 5_000])
def test_settings_without_end_name_their_file(
    text: str, built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    (built.folder / "captions.toml").write_text(text)
    assert built.run("status") == 2
    error = capsys.readouterr().err
    assert "captions.toml: is not TOML" in error
    assert len(error) < 400


@pytest.mark.parametrize("kind", KINDS)
def test_check_reads_no_linked_track_and_goes_on(
    kind: str, built: TestWorkspace, secret: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As `status` has it; an unreadable file never ends in "nothing to complain about"."""
    put(next((built.folder / "subtitles").rglob("*.pt.srt")), kind, secret)
    assert built.run("check") == 1
    shown = capsys.readouterr()
    assert ".pt.srt: is " in shown.err
    assert "somebody's own text" not in shown.out + shown.err
    assert ".en.srt (en):" in shown.out


@pytest.mark.parametrize(
    "command", [["check", "X"], ["convert", "X", "-o", "y.vtt"], ["translate", "X", "--to", "pt", "-o", "y.srt"]]
)
@pytest.mark.parametrize("kind", ["endless", "pipe"])
def test_a_named_file_without_end_is_refused(
    command: list[str], kind: str, built: TestWorkspace, secret: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(built.folder / "x.en.srt", kind, secret)
    began = time.monotonic()
    assert built.run(*(part.replace("X", "x.en.srt") for part in command)) == 1
    assert "x.en.srt: is not a regular file" in capsys.readouterr().err
    assert time.monotonic() - began < 5


def test_a_named_link_is_the_persons_own_choice(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    track = next((built.folder / "subtitles").rglob("*.en.srt"))
    (built.folder / "mine.en.srt").symlink_to(track)
    assert built.run("check", "mine.en.srt") in {0, 3}
    assert "mine.en.srt (en)" in capsys.readouterr().out


def test_a_frame_rate_without_end_is_refused_at_once(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    path = machine_folder(built) / "transcript.json"
    value = json.loads(path.read_text("utf-8"))
    value["media"]["frame_rate"] = "1e99999999"
    path.write_text(json.dumps(value))
    began = time.monotonic()
    built.run("status")
    assert "not a frame rate: '1e99999999'" in capsys.readouterr().out
    assert time.monotonic() - began < 5


def test_a_file_larger_than_any_caption_file_says_how_to_raise_the_limit(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = built.folder / "large.en.srt"
    with path.open("wb") as file:
        file.truncate(33 << 20)
    assert built.run("check", "large.en.srt") == 1
    assert "is larger than 32 MB, more than any file of its kind; CAPTIONS_MAX_MB=…" in capsys.readouterr().err
    monkeypatch.setenv("CAPTIONS_MAX_MB", "40")
    built.run("check", "large.en.srt")
    assert "larger than" not in capsys.readouterr().err


def test_a_name_or_day_that_would_turn_the_text_around_it_is_refused(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """A right-to-left override in an approval reaches neither tables nor JSON."""
    path = machine_folder(built) / "approvals.json"
    row = {"language": "pt", "by": "Ana\u202e", "date": "2026-11-01\u202e", "text_sha256": "0" * 64}
    path.write_text(json.dumps({"schema_version": 1, "approvals": [row]}))
    built.run("status", "--json")
    shown = capsys.readouterr()
    assert "\u202e" not in shown.out + shown.err
    assert "\\u202e" not in shown.out
