"""One build at a time in one workspace."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from pipeline.errors import InputError, WorkspaceLocked
from pipeline.workspace.folder import Workspace
from pipeline.workspace.lock import lock_holder, lock_workspace


def test_a_held_lock_is_refused_and_names_its_holder(tmp_path: Path) -> None:
    """And it is free again afterwards, whatever happened."""
    workspace = Workspace(tmp_path)
    assert lock_holder(workspace) is None
    with pytest.raises(ZeroDivisionError), lock_workspace(workspace, wait=False):
        assert lock_holder(workspace) == f"process {os.getpid()}"
        with (
            pytest.raises(WorkspaceLocked, match=rf"another build is running \(process {os.getpid()}\)"),
            lock_workspace(workspace, wait=False),
        ):
            pass
        raise ZeroDivisionError
    assert lock_holder(workspace) is None
    with lock_workspace(workspace, wait=False):
        pass


def test_a_lock_without_a_name_is_another_process(tmp_path: Path) -> None:
    """Its holder has just taken it, or the disk was full."""
    workspace = Workspace(tmp_path)
    with lock_workspace(workspace, wait=False):
        os.truncate(workspace.cache_folder / "lock", 0)
        assert lock_holder(workspace) == "another process"
        with pytest.raises(WorkspaceLocked, match="another process"), lock_workspace(workspace, wait=False):
            pass


def test_who_waits_gets_the_lock_when_it_is_free(tmp_path: Path) -> None:
    """Not before."""
    workspace, order = Workspace(tmp_path), []

    def wait() -> None:
        with lock_workspace(workspace, wait=True):
            order.append("second")

    with lock_workspace(workspace, wait=False):
        thread = threading.Thread(target=wait)
        thread.start()
        thread.join(timeout=0.1)
        order.append("first")
    thread.join(timeout=30)
    assert order == ["first", "second"]


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    """Its name, and what the system says."""
    (tmp_path / "build").write_text("a file where the folder should be")
    with (
        pytest.raises(InputError, match=r"build/lock: cannot be written: (file exists|not a directory)"),
        lock_workspace(Workspace(tmp_path), wait=False),
    ):
        pass
