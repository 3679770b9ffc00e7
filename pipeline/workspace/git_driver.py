"""Set this program as git's merge driver for caption files, in one clone of a repository."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from pipeline.dataclass import dataclass
from pipeline.errors import InputError
from pipeline.files import read_bytes, write_atomic

ATTRIBUTES = (
    "*.srt merge=captions",
    "**/subtitles/*/machine/*.json merge=captions-machine",
    "**/subtitles/*/notes.json merge=captions-machine",
)
"""Which files git gives to which driver (gitattributes(5))."""


def install_driver(folder: Path) -> Path:
    """Write the drivers into the clone's own settings; installing twice changes nothing.

    Nothing in the working tree is touched, so each volunteer decides for their own clone.

    Args:
        folder: Somewhere inside the repository.

    Returns:
        The attributes file that was written.

    Raises:
        InputError: It is not a git repository, or git is not installed.
    """
    attributes = folder / _git(folder, "rev-parse", "--git-path", "info/attributes")
    program = _program()
    _git(folder, "config", "merge.captions.name", "merge captions by cue")
    _git(folder, "config", "merge.captions.driver", f"{program} merge --markers {_FILES}")
    _git(folder, "config", "merge.captions-machine.name", "keep what was generated, to be made again")
    _git(folder, "config", "merge.captions-machine.driver", f"{program} merge --machine {_FILES}")
    known = read_bytes(attributes).decode("utf-8", "surrogateescape").splitlines() if attributes.exists() else []
    missing = [line for line in ATTRIBUTES if line not in known]
    if missing:
        write_atomic(attributes, ("\n".join([*known, *missing]) + "\n").encode("utf-8", "surrogateescape"))
    return attributes


def merge_lines(ours: Path, *, base: Path, theirs: Path) -> int:
    """Merge a file in place by line, as git does without a driver.

    Returns:
        What a merge driver returns: 0, 1 for conflicts (between marks in the file), or 129 for a file
        that has no lines, at which git stops without touching anything.
    """
    command = ["git", "merge-file", "--quiet", "-L", "ours", "-L", "base", "-L", "theirs"]
    try:
        run = subprocess.run([*command, ours, base, theirs], capture_output=True, check=False)  # noqa: S603
    except OSError:
        return _STOP
    return min(run.returncode, 1) if run.returncode < _STOP - 1 else _STOP


@dataclass(frozen=True, slots=True)
class Sides:
    """The two commits that git is merging."""

    ours: str
    theirs: str

    def read(self, path: str) -> tuple[bytes, bytes]:
        """A file as it is on each side; empty where it is not there."""
        ours, theirs = (_show(commit, path) for commit in (self.ours, self.theirs))
        return ours, theirs


def find_sides(path: str, theirs: Path) -> Sides | None:
    """Which commits are merged, by what git tells its drivers; None where that cannot be known.

    Git tells a driver the commit in a merge; in a rebase and a cherry-pick it is the one that has the other
    side's version of the file.

    Args:
        path: The file that is merged, below the top of the repository.
        theirs: A copy of the other side's version.
    """
    blob = _answer("hash-object", "--no-filters", str(theirs))
    named = [name.removeprefix("GITHEAD_") for name in os.environ if name.startswith("GITHEAD_")]
    recent = _answer("log", "--all", f"--max-count={_NEAREST}", "--format=%H", f"--find-object={blob}", "--", path)
    for commit in (*named, "CHERRY_PICK_HEAD", "REBASE_HEAD", *recent.split()):
        if blob and _answer("rev-parse", "--verify", "--quiet", f"{commit}:{path}") == blob:
            return Sides("HEAD", commit)
    return None


_NEAREST = 20
_STOP = 129
_FILES = "--base %O --edited %A --new %B --output %A --name=%P"


def _program() -> str:
    """How to call this program from any shell: by full path, as git knows nothing of environments."""
    beside = Path(sys.executable).with_name("captions")
    found = str(beside) if beside.is_file() else shutil.which("captions")
    if found:
        return shlex.quote(str(Path(found).absolute()))
    return f"{shlex.quote(sys.executable)} -P -m pipeline"


def _show(commit: str, path: str) -> bytes:
    run = subprocess.run(["git", "show", f"{commit}:{path}"], capture_output=True, check=False)  # noqa: S603, S607
    return run.stdout if run.returncode == 0 else b""


def _answer(*arguments: str) -> str:
    """What git says, empty if it says no."""
    run = subprocess.run(["git", *arguments], capture_output=True, text=True, check=False)  # noqa: S603, S607
    return run.stdout.strip() if run.returncode == 0 else ""


def _git(folder: Path, *arguments: str) -> str:
    try:
        run = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603, S607
    except OSError as error:
        raise InputError(path=str(folder), reason="git is not installed, or not on the PATH") from error
    if run.returncode:
        reason = run.stderr.strip().splitlines()
        raise InputError(path=str(folder), reason=f"git: {reason[-1] if reason else 'failed'}")
    return run.stdout.strip()
