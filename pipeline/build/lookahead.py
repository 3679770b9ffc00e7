"""Many videos looked at in several processes at one time: they only read; who asked decides what it means, and writes.

Planning a video needs nothing but its files (see `plan`), so it may be done anywhere. It takes a few milliseconds, most
of them in Python: worth the start of processes where nothing is known of some hundred videos, as after a checkout.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pipeline.build.plan import Plan
from pipeline.dataclass import dataclass

_Found = TypeVar("_Found")

_MANY = 300
"""Fewer videos are looked at before other processes would have started."""
_AT_ONCE = 50
"""Videos that are handed to a process together."""
_PROCESSES = 8
"""More would wait for one disk, and each takes 40 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A video that is to be looked at."""

    video: str
    media: Path | None
    former: Any = None
    """What an earlier run found out, as far as it may serve again."""


Job = Callable[[Plan, Look], _Found]
"""A function of a module that reads the video's files and changes nothing."""


def is_worth_while(count: int) -> bool:
    """Whether so many videos are looked at faster by several processes."""
    return count >= _MANY and _processes() > 1


def look_ahead(plan: Plan, job: Job[_Found], looks: Sequence[Look]) -> Iterator[tuple[Look, _Found]]:
    """Do a job for each video, in other processes, and give what it returns, in their order.

    What the processes learned of large files is added to the plan's hashes. Where one of them is ended from outside,
    the rest of the videos is left out.
    """
    import multiprocessing
    from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor

    chunks = [looks[start : start + _AT_ONCE] for start in range(0, len(looks), _AT_ONCE)]
    pool = ProcessPoolExecutor(
        min(_processes(), len(chunks)),
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(plan, job),
    )
    try:
        for chunk, (found, hashes) in zip(chunks, pool.map(_look, chunks), strict=True):
            plan.hashes.add(hashes)
            yield from zip(chunk, found, strict=True)
    except BrokenProcessPool:
        return
    finally:
        pool.shutdown(cancel_futures=True)


def _processes() -> int:
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, _PROCESSES)


_given: list[tuple[Plan, Job[Any]]] = []
"""In one of the processes: what it does."""


def _begin(plan: Plan, job: Job[Any]) -> None:
    """In one of the processes: Ctrl-C is for the one that asked, and without that one there is nothing to do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _given.append((plan, job))


def _end_with_parent() -> None:
    import multiprocessing
    from multiprocessing.connection import wait

    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _look(looks: Sequence[Look]) -> tuple[list[Any], dict[str, list[object]]]:
    ((plan, job),) = _given
    return [job(plan, look) for look in looks], plan.hashes.take_new()
