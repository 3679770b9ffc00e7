"""A build on a Dask cluster: a scheduler and two workers as processes on loopback, some of which are killed."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, BinaryIO, cast

import numpy as np
import pytest

from pipeline.build import Plan, Reporter
from pipeline.build.cluster import OnWorker, _set_limits, open_cluster
from pipeline.build.inputs import TranslateInput
from pipeline.build.jobs import transcribe
from pipeline.build.quarantine import Quarantine
from pipeline.build.transcripts import TranscriptWriter
from pipeline.cli import INTERRUPTED
from pipeline.errors import ClusterLost, EngineError, InputError, WorkerBlind
from pipeline.media.reading import decode_audio
from pipeline.protocols import ignore_progress
from pipeline.settings import TranslationSettings
from pipeline.workspace import load_config
from tests.builders import STORY, TestWorkspace
from tests.media_files import RATE_HZ, write_audio

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.timeout(250)
_SILENCE_SECONDS = 6
ROOT = Path(__file__).parents[2]
SECONDS = 100.0


def until(found: Callable[[], Any]) -> Any:
    """Whatever comes, in time."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.02)
    raise AssertionError("did not happen in time")


def finished(build: subprocess.Popen[str]) -> str:
    """What a build said that ends in time."""
    try:
        return build.communicate(timeout=SECONDS)[1]
    except subprocess.TimeoutExpired:
        build.kill()
        raise AssertionError(f"did not end in time: {build.communicate()[1]}") from None


class Cluster:
    """A scheduler and two workers, each of which comes back when it is killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        self.address = ""
        self.begin()

    def begin(self) -> None:
        """Start scheduler and workers; again at the address of before, if there was one."""
        known = self.folder / "scheduler.json"
        port = self.address.rpartition(":")[2] or "0"
        known.unlink(missing_ok=True)
        self.start("scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard", "--scheduler-file", str(known))
        self.address = until(lambda: self._address(known))
        nanny = ("--nworkers", "2", "--nthreads", "1", "--no-dashboard", "--local-directory", str(self.folder))
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

    def kill_who_transcribes(self, workspace: TestWorkspace) -> None:
        """SIGKILL to the worker that is in the middle of the transcription of `poison`."""
        pid = self.who_transcribes(workspace)
        os.kill(pid, signal.SIGKILL)
        until(lambda: pid not in self.client.run(os.getpid, on_error="ignore").values())

    def who_transcribes(self, workspace: TestWorkspace) -> int:
        """The worker that is in the middle of the transcription of `poison`: the only one that is left."""
        records = [workspace.path("en", video).parent / "machine" / "transcript.json" for video in VIDEOS]
        until(lambda: sum(path.exists() for path in records) >= len(VIDEOS) - 1)
        return int(until(self._who_transcribes))

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
        """Scheduler and workers, all at once."""
        self.client.close(timeout=5)
        for process in self.processes:
            os.killpg(process.pid, signal.SIGKILL)  # with the workers that it started
            process.wait(10)
        self.processes.clear()


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
        with until(self._opened) as pipe:
            pipe.write(self.said)

    def _opened(self) -> BinaryIO | None:
        """The pipe for writing; None as long as no worker reads."""
        try:
            descriptor = os.open(self.path, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            assert error.errno == errno.ENXIO, error
            return None
        os.set_blocking(descriptor, True)
        return os.fdopen(descriptor, "wb")

    def make_plain(self) -> None:
        """A file again, that may be read as often as anybody likes."""
        self.path.unlink()
        self.path.write_bytes(self.said)


@contextmanager
def building(workspace: TestWorkspace, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A build in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "pipeline", "build", *arguments]
    with subprocess.Popen(
        command,
        cwd=workspace.folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_heed_ctrl_c,  # noqa: PLW1509  # the child has no threads yet
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _heed_ctrl_c() -> None:
    """A suite that runs in the background passes on that Ctrl-C is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_workers_that_are_killed_make_the_same_bytes_and_nothing_twice(cluster: Cluster, tmp_path: Path) -> None:
    """A video that loses its worker is given to another one; one that kills two is set aside, and the rest is made."""
    alone, here = fill(TestWorkspace(tmp_path / "alone")), fill(TestWorkspace(tmp_path / "here"))
    assert alone.run("build", "--quiet") == 0
    poison = Held(here, "poison")
    with building(here, "--cluster", cluster.address) as build:
        for _ in range(2):
            cluster.kill_who_transcribes(here)
        said = finished(build)
    assert build.returncode == 1, said
    assert "poison: dask: the worker that did it died, 2 times" in said
    rows = json.loads((here.folder / "build" / "quarantine.json").read_text())["videos"]
    assert list(rows) == ["poison"]
    assert here.snapshot() == {name: data for name, data in alone.snapshot().items() if not name.startswith("poison")}

    with building(here, "--cluster", cluster.address) as build:
        said = finished(build)
    assert "poison: set aside since it failed: dask" in said

    with building(here, "--cluster", cluster.address, "--retry") as build:
        cluster.kill_who_transcribes(here)
        poison.release()
        said = finished(build)
    assert build.returncode == 0, said
    assert here.snapshot() == alone.snapshot()
    assert not (here.folder / "build" / "quarantine.json").read_text().count("poison")


