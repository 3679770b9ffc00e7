"""`captions translate` with the embedded package: facts come through, and what does not is said."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.model import EngineSignature, Translation
from pipeline.protocols import ProgressSink

ROOT = Path(__file__).parents[2]


def translate(folder: Path, text: str, *options: str) -> subprocess.CompletedProcess[str]:
    (folder / "talk.en.srt").write_text(f"1\n00:00:01,000 --> 00:00:06,000\n{text}\n", "utf-8")
    command = [
        sys.executable,
        "-m",
        "pipeline",
        "translate",
        "talk.en.srt",
        "--to",
        "pt",
        "-o",
        "talk.pt.srt",
        *options,
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.engines
@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("The bill for the repair was £2,750.", "2.750"),
        ("The cable carries 15 kΩ at most.", "15 kΩ"),
        ("Write to office@example.net soon.", "office@example.net"),
        ("We ate at 8:20 p.m. yesterday.", "20h20"),
        ("KEEP THE DOOR CLOSED.", "PORTA"),
    ],
)
def test_a_fact_comes_through(tmp_path: Path, text: str, kept: str) -> None:
    done = translate(tmp_path, text, "--strict")
    assert (done.returncode, "changed" in done.stderr) == (0, False)
    assert kept in (tmp_path / "talk.pt.srt").read_text("utf-8").replace("\n", " ")


class Damaging:
    """A translator that damages addresses, and whatever stands for them."""

    signature = EngineSignature(engine="fake", engine_version="1", model="fake")

    def translate(self, sentences: Sequence[str], progress: ProgressSink) -> tuple[Translation, ...]:
        return tuple(Translation(text=re.sub(r"@|[XQZW]{2}\d", "-", sentence)) for sentence in sentences)


@pytest.mark.parametrize(("options", "code"), [((), 0), (("--strict",), 3)])
def test_what_cannot_be_kept_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], options: list[str], code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("pipeline.translation.engines.load_translator", lambda *_: Damaging(), raising=False)
    Path("talk.en.srt").write_text("1\n00:00:01,000 --> 00:00:06,000\nMail a@example.org, now.\n", "utf-8")
    assert main(["translate", "talk.en.srt", "--to", "pt", "-o", "talk.pt.srt", *options]) == code
    (line,) = [line for line in capsys.readouterr().err.splitlines() if "changed" in line]
    told = "talk.en.srt: 00:00:01.000: in pt: addresses, code or names changed: a@example.org"
    assert line.endswith(f"{told} – in “Mail a@example.org, now.”")
    assert Path("talk.pt.srt").exists()
