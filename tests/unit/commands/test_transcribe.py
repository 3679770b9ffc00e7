"""`captions transcribe`, with the engine that replays a script."""

import json
from pathlib import Path

from pipeline.cli import main

HUSH = {
    "schema_version": 1,
    "language": "und",
    "language_probability": None,
    "duration_ms": 5000,
    "notices": ["3 s of what may be speech gave no words (at 0:01)"],
    "words": [],
}


def test_sound_without_speech_gives_a_transcript_without_words(tmp_path: Path, monkeypatch, capsys) -> None:
    """An old transcript does not stay as if it were of this sound, and it is said why there are no words."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hush.mp4").write_bytes(b"a film")
    (tmp_path / "hush.transcript.json").write_text(json.dumps(HUSH))
    (tmp_path / "out.json").write_text("of another video")
    assert main(["transcribe", "--engine", "scripted", "hush.mp4", "-o", "out.json"]) == 0
    written = json.loads((tmp_path / "out.json").read_text())
    assert (written["words"], written["language"]) == ([], "und")
    told = capsys.readouterr().err
    assert "hush.mp4: 3 s of what may be speech gave no words (at 0:01)" in told
    assert "hush.mp4: nobody speaks in it; the transcript has no words" in told
