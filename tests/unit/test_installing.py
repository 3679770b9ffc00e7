"""Whoever is told what to install is told the command for how the program itself was installed."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from pipeline.models import install_command


@pytest.fixture
def prefix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment somewhere."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "my env"))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "my env" / "bin" / "python"))
    (tmp_path / "my env").mkdir()
    return tmp_path / "my env"


def test_in_an_environment_its_own_python_installs(prefix: Path) -> None:
    assert shlex.split(install_command("a==1", "b")) == [f"{prefix}/bin/python", "-m", "pip", "install", "a==1", "b"]


def test_in_a_clone_the_command_is_short(prefix: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(prefix.parent)
    assert install_command("a") == "'my env/bin/python' -m pip install a"


def test_pipx_and_uv_have_ways_of_their_own(prefix: Path) -> None:
    """Environments of uv have no pip; those of pipx are changed through it."""
    (prefix / "uv-receipt.toml").write_text("")
    assert shlex.split(install_command("a")) == ["uv", "pip", "install", "--python", f"{prefix}/bin/python", "a"]
    (prefix / "pipx_metadata.json").write_text("{}")
    assert install_command("a<2,>=1") == "pipx inject captions 'a<2,>=1'"


def test_an_extra_is_named_by_its_libraries(prefix: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program from a clone is in no registry: `pip install captions[desk]` would fetch something else or nothing."""
    listed = ["srt>=3", 'starlette<2,>=1.10; extra == "desk"', 'uvicorn; extra == "desk"', 'x; extra == "burn"']
    monkeypatch.setattr("importlib.metadata.requires", lambda _: listed)
    assert shlex.split(install_command(extra="desk"))[-2:] == ["starlette<2,>=1.10", "uvicorn"]
