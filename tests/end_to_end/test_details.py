"""Title, description and chapters: from the video's file into every language, corrected by people, kept up to date."""

from __future__ import annotations

import pytest

from pipeline.build import Plan, make_bundle_input
from pipeline.model import Chapter, Details
from pipeline.workspace import load_config
from tests.builders import TestWorkspace

TALK = """\
title = "Points for everyone"
description = \"\"\"
A city counts points. Nobody knows how.

See https://example.org for more.\"\"\"

[[chapters]]
start = "0:00"
title = "Opening"

[[chapters]]
start = "0:10"
title = "The points"
"""


def write(workspace: TestWorkspace, text: str, name: str = "talk.toml") -> None:
    (workspace.folder / "media" / name).write_text(text, encoding="utf-8")


def delivered(workspace: TestWorkspace) -> tuple[dict[str, Details], tuple[str, ...]]:
    source, notes = make_bundle_input(Plan.of(load_config(workspace.folder)), "talk")
    return dict(source.details), notes


def test_without_the_file_nothing_is_delivered(built: TestWorkspace) -> None:
    assert delivered(built) == ({}, ())


def test_the_file_moves_with_its_video(built: TestWorkspace) -> None:
    write(built, TALK)
    assert built.run("build") == 0
    assert built.run("rename", "talk", "points") == 0
    assert (built.folder / "media" / "points.toml").read_text(encoding="utf-8") == TALK
    assert not (built.folder / "media" / "talk.toml").exists()


def test_a_name_that_is_taken_is_refused_before_anything_moves(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    write(built, TALK)
    write(built, TALK, "points.toml")
    assert built.run("rename", "talk", "points") == 1
    assert "points.toml: is there already" in capsys.readouterr().err
    assert (built.folder / "media" / "talk.wav").exists()


def test_the_bundle_has_what_lies_beside_the_captions(built: TestWorkspace) -> None:
    write(built, TALK)
    assert built.run("build") == 0
    details, notes = delivered(built)
    assert notes == ()
    assert details["en"].chapters == (Chapter(0, "Opening"), Chapter(10, "The points"))
