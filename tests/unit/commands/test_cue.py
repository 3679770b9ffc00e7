"""`captions cue` and `captions check` as their users run them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.formats.transcript_json import transcript_to_json
from tests.builders import TestWorkspace, transcript

GOOD = "1\n00:00:01,000 --> 00:00:03,000\nAll is well.\n"
BAD = GOOD.replace("well", "<div> good") + "\n2\n00:00:02,500 --> 00:00:02,900\nToo early, too short.\n"


def test_cue_reads_our_transcript_and_writes_subrip(tmp_path: Path) -> None:
    """The file tool needs no workspace."""
    source, target = tmp_path / "t.json", tmp_path / "t.en.srt"
    source.write_text(json.dumps(transcript_to_json(transcript())), encoding="utf-8")
    assert main(["cue", str(source), "-o", str(target)]) == 0
    assert "China announced the system in 2014." in target.read_text(encoding="utf-8")
    assert main(["check", str(target)]) == 0


def test_cue_reads_the_json_of_openai_whisper(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What `whisper --word_timestamps True -f json` writes; without -o the captions go to stdout."""
    words = [
        {"word": " Hello", "start": 0.5, "end": 0.9, "probability": 0.9},
        {"word": " there.", "start": 0.9, "end": 1.4},
    ]
    value = {"language": "en", "segments": [{"start": 0.5, "end": 1.4, "text": " Hello there.", "words": words}]}
    source = tmp_path / "w.json"
    source.write_text(json.dumps(value), encoding="utf-8")
    assert main(["cue", str(source), "--language", "en"]) == 0
    assert capsys.readouterr().out == "1\n00:00:00,500 --> 00:00:01,400\nHello there.\n\n"


def test_cue_does_not_overwrite_its_own_input(tmp_path: Path) -> None:
    """A slip of the keyboard must not destroy a transcript."""
    source = tmp_path / "t.json"
    source.write_text(json.dumps(transcript_to_json(transcript())), encoding="utf-8")
    before = source.read_bytes()
    assert main(["cue", str(source), "-o", str(source)]) == 1
    assert source.read_bytes() == before


def test_cue_says_that_nobody_speaks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No words are no error, and no file."""
    source, target = tmp_path / "t.json", tmp_path / "t.srt"
    source.write_text(json.dumps(transcript_to_json(transcript(()))), encoding="utf-8")
    assert main(["cue", str(source), "-o", str(target)]) == 0
    assert not target.exists()
    assert "nobody speaks" in capsys.readouterr().err


def test_check_prints_each_finding_and_a_summary(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Cue, time, rule and value; exit code 3 for errors."""
    path = tmp_path / "talk.en.srt"
    path.write_text(BAD, encoding="utf-8")
    assert main(["check", str(path)]) == 3
    out = capsys.readouterr().out
    assert "2 cues, 2 errors, 2 warnings, 0 style" in out
    assert "00:00:02.500" in out
    assert "starts 0.50 s before the previous cue ends" in out


def test_check_as_json_is_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A script reads rule, cue, time, value and limit."""
    path = tmp_path / "talk.en.srt"
    path.write_text(BAD, encoding="utf-8")
    assert main(["check", str(path), "--format", "json"]) == 3
    (report,) = json.loads(capsys.readouterr().out)
    assert report["errors"] == 2
    assert {"severity": "error", "rule": "overlap", "cue": 2, "start_ms": 2_500, "value": 0.5, "limit": 0,
            "message": "starts 0.50 s before the previous cue ends"} in report["findings"]  # fmt: skip


def test_check_has_the_json_option_of_the_other_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same bytes as `--format json`."""
    path = tmp_path / "talk.en.srt"
    path.write_text(BAD, encoding="utf-8")
    assert main(["check", str(path), "--json"]) == 3
    short = capsys.readouterr().out
    assert main(["check", str(path), "--format", "json"]) == 3
    assert short == capsys.readouterr().out
    assert main(["check", str(path)]) == 3
    assert not capsys.readouterr().out.startswith("[")


def test_check_annotates_the_lines_of_a_pull_request(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """GitHub shows the finding beside the cue's times; its separators are escaped."""
    path = tmp_path / "a,b.en.srt"
    path.write_text(BAD, encoding="utf-8")
    main(["check", str(path), "--format", "github"])
    lines = capsys.readouterr().out.splitlines()
    assert any(
        line.startswith("::error file=") and "a%2Cb.en.srt,line=6,title=overlap::cue 2" in line for line in lines
    )


def test_check_goes_on_after_a_file_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The others are checked, and the exit code says that something failed."""
    path = tmp_path / "talk.en.srt"
    path.write_text(GOOD, encoding="utf-8")
    assert main(["check", str(tmp_path / "none.en.srt"), str(path)]) == 1
    shown = capsys.readouterr()
    assert "none.en.srt" in shown.err
    assert "1 cue, 0 errors" in shown.out


def test_check_needs_to_know_the_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From the name or from --language."""
    path = tmp_path / "talk.srt"
    path.write_text(GOOD, encoding="utf-8")
    assert main(["check", str(path)]) == 2
    assert "--language" in capsys.readouterr().err
    assert main(["check", str(path), "--language", "en"]) == 0


def test_check_without_files_takes_the_workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every language of every video; what was rejected is no caption file."""
    workspace = TestWorkspace(tmp_path / "work")
    workspace.add_video()
    assert workspace.run("build") == 0
    workspace.path("rejects").write_text(BAD)
    (workspace.path("en").parent / "talk.pt.rejects.srt").write_text(BAD)
    capsys.readouterr()
    assert workspace.run("check", "--format", "json") == 0
    reports = json.loads(capsys.readouterr().out)
    assert [report["path"] for report in reports] == ["subtitles/talk/talk.en.srt", "subtitles/talk/talk.pt.srt"]


def test_checking_a_plain_file_loads_nothing_heavy(tmp_path: Path) -> None:
    """Half a second for everything: no engine, no segmenter, no array library."""
    path = tmp_path / "talk.pt.srt"
    path.write_text(GOOD.replace("well", "é bom"), encoding="utf-8")
    code = (
        "import sys; from pipeline.cli import main; main(['check', sys.argv[1]]); "
        "print([m for m in ('torch', 'sentencex', 'av', 'numpy', 'rich', 'srt', 'budoux') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")
