"""Talking to people and scripts: stdout carries data, stderr people's text and progress bars."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TextIO

from pipeline.errors import one_line
from pipeline.timing import format_clock

if TYPE_CHECKING:
    from rich.progress import Progress as Bars

    from pipeline.protocols import Progress

_COLOURS = {"warning": "\x1b[33m", "error": "\x1b[31m", "done": "\x1b[32m", "faint": "\x1b[2m"}
_RESET = "\x1b[0m"
_HEARTBEAT_SECONDS = 10.0
"""How often a long step says where it is when there is no terminal for a bar."""


class Console:
    """Where a command prints. Colours and bars appear only on a terminal."""

    def __init__(  # noqa: PLR0913  # all of the outside world that it touches is handed in
        self,
        stdout: TextIO,
        stderr: TextIO,
        *,
        environment: Mapping[str, str],
        is_quiet: bool = False,
        folder: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stdout = stdout
        self._stderr = stderr
        self._clock = clock
        self.is_quiet = is_quiet
        self._folder_prefix = folder.rstrip("/") + "/" if folder else ""
        plain = bool(environment.get("NO_COLOR")) or environment.get("TERM") == "dumb"
        self._paints_data = stdout.isatty() and not plain
        self._paints_talk = stderr.isatty() and not plain
        self._has_bars = stderr.isatty() and environment.get("TERM") != "dumb" and not is_quiet
        self._bars: Bars | None = None
        self._tasks: dict[str, Any] = {}
        self._spoken: dict[str, float] = {}
        self._is_closed = False
        self._turn = threading.RLock()  # engines report their progress from threads

    def data(self, text: str) -> None:
        """One line of result, on stdout."""
        self._stdout.write(text + "\n")

    def json(self, value: object) -> None:
        """A result for scripts, on stdout."""
        self.data(json.dumps(value, ensure_ascii=False, indent=2))

    def tell(self, text: str) -> None:
        """One line for a person, on stderr."""
        if not self.is_quiet:
            self._say(one_line(text))

    def warn(self, text: str) -> None:
        """One line that a person should not miss."""
        self._say(self._paint(one_line(text), "warning"))

    def fail(self, text: str) -> None:
        """One line of error."""
        self._say(self._paint(one_line(text), "error"))

    def ask(self, question: str) -> bool:
        """A question that a person answers with yes or no; no where nobody sits at a terminal."""
        if self.is_quiet or not (self._stderr.isatty() and sys.stdin is not None and sys.stdin.isatty()):
            return False
        self._stderr.write(f"{one_line(question)} [y/N] ")
        self._stderr.flush()
        return sys.stdin.readline().strip().casefold() in {"y", "yes"}

    def table(self, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table on stdout, columns as wide as their widest cell on the screen."""
        lines = [list(headers), *([self._as_typed(one_line(cell)) for cell in row] for row in rows)]
        widths = [max(_cells(row[column]) for row in lines) for column in range(len(headers))]
        for number, row in enumerate(lines):
            text = "  ".join(cell + " " * (width - _cells(cell)) for cell, width in zip(row, widths, strict=True))
            bold = number == 0 and self._paints_data
            self.data(f"\x1b[1m{text.rstrip()}{_RESET}" if bold else text.rstrip())

    def progress(self, progress: Progress) -> None:
        """Show how far a step has come: a bar on a terminal, a line now and then elsewhere."""
        if self.is_quiet:
            return
        with self._turn:
            if self._is_closed:
                return
            if self._has_bars:
                self._move_bar(progress)
            else:
                self._speak_progress(progress)

    def close(self) -> None:
        """End the bars, for good: a thread may still report what nobody waits for."""
        with self._turn:
            self._is_closed = True
            if self._bars is not None:
                self._bars.stop()
                self._bars = None

    def _say(self, text: str) -> None:
        text = self._as_typed(text)
        with self._turn:
            if self._bars is not None:
                self._bars.console.out(text, highlight=False)
            else:
                self._stderr.write(text + "\n")
                self._stderr.flush()

    def _as_typed(self, text: str) -> str:
        """Paths below the current folder as people type them."""
        return text.replace(self._folder_prefix, "") if self._folder_prefix else text

    def _paint(self, text: str, style: str) -> str:
        return f"{_COLOURS[style]}{text}{_RESET}" if self._paints_talk and self._bars is None else text

    def _move_bar(self, progress: Progress) -> None:
        if self._bars is None:
            self._bars = _make_bars(self._stderr)
            self._bars.start()
        if progress.step not in self._tasks:
            self._tasks[progress.step] = self._bars.add_task(one_line(progress.step), total=None, amount="")
        total = progress.total or None
        self._bars.update(
            self._tasks[progress.step], completed=progress.done, total=total, amount=describe_amount(progress)
        )

    def _speak_progress(self, progress: Progress) -> None:
        now = self._clock()
        is_done = progress.total > 0 and progress.done >= progress.total
        last = self._spoken.get(progress.step)
        if last is None or (now - last >= _HEARTBEAT_SECONDS and not is_done):
            self._spoken[progress.step] = now
            self._say(f"{one_line(progress.step)}: {describe_amount(progress)}")
        elif is_done and last != float("inf"):
            self._spoken[progress.step] = float("inf")
            self._say(f"{one_line(progress.step)}: done")


def with_name(name: str, message: str) -> str:
    """A message that says what it is about, once.

    >>> with_name("talk", "is empty"), with_name("talk", "talk: no such video")
    ('talk: is empty', 'talk: no such video')
    """
    return message if message.startswith(f"{name}: ") else f"{name}: {message}"


def describe_amount(progress: Progress) -> str:
    """How much is done, in the step's own unit.

    >>> from pipeline.protocols import Progress
    >>> describe_amount(Progress(step="transcribe talk", done=61_000, total=125_000, unit="ms"))
    '1:01 of 2:05'
    """
    if progress.unit == "ms":
        done, total = format_clock(progress.done), format_clock(progress.total)
    elif progress.unit == "bytes":
        done, total = f"{progress.done / 1e6:.1f}", f"{progress.total / 1e6:.1f} MB"
    else:
        done, total = str(progress.done), f"{progress.total} {progress.unit}"
    left = f", about {format_clock(progress.left_ms)} left" if progress.left_ms else ""
    return f"{done} of {total}{left}" if progress.total else done


def _make_bars(stderr: TextIO) -> Bars:
    from rich.console import Console as RichConsole
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress

    return RichProgress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[amount]}", markup=False),
        TimeRemainingColumn(compact=True),
        console=RichConsole(file=stderr),
    )


def _cells(text: str) -> int:
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    return max(0, int(wcswidth(text)))
