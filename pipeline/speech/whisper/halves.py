"""One computation in two halves, side by side in two threads that meet where each needs what the other has.

Each half of a layer has half of the heads and of the inner values; the sum of both is what goes on. torch's own threads
meet some hundred times for a window, and wait without giving the processor away: on a busy machine a window then takes
three times as long. Here there are two meetings a layer, and who waits sleeps. A step of the decoder is too short for
that: there a third of the time was lost in waiting for Python's lock.

The halves are the same on every machine, so that a text does not depend on how many processors there are.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast

if TYPE_CHECKING:
    from torch import Tensor

_Result = TypeVar("_Result")
Half: TypeAlias = "Generator[Tensor, Tensor, _Result]"
"""Yields its part of a sum and is sent the whole."""
_Post: TypeAlias = "SimpleQueue[Tensor | None]"


class _LeftAlone(Exception):
    """The other half has failed."""


class Halves:
    """How many parts a model's layers are cut into, and who computes them."""

    def __init__(self, *, count: int = 1, are_parallel: bool = False) -> None:
        """By itself: all in one, as for a graphics card.

        Args:
            count: One or two.
            are_parallel: Whether a second thread computes the second half.
        """
        self.count = count
        self._are_parallel = are_parallel and count > 1
        self._threads = threading.local()

    def run(self, halves: Sequence[Half[_Result]]) -> list[_Result]:
        """Compute all parts, which meet as often as each other; their results."""
        if not self._are_parallel:
            return _in_turns(halves)
        first, second = halves
        ours: _Post = SimpleQueue()
        theirs: _Post = SimpleQueue()
        other = self._second_thread.submit(_walk, second, theirs, ours)
        try:
            result = _walk(first, ours, theirs)
        except _LeftAlone:
            other.result()
            raise
        return [result, other.result()]

    @property
    def _second_thread(self) -> ThreadPoolExecutor:
        """Of the thread that asks; it ends with that."""
        import torch

        if not hasattr(self._threads, "second"):
            self._threads.second = ThreadPoolExecutor(1, initializer=torch.set_num_threads, initargs=(1,))
        return cast("ThreadPoolExecutor", self._threads.second)


def _in_turns(halves: Sequence[Half[_Result]]) -> list[_Result]:
    """All in one thread, up to each meeting in turn; the sums are the same to the bit."""
    parts = [next(half) for half in halves]
    results: list[_Result] = []
    while not results:
        total = parts[0] if len(parts) == 1 else parts[0] + parts[1]
        parts = []
        for half in halves:
            try:
                parts.append(half.send(total))
            except StopIteration as end:
                results.append(end.value)
    return results


def _walk(half: Half[_Result], mine: _Post, theirs: _Post) -> _Result:
    """Compute one half up to its end, meeting the other."""
    import torch

    with torch.inference_mode():
        try:
            part = next(half)
            while True:
                theirs.put(part)
                other = mine.get()
                if other is None:
                    raise _LeftAlone
                part = half.send(part + other)
        except StopIteration as end:
            return cast("_Result", end.value)
        except BaseException:
            theirs.put(None)
            raise
