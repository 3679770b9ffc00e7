"""The cache of cuts: written, read, and never trusted further than it goes."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

import pytest

from pipeline.workspace import Workspace, load_cuts, save_cuts

CUTS = {"ab12": ((0, 3, 7), (7, 9))}


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    save_cuts(workspace, "talk", "pt", CUTS)
    assert load_cuts(workspace, "talk", "pt") == CUTS
    assert load_cuts(workspace, "talk", "de") == {}


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": 1}', '{"a": [1]}', '{"a": [["0", 1]]}', '{"a": [[0, true]]}'])
def test_a_damaged_cache_is_an_empty_one(tmp_path: Path, text: str) -> None:
    workspace = Workspace(tmp_path)
    save_cuts(workspace, "talk", "pt", CUTS)
    digest = blake2b(text.encode(), digest_size=16).hexdigest()
    workspace.cuts_path("talk", "pt").write_text(f"{digest}\n{text}", "utf-8")
    assert load_cuts(workspace, "talk", "pt") == {}


def test_a_number_that_was_damaged_is_noticed(tmp_path: Path) -> None:
    """Cuts of passages hold times: other numbers would still be a table of numbers."""
    workspace = Workspace(tmp_path)
    save_cuts(workspace, "talk", "pt", CUTS)
    path = workspace.cuts_path("talk", "pt")
    path.write_text(path.read_text("utf-8").replace("[7,9]", "[7,8]"), "utf-8")
    assert load_cuts(workspace, "talk", "pt") == {}


def test_a_cache_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("in the way", "utf-8")
    save_cuts(Workspace(tmp_path), "talk", "pt", CUTS)
    assert load_cuts(Workspace(tmp_path), "talk", "pt") == {}


def test_a_link_out_of_the_workspace_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    inside = tmp_path / "workspace"
    (inside / "build").mkdir(parents=True)
    (inside / "build" / "cuts").symlink_to(outside)
    save_cuts(Workspace(inside), "talk", "pt", CUTS)
    assert not any(outside.iterdir())