def test_a_video_that_workers_cannot_read_is_an_error_before_anything_runs(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the folder has another path on the other machines. Each video is looked for by each worker."""
    there = tmp_path / "there.mp4"
    there.touch()
    with (
        pytest.raises(InputError, match=r"this worker cannot read .*3\.mp4.*; and 2 others; .*same path"),
        open_cluster(cluster.address, media=[there, *(tmp_path / f"{number}.mp4" for number in range(5, 0, -1))]),
    ):
        pass


def test_a_worker_that_joins_later_and_cannot_read_a_video_says_nothing_of_the_video(
    cluster: Cluster, tmp_path: Path
) -> None:
    """Each job looks for its video first."""
    workspace = fill(TestWorkspace(tmp_path))
    plan = Plan.of(load_config(workspace.folder))
    media = workspace.folder / "media" / "talk.wav"
    recording = plan.plan_video("talk", media).recording
    record = TranscriptWriter(plan=plan, reporter=Reporter(tell=str, warn=str)).request(recording).record
    with open_cluster(cluster.address, media=[media]) as executor:
        assert executor.submit(transcribe, record, ignore_progress).result(SECONDS).transcript.words
        media.unlink()
        with pytest.raises(WorkerBlind, match=r"this worker cannot read .*talk\.wav") as caught:
            executor.submit(transcribe, record, ignore_progress).result(SECONDS)
    plan.quarantine.add("talk", "", "key", caught.value)
    assert not plan.quarantine.holds("talk")


def test_each_job_has_its_share_of_the_processors_of_its_machine(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless the settings say how many."""
    with open_cluster(cluster.address, media=[]) as executor:
        until(lambda: executor.threads() == 2)  # those that were killed come back
        assert executor._beside() == {"127.0.0.1": 2}
    monkeypatch.setattr("distributed.get_worker", lambda: SimpleNamespace(address="tcp://127.0.0.1:5"))
    monkeypatch.setattr("pipeline.build.cluster.processor_count", lambda: 9)
    for settings, share in ((TranslationSettings(), 4), (TranslationSettings(threads=3), 3)):
        record = TranslateInput(hop=cast(Any, None), texts=(), settings=settings, folder=Path())
        assert OnWorker(lambda record: record.settings.threads, {"127.0.0.1": 2})(record) == share


def test_a_worker_that_freezes_gives_its_video_to_another(cluster: Cluster, tmp_path: Path) -> None:
    """The scheduler ends it when it has said nothing for so long as it may."""

    async def look_for_lost_workers(dask_scheduler: Any) -> None:
        usual, dask_scheduler.worker_ttl = dask_scheduler.worker_ttl, 1  # Dask waits for ten heartbeats all the same
        await dask_scheduler.check_worker_ttl()
        dask_scheduler.worker_ttl = usual

    alone, here = fill(TestWorkspace(tmp_path / "alone")), fill(TestWorkspace(tmp_path / "here"))
    assert alone.run("build", "--quiet") == 0
    poison = Held(here, "poison")
    with building(here, "--cluster", cluster.address) as build:
        frozen = cluster.who_transcribes(here)
        os.kill(frozen, signal.SIGSTOP)
        time.sleep(_SILENCE_SECONDS)
        cluster.client.run_on_scheduler(look_for_lost_workers)
        until(lambda: not Path(f"/proc/{frozen}").exists())
        poison.release()
        said = finished(build)
    assert build.returncode == 0, said
    assert here.snapshot() == alone.snapshot()
    assert not (here.folder / "build" / "quarantine.json").exists()


def test_the_limits_are_for_jobs_of_minutes_unless_somebody_set_others() -> None:
    for before, after in ((300, 3_600), (20, 20), (7_200, 7_200), (None, None)):
        scheduler = SimpleNamespace(allowed_failures=3, worker_ttl=before)
        _set_limits(cast(Any, scheduler))
        assert (scheduler.allowed_failures, scheduler.worker_ttl) == (1, after)


def test_a_scheduler_that_is_started_again_is_gone_on_with(tmp_path: Path) -> None:
    """What was out is lost and says nothing of its videos; the same command makes it, and the same bytes."""
    alone, here = fill(TestWorkspace(tmp_path / "alone")), fill(TestWorkspace(tmp_path / "here"))
    assert alone.run("build", "--quiet") == 0
    poison = Held(here, "poison")
    with closing(Cluster(tmp_path)) as cluster:
        with building(here, "--cluster", cluster.address) as build:
            cluster.who_transcribes(here)
            cluster.close()
            said = finished(build)
        assert build.returncode == 1
        assert "the Dask scheduler is gone; start it and run the same command" in said
        assert not (here.folder / "build" / "quarantine.json").exists()
        cluster.begin()
        with building(here, "--cluster", cluster.address) as build:
            poison.release()
            said = finished(build)
    assert build.returncode == 0, said
    assert here.snapshot() == alone.snapshot()


def test_ctrl_c_leaves_everything_whole(cluster: Cluster, tmp_path: Path) -> None:
    """The same command goes on from there."""
    alone, here = fill(TestWorkspace(tmp_path / "alone")), fill(TestWorkspace(tmp_path / "here"))
    assert alone.run("build", "--quiet") == 0
    poison = Held(here, "poison")
    with building(here, "--cluster", cluster.address) as build:
        cluster.who_transcribes(here)
        build.send_signal(signal.SIGINT)
        assert build.wait(SECONDS) == INTERRUPTED
    assert here.snapshot().items() <= alone.snapshot().items()
    poison.release()  # to the worker that was left with it
    poison.make_plain()
    with building(here, "--cluster", cluster.address) as build:
        said = finished(build)
    assert build.returncode == 0, said
    assert here.snapshot() == alone.snapshot()


@pytest.mark.engines
def test_two_workers_with_the_real_models_make_what_one_process_makes(cluster: Cluster, tmp_path: Path) -> None:
    """To the byte, whatever their threads."""
    alone, here = tmp_path / "alone", tmp_path / "here"
    for folder, arguments in ((alone, ()), (here, ("--cluster", cluster.address))):
        (folder / "media").mkdir(parents=True)
        (folder / "models").symlink_to(ROOT / "models")
        (folder / "captions.toml").write_text('languages = ["pt"]\n')
        for number in range(2):
            write_audio(folder / "media" / f"clip{number}.wav", (0.0, _demo(start_s=5 * number, seconds=6)))
        with building(cast(TestWorkspace, SimpleNamespace(folder=folder)), *arguments) as build:
            said = finished(build)
        assert build.returncode == 0, said
    assert _files(here) == _files(alone)
    assert len([name for name in _files(here) if name.endswith(".srt")]) == 4


def _demo(*, start_s: int, seconds: int) -> np.ndarray:
    sound = np.concatenate(list(decode_audio(ROOT / "media" / "social-credit.mp4")))
    return (sound[start_s * RATE_HZ : (start_s + seconds) * RATE_HZ] * 32_767).astype(np.int16)


def _files(folder: Path) -> dict[str, bytes]:
    root = folder / "subtitles"
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


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
