"""`captions align` with the scripted recogniser: nothing is heard, so the text decides with its prior."""

from __future__ import annotations

import json

import pytest

from pipeline.cli import main
from tests.media_files import silence, write_audio

SAID = "In 2014 china announced a plan for what it called a social credit system"
SCRIPT = "# Credit\n\nIn 2014, China announced a plan for what it called a “social credit system”.\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "captions.toml").write_text('[transcription]\nengine = "scripted"\n')
    write_audio(tmp_path / "talk.wav", (0.0, silence(8.0)))
    words = [[text, 500 * number, 500 * number + 400, 0.9] for number, text in enumerate(SAID.split())]
    transcript = {"schema_version": 1, "language": "en", "duration_ms": 8_000, "words": words}
    (tmp_path / "talk.transcript.json").write_text(json.dumps(transcript))
    (tmp_path / "talk.txt").write_text(SCRIPT)
    return tmp_path


def test_captions_have_the_words_of_the_text(folder, capsys):
    assert main(["align", "talk.txt", "talk.wav", "-o", "talk.srt"]) == 0
    text = (folder / "talk.srt").read_text()
    shown = " ".join(line for line in text.split("\n") if line and not line.isdigit() and "-->" not in line)
    assert shown == "In 2014, China announced a plan for what it called a “social credit system”."
    assert "talk.srt: " in capsys.readouterr().err


def test_captions_go_to_stdout_without_a_file(folder, capsys):
    assert main(["align", "-q", "talk.txt", "talk.wav"]) == 0
    assert capsys.readouterr().out.startswith("1\n00:00:00,000 --> ")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["other.txt", "talk.wav"], 1, "less than half"),
        (["none.txt", "talk.wav"], 1, "none.txt"),
        (["talk.txt", "none.wav"], 1, "none.wav: is not there"),
        (["empty.txt", "talk.wav"], 1, "empty.txt: holds nothing that could be said"),
        (["talk.txt", "talk.wav", "-o", "talk.txt"], 2, "is the text itself"),
        (["talk.txt", "talk.wav", "--language", "xx-yy-zz!"], 2, "--language"),
    ],
)
def test_what_cannot_be_aligned_is_one_line(folder, capsys, arguments, code, message):
    (folder / "other.txt").write_text("Bees make honey from what flowers give them, all summer long, day after day.")
    (folder / "empty.txt").write_text("")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    assert main(["align", "-q", *arguments]) == code
    error = capsys.readouterr().err.strip()
    assert message in error
    assert len(error.split("\n")) == 1
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
