"""Files are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.files import read_bytes, write_atomic, write_if_changed


def test_a_new_file_and_its_folders_are_made(tmp_path: Path) -> None:
    """The target's folder need not exist."""
    write_atomic(tmp_path / "a" / "b.srt", b"text")
    assert (tmp_path / "a" / "b.srt").read_bytes() == b"text"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.srt"]


def test_a_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    """A shared file stays shared."""
    path = tmp_path / "b.srt"
    path.write_bytes(b"old")
    path.chmod(0o664)
    write_atomic(path, b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o664)


def test_a_failure_leaves_the_old_bytes_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is one line, and nothing is half-written."""
    path = tmp_path / "b.srt"
    path.write_bytes(b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match=r"b\.srt: cannot be written: no space left on device"):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["b.srt"]


def test_equal_bytes_are_not_written_again(tmp_path: Path) -> None:
    """Modification times of files that did not change do not move."""
    path = tmp_path / "b.srt"
    assert write_if_changed(path, b"text")
    before = path.stat().st_ino
    assert not write_if_changed(path, b"text")
    assert path.stat().st_ino == before


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    """The error names the file."""
    with pytest.raises(InputError, match=r"none\.srt: no such file or directory"):
        read_bytes(tmp_path / "none.srt")
