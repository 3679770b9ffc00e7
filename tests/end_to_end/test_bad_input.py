"""Every bad input gets one line that says what and where; nothing is half-written, the others are finished."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders import TestWorkspace, transcript
from tests.media_files import tone, write_audio, write_picture, write_streams

ROOT = Path(__file__).parents[2]


def _text(path: Path) -> None:
    path.write_text("This is not a film.\n" * 50)


def _cut_off(path: Path) -> None:
    whole = write_audio(path.with_name("whole.mp4"), (0.0, tone(5.0)), codec="aac")
    path.write_bytes(whole.read_bytes()[:2_000])
    whole.unlink()


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "text": (_text, "not a media file"),
    "empty": (Path.touch, "is empty"),
    "mute": (write_picture, "has no audio stream"),
    "cut-off": (_cut_off, "cut off or damaged"),
}


@pytest.mark.parametrize(("make", "shown"), BAD.values(), ids=BAD.keys())
def test_a_bad_medium_is_one_line_and_the_good_one_is_made(
    workspace: TestWorkspace, capsys: pytest.CaptureFixture[str], make: Callable[[Path], object], shown: str
) -> None:
    """Exit code 1, the file's name, the reason."""
    workspace.add_video("good")
    workspace.script("bad", transcript())
    make(workspace.folder / "media" / "bad.mp4")
    assert workspace.run("build") == 1
    lines = capsys.readouterr().err.splitlines()
    assert shown in lines[-1]
    assert "media/bad.mp4" in lines[-1]
    assert workspace.cues("pt", "good")
    assert not (workspace.folder / "subtitles" / "bad").exists()


def test_the_wanted_audio_stream_must_exist(workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """Two streams, a third is asked for: say how many there are."""
    workspace.script("two", transcript())
    media = workspace.folder / "media" / "two.mkv"
    write_streams(media, [(tone(1.0), "eng"), (tone(1.0), "por")], default=1)
    assert workspace.run("build") == 0
    workspace.settings(["pt"], extra="[videos.two]\naudio_stream = 2\n")
    assert workspace.run("build") == 1
    assert "audio stream" in capsys.readouterr().err


def run_limited(workspace: TestWorkspace, *, file_bytes: int) -> subprocess.CompletedProcess[str]:
    """A build on a disk on which no file may grow beyond some bytes."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))

    return subprocess.run(
        [sys.executable, "-c", "import signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
         "from pipeline.cli import main; sys.exit(main(['build']))"],
        cwd=workspace.folder, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(workspace.folder),
             "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True, text=True, check=False, preexec_fn=limit, timeout=120,
    )  # fmt: skip


def test_a_full_disk_is_one_line_and_leaves_nothing_half_written(workspace: TestWorkspace) -> None:
    """The operating system refuses to write: the next build, with room, ends as if nothing had happened."""
    workspace.add_video()
    run = run_limited(workspace, file_bytes=200)
    assert run.returncode == 1
    assert "cannot be written" in run.stderr
    assert "Traceback" not in run.stderr
    leftovers = [path for path in (workspace.folder / "subtitles").rglob("*") if path.is_file()]
    assert leftovers == []
    assert workspace.run("build") == 0
    assert workspace.cues("pt")


def test_a_language_that_does_not_exist_is_bad_usage(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """On the command line as in the settings."""
    assert built.run("build", "--languages", "pt klingonese") == 2
    assert "--languages" in capsys.readouterr().err


def test_settings_in_another_encoding_are_named(workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, one line."""
    (workspace.folder / "captions.toml").write_bytes('languages = ["pt"]'.encode("utf-16"))
    assert workspace.run("build") == 2
    assert "is not UTF-8" in capsys.readouterr().err


@pytest.mark.parametrize("damage", ["transcript.json", "en.json", "pt.json", "approvals.json"])
def test_a_damaged_machine_file_is_named_with_the_cure(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str], damage: str
) -> None:
    """Merge markers in a machine file stop that video, and say what to delete; deleting it helps."""
    built.edit("national~pt", "nacional")
    assert built.run("build") == 0
    path = built.folder / "subtitles" / "talk" / "machine" / damage
    path.write_bytes(b"<<<<<<< ours\n" + (path.read_bytes() if path.exists() else b""))
    built.edit("Rongcheng", "Weihai")
    before = built.text("pt")
    capsys.readouterr()
    assert built.run("build") == 1
    error = capsys.readouterr().err
    assert damage in error
    assert "restore it, for example from git, or delete it and build again" in error
    assert "Traceback" not in error
    assert "nacional" in before
    assert "nacional" in built.text("pt")
    path.unlink()
    assert built.run("build") == 0
    assert "nacional" in built.text("pt")


