"""Where jobs run on one machine."""

from __future__ import annotations

import sys
import threading
import time

import pytest

from pipeline.build.executors import SerialExecutor, translation_threads


def test_leaving_the_threads_waits_for_no_job() -> None:
    """After an error or Ctrl-C nobody wants what is still being translated, or what has not begun."""
    release, begun = threading.Event(), threading.Event()

    def job() -> bool:
        begun.set()
        return release.wait(timeout=30)

    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt), translation_threads() as threads:
        running, _, waiting = (threads.submit(job) for _ in range(3))
        assert begun.wait(timeout=30)
        raise KeyboardInterrupt
    assert time.monotonic() - start < 10
    assert waiting.cancelled()
    release.set()
    assert running.result(timeout=30)


def test_two_translations_run_at_once() -> None:
    """Each waits for the other: one thread alone would never pass."""
    both = threading.Barrier(2, timeout=30)
    with translation_threads() as threads:
        jobs = [threads.submit(both.wait) for _ in range(2)]
        assert sorted(job.result(timeout=30) for job in jobs) == [0, 1]


def test_python_switches_threads_as_before_afterwards() -> None:
    """The short interval is for the build alone."""
    before = sys.getswitchinterval()
    with translation_threads():
        assert sys.getswitchinterval() < before
    assert sys.getswitchinterval() == before


def test_the_serial_executor_keeps_an_error_for_the_one_who_asks() -> None:
    """As any executor does."""

    def fail() -> None:
        raise ValueError("broken")

    with SerialExecutor() as executor:
        job = executor.submit(fail)
        with pytest.raises(ValueError, match="broken"):
            job.result()
