"""The hash cache trusts nothing but the content."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.models import hash_cache
from pipeline.models.hash_cache import HashCache


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A minute from now: files of a test are young, and young ones are not cached."""
    now = time.time_ns
    monkeypatch.setattr(hash_cache.time, "time_ns", lambda: now() + 60_000_000_000)


@pytest.mark.usefixtures("later")
def test_a_hash_is_kept_and_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second question does not read the file."""
    file = tmp_path / "talk.mp4"
    file.write_bytes(b"pictures")
    cache = HashCache.load(tmp_path / "cache.json")
    first = cache.sha256(file)
    cache.save()
    assert first == hashlib.sha256(b"pictures").hexdigest()
    monkeypatch.setattr(hash_cache, "hash_file", lambda path: pytest.fail("read again"))
    assert HashCache.load(tmp_path / "cache.json").sha256(file) == first


@pytest.mark.usefixtures("later")
def test_a_change_with_the_same_size_and_time_is_seen(tmp_path: Path) -> None:
    """The modification time can be set by hand (checkouts, copies); the change time cannot."""
    file = tmp_path / "talk.mp4"
    file.write_bytes(b"pictures")
    times = (file.stat().st_atime_ns, file.stat().st_mtime_ns)
    cache = HashCache.load(tmp_path / "cache.json")
    cache.sha256(file)
    file.write_bytes(b"PICTURES")
    os.utime(file, ns=times)
    assert cache.sha256(file) == hashlib.sha256(b"PICTURES").hexdigest()


def test_a_file_that_changes_twice_within_one_tick_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some file systems count in steps of two seconds: the second change leaves no trace but the content."""
    file = tmp_path / "talk.mp4"
    file.write_bytes(b"pictures")
    tick = hash_cache._stamp(file)
    monkeypatch.setattr(hash_cache, "_stamp", lambda path: tick)
    cache = HashCache.load(tmp_path / "cache.json")
    cache.sha256(file)
    file.write_bytes(b"PICTURES")
    assert cache.sha256(file) == hashlib.sha256(b"PICTURES").hexdigest()


@pytest.mark.parametrize("damage", [b"", b"[]", b"{", b'{"x": 1}', b'{"talk.mp4": ["stamp", 5]}'])
def test_a_damaged_cache_is_an_empty_one(tmp_path: Path, damage: bytes) -> None:
    """Losing it costs time only."""
    (tmp_path / "cache.json").write_bytes(damage)
    file = tmp_path / "talk.mp4"
    file.write_bytes(b"pictures")
    assert HashCache.load(tmp_path / "cache.json").sha256(file) == hashlib.sha256(b"pictures").hexdigest()


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    """The error names it."""
    with pytest.raises(InputError, match="no such file"):
        HashCache.load(tmp_path / "cache.json").sha256(tmp_path / "none.mp4")
