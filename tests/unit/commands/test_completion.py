"""The shell completes commands, options, videos and languages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli import main

ROOT = Path(__file__).parents[3]


def complete(line: str, folder: Path) -> set[str]:
    """What the program answers to bash for a line that is being typed."""
    answer = folder / "answer"
    environment = {
        **os.environ,
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(answer),
        "_ARGCOMPLETE_IFS": "\n",
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
        "COMP_TYPE": "9",
        "PYTHONPATH": str(ROOT),
    }
    subprocess.run([sys.executable, "-m", "pipeline"], cwd=folder, env=environment, check=True, capture_output=True)
    return {word.strip() for word in answer.read_text().splitlines()}


def test_commands_options_and_videos_are_completed(tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "social-credit.mp4").write_bytes(b"")
    assert complete("captions bu", tmp_path) == {"build", "bundle"}
    assert "--languages" in complete("captions build --l", tmp_path)
    assert complete("captions approve so", tmp_path) == {"social-credit"}


@pytest.mark.parametrize(
    ("shell", "place"),
    [
        ("bash", ".local/share/bash-completion/completions/captions"),
        ("zsh", ".local/share/captions/completion.zsh"),
        ("fish", ".config/fish/completions/captions.fish"),
    ],
)
def test_the_completion_is_written_where_the_shell_looks(
    shell: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SHELL", f"/bin/{shell}")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert main(["--install-completion"]) == 0
    assert "captions" in (tmp_path / place).read_text()
    assert str(tmp_path / place) in capsys.readouterr().err


def test_another_shell_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    assert main(["--install-completion"]) == 2
    assert capsys.readouterr().err == "captions: no completion for tcsh; there is one for bash, zsh and fish\n"
