"""What people type: wrong options are refused before any work, full disks and refusals are one line."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.builders import TestWorkspace

ROOT = Path(__file__).parents[2]
FULL = Path("/dev/full")


def refused_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """The last line of a command line that argparse itself refuses."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    return capsys.readouterr().err.splitlines()[-1]


@pytest.mark.skipif(not FULL.exists(), reason="no full device here")
@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize(
    "command",
    ["status", "check --json", "translate subtitles/talk/talk.en.srt --to pt -o -"],
    ids=lambda command: command.split()[0],
)
def test_a_full_stdout_is_one_line(built: TestWorkspace, command: str, unbuffered: str) -> None:
    """`captions status >/dev/full`: no fault of ours, no complaint of Python's own at the end."""
    with FULL.open("wb") as full:
        run = subprocess.run(
            [sys.executable, "-m", "pipeline", *command.split(), "--quiet"],
            cwd=built.folder, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": unbuffered},
            stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=120,
        )  # fmt: skip
    assert run.stderr == "captions: standard output: no space left on device\n"
    assert run.returncode == 1


def test_what_the_system_refuses_names_the_file(
    built: TestWorkspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wherever it happens: one line, exit code 1, also with --verbose."""

    def refuse(*arguments: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", "subtitles/talk")

    monkeypatch.setattr("pipeline.commands.status.survey_videos", refuse)
    for options in ([], ["--verbose"]):
        assert built.run("status", *options) == 1
        assert capsys.readouterr().err.splitlines()[-1] == "captions: subtitles/talk: permission denied"


def test_an_unknown_engine_stops_everything_at_once(
    workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bad settings are exit code 2, not one failed video after another."""
    workspace.add_video()
    settings = workspace.folder / "captions.toml"
    settings.write_text(settings.read_text().replace('engine = "scripted"', 'engine = "wisper"'))
    line = "captions: captions.toml: transcription.engine: must be one of whisper, faster-whisper, got 'wisper'"
    for command in ("build", "status"):
        assert workspace.run(command) == 2
        assert capsys.readouterr().err.splitlines() == [line]


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (["translate", "x.en.srt", "--to", "pt", "-o", "-", "--profile", "foo"], "--profile: invalid choice: 'foo'"),
        (["cue", "x.json", "--profile", "foo"], "--profile: invalid choice: 'foo'"),
        (["transcribe", "x.mp4", "-o", "-", "--profile", "foo"], "--profile"),
        (["transcribe", "x.mp4", "-o", "-", "--engine", "foo"], "'foo'; known: whisper, faster-whisper"),
    ],
    ids=["translate", "cue", "transcribe", "engine"],
)
def test_an_unknown_name_is_refused_before_any_work(
    arguments: list[str], shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The files need not even exist; captions.toml has nothing to do with it."""
    line = refused_line(arguments, capsys)
    assert shown in line
    assert "captions.toml" not in line


@pytest.mark.parametrize("command", ["build", "status"])
def test_a_wrong_language_on_the_command_line_is_not_in_the_settings(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    """The line names the option."""
    assert built.run(command, "--languages", "pt klingonese") == 2
    assert capsys.readouterr().err.startswith("captions: --languages: not a language code: 'klingonese'")


@pytest.mark.parametrize("command", ["check x.srt", "convert x.srt x.vtt"])
def test_a_wrong_language_of_one_file_names_the_option(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    """As the line for many files does."""
    monkeypatch.chdir(tmp_path)
    Path("x.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nHello.\n")
    assert main([*command.split(), "--language", "klingonese"]) == 2
    assert capsys.readouterr().err.startswith("captions: --language: not a language code: 'klingonese'")


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ("--to pt -o my.pt.vtt", "-o: my.pt.vtt is no .srt file; write my.pt.srt, then run: captions convert my.pt.srt my.pt.vtt"),
        ("--to pt -o talk.en.srt", "-o: talk.en.srt is the file to translate itself; name another one"),
        ("--to pt -o ./link.srt", "-o: link.srt is the file to translate itself; name another one"),
        ("--to pt -o .", "-o: . is a folder; name a file in it"),
        ("--to en -o my.srt", "--to: talk.en.srt is in en already; name another language"),
        ("--from pt --to PT -o -", "--to: talk.en.srt is in pt already; name another language"),
    ],
    ids=["vtt", "itself", "link", "folder", "same", "same-from"],
)  # fmt: skip
def test_a_translation_that_cannot_be_written_is_refused(
    built: TestWorkspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], options: str, shown: str
) -> None:
    """Bad usage with its cure, before a model is loaded; no file is written or changed."""
    folder = built.path("en").parent
    monkeypatch.chdir(folder)
    Path("link.srt").symlink_to("talk.en.srt")
    before = built.snapshot()
    assert main(["translate", "talk.en.srt", *options.split()]) == 2
    assert capsys.readouterr().err == f"captions: {shown}\n"
    assert built.snapshot() == before


def test_a_translation_is_written_as_subrip(built: TestWorkspace) -> None:
    """To a file and to stdout, as before; the suffix in any case."""
    assert built.run("translate", "subtitles/talk/talk.en.srt", "--to", "pt", "-o", "own.pt.SRT") == 0
    assert "national~pt" in (built.folder / "own.pt.SRT").read_text(encoding="utf-8")


def test_a_renaming_is_told_to_scripts(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """The video, its new name and every file that moved."""
    capsys.readouterr()
    assert built.run("rename", "talk", "film", "--json", "--quiet") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["video"], told["new_name"]) == ("talk", "film")
    assert {"from": "media/talk.wav", "to": "media/film.wav"} in told["moved"]
    assert {"from": "subtitles/film/talk.pt.srt", "to": "subtitles/film/film.pt.srt"} in told["moved"]
    assert all((built.folder / moved["to"]).exists() for moved in told["moved"])


def test_the_hint_for_a_video_renamed_by_hand_can_be_pasted(
    workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """Names with spaces and quotes are quoted for the shell, and the file is named as it lies there."""
    workspace.add_video("my talk")
    assert workspace.run("build") == 0
    media = workspace.folder / "media"
    (media / "my talk.wav").rename(media / "Ana's $film.wav")
    capsys.readouterr()
    assert workspace.run("build") == 1
    last = capsys.readouterr().err.splitlines()[-1]
    assert "media/Ana's $film.wav: is the video that was called my talk" in last
    _, _, command = last.partition("run: ")
    assert shlex.split(command) == ["captions", "rename", "my talk", "Ana's $film"]
    assert workspace.run(*shlex.split(command)[1:]) == 0


@pytest.mark.parametrize("mark", ["||||||| abc123", "|||||||", "||||||| merged common ancestors"])
def test_a_base_mark_of_git_is_an_unfinished_merge(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str], mark: str
) -> None:
    """The other marks were deleted, this one was forgotten: nothing is made of that file or approved."""
    built.edit("Critics", f"{mark}\nCritics")
    before = built.snapshot()
    assert built.run("build") == 1
    assert "unfinished merge" in capsys.readouterr().err
    assert built.run("approve", "talk", "en", "--by", "Ana") == 1
    assert "unfinished merge" in capsys.readouterr().err
    assert built.snapshot() == before


def test_bars_that_a_machine_heard_are_no_mark() -> None:
    """As long as before, and harmless."""
    from pipeline.text.conflict_markers import disarm_marks, find_mark

    assert disarm_marks("||||||| x") == "¦|||||| x"
    assert find_mark("a ||||||| b") is None
    assert find_mark("||||||||") is None


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "1\n00:00:01,000 --> 00:00:02,000\n\n"], ids=repr)
@pytest.mark.parametrize("command", ["fix", "shift --by 1", "sync --rate 25=24"])
def test_a_file_without_captions_is_refused_and_left_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, text: str
) -> None:
    """Nothing, blank lines, a mark alone, a cue without text: one line that names the file."""
    path = tmp_path / "talk.en.srt"
    path.write_text(text)
    assert main([*command.split(), str(path)]) == 1
    error = capsys.readouterr().err
    assert "talk.en.srt" in error
    assert "a fault of ours" not in error
    assert len(error.splitlines()) == 1
    assert path.read_text() == text


@pytest.mark.parametrize("command", ["build", "bundle"])
def test_an_unknown_video_is_named_once(
    workspace: TestWorkspace, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    """Its name, what is wrong, what there is."""
    workspace.add_video()
    assert workspace.run(command, "nonsense") == 2
    assert capsys.readouterr().err.splitlines()[-1] == "captions: nonsense: no such video (known: talk)"


def test_checking_a_missing_file_says_that_it_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not that its name says no language; and the files that are there are still checked."""
    there = tmp_path / "talk.en.srt"
    there.write_text("1\n00:00:01,000 --> 00:00:03,000\nHello there.\n")
    missing = tmp_path / "nope.srt"
    assert main(["check", str(missing), str(tmp_path), str(there)]) == 1
    told = capsys.readouterr()
    assert f"{missing}: no such file" in told.err.replace(f"{Path.cwd()}/", "")
    assert f"{tmp_path}: is a directory" in told.err
    assert "talk.en.srt (en): 1 cue" in told.out


def test_what_need_not_be_given_is_not_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    """`captions replace` takes the videos' names or none."""
    assert refused_line(["replace", "old"], capsys).endswith("are required: NEW")


def test_ctrl_c_while_a_library_loads_is_no_fault(
    built: TestWorkspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Compiled modules make an `ImportError` of it."""

    def load(*arguments: object) -> None:
        with contextlib.suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        raise ImportError("initialization failed")

    monkeypatch.setattr("pipeline.commands.status.survey_videos", load)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a suite in the background ignores Ctrl-C
    try:
        assert built.run("status") == 130
        assert "stopped; nothing is half-written" in capsys.readouterr().err
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


def test_the_review_counts_from_zero_and_names_the_language(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """-1 is no number of rows; a language without captions is named."""
    assert "not a number from 0 on" in refused_line(["review", "--limit=-1"], capsys)
    assert built.run("review", "--language", "fr") == 0
    assert "no captions in fr here yet" in capsys.readouterr().err


def test_a_table_shows_paths_as_people_type_them(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """Also of a file that cannot be read."""
    built.path("pt").write_text("1\n00:00:\nHi.\n")
    assert built.run("status") == 0
    out = capsys.readouterr().out
    assert "unreadable (subtitles/talk/talk.pt.srt:" in out


def test_the_port_of_the_desk_is_a_port(capsys: pytest.CaptureFixture[str]) -> None:
    """Not what the operating system cannot bind."""
    for wrong in ("99999", "-1", "abc"):
        assert "not a port from 0 to 65535" in refused_line(["desk", f"--port={wrong}"], capsys)


def test_ctrl_c_before_anything_began_is_one_line() -> None:
    """While Python still loads the command."""
    code = (
        "import pipeline.cli as cli\n"
        "def loading(wanted):\n    raise KeyboardInterrupt\n"
        "cli.make_parser = loading\n"
        "cli.program()"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert run.returncode == 130
    assert run.stderr == "captions: stopped; nothing had begun\n"


def test_a_file_without_text_is_not_translated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty file is no translation."""
    path, target = tmp_path / "talk.en.srt", tmp_path / "talk.pt.srt"
    path.write_text("1\n00:00:01,000 --> 00:00:02,000\n\n")
    assert main(["translate", str(path), "--to", "pt", "-o", str(target)]) == 1
    assert "has no text to translate" in capsys.readouterr().err
    assert not target.exists()


def test_convert_does_not_write_over_its_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nHello.\n")
    assert main(["convert", "a.srt", "a.srt"]) == 2
    assert "a.srt is the file to convert itself" in capsys.readouterr().err
