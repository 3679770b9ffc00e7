"""Where jobs run: any executor of `concurrent.futures` will do; these are the ones for a single machine.

A job is a function of a module that takes one picklable record and a sink for its progress.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from itertools import islice
from typing import Generic, ParamSpec, TypeVar

from pipeline.dataclass import dataclass
from pipeline.protocols import ProgressSink, ignore_progress

_Parameters = ParamSpec("_Parameters")
_Record = TypeVar("_Record")
_Result = TypeVar("_Result")
_Request = TypeVar("_Request", bound="Request")  # type: ignore[type-arg]

_TRANSLATORS = 2
"""How many models translate at once: while one loads or waits for Python, the other computes. A model by
itself uses all processors, so more would only cost memory."""
_SWITCH_SECONDS = 0.000_2
"""A thread that comes back from a library waits this long for Python at most. Loading a model comes back some
hundred times; at the usual 5 ms it took 0.47 s instead of 0.12 s beside other work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Generic[_Record]):
    """A job's record; subclasses say what its result is for."""

    record: _Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Workers:
    """Who runs jobs."""

    executor: Executor
    capacity: int = 1
    """Jobs that are handed over at one time, at most; the next record is made when there is room for it."""
    room: Callable[[], int] | None = None
    """The capacity as it is now, where workers come and go."""
    loads_ahead: bool = False
    """Whether they are threads beside the caller: a model can be loaded there before anybody knows what it is asked."""
    progress: ProgressSink = ignore_progress
    """For jobs that run in this process: a sink that cannot be pickled cannot go into another one."""

    def run(
        self, job: Callable[[_Record, ProgressSink], _Result], requests: Iterable[_Request]
    ) -> Iterator[tuple[_Request, Future[_Result]]]:
        """Run a job on each request's record; the requests come back with their answers, the first finished first.

        Those that finished together come back in the order in which they went out.
        """
        source = iter(requests)
        out: dict[Future[_Result], _Request] = {}
        while True:
            capacity = self.capacity if self.room is None else self.room()
            for request in islice(source, max(0, capacity - len(out))):
                out[self.submit(job, request.record)] = request
            if not out:
                return
            finished = wait(out, return_when=FIRST_COMPLETED).done
            for future in [future for future in out if future in finished]:
                yield out.pop(future), future

    def submit(self, job: Callable[[_Record, ProgressSink], _Result], record: _Record) -> Future[_Result]:
        """Hand over one job."""
        return self.executor.submit(job, record, self.progress)


class SerialExecutor(Executor):
    """Runs each job at once in the calling thread: each model is loaded once, and Ctrl-C just works."""

    def submit(
        self, fn: Callable[_Parameters, _Result], /, *args: _Parameters.args, **kwargs: _Parameters.kwargs
    ) -> Future[_Result]:
        """Run the function now; its error is kept in the future as any executor does."""
        future: Future[_Result] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  # an executor hands on whatever happened
            future.set_exception(error)
        return future


@contextmanager
def translation_threads() -> Iterator[Executor]:
    """Threads for the translations of a build; leaving them, for whatever reason, waits for nothing."""
    pool = ThreadPoolExecutor(_TRANSLATORS, thread_name_prefix="captions-translate")
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_SECONDS)
    try:
        yield pool
    finally:
        sys.setswitchinterval(usual)
        pool.shutdown(wait=False, cancel_futures=True)
