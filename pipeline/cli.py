"""The command line: parses, calls one command, shows an error in one line, sets the exit code."""

from __future__ import annotations

import argparse
import contextlib
import errno
import gc
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from types import FrameType, ModuleType
from typing import NoReturn

from pipeline import __version__
from pipeline.commands.completion import complete, install_completion, is_asked
from pipeline.commands.console import Console
from pipeline.errors import PipelineError, one_line
from pipeline.files import disk_reason

COMMANDS: dict[str, dict[str, str]] = {
    "caption": {
        "build": "caption every video of media/ (or the named ones); only what changed is done again",
        "status": "show what is current, edited, stale, approved or to be made, for each video and language",
        "describe": "write a first file of title, description and chapters beside a video",
        "languages": "show which languages can be made, by which route, and what one more model would add",
        "models": "add, list and remove translation models",
        "rename": "rename a video together with its captions; nothing is made again",
    },
    "correct": {
        "check": "report every cue that breaks the readability rules",
        "desk": "watch a video and correct its captions in the browser",
        "review": "list the cues that a person should read first, the most doubtful on top",
        "approve": "record that a person read a file, or a part of it, and vouches for its sentences",
        "accept": "settle single cues that wait for a decision: yours is right, or the machine's is better",
        "replace": "correct a word everywhere it was misheard, in one or all videos",
        "changes": "what people changed in a caption file, to accept or to decline",
        "glossary": "what terms are called in each language; suggest, import and export terms",
        "memory": "what people translated before: look it up, import and export it (TMX)",
        "export": "a caption file for a translator's own tool: PO, XLIFF, CSV, XLSX",
        "import": "bring in a caption file from elsewhere, or what came back from a translator's own tool",
        "report": "show what a branch changed: sentences, what became stale, new findings, minutes read",
    },
    "hand out": {
        "bundle": "make dist/VIDEO: every format, videos with tracks, a stream, a web page, a manifest",
        "verify": "check bundles: hashes, every file read by another library, the same cues in every format",
    },
    "single files": {
        "transcribe": "transcribe a video or sound file: its words with their times",
        "cue": "cut a transcript (ours or openai-whisper's JSON) into readable captions",
        "align": "captions from a script, a transcript or old captions, with the times of the voice",
        "translate": "translate one caption file; whole sentences, placed where they are spoken",
        "fix": "repair a caption file: lines, splits, order, overlaps, gaps, encodings, leftovers",
        "shift": "move captions earlier or later, all or from a time on",
        "sync": "fit captions to a video by compared times, or from one frame rate to another",
        "merge": "merge three versions of a caption file by cue (also as git's merge driver)",
        "convert": "turn a caption file into another format: .srt, .vtt, .ttml, .txt",
    },
    "set up": {
        "init": "lay out a workspace of your own: media/, settings, a Makefile, what git needs",
        "doctor": "say what is installed and works here, what caches take, and how to clear them",
    },
}
"""What people look for, the commands for it, and what each does in one line. A command is the module of its name."""
_KEYWORDS = {"import"}
"""Commands that Python itself has as words; their modules end in `_`."""
INTERRUPTED = 130
"""The shell's exit code for a program that Ctrl-C ended."""
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def program() -> NoReturn:
    """The program `captions`: run one command and end the process.

    It ends without Python's own tidying up. After Ctrl-C or an error that would wait for all that translators were
    given, which compute in threads that nobody can stop; files are whole at any moment. And to take loaded models
    apart takes a twentieth of a rebuild.
    """
    # Next to nothing here is a cycle; looking for them after each 700 new objects took a twentieth of a rebuild.
    gc.set_threshold(50_000, 20, 20)
    try:
        code = main()
    except KeyboardInterrupt:  # so early that nothing has begun
        code = INTERRUPTED
        print("captions: stopped; nothing had begun", file=sys.stderr)  # noqa: T201
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):  # full, closed, or none
            stream.flush()
    os._exit(code)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 fine; 1 something failed; 2 bad usage or settings; 3 checks found errors; 130 after Ctrl-C.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    _use_utf8()
    if is_asked():
        return _complete()
    if arguments == ["--install-completion"]:
        return _install_completion()
    first = arguments[0] if arguments else ""
    if first and not first.startswith("-") and command_help(first) is None:
        return _unknown_command(first)
    is_own = first in {"-h", "--help", "--version"}
    if first.startswith("-") and not is_own and (late := next(filter(command_help, arguments), None)):
        print(f"captions: options stand behind the command: captions {late} {one_line(first)}", file=sys.stderr)  # noqa: T201
        return 2
    parser = make_parser(first if command_help(first) else None)
    options = parser.parse_args(arguments)
    if options.command is None:
        parser.print_help()
        return 2
    return _run(options)


