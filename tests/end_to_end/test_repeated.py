"""A correction that fits in more places is offered there."""

from __future__ import annotations

import json

import pytest

from tests.builders import TestWorkspace

SAID = ("Ranchang is a city.", "The mayor of Ranchang spoke.", "Then it rained in Ran Chang for days.")


def test_the_review_offers_a_correction_for_all_places(
    workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the command that brings it there; afterwards nothing is left to offer."""
    workspace.add_video("talk", SAID)
    workspace.add_video("film", ("We came back from Ranchang.",))
    assert workspace.run("build") == 0
    path = workspace.folder / "subtitles/talk/talk.en.srt"
    path.write_text(path.read_text().replace("Ranchang is", "Rongcheng is", 1))
    assert workspace.run("build") == 0
    capsys.readouterr()
    assert workspace.run("review") == 0
    told = capsys.readouterr().err
    assert "“Ranchang” became “Rongcheng”; 3 more places say “Ranchang”: captions replace Ranchang Rongcheng" in told
    assert workspace.run("review", "--json") == 0
    offers = [one for queue in json.loads(capsys.readouterr().out) for one in queue["offers"]]
    assert [(one["old"], one["new"], one["places"], one["videos"]) for one in offers] == [
        ("Ranchang", "Rongcheng", 3, ["film", "talk"])
    ]
    assert workspace.run("replace", "Ranchang", "Rongcheng", "--yes") == 0
    capsys.readouterr()
    assert workspace.run("review") == 0
    assert "became" not in capsys.readouterr().err
