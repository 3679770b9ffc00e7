"""`captions build` with the scripted engines: from videos to captions, and only what changed."""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from pathlib import Path

import pytest

from pipeline.formats.transcript_json import transcript_to_json
from tests.builders import STORY, TestWorkspace, transcript


def test_every_language_gets_the_whole_text(built: TestWorkspace) -> None:
    """Each word of the transcript appears once, in order; the translation has as many, its numbers as Portuguese has them."""
    english = " ".join(cue.text.replace("\n", " ") for cue in built.cues("en"))
    assert english == " ".join(STORY)
    portuguese = " ".join(cue.text.replace("\n", " ") for cue in built.cues("pt"))
    assert portuguese.replace("~pt", "") == " ".join(STORY).replace("1,000", "1.000")


def test_a_video_in_a_language_of_the_list_gets_the_others(workspace: TestWorkspace) -> None:
    """Under the default settings a Portuguese video gets English."""
    workspace.add_video("talk", language="pt")
    settings = workspace.folder / "captions.toml"
    lines = settings.read_text("utf-8").splitlines()
    settings.write_text("\n".join(line for line in lines if not line.startswith("languages")) + "\n", "utf-8")
    assert workspace.run("build") == 0
    assert sorted(path.name for path in (workspace.folder / "subtitles" / "talk").glob("*.srt")) == [
        "talk.en.srt",
        "talk.pt.srt",
    ]


