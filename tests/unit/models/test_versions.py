"""Versions of libraries are those that the standard library finds."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, distributions, version
from pathlib import Path

import pytest

from pipeline.models import installed_version


def test_every_library_here_has_the_version_that_the_standard_library_says() -> None:
    names = {distribution.metadata["Name"] for distribution in distributions()}
    assert len(names) > 20
    assert {name: installed_version(name) for name in names} == {name: version(name) for name in names}


def test_names_are_compared_as_installers_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dots, underscores and capitals in a name do not count; of two folders the first one on the path does."""
    for folder, number in (("first", "1.2+cpu"), ("second", "3.0")):
        info = tmp_path / folder / f"Some.Small_Library-{number}.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: Some.Small_Library\nVersion: {number}\n\nText")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "first"), str(tmp_path / "second"), *sys.path])
    assert installed_version("some-small-library") == version("some-small-library") == "1.2+cpu"


def test_what_is_not_installed_is_an_error() -> None:
    with pytest.raises(PackageNotFoundError):
        installed_version("no-such-library-anywhere")
