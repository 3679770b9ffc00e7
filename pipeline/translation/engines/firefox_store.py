"""Fetching Firefox Translations models, by `fxtranslate`'s own discovery, which checks their hashes."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from pipeline.dataclass import dataclass
from pipeline.errors import EngineError, EngineNotInstalled, InputError, one_line
from pipeline.files import disk_reason, replace_folder
from pipeline.languages import engine_code
from pipeline.models import forget, install_command
from pipeline.protocols import Progress, ProgressSink, ignore_progress
from pipeline.translation.engines.firefox import REQUIREMENT, FirefoxModel, read_model, record_key, user_folder

_FETCH = "import sys; from fxtranslate import discovery; discovery.add_models(*sys.argv[1:4], False)"
_POLL_SECONDS = 0.1
SILENCE_SECONDS = 60.0
"""How long no byte may arrive. The library itself has no time-out, so it runs in a process of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """How a model is fetched."""

    progress: ProgressSink = ignore_progress
    silence_seconds: float = SILENCE_SECONDS
    records: Path | None = None
    """Folder of the remembered hashes, to forget those of a model that is replaced."""


def add_firefox_pair(source: str, target: str, fetching: Fetching) -> tuple[FirefoxModel, ...]:
    """Fetch the model of a pair; both models, if the pair goes through English.

    Files that an interrupted call had fetched whole are used.

    Args:
        source: BCP-47 tag.
        target: BCP-47 tag.
        fetching: Where to tell the progress, and how long to wait.

    Raises:
        EngineNotInstalled: `fxtranslate` is not installed.
        EngineError: There is no such model, or it cannot be fetched.
        InputError: The models' folder cannot be written.
    """
    if find_spec("fxtranslate") is None:
        raise EngineNotInstalled(engine="firefox", command=install_command(REQUIREMENT))
    codes = engine_code(source, "firefox"), engine_code(target, "firefox")
    waiting = user_folder() / f".fetching-{codes[0]}-{codes[1]}"
    try:
        waiting.mkdir(parents=True, exist_ok=True)
        _fetch(codes, waiting, fetching)
        return _install(waiting, fetching)
    except OSError as error:
        raise InputError(path=str(waiting.parent), reason=f"cannot be written: {disk_reason(error)}") from error


def _fetch(codes: tuple[str, str], folder: Path, fetching: Fetching) -> None:
    command = [sys.executable, "-c", _FETCH, *codes, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:  # noqa: S603  # ours
        is_in_time = _watch(process.poll, folder, codes, fetching)
        if not is_in_time:
            process.kill()
        _, errors = process.communicate()
    if not is_in_time:
        place = f"copy a model's folder to {folder.parent}"
        reason = f"no answer within {fetching.silence_seconds:g} s; try again later, or {place}"
        raise EngineError(engine="firefox", reason=reason)
    if process.returncode != 0:
        last = errors.decode("utf-8", errors="replace").strip().splitlines()[-1:] or ["stopped"]
        raise EngineError(engine="firefox", reason=one_line(last[0].removeprefix("ValueError: ")))


def _watch(poll: Callable[[], int | None], folder: Path, codes: tuple[str, str], fetching: Fetching) -> bool:
    """Wait for the process while bytes arrive; False if none did for too long."""
    done, last_change = -1, time.monotonic()
    while poll() is None:
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        if size != done:
            done, last_change = size, time.monotonic()
            step = f"download {codes[0]} → {codes[1]}"
            fetching.progress(Progress(step=step, done=size, total=0, unit="bytes"))
        if time.monotonic() - last_change > fetching.silence_seconds:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def _install(waiting: Path, fetching: Fetching) -> tuple[FirefoxModel, ...]:
    installed = []
    for path in sorted(waiting.iterdir()):
        if read_model(path) is None:
            raise EngineError(engine="firefox", reason=f"what was fetched for {path.name} is not a complete model")
        replace_folder(path, user_folder() / path.name)
        model = read_model(user_folder() / path.name)
        if model is not None:
            installed.append(model)
            if fetching.records is not None:
                forget(fetching.records, record_key(model))
    waiting.rmdir()
    return tuple(installed)
