"""What somebody meets in the first hour: two files of one name, a mistyped name, captions from elsewhere."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.builders import TestWorkspace


def test_two_files_of_one_name_stop_only_that_video(
    workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line names both files and the cure; every other video is built."""
    workspace.add_video()
    workspace.add_video("other")
    (workspace.folder / "media" / "talk.mkv").write_bytes(b"x")
    assert workspace.run("build") == 1
    error = capsys.readouterr().err.splitlines()[-1]
    assert "media/talk.mkv and media/talk." in error
    assert "rename one of them" in error
    assert workspace.cues("pt", "other")
    assert not (workspace.folder / "subtitles" / "talk").exists()


def test_a_second_file_of_a_name_leaves_the_captions_that_are_there(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """Until one of the two is renamed nothing is made of either; status, check and bundle say or do the same."""
    built.add_video("other")
    before = built.cues("pt", "talk")
    (built.folder / "media" / "talk.mkv").write_bytes(b"x")
    assert built.run("build", "media/talk.mkv") == 1
    assert built.run("build") == 1
    assert built.cues("pt", "talk") == before
    capsys.readouterr()
    assert built.run("status") == 0
    assert "one name for 2 files" in capsys.readouterr().out
    assert built.run("bundle") == 1
    assert "one name for 2 files" in capsys.readouterr().err
    assert built.run("rename", "talk", "new") == 1
    assert not (built.folder / "subtitles" / "new").exists()
    (built.folder / "media" / "talk.mkv").rename(built.folder / "media" / "third.mkv")
    assert built.run("build", "talk") == 0


UNKNOWN = [
    ("build", "nonsense"),
    ("bundle", "nonsense"),
    ("bundle", "talk", "--languages", "fr"),
    ("bundle", "talk", "--burn", "fr"),
    ("review", "nonsense"),
    ("approve", "nonsense", "pt", "--by", "Ana"),
    ("approve", "talk", "fr", "--by", "Ana"),
    ("accept", "nonsense", "pt", "--cue", "1"),
    ("accept", "talk", "fr", "--cue", "1"),
    ("changes", "nonsense", "pt"),
    ("changes", "talk", "fr"),
    ("export", "nonsense", "pt", "--format", "po"),
    ("export", "talk", "fr", "--format", "po"),
    ("rename", "nonsense", "other"),
    ("replace", "a", "b", "nonsense"),
    ("shift", "nonsense", "--by", "1"),
    ("shift", "talk", "--language", "fr", "--by", "1"),
    ("fix", "nonsense"),
    ("glossary", "suggest", "nonsense"),
    ("check", "nonsense"),
    ("describe", "nonsense"),
    ("desk", "talk", "fr"),
    ("desk", "--export", "talk", "fr"),
]


@pytest.mark.parametrize("command", UNKNOWN, ids=" ".join)
def test_a_name_that_is_not_here_is_wrong_usage(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    """Exit code 2 everywhere, in one line that says what there is."""
    assert built.run(*command) == 2
    error = capsys.readouterr().err.strip().splitlines()[-1]
    assert "nonsense" in error or "fr" in error
    assert command[0] == "rename" or "talk" in error


def test_a_wrong_name_does_not_keep_the_others_from_being_built(workspace: TestWorkspace) -> None:
    workspace.add_video()
    assert workspace.run("build", "nonsense", "talk") == 2
    assert workspace.cues("pt", "talk")


def test_a_file_that_is_not_there_is_called_a_file(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """And the other file of the command is not changed."""
    path = built.folder / "a.srt"
    path.write_text("1\n00:00:01,000 --> 00:00:02,000\nHello.\n")
    before = path.read_bytes()
    assert built.run("shift", "a.srt", "nope.srt", "--by", "1") == 1
    assert capsys.readouterr().err.strip().splitlines()[-1] == "captions: nope.srt: no such file"
    assert path.read_bytes() == before


def test_a_video_is_checked_by_its_name(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    built.add_video("other")
    capsys.readouterr()
    built.run("check", "talk", "--json")
    reports = json.loads(capsys.readouterr().out)
    assert sorted(Path(report["path"]).name for report in reports) == ["talk.en.srt", "talk.pt.srt"]
    assert built.run("check", "nope.srt") == 1


def test_replacing_what_stands_nowhere_fails_and_says_so(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert built.run("replace", "zebra", "horse", "--yes") == 1
    assert "“zebra” stands nowhere; nothing was changed" in capsys.readouterr().err
    assert built.run("replace", "zebra", "horse", "--json") == 1


def test_renaming_reports_a_bundle_of_the_old_name(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    (built.folder / "dist" / "talk").mkdir(parents=True)
    assert built.run("rename", "talk", "a b") == 0
    assert "dist/talk is a bundle of the old name; make the new one: captions bundle 'a b'" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    [
        ("transcribe", "media/talk.mp4", "-o"),
        ("convert", "subtitles/talk/talk.en.srt", "-o"),
        ("translate", "subtitles/talk/talk.en.srt", "--to", "pt", "-o"),
        ("shift", "subtitles/talk/talk.en.srt", "--by", "1", "-o"),
        ("export", "talk", "pt", "--format", "po", "-o"),
    ],
    ids=lambda command: command[0],
)
def test_a_folder_that_is_not_there_is_not_made(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    """A mistyped path is refused before the work, not turned into folders."""
    assert built.run(*command, "nowhere/x.srt") == 2
    assert "there is no folder nowhere; make it, or name another" in capsys.readouterr().err
    assert not (built.folder / "nowhere").exists()


def test_a_glossary_takes_its_languages_from_the_first_row(
    workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    table = "en,pt,Spanish,notes\nscore,pontuação,puntuación,of a person\ncredit,,crédito,\n"
    (workspace.folder / "t.csv").write_text(table, "utf-8")
    assert workspace.run("glossary", "import", "t.csv") == 0
    capsys.readouterr()
    assert workspace.run("glossary", "list", "--json") == 0
    terms = json.loads(capsys.readouterr().out)["terms"]
    assert [(term["source"], dict(term["translations"])) for term in terms] == [
        ("score", {"pt": ["pontuação"], "es": ["puntuación"]}),
        ("credit", {"es": ["crédito"]}),
    ]


def test_a_glossary_without_languages_asks_for_them(
    workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    (workspace.folder / "t.csv").write_text("score,pontos\n", "utf-8")
    assert workspace.run("glossary", "import", "t.csv") == 2
    assert "--to names the language of the translations; or a first row names all of them" in capsys.readouterr().err
    assert workspace.run("glossary", "import", "t.csv", "--to", "pt") == 0


def test_taking_videos_says_what_to_do_with_captions_beside_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from pipeline.cli import main

    for name in (
        "talk.mp4",
        "talk.pt.srt",
        "talk.srt",
        "talks.srt",
        "other.en.vtt",
        "my talk.mp4",
        "my talk.pt-BR.srt",
    ):
        (tmp_path / name).write_bytes(b"x")
    monkeypatch.chdir(tmp_path)
    assert main(["init", "--take"]) == 0
    told = capsys.readouterr().err
    assert (
        "talk.pt.srt: left where it is; bring it in with: "
        "captions import talk.pt.srt --video talk --language pt\n" in told
    )
    assert "captions import talk.srt --video talk --language TAG (TAG is its language, such as en)" in told
    assert "captions import 'my talk.pt-BR.srt' --video 'my talk' --language pt-BR" in told
    assert "talks.srt" not in told
    assert "other.en.vtt" not in told
    assert (tmp_path / "talk.pt.srt").exists()


def test_outside_of_a_repository_nobody_is_told_to_set_git_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from pipeline.cli import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    main(["init"])
    main(["doctor"])
    said = "".join(capsys.readouterr())
    assert "install-driver" not in said
    assert "this folder is in no repository" in said
    subprocess.run(["git", "init", "-q"], check=True, env={**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null"})
    main(["doctor"])
    assert "captions merge --install-driver" in "".join(capsys.readouterr())
