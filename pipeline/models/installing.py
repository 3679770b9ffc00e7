"""The command that adds a library to the environment this program runs in, however it was installed."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from shlex import join


def install_command(*requirements: str, extra: str = "") -> str:
    """What a person types to install libraries beside this program.

    Args:
        requirements: As pip takes them.
        extra: One of this program's own, whose libraries are named one by one: the program itself may come from a
            clone or a file.
    """
    wanted = (*requirements, *(_requirements_of(extra) if extra else ()))
    prefix = Path(sys.prefix)
    if (prefix / "pipx_metadata.json").is_file():
        return join(("pipx", "inject", "captions", *wanted))
    python = _as_typed(Path(sys.executable))
    if (prefix / "uv-receipt.toml").is_file():
        return join(("uv", "pip", "install", "--python", python, *wanted))
    return join((python, "-m", "pip", "install", *wanted))


def _requirements_of(extra: str) -> tuple[str, ...]:
    """What an extra stands for; its own name where the program runs without having been installed."""
    from importlib.metadata import PackageNotFoundError, requires

    mark = f'extra == "{extra}"'
    try:
        listed = requires("captions") or []
    except PackageNotFoundError:
        listed = []
    found = tuple(name.strip() for name, _, when in (line.partition(";") for line in listed) if mark in when)
    return found or (f"captions[{extra}]",)


def _as_typed(path: Path) -> str:
    """Relative to where we are, if it lies below; a link to a program elsewhere is not followed."""
    try:
        return os.fspath(path.relative_to(Path.cwd()))
    except ValueError:
        return os.fspath(path)
