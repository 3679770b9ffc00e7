"""Jobs on other machines, through Dask: a scheduler and workers that the user starts.

The scheduler's state is worth nothing: the files in the workspace are the memory, and this process, which holds the
lock, is the only one that writes. A job travels as one record and comes back as one; what else it needs (the video,
the models) the worker reads under the same paths.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from pipeline import __version__
from pipeline.errors import ClusterLost, ConfigError, EngineError, EngineNotInstalled, InputError
from pipeline.models import install_command

if TYPE_CHECKING:
    from distributed import Client
    from distributed.scheduler import Scheduler

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")

_CONNECT_SECONDS = 10
_WORKER_SECONDS = 20
"""How long the first worker may take to come."""
_TTL_SECONDS = 3_600
"""A worker that says nothing for so long is lost; a library that computes holds it up for minutes at most."""
_FAILURES = 1
"""How many workers may die of a job before it is set aside."""


@dataclass(frozen=True, slots=True)
class _About:
    """What a worker says of itself."""

    version: str
    problem: str
    """Why it cannot read the video that it was asked for; empty if it can."""


@contextmanager
def open_cluster(address: str, *, media: Path | None) -> Iterator[ClusterExecutor]:
    """Workers of a cluster that can do jobs for this workspace.

    Args:
        address: Of the scheduler, such as `tcp://10.0.0.1:8786`.
        media: A video that every worker must be able to read; None to ask for none.

    Raises:
        EngineNotInstalled: Dask is not.
        InputError: No scheduler or no worker answers, one of them is another version, or cannot read the video.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise EngineNotInstalled(engine="dask", command=install_command(extra="cluster")) from error
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

    def threads(self) -> int:
        """How many jobs all workers together do at one time now; at least one, for workers that are on their way."""
        return max(1, sum(map(int, self._client.nthreads().values())))

    def submit(
        self, fn: Callable[_Parameters, _Result], /, *args: _Parameters.args, **kwargs: _Parameters.kwargs
    ) -> Future[_Result]:
        """Hand one job over."""
        answer: Future[_Result] = Future()
        inner: Future[_Result] = self._inner.submit(fn, *args, **kwargs)
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


def _check_workers(client: Client, address: str, media: Path | None) -> None:
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


def _about(media: Path | None) -> _About:
    """What a worker says of itself; runs on the worker."""
    from pipeline.errors import PipelineError
    from pipeline.files import open_regular

    try:
        if media is not None:
            open_regular(media, is_link_allowed=True).close()
    except PipelineError as error:
        return _About(__version__, str(error))
    return _About(__version__, "")


def _set_limits(dask_scheduler: Scheduler) -> None:
    """A job that kills its worker is tried once more, not three times, and long silence is no death; runs there."""
    dask_scheduler.allowed_failures = _FAILURES
    dask_scheduler.worker_ttl = max(dask_scheduler.worker_ttl or 0, _TTL_SECONDS)
