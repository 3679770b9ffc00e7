"""The wheel, installed into an environment of its own, captions a video in an empty folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

from pipeline.media.reading import decode_audio
from tests.media_files import RATE_HZ, write_audio

ROOT = Path(__file__).parents[2]
SECONDS = 6

pytestmark = pytest.mark.engines


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program `captions` of a fresh environment that has the wheel, and borrows only the libraries.

    To install those anew would download 600 MB at each run; the program itself and its data come from the wheel.
    """
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    source = folder / "source"
    source.mkdir()
    _copy_tracked(source)
    wheel = [*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", folder, source]
    subprocess.run(wheel, check=True, capture_output=True)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True)
    target = next((folder / "venv" / "lib").glob("python*/site-packages"))
    made = next(folder.glob("captions-*.whl"))
    install = [*pip, "--python", folder / "venv" / "bin" / "python", "install", "--no-deps", made]
    subprocess.run(install, check=True, capture_output=True)
    libraries = [entry for entry in sys.path if entry.endswith("site-packages")]
    (target / "libraries.pth").write_text("\n".join(libraries) + "\n")
    return folder / "venv" / "bin" / "captions"


def _copy_tracked(source: Path) -> None:
    """The working tree as git knows it, without what is ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode().split("\0")
    for name in filter(None, listed):
        if (ROOT / name).is_file() and name.startswith(("pipeline/", "models/", "pyproject", "README", "LICENSE")):
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())


def run(program: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [program, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_an_installed_program_captions_a_video_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    """Transcribed and translated by models that came with it, nothing of the clone at hand."""
    where = run(installed.with_name("python"), tmp_path, "-c", "import pipeline; print(pipeline.__file__)").stdout
    assert str(installed.parents[1]) in where
    assert run(installed, tmp_path, "init", "channel").returncode == 0
    folder = tmp_path / "channel"
    sound = np.concatenate(list(decode_audio(ROOT / "media" / "social-credit.mp4")))[: SECONDS * RATE_HZ]
    write_audio(folder / "media" / "talk.wav", (0.0, (sound * 32_767).astype(np.int16)))
    built = run(installed, folder, "build")
    assert built.returncode == 0, built.stderr
    assert "China" in (folder / "subtitles" / "talk" / "talk.en.srt").read_text("utf-8")
    assert "crédito social" in (folder / "subtitles" / "talk" / "talk.pt.srt").read_text("utf-8").replace("\n", " ")


def test_every_package_is_in_the_wheel() -> None:
    """They are listed by hand, since the translation packages lie outside `pipeline/`."""
    listed = set(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"])
    found = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for path in (ROOT / "pipeline").rglob("__init__.py")
        if not re.search(r"node_modules|__pycache__", str(path))
    }
    assert listed == found | {"pipeline.models.embedded"}
