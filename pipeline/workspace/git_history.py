"""What a workspace's files were at another commit."""

from __future__ import annotations

import subprocess
from pathlib import Path, PurePosixPath

from pipeline.errors import InputError, UsageError

_SECONDS = 60.0


def find_base(folder: Path, revision: str) -> str:
    """The commit at which this branch left another.

    Args:
        folder: The workspace, inside a repository.
        revision: A branch, tag or commit.

    Raises:
        UsageError: There is no such revision, or it shares no history with this branch.
        InputError: It is no repository, or git is not installed.
    """
    if revision.startswith("-"):
        raise UsageError(reason=f"{revision!r} is not a revision")
    run = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if run.returncode:
        raise UsageError(reason=f"git knows no revision {revision!r} here (a shallow clone has only the newest)")
    base = _git(folder, "merge-base", run.stdout.decode().strip(), "HEAD")
    if base.returncode:
        raise UsageError(reason=f"{revision!r} shares no history with this branch")
    return base.stdout.decode().strip()


def read_at(folder: Path, commit: str, path: str) -> bytes | None:
    """A file's bytes at a commit, or None where it was not there.

    Args:
        folder: The workspace.
        commit: As `find_base` gives it.
        path: Relative to the workspace, with `/`.
    """
    run = _git(folder, "show", f"{commit}:./{path}")
    return run.stdout if run.returncode == 0 else None


def changed_files(folder: Path, commit: str, below: str) -> tuple[str, ...]:
    """The files below a folder of the workspace that differ from a commit now, committed or not; sorted paths."""
    changed = _git(folder, "diff", "--name-only", "--relative", "-z", commit, "--", below).stdout
    new = _git(folder, "ls-files", "--others", "--exclude-standard", "-z", "--", below).stdout
    names = (changed + b"\0" + new).decode("utf-8", "surrogateescape").split("\0")
    return tuple(sorted({str(PurePosixPath(name)) for name in names if name}))


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        run = subprocess.run(  # noqa: S603  # our own arguments
            ["git", *arguments],  # noqa: S607
            cwd=folder,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise InputError(path=str(folder), reason="git is not installed, or does not answer") from error
    if run.returncode and b"not a git repository" in run.stderr:
        raise InputError(path=str(folder), reason="is not in a git repository; a report compares two commits")
    return run
