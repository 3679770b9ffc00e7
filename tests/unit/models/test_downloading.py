"""Downloads go on where they broke off, and give up on silence. Everything is served on loopback."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import EngineError, InputError
from pipeline.models.downloading import MAX_TRIES, Download, download
from pipeline.protocols import Progress
from tests.model_server import Server, serve

HOW = Download(engine="argos", step="fetch", silence_seconds=5, pause_seconds=0)
DATA = bytes(range(256)) * 4_000


@pytest.fixture
def server() -> Iterator[Server]:
    with serve() as state:
        yield state


def test_a_file_is_fetched_with_its_size_first_and_progress_in_bytes(server: Server, tmp_path: Path) -> None:
    server.files["model"] = DATA
    sizes: list[int] = []
    seen: list[Progress] = []
    path = download(server.address + "model", tmp_path / "m", HOW, progress=seen.append, announce=sizes.append)
    assert path.read_bytes() == DATA
    assert sizes == [len(DATA)]
    assert (seen[-1].done, seen[-1].total, seen[-1].unit) == (len(DATA), len(DATA), "bytes")
    assert [item.name for item in tmp_path.iterdir()] == ["m"]


def test_an_interrupted_download_goes_on_from_where_it_was(server: Server, tmp_path: Path) -> None:
    server.files["model"] = DATA
    server.cut_after["model"] = 300_000
    sizes: list[int] = []
    assert download(server.address + "model", tmp_path / "m", HOW, announce=sizes.append).read_bytes() == DATA
    assert server.requests == [("model", ""), ("model", "bytes=300000-")]
    assert sizes == [len(DATA)]


def test_a_later_call_uses_what_an_earlier_one_left(server: Server, tmp_path: Path) -> None:
    server.files["model"] = DATA
    (tmp_path / "m.part").write_bytes(DATA[:1_000])
    assert download(server.address + "model", tmp_path / "m", HOW).read_bytes() == DATA
    assert server.requests == [("model", "bytes=1000-")]


def test_a_server_without_ranges_sends_all_again(server: Server, tmp_path: Path) -> None:
    server.files["model"] = DATA
    server.knows_ranges = False
    (tmp_path / "m.part").write_bytes(b"something else")
    assert download(server.address + "model", tmp_path / "m", HOW).read_bytes() == DATA


def test_a_part_that_is_already_too_long_is_fetched_anew(server: Server, tmp_path: Path) -> None:
    server.files["model"] = b"short"
    (tmp_path / "m.part").write_bytes(DATA)
    assert download(server.address + "model", tmp_path / "m", HOW).read_bytes() == b"short"


def test_a_silent_server_is_given_up_in_one_line(server: Server, tmp_path: Path) -> None:
    server.silent.add("index.json")
    how = Download(engine="argos", step="fetch", silence_seconds=0.1, pause_seconds=0)
    start = time.monotonic()
    with pytest.raises(EngineError, match=r"127\.0\.0\.1 did not answer within 0\.1 s") as caught:
        download(server.address + "index.json", tmp_path / "m", how)
    assert time.monotonic() - start < 5
    assert "\n" not in str(caught.value)
    assert len(server.requests) == MAX_TRIES


def test_a_missing_file_is_not_asked_for_again(server: Server, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="answers 404"):
        download(server.address + "none", tmp_path / "m", HOW)
    assert len(server.requests) == 1


def test_a_server_in_trouble_is_asked_again(server: Server, tmp_path: Path) -> None:
    server.files["model"] = DATA
    server.failing["model"] = 503
    timer = threading.Timer(0.2, server.failing.clear)
    timer.start()
    how = Download(engine="argos", step="fetch", silence_seconds=5, pause_seconds=0.15)
    assert download(server.address + "model", tmp_path / "m", how).read_bytes() == DATA
    timer.join()


def test_nobody_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"127\.0\.0\.1 cannot be reached"):
        download("http://127.0.0.1:9/model", tmp_path / "m", HOW)


def test_a_file_that_is_too_large_is_not_fetched(server: Server, tmp_path: Path) -> None:
    server.files["model"] = DATA
    how = Download(engine="argos", step="fetch", max_bytes=1_000, pause_seconds=0)
    with pytest.raises(EngineError, match="more than 1,000"):
        download(server.address + "model", tmp_path / "m", how)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/a", "http://", "nonsense"])
def test_other_kinds_of_addresses_are_refused(address: str, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="not an address that can be fetched"):
        download(address, tmp_path / "m", HOW)


def test_a_folder_that_cannot_be_written_is_said_at_once(server: Server, tmp_path: Path) -> None:
    server.files["model"] = DATA
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InputError, match="cannot be written"):
        download(server.address + "model", tmp_path / "file" / "m", HOW)
