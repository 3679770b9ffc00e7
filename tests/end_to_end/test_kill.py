"""A build killed at any moment: the next one ends as if nothing had happened, and no edit is lost."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from pathlib import Path

import pytest

from tests.builders import TestWorkspace

KILLS = int(os.environ.get("CAPTIONS_KILLS", "30"))
"""`make test-kill` asks for 200."""


@pytest.fixture
def prepared(built: TestWorkspace) -> TestWorkspace:
    """A workspace in which a person corrected both languages and the video changed, not built yet."""
    built.edit("national~pt", "nacional")
    built.edit("Rongcheng", "Weihai")
    assert built.run("build") == 0
    built.edit("unpaid loans", "unpaid debts")
    built.edit("nacional", "único", "pt")
    built.settings(["pt", "es", "fr"])
    return built


def build_in_child(workspace: TestWorkspace) -> int:
    """The build in a process of its own, which shares what is already imported."""
    child = os.fork()
    if child == 0:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        os._exit(workspace.run("build"))
    return child


def undisturbed(workspace: TestWorkspace, folder: Path) -> tuple[dict[str, bytes], float]:
    """What a build ends with that nobody kills, and how long it takes."""
    shutil.copytree(workspace.folder, folder)
    other = TestWorkspace.__new__(TestWorkspace)
    other.folder = folder
    start = time.monotonic()
    child = build_in_child(other)
    assert os.waitpid(child, 0)[1] == 0
    return other.snapshot(), time.monotonic() - start


def test_a_build_killed_at_random_moments_loses_nothing(prepared: TestWorkspace, tmp_path: Path) -> None:
    """`kill -9` at any moment; the next build ends with the same bytes as an undisturbed one."""
    expected, duration = undisturbed(prepared, tmp_path / "undisturbed")
    original = prepared.folder
    randomness = random.Random(1)
    killed = 0
    for number in range(KILLS):
        folder = tmp_path / f"killed-{number}"
        shutil.copytree(original, folder)
        prepared.folder = folder
        child = build_in_child(prepared)
        time.sleep(randomness.uniform(0, duration))
        os.kill(child, signal.SIGKILL)
        killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
        assert prepared.run("build") == 0
        assert prepared.snapshot() == expected, f"kill {number}"
        shutil.rmtree(folder)
    assert killed > KILLS // 3, "the kills must hit running builds"


class PowerCut(BaseException):
    """Ends the process's work at one exact place, as a crash would."""


@pytest.mark.parametrize("edits_after", [False, True], ids=["", "then a person edits"])
def test_a_crash_before_any_single_disk_operation_loses_nothing(
    prepared: TestWorkspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, edits_after: bool
) -> None:
    """Every rename and every sync of a build is tried as the moment of a crash."""

    def go_on() -> dict[str, bytes]:
        """What the next build ends with, of all files or of those that people read."""
        if edits_after:
            prepared.edit("points~pt", "pontos")
        assert prepared.run("build") == 0
        found = prepared.snapshot()
        return {name: data for name, data in found.items() if name.endswith(".srt")} if edits_after else found

    original = prepared.folder
    prepared.folder = tmp_path / "undisturbed"
    shutil.copytree(original, prepared.folder)
    assert prepared.run("build") == 0
    expected = go_on()
    real_replace, real_fsync = Path.replace, os.fsync
    countdown = 0

    def tick() -> None:
        nonlocal countdown
        countdown -= 1
        if countdown == 0:
            raise PowerCut

    def replace(self: Path, target: Path) -> Path:
        tick()
        return real_replace(self, target)

    def fsync(descriptor: int) -> None:
        tick()
        real_fsync(descriptor)

    moment = 0
    while True:
        moment += 1
        folder = tmp_path / f"cut-{moment}"
        shutil.copytree(original, folder)
        prepared.folder = folder
        countdown = moment
        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", replace)
            patch.setattr(os, "fsync", fsync)
            try:
                prepared.run("build")
                survived = True
            except PowerCut:
                survived = False
        assert go_on() == expected, f"crash at disk operation {moment}"
        shutil.rmtree(folder)
        if survived:
            break
    assert moment > 10, "a build of four languages renames and syncs more often than this"
