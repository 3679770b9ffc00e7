"""stdout carries data, stderr people's text; colours and bars only on a terminal."""

from __future__ import annotations

import io
import json

from pipeline.commands.console import Console
from pipeline.protocols import Progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def step(done: int) -> Progress:
    return Progress(step="transcribe talk", done=done, total=10_000, unit="ms")


def test_a_pipe_gets_no_colours_and_few_lines() -> None:
    """Logs stay readable: the start, now and then, the end."""
    out, err = io.StringIO(), io.StringIO()
    times = iter([0.0, 1.0, 2.0, 12.0, 13.0])
    console = Console(out, err, environment={}, clock=lambda: next(times))
    for done in (0, 1_000, 2_000, 9_000, 10_000):
        console.progress(step(done))
    console.warn("careful")
    assert err.getvalue().splitlines() == [
        "transcribe talk: 0:00 of 0:10",
        "transcribe talk: 0:09 of 0:10",
        "transcribe talk: done",
        "careful",
    ]
    assert out.getvalue() == ""


def test_a_terminal_gets_bars_and_colours() -> None:
    """The bar shows the step and how far it is."""
    err = Terminal()
    console = Console(io.StringIO(), err, environment={"TERM": "xterm"})
    console.warn("careful")
    console.progress(step(5_000))
    console.tell("said while the bar runs")
    console.progress(step(10_000))
    console.close()
    shown = err.getvalue()
    assert "\x1b[33mcareful" in shown
    assert "transcribe talk" in shown
    assert "0:10 of 0:10" in shown
    assert "said while the bar runs" in shown


def test_no_color_is_respected() -> None:
    """https://no-color.org."""
    err = Terminal()
    Console(io.StringIO(), err, environment={"NO_COLOR": "1"}).fail("broken")
    assert err.getvalue() == "broken\n"


def test_quiet_keeps_warnings_and_results() -> None:
    """`--quiet` silences talk and bars, never problems."""
    out, err = io.StringIO(), io.StringIO()
    console = Console(out, err, environment={}, is_quiet=True)
    console.tell("talk")
    console.progress(step(1))
    console.warn("careful")
    console.json({"a": "ü"})
    assert err.getvalue() == "careful\n"
    assert json.loads(out.getvalue()) == {"a": "ü"}


def test_a_table_lines_up_wide_characters() -> None:
    """Chinese names take two cells a character; line ends cannot break a row."""
    out = io.StringIO()
    Console(out, io.StringIO(), environment={}).table(("video", "cues"), [("社会", "3"), ("a\nb", "4")])
    assert out.getvalue().splitlines() == ["video  cues", "社会   3", "a\\nb   4"]


def test_what_a_thread_reports_after_the_end_is_not_shown() -> None:
    """After Ctrl-C a translation may go on for a moment: no bar comes back, and nothing breaks."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    console = Console(io.StringIO(), screen, environment={"TERM": "xterm"})
    console.progress(Progress(step="translate", done=1, total=9, unit="sentences"))
    console.close()
    before = screen.getvalue()
    console.progress(Progress(step="translate", done=2, total=9, unit="sentences"))
    console.close()
    assert screen.getvalue() == before
