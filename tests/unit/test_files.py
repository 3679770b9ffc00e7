"""Files are written whole or not at all."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.files import contained, hash_file, read_bytes, replace_folder, write_atomic, write_if_changed


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


@pytest.mark.parametrize("was_there", [True, False])
def test_a_finished_folder_takes_the_place_of_the_older_one(tmp_path: Path, *, was_there: bool) -> None:
    """Whole, with no file of the older one left; what a killed run left aside is gone too."""
    new, target, left = tmp_path / "new", tmp_path / "dist", tmp_path / ".dist.old"
    for folder, name in ((new, "new.txt"), (left, "left.txt"), *(((target, "old.txt"),) if was_there else ())):
        folder.mkdir()
        (folder / name).write_text(name)
    replace_folder(new, target)
    assert [path.relative_to(tmp_path).as_posix() for path in sorted(tmp_path.rglob("*"))] == ["dist", "dist/new.txt"]


def test_a_folder_that_cannot_be_put_in_place_leaves_the_older_one(tmp_path: Path) -> None:
    """It is moved back."""
    target = tmp_path / "dist"
    target.mkdir()
    (target / "old.txt").write_text("old")
    with pytest.raises(FileNotFoundError):
        replace_folder(tmp_path / "nothing", target)
    assert [path.name for path in tmp_path.rglob("*")] == ["dist", "old.txt"]


def test_the_hash_of_a_file_is_that_of_its_bytes(tmp_path: Path) -> None:
    """And a file that cannot be read is one line."""
    path = tmp_path / "talk.mp4"
    path.write_bytes(b"pictures")
    assert hash_file(path) == hashlib.sha256(b"pictures").hexdigest()
    with pytest.raises(InputError, match=r"none\.mp4: no such file"):
        hash_file(tmp_path / "none.mp4")


def test_a_folder_inside_another_is_seen_as_such_and_a_link_out_of_it_is_refused(tmp_path: Path) -> None:
    """Also one in the middle of the way; a link to a place inside is allowed."""
    root, outside = tmp_path / "root", tmp_path / "outside"
    (root / "a" / "b").mkdir(parents=True)
    (outside / "b").mkdir(parents=True)
    (root / "in").symlink_to(root / "a")
    (root / "out").symlink_to(outside)
    for inside in ("x", "a/b/x", "in/b/x", "none/yet/x", "a/../a/x"):
        assert contained(root / inside, root) == root / inside
    for leaving in ("out/x", "out/b/x", "a/../../outside/x", "../x"):
        with pytest.raises(InputError, match="leads out of"):
            contained(root / leaving, root)
