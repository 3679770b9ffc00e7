"""Burning captions in: what the FFmpeg program is asked, and what its failures become."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pipeline.delivery.burning import burn_captions
from pipeline.errors import EngineError, EngineNotInstalled

COPY = """#!{python}
import shutil, sys
command = sys.argv[1:]
shutil.copy("captions.srt", "burnt.mp4")
open("{log}", "w").write("\\n".join(command))
"""
FAIL = """#!{python}
import sys
sys.stderr.write("first\\n{message}\\n")
sys.exit(1)
"""


def use_program(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program called ffmpeg first, and hide the one of the package."""
    (folder / "ffmpeg").write_text(text)
    (folder / "ffmpeg").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)


def test_the_program_is_given_plain_names_whatever_the_files_are_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The filter's own quoting rules never meet a person's file name."""
    use_program(tmp_path, COPY.format(python=sys.executable, log=tmp_path / "log"), monkeypatch)
    target = tmp_path / "it's [a]:test,.mp4"
    burn_captions(tmp_path / "my 'video'.mp4", "1\n", target)
    command = (tmp_path / "log").read_text().split("\n")
    assert target.read_text() == "1\n"
    assert command[command.index("-vf") + 1] == "subtitles=captions.srt"
    assert command[command.index("-i") + 1] == str(tmp_path / "my 'video'.mp4")
    assert command[command.index("-c:a") + 1] == "copy"


@pytest.mark.parametrize(
    ("message", "error"),
    [("No such filter: 'subtitles'", EngineNotInstalled), ("disk on fire", EngineError)],
)
def test_a_failure_is_one_line(
    message: str, error: type[EngineError], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program without the filter is named as what it is; nothing is left behind."""
    use_program(tmp_path, FAIL.format(python=sys.executable, message=message), monkeypatch)
    with pytest.raises(error) as caught:
        burn_captions(tmp_path / "a.mp4", "1\n", tmp_path / "b.mp4")
    assert type(caught.value) is error
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "b.mp4").exists()
