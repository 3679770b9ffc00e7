"""Workspaces for the end-to-end tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import TestWorkspace


@pytest.fixture
def workspace(tmp_path: Path) -> TestWorkspace:
    """An empty workspace that makes Portuguese."""
    return TestWorkspace(tmp_path / "work")


@pytest.fixture
def built(workspace: TestWorkspace) -> TestWorkspace:
    """A workspace with one video, captioned."""
    workspace.add_video()
    assert workspace.run("build") == 0
    return workspace