def test_strange_folders_and_names_stop_no_other_video(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name too long, captions without a video, folders that are none of ours, a folder for a record."""
    long = "社会信用体系" * 12
    built.add_video(long)
    built.add_video("broken")
    subtitles = built.folder / "subtitles"
    for name in (".git", "notes", "own", "broken/machine/pt.json.pending"):
        (subtitles / name).mkdir(parents=True)
    (subtitles / "own" / "own.pt.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nOlá.\n", encoding="utf-8")
    built.edit("Rongcheng", "Weihai")
    capsys.readouterr()
    assert built.run("build") == 1
    said = capsys.readouterr().err
    assert "Weihai~pt" in built.text("pt")
    assert f"{long}: cannot be the name of a video" in said
    assert "own: captions made by hand" in said
    assert "broken/machine: is a directory" in said
    assert ".git" not in said
    assert "notes" not in said
    assert built.run("status", "--json") == 0
    assert {row["video"] for row in json.loads(capsys.readouterr().out)} == {"talk", long, "own", "broken"}


def test_a_lost_transcript_without_its_video_is_told(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """The captions were the machine's: to build nothing in silence would leave edits unheard."""
    (built.folder / "media" / "talk.wav").unlink()
    (built.folder / "subtitles" / "talk" / "machine" / "transcript.json").unlink()
    assert built.run("build") == 1
    assert "media/talk: is not there, and no transcript of it either" in capsys.readouterr().err


def test_an_unreadable_file_hides_no_other_row(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """`status` names it; the other languages, approvals and all, are shown."""
    assert built.run("approve", "talk", "en", "--by", "Ana") == 0
    built.path("pt").write_bytes(b"this was overwritten with a letter to my aunt\n")
    capsys.readouterr()
    assert built.run("status", "--json") == 0
    rows = {row["language"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["pt"]["state"] == "unreadable"
    assert "talk.pt.srt:1" in rows["pt"]["reason"]
    assert rows["en"]["state"] == "current"
    assert rows["en"]["approvals"][0]["holds"]
    (built.folder / "subtitles" / "talk" / "machine" / "en.json").write_text("{}")
    assert built.run("status", "--json") == 0
    rows = {row["language"]: row for row in json.loads(capsys.readouterr().out)}
    assert (rows["en"]["state"], rows["pt"]["state"]) == ("unreadable", "unreadable")


def test_words_from_a_hostile_record_do_not_reach_the_terminal_raw(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """A pull request can hold anything: control characters are shown, not obeyed."""
    built.edit("Rongcheng~pt", "Rongchengue")
    built.edit("Rongcheng", "Weihai")
    assert built.run("build") == 0
    record = built.folder / "subtitles" / "talk" / "machine" / "pt.json"
    record.write_text(record.read_text(encoding="utf-8").replace("Weihai~pt", "\\u001b]0;owned\\u0007"), "utf-8")
    capsys.readouterr()
    assert built.run("status") == 0
    said = capsys.readouterr().err
    assert "owned" in said
    assert "\x1b" not in said


def test_a_link_without_an_end_is_not_read(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """Git keeps links: one to a device must not fill the memory."""
    built.path("pt").unlink()
    built.path("pt").symlink_to("/dev/zero")
    assert built.run("build") == 1
    assert "talk.pt.srt: is a link; put the file itself there" in capsys.readouterr().err


def test_an_unfinished_merge_is_not_approved(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody vouches for both sides."""
    built.edit("Critics", "<<<<<<< ours\nCritics")
    assert built.run("approve", "talk", "en", "--by", "Ana") == 1
    assert "unfinished merge" in capsys.readouterr().err
