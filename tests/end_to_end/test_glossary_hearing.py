"""Names of the glossary that were misheard, corrected by the sound. The scripted engine hears every text alike."""

from __future__ import annotations

import json

import pytest

from tests.builders import TestWorkspace

SAID = ("The mayor of Ranchang spoke.", "It rained in Rongcheng.", "Then he went to Ron", "cheng again and again.")


def test_what_resembles_a_name_is_compared_with_it(
    workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is shown first; with --yes it is corrected like any edit, and afterwards nothing resembles the name."""
    workspace.add_video("talk", SAID)
    assert workspace.run("build") == 0
    assert workspace.run("glossary", "add", "Rongcheng", "--keep") == 0
    assert workspace.run("glossary", "add", "mayor", "--to", "pt", "prefeito") == 0
    before = workspace.text("en")
    capsys.readouterr()
    assert workspace.run("glossary", "hear", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [(one["found"], one["name"], one["gain"], one["is_said"]) for one in found][:1] == [
        ("Ranchang", "Rongcheng", 0.0, True)
    ]
    assert workspace.text("en") == before
    assert workspace.run("glossary", "hear", "talk", "--yes") == 0
    assert "by the sound" in capsys.readouterr().out
    assert "The mayor of Rongcheng spoke." in " ".join(workspace.text("en").split())
    assert "Ranchang" not in workspace.text("en")
    assert workspace.run("glossary", "hear") == 0
    assert "nothing that resembles a name" in capsys.readouterr().err


def test_without_a_glossary_or_the_video_it_says_so(
    workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line, and nothing is changed."""
    workspace.add_video("talk", SAID)
    assert workspace.run("build") == 0
    assert workspace.run("glossary", "hear") == 0
    assert "nothing that resembles a name" in capsys.readouterr().err
    assert workspace.run("glossary", "add", "Rongcheng", "--keep") == 0
    next(iter((workspace.folder / "media").glob("talk.wav"))).unlink()
    assert workspace.run("glossary", "hear") == 1
    assert "the video is not there" in capsys.readouterr().err
