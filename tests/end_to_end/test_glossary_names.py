"""Names of the glossary that were misheard stand in the transcript. The scripted engine hears every text alike."""

from __future__ import annotations

import json

import pytest

from tests.builders import TestWorkspace

SAID = ("The mayor of Ranchang spoke.", "It rained in Rong cheng today.", "Then he went home again and again.")
RONGCHENG = '[[term]]\nsource = "Rongcheng"\ntranslate = false\n'
LISBON = '[[term]]\nsource = "Lisbon"\ntranslate = false\n'


def flat(workspace: TestWorkspace, language: str = "en") -> str:
    return " ".join(workspace.text(language).split())


def glossary(workspace: TestWorkspace, text: str) -> None:
    (workspace.folder / "glossary.toml").write_text(text, encoding="utf-8")


def test_a_name_comes_goes_and_comes_to_every_language(workspace: TestWorkspace) -> None:
    """With the name the captions have it, a second build does nothing, and without it the old bytes are back."""
    workspace.add_video("talk", SAID)
    assert workspace.run("build") == 0
    before = workspace.snapshot()
    transcript = before["talk/machine/transcript.json"]

    glossary(workspace, RONGCHENG)
    assert workspace.run("build") == 0
    assert "The mayor of Rongcheng spoke." in flat(workspace)
    assert "It rained in Rongcheng today." in flat(workspace)
    assert flat(workspace, "pt").count("Rongcheng") == 2
    made = workspace.snapshot()
    assert made["talk/machine/transcript.json"] == transcript, "nothing was transcribed again"

    assert workspace.run("build") == 0
    assert workspace.snapshot() == made

    glossary(workspace, "")
    assert workspace.run("build") == 0
    assert workspace.snapshot() == before


def test_the_status_says_that_a_name_may_be_said(workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that something resembles makes the captions stale; one that nothing resembles changes nothing."""
    workspace.add_video("talk", SAID)
    assert workspace.run("build") == 0
    before = workspace.snapshot()
    glossary(workspace, LISBON)
    assert state_of_english(workspace, capsys) == ("current", "")
    assert workspace.run("build") == 0
    assert spoken_files(workspace.snapshot()) == spoken_files(before)
    glossary(workspace, LISBON + RONGCHENG)
    assert state_of_english(workspace, capsys) == ("out of date", "the glossary has other names that may be said here")
    assert workspace.run("build") == 0
    assert state_of_english(workspace, capsys) == ("current", "")


def test_what_a_person_wrote_stays(workspace: TestWorkspace) -> None:
    """Their words are theirs, whatever the glossary would put there; the other places get the name."""
    workspace.add_video("talk", SAID)
    assert workspace.run("build") == 0
    workspace.edit("Ranchang", "Runcheng-by-the-sea")
    glossary(workspace, RONGCHENG)
    assert workspace.run("build") == 0
    assert "The mayor of Runcheng-by-the-sea spoke." in flat(workspace)
    assert "It rained in Rongcheng today." in flat(workspace)


def test_a_name_of_another_video_or_language_is_not_looked_for(workspace: TestWorkspace) -> None:
    """`videos` and `language` of a term hold for this, too."""
    workspace.add_video("talk", SAID)
    assert workspace.run("build") == 0
    before = workspace.snapshot()
    glossary(workspace, RONGCHENG + 'videos = ["other"]\n' + RONGCHENG + 'language = "de"\n')
    assert workspace.run("build") == 0
    assert spoken_files(workspace.snapshot()) == spoken_files(before)


def test_the_build_and_the_queue_say_what_was_heard(
    workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """A person can see what a name replaced."""
    workspace.add_video("talk", SAID)
    glossary(workspace, RONGCHENG)
    assert workspace.run("build") == 0
    assert "heard “Ranchang”, written “Rongcheng” by the glossary" in capsys.readouterr().err
    assert workspace.run("review", "--json") == 0
    queues = json.loads(capsys.readouterr().out)
    items = next(queue["items"] for queue in queues if queue["language"] == "en")
    reasons = [reason for item in items for reason in item["reasons"]]
    assert "heard “Ranchang”, written “Rongcheng” by the glossary" in reasons
    assert "heard “Rong cheng”, written “Rongcheng” by the glossary" in reasons


def state_of_english(workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    capsys.readouterr()
    assert workspace.run("status", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    return next((row["state"], row.get("reason", "")) for row in rows if row["language"] == "en")


def spoken_files(files: dict[str, bytes]) -> dict[str, bytes]:
    """Those that say nothing of a translation, which the glossary itself is part of."""
    return {name: data for name, data in files.items() if ".pt." not in name and not name.endswith("/pt.json")}
