"""A build on a Dask cluster: a scheduler and two workers as processes on loopback, some of which are killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pipeline.build.cluster import open_cluster
from pipeline.build.quarantine import Quarantine
from pipeline.errors import ClusterLost, EngineError, InputError
from tests.builders import STORY, TestWorkspace

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.timeout(120)
ROOT = Path(__file__).parents[2]
SECONDS = 60.0


def until(found: Callable[[], Any]) -> Any:
    """Whatever comes, in time."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.02)
    raise AssertionError("did not happen in time")


class Cluster:
    """A scheduler and two workers, each of which comes back when it is killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        known = folder / "scheduler.json"
        self.start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(known))
        self.address = until(lambda: self._address(known))
        nanny = ("--nworkers", "2", "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder))
        self.start("worker", self.address, *nanny, "--host", "127.0.0.1")
        self.client = distributed.Client(self.address, set_as_default=False)
        self.client.wait_for_workers(2, timeout=SECONDS)

    @staticmethod
    def _address(path: Path) -> str:
        try:
            return str(json.loads(path.read_text())["address"])
        except (OSError, ValueError):
            return ""

    def start(self, *command: str) -> None:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.processes.append(
            subprocess.Popen([sys.executable, "-m", "dask", *command], cwd=ROOT, start_new_session=True, **quiet)  # type: ignore[call-overload]
        )

    def kill_who_transcribes(self) -> None:
        """SIGKILL to the worker that is in the middle of a transcription, and no other one is."""
        pid = until(self._who_transcribes)
        os.kill(pid, signal.SIGKILL)
        until(lambda: pid not in self.client.run(os.getpid, on_error="ignore").values())

    def _who_transcribes(self) -> int:
        """The process of a worker that was still at it when it was asked again a moment later."""
        before = self._transcribing()
        time.sleep(0.5)
        (worker,) = both if len(both := before & self._transcribing()) == 1 else ("",)
        found = self.client.run(os.getpid, workers=[worker[0]], on_error="ignore") if worker else {}
        return int(next(iter(found.values()), 0))

    def _transcribing(self) -> set[tuple[str, str]]:
        jobs = self.client.processing().items()
        return {(worker, str(key)) for worker, keys in jobs for key in keys if str(key).startswith("transcribe")}

    def close(self) -> None:
        self.client.close(timeout=5)
        for process in self.processes:
            os.killpg(process.pid, signal.SIGKILL)  # with the workers that it started
            process.wait(10)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    found = Cluster(tmp_path_factory.mktemp("dask"))
    yield found
    found.close()


VIDEOS = ("talk", "short", "poison", "other")


def fill(workspace: TestWorkspace) -> TestWorkspace:
    workspace.settings(["pt", "es"])
    for video in VIDEOS:
        workspace.add_video(video, STORY[: 2 + len(video) % 3])
    return workspace


class Held:
    """A video in whose transcription a worker waits until somebody writes into the pipe."""

    def __init__(self, workspace: TestWorkspace, video: str) -> None:
        self.path = workspace.folder / "media" / f"{video}.transcript.json"
        self.said = self.path.read_bytes()
        self.path.unlink()
        os.mkfifo(self.path)

    def release(self) -> None:
        with self.path.open("wb") as pipe:  # waits for a worker that reads
            pipe.write(self.said)


@contextmanager
def building(workspace: TestWorkspace, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A build in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "pipeline", "build", *arguments]
    with subprocess.Popen(
        command, cwd=workspace.folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_workers_that_are_killed_make_the_same_bytes_and_nothing_twice(cluster: Cluster, tmp_path: Path) -> None:
    """A video that loses its worker is given to another one; one that kills two is set aside, and the rest is made."""
    alone, here = fill(TestWorkspace(tmp_path / "alone")), fill(TestWorkspace(tmp_path / "here"))
    assert alone.run("build", "--quiet") == 0
    poison = Held(here, "poison")
    with building(here, "--cluster", cluster.address) as build:
        for _ in range(2):
            cluster.kill_who_transcribes()
        said = build.communicate(timeout=SECONDS)[1]
    assert build.returncode == 1, said
    assert "poison: dask: the worker that did it died, 2 times" in said
    rows = json.loads((here.folder / "build" / "quarantine.json").read_text())["videos"]
    assert list(rows) == ["poison"]
    assert here.snapshot() == {name: data for name, data in alone.snapshot().items() if not name.startswith("poison")}

    with building(here, "--cluster", cluster.address) as build:
        said = build.communicate(timeout=SECONDS)[1]
    assert "poison: set aside since it failed: dask" in said

    with building(here, "--cluster", cluster.address, "--retry") as build:
        cluster.kill_who_transcribes()
        poison.release()
        said = build.communicate(timeout=SECONDS)[1]
    assert build.returncode == 0, said
    assert here.snapshot() == alone.snapshot()
    assert not (here.folder / "build" / "quarantine.json").read_text().count("poison")


def test_a_video_that_workers_cannot_read_is_an_error_before_anything_runs(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the folder has another path on the other machines."""
    with (
        pytest.raises(InputError, match=r"this worker cannot read .*none\.mp4.*same path"),
        open_cluster(cluster.address, media=tmp_path / "none.mp4"),
    ):
        pass


def test_where_nobody_answers_the_command_says_what_to_start(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.build.cluster._CONNECT_SECONDS", 1)
    assert built.run("build", "--cluster", "tcp://127.0.0.1:9") == 1
    assert "start one with: dask scheduler" in capsys.readouterr().err


def test_a_scheduler_that_is_gone_says_nothing_of_a_video(tmp_path: Path) -> None:
    """It is tried again by the next run."""
    quarantine = Quarantine.load(tmp_path / "quarantine.json")
    quarantine.add("talk", "", "key", ClusterLost(address="tcp://a:1"))
    assert not quarantine.holds("talk")
    quarantine.add("talk", "", "key", EngineError(engine="dask", reason="died"))
    assert quarantine.holds("talk")