def make_parser(wanted: str | None = None) -> argparse.ArgumentParser:
    """The parser of all commands, or (faster) with the arguments of the wanted one only."""
    parser = argparse.ArgumentParser(
        prog="captions",
        usage="captions [-h] [--version] COMMAND …",
        description="Captions for explainer videos, in every language, on your own machine.",
        epilog=_overview(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--install-completion", action="store_true", help="complete commands and videos in this shell")
    parser.add_argument("--version", action="version", version=f"captions {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", help=argparse.SUPPRESS, prog="captions")
    if wanted:
        _add_command(commands, wanted)
    return parser


def command_help(name: str) -> str | None:
    """What a command does, in one line; None where there is no such command."""
    return next((group[name] for group in COMMANDS.values() if name in group), None)


def _overview() -> str:
    """All commands, grouped by what people look for."""
    lines: list[str] = []
    for title, group in COMMANDS.items():
        lines += [f"{title}:", *(f"  {name:<12} {text}" for name, text in group.items()), ""]
    return "\n".join(
        (*lines, "Put a video in media/ and run: captions build", "captions COMMAND --help shows examples.")
    )


def _add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str) -> None:
    module = _command_module(name)
    parser = commands.add_parser(
        name,
        description=command_help(name),
        epilog="examples:\n" + _indent(module.EXAMPLES),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="print results and errors only")
    parser.add_argument("-v", "--verbose", action="store_true", help="print what the engines log")
    module.add_arguments(parser)


def _run(options: argparse.Namespace) -> int:
    console = Console(sys.stdout, sys.stderr, environment=os.environ, is_quiet=options.quiet, folder=str(Path.cwd()))
    logging.basicConfig(level=logging.DEBUG if options.verbose else logging.ERROR, stream=sys.stderr)
    logging.getLogger("numba").setLevel(logging.WARNING)  # it would log each instruction that it compiles
    with _noted_interrupts() as interrupted:
        try:
            code: int = _command_module(options.command).run(options, console)
            sys.stdout.flush()
        except KeyboardInterrupt:
            return _stopped(console)
        except Exception as error:  # noqa: BLE001  # the last line of defence: one line, not a traceback
            if interrupted.is_set():  # libraries that were loading make an error of their own of Ctrl-C
                return _stopped(console)
            return _failed(error, options, console)
        finally:
            console.close()
    return code


@contextlib.contextmanager
def _noted_interrupts() -> Iterator[threading.Event]:
    """Whether Ctrl-C was pressed, whatever became of the exception."""
    interrupted = threading.Event()

    def note(number: int, frame: FrameType | None) -> None:
        interrupted.set()
        signal.default_int_handler(number, frame)

    is_ours = threading.current_thread() is threading.main_thread()
    if not is_ours or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield interrupted
        return
    signal.signal(signal.SIGINT, note)
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _stopped(console: Console) -> int:
    console.close()
    console.fail("captions: stopped; nothing is half-written, the same command goes on from here")
    return INTERRUPTED


def _failed(error: Exception, options: argparse.Namespace, console: Console) -> int:
    """Say in one line what went wrong; the exit code."""
    console.close()
    if isinstance(error, PipelineError):
        console.fail(f"captions: {error}")
        return error.exit_code
    if isinstance(error, BrokenPipeError):
        _close_stdout()  # the reader (head, less) has gone
        return 128 + signal.SIGPIPE
    if isinstance(error, OSError):  # a full disk, a folder without permission: nobody's fault here
        logging.getLogger(__name__).debug("where it happened", exc_info=error)
        console.fail(f"captions: {_disk_message(error)}")
        return 1
    if options.verbose:
        raise error
    console.fail(f"captions: a fault of ours: {type(error).__name__}: {one_line(error)}; --verbose shows where")
    return 1


def _disk_message(error: OSError) -> str:
    """What the operating system refused and where; what stdout still holds is printed or given up."""
    try:
        sys.stdout.flush()
    except OSError:
        _close_stdout()
    # Every file is written by `write_atomic`, which names it: no room and no name is stdout.
    place = error.filename or ("standard output" if error.errno in _NO_ROOM else "")
    return f"{place}: {disk_reason(error)}" if place else disk_reason(error)


def _close_stdout() -> None:
    """Point stdout elsewhere, so that Python's own flush at the end is silent."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _command_module(name: str) -> ModuleType:
    module = name if name not in _KEYWORDS else f"{name}_"
    return import_module(f"pipeline.commands.{module}")


def _install_completion() -> int:
    try:
        print("\n".join(install_completion(os.environ, Path.home())), file=sys.stderr)  # noqa: T201
    except PipelineError as error:
        print(f"captions: {error}", file=sys.stderr)  # noqa: T201
        return error.exit_code
    return 0


def _complete() -> int:
    """Answer the shell, which gives the line in `COMP_LINE`."""
    typed = os.environ.get("COMP_LINE", "").split()
    if len(typed) > 1 and command_help(typed[1]):
        complete(make_parser(typed[1]))
        return 0
    parser = argparse.ArgumentParser(prog="captions")
    parser.add_argument("--install-completion", action="store_true")
    parser.add_argument("--version", action="store_true")
    parser.add_argument("command", choices=[name for group in COMMANDS.values() for name in group])
    complete(parser)
    return 0


def _unknown_command(name: str) -> int:
    """Say that there is no such command, and which one was perhaps meant."""
    from difflib import get_close_matches

    known = [command for group in COMMANDS.values() for command in group]
    near = get_close_matches(name, known, n=1)
    meant = f"; did you mean {near[0]}?" if near else ""
    print(f"captions: {one_line(name)!r} is not a command{meant} (captions --help lists them)", file=sys.stderr)  # noqa: T201
    return 2


def _use_utf8() -> None:
    """Captions are UTF-8 whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]


def _indent(text: str) -> str:
    return "\n".join(f"  {line.strip()}" for line in text.strip().splitlines())
