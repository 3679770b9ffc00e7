"""A new workspace begins with files of its own, and nothing of a person's is touched."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.errors import InputError
from pipeline.workspace.config import load_config
from pipeline.workspace.starting import GITHUB_WORKFLOW, find_loose_videos, start_workspace, take_videos

ROOT = Path(__file__).parents[3]


def test_a_new_workspace_has_what_it_needs(tmp_path: Path) -> None:
    started = start_workspace(tmp_path / "new", program="captions", with_github=True)
    made = {path.relative_to(tmp_path / "new").as_posix() for path in (tmp_path / "new").rglob("*") if path.is_file()}
    assert made == {"captions.toml", "Makefile", ".gitignore", ".gitattributes", "CONTRIBUTING.md", GITHUB_WORKFLOW}
    assert set(started.made) == made | {"media/"}
    assert (tmp_path / "new" / "media").is_dir()
    assert load_config(tmp_path / "new") == load_config(tmp_path / "nowhere").__class__(folder=tmp_path / "new")


def test_the_settings_are_those_of_the_project_with_their_comments() -> None:
    """One text, in two places: the demonstration's own, and what `init` writes."""
    shipped = ROOT / "pipeline" / "workspace" / "starter" / "captions.toml"
    assert shipped.read_text("utf-8") == (ROOT / "captions.toml").read_text("utf-8")


def test_what_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "captions.toml").write_text('languages = ["es"]\n')
    (tmp_path / "Makefile").symlink_to(tmp_path / "elsewhere")
    started = start_workspace(tmp_path, program="captions")
    assert started.kept == ("captions.toml", "Makefile")
    assert (tmp_path / "captions.toml").read_text() == 'languages = ["es"]\n'
    assert not (tmp_path / "elsewhere").exists()
    assert start_workspace(tmp_path, program="captions").made == ()


def test_a_file_is_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "talk.mp4").write_bytes(b"")
    with pytest.raises(InputError, match=r"talk\.mp4: is a file; name a folder"):
        start_workspace(tmp_path / "talk.mp4", program="captions")


def test_videos_are_taken_and_none_is_overwritten(tmp_path: Path) -> None:
    start_workspace(tmp_path, program="captions")
    for name in ("b.mp4", "a.WEBM", ".hidden.mp4", "notes.txt"):
        (tmp_path / name).write_bytes(b"1")
    loose = find_loose_videos(tmp_path)
    assert [path.name for path in loose] == ["a.WEBM", "b.mp4"]
    assert [path.name for path in take_videos(tmp_path, loose)] == ["a.WEBM", "b.mp4"]
    (tmp_path / "b.mp4").write_bytes(b"2")
    with pytest.raises(InputError, match="is there already"):
        take_videos(tmp_path, find_loose_videos(tmp_path))
    assert (tmp_path / "media" / "b.mp4").read_bytes() == b"1"


def test_init_says_what_is_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal nobody is asked, and videos stay where they are."""
    (tmp_path / "talk.mp4").write_bytes(b"")
    before = Path.cwd()
    os.chdir(tmp_path)
    try:
        assert main(["init"]) == 0
        shown = capsys.readouterr().err
        assert "1 video left in the folder; `captions init --take` moves them into media/" in shown
        assert shown.endswith("next: put videos into media/, look at captions.toml, run: captions build\n")
        assert main(["init", "--take", "--quiet"]) == 0
    finally:
        os.chdir(before)
    assert (tmp_path / "media" / "talk.mp4").is_file()


def test_the_makefile_of_a_new_workspace_calls_captions(tmp_path: Path) -> None:
    start_workspace(tmp_path, program="captions")
    run = subprocess.run(
        ["make", "-n", "--no-print-directory"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines()[-1].strip() == "captions build"


def test_the_workflow_installs_this_program(tmp_path: Path) -> None:
    start_workspace(tmp_path, program="captions @ git+https://example.org/captions@abc", with_github=True)
    text = (tmp_path / GITHUB_WORKFLOW).read_text()
    assert 'pip install "captions @ git+https://example.org/captions@abc"' in text
    assert "@PROGRAM@" not in text
