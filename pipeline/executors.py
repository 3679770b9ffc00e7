"""Where jobs run: any executor of `concurrent.futures` will do; this is the one for a single machine."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import ParamSpec, TypeVar

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")


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
