"""Completion in the shell: `captions --install-completion`, and what the shell asks while a person types."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.errors import PipelineError, UsageError
from pipeline.files import write_atomic

_PROGRAM = "captions"


def install_completion(environment: Mapping[str, str], home: Path) -> tuple[str, ...]:
    """Write the completion of the person's shell where it looks for it.

    Args:
        environment: `SHELL` says which shell; `XDG_DATA_HOME` and `XDG_CONFIG_HOME` count.
        home: The person's home.

    Returns:
        What was done, and what is left to do, a line each.

    Raises:
        UsageError: It is none of bash, zsh and fish.
    """
    from argcomplete.shell_integration import shellcode

    shell = Path(environment.get("SHELL", "")).name
    path = completion_path(shell, environment, home)
    write_atomic(path, shellcode([_PROGRAM], shell=shell).encode())
    done = f"{path}: written; it works in the next {shell} that you open"
    if shell == "zsh":
        return done, f"add this line to {home / '.zshrc'}: source {path}"
    return (done,)


def completion_path(shell: str, environment: Mapping[str, str], home: Path) -> Path:
    """Where a shell looks for completions of a program.

    >>> completion_path("fish", {}, Path("/home/ada")).as_posix()
    '/home/ada/.config/fish/completions/captions.fish'
    """
    data = Path(environment.get("XDG_DATA_HOME") or home / ".local/share")
    config = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    places = {
        "bash": data / "bash-completion/completions" / _PROGRAM,
        "zsh": data / _PROGRAM / "completion.zsh",
        "fish": config / "fish/completions" / f"{_PROGRAM}.fish",
    }
    if shell not in places:
        raise UsageError(reason=f"no completion for {shell or 'this shell'}; there is one for bash, zsh and fish")
    return places[shell]


def complete(parser: argparse.ArgumentParser) -> None:
    """Answer the shell and end the process; `parser` has the arguments of the command that is being typed."""
    import argcomplete

    for action in _all_actions(parser):
        if action.metavar == "VIDEO":
            action.completer = _video_names  # type: ignore[attr-defined]  # argcomplete's own protocol
        elif action.metavar == "LANG":
            action.completer = _languages  # type: ignore[attr-defined]
    argcomplete.autocomplete(parser)


def _all_actions(parser: argparse.ArgumentParser) -> Iterable[argparse.Action]:
    for action in parser._actions:  # argparse has no public way to walk them
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from _all_actions(inner)


def _video_names(**_: object) -> tuple[str, ...]:
    from pipeline.workspace import Workspace, find_workspace

    try:
        return Workspace(find_workspace(Path.cwd())).videos()
    except PipelineError:
        return ()


def _languages(**_: object) -> tuple[str, ...]:
    from pipeline.workspace import Workspace, find_workspace

    try:
        workspace = Workspace(find_workspace(Path.cwd()))
        return tuple(sorted({tag for video in workspace.videos() for tag in workspace.track_languages(video)}))
    except PipelineError:
        return ()


def is_asked(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the shell runs us to complete a line."""
    return "_ARGCOMPLETE" in environment
