"""Where jobs run: any executor of `concurrent.futures` will do; these are the ones for a single machine."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")

_TRANSLATORS = 2
"""How many models translate at once: while one loads or waits for Python, the other computes. A model by
itself uses all processors, so more would only cost memory."""
_SWITCH_SECONDS = 0.000_2
"""A thread that comes back from a library waits this long for Python at most. Loading a model comes back some
hundred times; at the usual 5 ms it took 0.47 s instead of 0.12 s beside other work."""


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
