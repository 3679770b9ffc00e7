"""Jobs on other machines, through Dask: a scheduler and workers that the user starts.

The scheduler's state is worth nothing: the files in the workspace are the memory, and this process, which holds the
lock, is the only one that writes. A job travels as one record and comes back as one; what else it needs (the video,
the models) the worker reads under the same paths.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

from pipeline import __version__
from pipeline.build.inputs import JobRecord, media_of, with_threads
from pipeline.dataclass import dataclass
from pipeline.errors import ClusterLost, ConfigError, EngineError, EngineNotInstalled, InputError, WorkerBlind
from pipeline.models import install_command, processor_count

if TYPE_CHECKING:
    from distributed import Client
    from distributed.scheduler import Scheduler

logger = logging.getLogger(__name__)
_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")

_CONNECT_SECONDS = 10
_WORKER_SECONDS = 20
"""How long the first worker may take to come."""
_TTL_SECONDS = 3_600
"""A worker that says nothing for so long is lost; a library that computes holds it up for minutes at most."""
_USUAL_TTL_SECONDS = 300
"""Dask's own; a scheduler that was started with another one keeps it."""
_ASK_SECONDS = 1.0
"""How often the scheduler is asked for its workers: between two of 200 videos that end in one second, none comes."""
_BLIND = 3
"""Videos that a worker cannot read and that an error names."""
_FAILURES = 1
"""How many workers may die of a job before it is set aside."""


@dataclass(frozen=True, slots=True)
class _About:
    """What a worker says of itself."""

    version: str
    problem: str
    """Why it cannot read the video that it was asked for; empty if it can."""


@contextmanager
def open_cluster(address: str, *, media: Sequence[Path]) -> Iterator[ClusterExecutor]:
    """Workers of a cluster that can do jobs for this workspace.

    Args:
        address: Of the scheduler, such as `tcp://10.0.0.1:8786`.
        media: The videos; every worker must be able to read each.

    Raises:
        EngineNotInstalled: Dask is not.
        InputError: No scheduler or no worker answers, one of them is another version, or cannot read a video.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise EngineNotInstalled(engine="dask", command=install_command(extra="cluster")) from error
    if not logger.isEnabledFor(logging.DEBUG):
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what it says of lost workers comes as an error
    try:
        client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        reason = "no Dask scheduler answers there; start one with: dask scheduler"
        raise InputError(path=address, reason=reason) from error
    try:
        _check_workers(client, address, media)
        client.run_on_scheduler(_set_limits)
        yield ClusterExecutor(client, address)
    finally:
        client.close(timeout=5)


class ClusterExecutor(Executor):
    """Runs each job on a worker. What Dask says of lost workers comes back as an error of ours."""

    def __init__(self, client: Client, address: str) -> None:
        self._client = client
        self._address = address
        self._inner = client.get_executor(pure=False)
        self._threads: dict[str, int] = {}
        self._asked = -_ASK_SECONDS

    def threads(self) -> int:
        """How many jobs all workers together do at one time now; at least one, for workers that are on their way.

        Raises:
            ClusterLost: The scheduler does not answer any more.
        """
        if self._client.status != "running":
            raise ClusterLost(address=self._address)
        if time.monotonic() - self._asked >= _ASK_SECONDS:
            try:
                self._threads = {worker: int(count) for worker, count in self._client.nthreads().items()}
            except (OSError, TimeoutError) as error:
                raise ClusterLost(address=self._address) from error
            self._asked = time.monotonic()
        return max(1, sum(self._threads.values()))

    def _beside(self) -> dict[str, int]:
        """How many jobs the workers of each machine do at one time."""
        found: Counter[str] = Counter()
        for worker, count in self._threads.items():
            found[_host(worker)] += count
        return dict(found)

    def submit(
        self, fn: Callable[_Parameters, _Result], /, *args: _Parameters.args, **kwargs: _Parameters.kwargs
    ) -> Future[_Result]:
        """Hand one job over."""
        answer: Future[_Result] = Future()
        inner: Future[_Result] = self._inner.submit(OnWorker(fn, self._beside()), *args, **kwargs)
        inner.add_done_callback(lambda done: self._hand_on(done, answer))
        return answer

    def _hand_on(self, done: Future[_Result], answer: Future[_Result]) -> None:
        error = ClusterLost(address=self._address) if done.cancelled() else done.exception()
        if error is None:
            answer.set_result(done.result())
        else:
            answer.set_exception(self._translated(error))

    def _translated(self, error: BaseException) -> BaseException:
        from distributed.client import FutureCancelledError
        from distributed.scheduler import KilledWorker

        if isinstance(error, KilledWorker):
            reason = f"the worker that did it died, {_FAILURES + 1} times: out of memory, or a crash in a library"
            return EngineError(engine="dask", reason=reason)
        return ClusterLost(address=self._address) if isinstance(error, FutureCancelledError) else error


@dataclass(frozen=True, slots=True)
class OnWorker:
    """A job as a worker does it: with its share of the machine's processors, and not without its video."""

    job: Callable[..., Any]
    beside: dict[str, int]
    """How many jobs each machine does at one time."""

    @property
    def __name__(self) -> str:
        """What Dask calls the task."""
        return self.job.__name__

    def __call__(self, record: JobRecord, *rest: Any) -> Any:  # noqa: ANN401  # whatever the job returns
        """Do it; runs on the worker."""
        from distributed import get_worker

        worker = get_worker().address
        media = media_of(record)
        if media is not None and (problem := _unreadable([media])):
            raise WorkerBlind(worker=worker, reason=problem)
        share = processor_count() // self.beside.get(_host(worker), 1)
        return self.job(with_threads(record, max(1, share)), *rest)


def _host(address: str) -> str:
    return urlsplit(address).hostname or address


def _check_workers(client: Client, address: str, media: Sequence[Path]) -> None:
    try:
        client.wait_for_workers(1, timeout=_WORKER_SECONDS)
    except TimeoutError as error:
        reason = f"has no workers; start some with: dask worker {address} --nthreads 1"
        raise InputError(path=address, reason=reason) from error
    found: dict[str, Any] = client.run(_about, media, on_error="return")
    for worker, about in sorted(found.items()):
        if not isinstance(about, _About):
            raise InputError(path=worker, reason=f"this worker has no captions {__version__}: {about}")
        if about.version != __version__:
            reason = f"this worker has captions {about.version}, and {__version__} is here; install the same"
            raise ConfigError(path=worker, key="", reason=reason)
        if about.problem:
            reason = f"this worker cannot read {about.problem}; the workspace must be there under the same path"
            raise InputError(path=worker, reason=reason)


def _about(media: Sequence[Path]) -> _About:
    """What a worker says of itself; runs on the worker."""
    return _About(__version__, _unreadable(media))


def _unreadable(media: Sequence[Path]) -> str:
    """The videos that cannot be opened here, and why not; empty if all can."""
    from pipeline.files import open_regular

    problems = []
    for path in media:
        try:
            open_regular(path, is_link_allowed=True).close()
        except InputError as error:
            problems.append(str(error))
    others = f"; and {len(problems) - _BLIND} others" if len(problems) > _BLIND else ""
    return "; ".join(problems[:_BLIND]) + others


def _set_limits(dask_scheduler: Scheduler) -> None:
    """A job that kills its worker is tried once more, not three times, and long silence is no death; runs there.

    A scheduler that was started with a limit of its own keeps that.
    """
    dask_scheduler.allowed_failures = _FAILURES
    if dask_scheduler.worker_ttl == _USUAL_TTL_SECONDS:
        dask_scheduler.worker_ttl = _TTL_SECONDS