def test_a_second_build_does_nothing(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """Not one byte and not one inode changes, and it says so."""
    before = {path: path.stat().st_ino for path in built.folder.joinpath("subtitles").rglob("*")}
    capsys.readouterr()
    assert built.run("build", "--json") == 0
    printed = capsys.readouterr()
    assert {row["state"] for row in json.loads(printed.out)} == {"current"}
    assert "all is current" in printed.err
    assert {path: path.stat().st_ino for path in built.folder.joinpath("subtitles").rglob("*")} == before


def test_modification_times_decide_nothing(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """A git checkout scrambles them."""
    for number, path in enumerate(sorted(built.folder.rglob("*"))):
        os.utime(path, (number * 1_000, 2_000_000_000 - number))
    capsys.readouterr()
    assert built.run("build", "--json") == 0
    assert {row["state"] for row in json.loads(capsys.readouterr().out)} == {"current"}


def test_deleting_the_cache_folder_is_safe(built: TestWorkspace) -> None:
    """`build/` holds nothing that is needed."""
    before = built.snapshot()
    shutil.rmtree(built.folder / "build")
    assert built.run("build") == 0
    assert built.snapshot() == before


def test_the_same_input_gives_the_same_bytes(built: TestWorkspace, tmp_path_factory: pytest.TempPathFactory) -> None:
    """In another folder, at another time."""
    other = TestWorkspace(tmp_path_factory.mktemp("other") / "elsewhere")
    other.add_video()
    assert other.run("build") == 0
    assert other.snapshot() == built.snapshot()


def test_a_wider_run_adds_a_language_and_leaves_the_others(built: TestWorkspace) -> None:
    """`LANGUAGES="pt es"` for one run."""
    before = built.snapshot()
    assert built.run("build", "--languages", "pt es") == 0
    after = built.snapshot()
    assert {name for name in after if name not in before} == {"talk/machine/es.json", "talk/talk.es.srt"}
    assert {name: after[name] for name in before} == before


def test_one_broken_video_does_not_stop_the_others(
    workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """The good one is made; the exit code and the last line tell of the bad one."""
    workspace.add_video("good")
    (workspace.folder / "media" / "bad.mp4").write_bytes(b"this is no video")
    assert workspace.run("build") == 1
    assert workspace.path("pt", "good").exists()
    last = capsys.readouterr().err.strip().splitlines()[-1]
    assert "bad" in last
    assert "Traceback" not in last
    assert not (workspace.folder / "subtitles" / "bad").exists()


def test_a_missing_pair_names_the_command_and_the_rest_is_made(
    workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """A language without a model is an error; the others are still made."""
    workspace.settings(["pt", "sw"])
    workspace.add_video()
    assert workspace.run("build") == 1
    assert "captions models add en sw" in capsys.readouterr().err
    assert workspace.path("pt").exists()
    assert not workspace.path("sw").exists()


def test_an_engine_that_dies_leaves_the_other_languages(
    workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """The error is one line, nothing is half-written, and the next run goes on."""
    workspace.add_video("talk", ("All is well here.", "Then the engine dies here again."))
    assert workspace.run("build") == 1
    assert workspace.path("en").exists()
    assert not workspace.path("pt").exists()
    assert "scripted: died at sentence" in capsys.readouterr().err
    workspace.add_video("talk", ("All is well here.", "Then it works again."))
    assert workspace.run("build") == 0
    assert workspace.path("pt").exists()


def test_silence_is_no_failure_and_is_heard_once(
    workspace: TestWorkspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A video in which nobody speaks gives no caption file and says so, each time, without hearing it again."""
    from pipeline.speech.scripted import ScriptedTranscriber

    workspace.add_video("hush", ())
    assert workspace.run("build") == 0
    assert "nobody speaks" in capsys.readouterr().err
    assert not list(workspace.folder.rglob("*.srt"))
    monkeypatch.setattr(ScriptedTranscriber, "transcribe", None)
    assert workspace.run("build") == 0
    assert "nobody speaks" in capsys.readouterr().err
    assert workspace.run("status", "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["video"], row["language"], row["state"]) == ("hush", "", "no speech")
    assert workspace.run("bundle") == 0
    assert "nobody speaks" in capsys.readouterr().err
    assert workspace.run("check") == workspace.run("review") == 0


def test_a_cut_without_sound_takes_no_captions_along(built: TestWorkspace) -> None:
    """What was heard before stays, and with it the captions, until somebody speaks again."""
    before = built.snapshot()
    built.add_video("talk", ())
    assert built.run("build") == 0
    assert built.snapshot() == before


def test_an_empty_workspace_says_what_to_do(workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """Not an error, but not silence."""
    assert workspace.run("build") == 0
    assert "put one there" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["with space", "açaí ü 视频", 'it\'s "quoted"', "-dash", "dots.in.name", "new\nline"])
def test_any_file_name_is_captioned(workspace: TestWorkspace, name: str) -> None:
    """Spaces, accents, quotes, a leading dash, even a newline."""
    workspace.add_video(name)
    assert workspace.run("build") == 0
    assert workspace.cues("pt", name)
    assert workspace.run("build", "--", name) == 0


def test_an_unknown_video_is_named(workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """And the known ones are listed."""
    workspace.add_video()
    assert workspace.run("build", "nonsense") == 2
    assert "no such video (known: talk)" in capsys.readouterr().err


def test_a_read_only_folder_is_one_line(workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is half-written where nothing can be written."""
    workspace.add_video()
    (workspace.folder / "subtitles").write_text("a file where the folder should be")
    assert workspace.run("build") == 1
    error = capsys.readouterr().err
    assert "Traceback" not in error
    assert "subtitles" in error
    assert (workspace.folder / "subtitles").read_text() == "a file where the folder should be"


def test_a_second_build_that_must_not_wait_says_who_works(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two builds at once: never a broken file."""
    from pipeline.workspace.folder import Workspace
    from pipeline.workspace.lock import lock_workspace

    with lock_workspace(Workspace(built.folder), wait=False):
        assert built.run("build", "--no-wait") == 1
    assert f"process {os.getpid()}" in capsys.readouterr().err


def test_an_unknown_setting_is_bad_usage(workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2 and the dotted path."""
    workspace.settings(["pt"], extra="[cues]\nprofil = 'ted'\n")
    assert workspace.run("build") == 2
    assert "cues.profil: is not a setting" in capsys.readouterr().err


def test_captions_travel_without_their_video(built: TestWorkspace) -> None:
    """A volunteer has the repository but not the large media file: all else still works."""
    (built.folder / "media" / "talk.wav").unlink()
    built.edit("Rongcheng", "Rongcheng city")
    assert built.run("build") == 0
    assert "Rongcheng~pt city~pt" in built.text("pt").replace("\n", " ")


def test_one_model_serves_two_regions_one_after_the_other(
    workspace: TestWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Translations run in threads, but a translator talks to one of them at a time."""
    from pipeline.translation.engines.scripted import ScriptedTranslator

    inside = threading.Lock()
    usual = ScriptedTranslator.translate

    def one_at_a_time(self: ScriptedTranslator, *arguments: object) -> object:
        assert inside.acquire(blocking=False), "two threads in one translator"
        time.sleep(0.05)
        try:
            return usual(self, *arguments)  # type: ignore[arg-type]
        finally:
            inside.release()

    monkeypatch.setattr(ScriptedTranslator, "translate", one_at_a_time)
    workspace.settings(["pt", "pt-BR"])
    workspace.add_video()
    assert workspace.run("build") == 0
    assert workspace.text("pt-BR").count("~pt") == workspace.text("pt").count("~pt") > 20


def test_what_arrives_during_a_translation_is_no_edit(
    workspace: TestWorkspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A colleague's finished files come in by git meanwhile: the machine's words in them are the machine's."""
    from pipeline.translation.engines.scripted import ScriptedTranslator

    workspace.add_video()
    finished = TestWorkspace(tmp_path / "colleague")
    finished.add_video()
    assert finished.run("build") == 0
    usual = ScriptedTranslator.translate

    def pull(self: ScriptedTranslator, *arguments: object) -> object:
        shutil.copytree(finished.folder / "subtitles", workspace.folder / "subtitles", dirs_exist_ok=True)
        return usual(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(ScriptedTranslator, "translate", pull)
    assert workspace.run("build", "--quiet") == 0
    capsys.readouterr()
    assert workspace.run("status", "--json") == 0
    assert [row["edited"] for row in json.loads(capsys.readouterr().out)] == [0, 0]


def test_outcomes_stand_by_video_and_language(workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """The spoken language first, then as in the settings; whichever model answers first."""
    workspace.settings(["pt", "es", "de"])
    for video in ("talk", "other"):
        workspace.add_video(video)
    assert workspace.run("build", "talk", "--languages", "es") == 0
    capsys.readouterr()
    assert workspace.run("build", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    expected = [(video, language) for video in ("other", "talk") for language in ("en", "pt", "es", "de")]
    assert [(row["video"], row["language"]) for row in rows] == expected


def test_ctrl_c_is_one_line_and_the_next_run_goes_on(
    workspace: TestWorkspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The spoken language is written, the translation was running: nothing is half-written."""
    from pipeline.translation.engines.scripted import ScriptedTranslator

    def interrupted(*arguments: object) -> None:
        raise KeyboardInterrupt

    workspace.add_video()
    with monkeypatch.context() as patch:
        patch.setattr(ScriptedTranslator, "translate", interrupted)
        assert workspace.run("build") == 130
    assert "nothing is half-written" in capsys.readouterr().err
    assert workspace.path("en").exists()
    assert not workspace.path("pt").exists()
    assert workspace.run("build") == 0
    assert workspace.path("pt").exists()


def test_a_fault_of_ours_is_one_line_too(
    workspace: TestWorkspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Never a traceback, unless it is asked for; the other languages and videos are made."""
    from pipeline.translation.engines.scripted import ScriptedTranslator

    def broken(*arguments: object) -> None:
        raise ZeroDivisionError("one\ntwo")

    workspace.add_video()
    monkeypatch.setattr(ScriptedTranslator, "translate", broken)
    assert workspace.run("build") == 1
    last = capsys.readouterr().err.splitlines()[-1]
    assert last == "captions: talk pt: a fault of ours: ZeroDivisionError: one\\ntwo; --verbose shows where"
    assert workspace.path("en").exists()


def test_a_language_of_an_earlier_run_is_not_called_a_persons(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """Made once with --languages and not in the settings: status says so, and that it is not kept up to date."""
    assert built.run("build", "--languages", "pt es") == 0
    capsys.readouterr()
    assert built.run("status", "--json") == 0
    states = {row["language"]: row["state"] for row in json.loads(capsys.readouterr().out)}
    assert states == {"en": "current", "pt": "current", "es": "not in the settings"}


def test_english_comes_from_whisper_where_no_model_translates(
    workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """Swahili speech, no model for it: Whisper translates into English by itself, and edits of that stay."""
    workspace.settings(["en"])
    workspace.add_video("talk", ("Habari ya leo.",), language="sw")
    english = json.dumps(transcript_to_json(transcript(("The news of today.", "There is more."))))
    (workspace.folder / "media" / "talk.english.json").write_text(english)
    assert workspace.run("build") == 0
    assert "news of today" in workspace.text("en")
    workspace.edit("news", "tidings")
    edited = workspace.text("en")
    assert workspace.run("build") == 0
    assert workspace.text("en") == edited
    capsys.readouterr()
    assert workspace.run("status", "--json") == 0
    rows = {row["language"]: row for row in json.loads(capsys.readouterr().out)}
    assert {language: row["state"] for language, row in rows.items()} == {"sw": "current", "en": "current"}
    assert rows["en"]["edited"] == 1
