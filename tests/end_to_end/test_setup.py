"""What a newcomer's machine lacks is named in the first error, with what to install."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def set_up_with(python: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHON": python}
    return subprocess.run(
        [ROOT / "tools" / "setup.sh"], env=environment, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize(
    ("script", "shown"),
    [
        (None, "Python is not installed; install Python 3.11"),
        ('case "$*" in *version_info*) exit 1;; esac; echo Python 3.9.2', "Python 3.9.2 is not supported"),
        ('case "$*" in *ensurepip*) exit 1;; esac; echo Python 3.11.2', "this Python has no venv module; install it"),
    ],
    ids=["no-python", "old-python", "no-venv"],
)
def test_a_missing_tool_is_named_with_the_cure(tmp_path: Path, script: str | None, shown: str) -> None:
    """Before anything is downloaded or written."""
    python = tmp_path / "python3"
    if script is not None:
        python.write_text(f"#!/bin/sh\n{script}\n")
        python.chmod(0o755)
    run = set_up_with(str(python))
    assert run.returncode == 1
    assert run.stderr.startswith(shown)
    assert len(run.stderr.splitlines()) == 1


def test_make_help_lists_every_verb_with_a_text() -> None:
    """It is made from the texts after the targets."""
    command = ["make", "--no-print-directory", "help"]  # also when the suite itself runs under make
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*?)\n\n", makefile, re.MULTILINE | re.DOTALL)
    assert phony is not None
    verbs = set(phony[1].replace("\\\n", " ").split())
    assert {line.split()[1] for line in run.stdout.splitlines()} == verbs


def test_make_stops_where_a_command_fails() -> None:
    """A pipe in a recipe must not hide a failure; half-made targets are deleted."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert ".SHELLFLAGS := -eu -o pipefail -c" in makefile
    assert ".DELETE_ON_ERROR:" in makefile


def test_the_locks_pin_everything_with_hashes() -> None:
    """All but torch, whose builds share a version and differ in their hashes."""
    for name in ("requirements.lock", "requirements/dev.lock"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        pinned = [line for line in lines if re.match(r"[a-z0-9]", line)]
        assert pinned, name
        assert all(re.match(r"[a-z0-9._-]+==[^ ]+ .*\\$", line) for line in pinned), name
        assert not any(line.startswith(("triton==", "spacy==", "stanza==", "nvidia-", "torch==")) for line in lines), (
            name
        )
    assert (ROOT / "requirements" / "torch.lock").read_text() == "torch==2.13.0\n"
