"""Captions burnt into the picture, by the FFmpeg program that `imageio-ffmpeg` ships."""

from __future__ import annotations

import importlib
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.errors import EngineError, EngineNotInstalled

_ENGINE = "burning captions in"


def burn_captions(media: Path, srt: str, target: Path) -> None:
    """Write a copy of the video with the captions in the picture; the sound is copied as it is.

    Args:
        media: A video.
        srt: The captions, as SubRip.
        target: The new file, MP4.

    Raises:
        EngineNotInstalled: There is no FFmpeg program, or it cannot draw text.
        EngineError: It failed.
    """
    program = find_program()
    with TemporaryDirectory(prefix="captions-burn-") as folder:
        # The filter has its own quoting rules for file names: a plain name in its own folder needs none.
        (Path(folder) / "captions.srt").write_text(srt, encoding="utf-8")
        command = [program, "-nostdin", "-hide_banner", "-loglevel", "error", "-i", str(media.resolve())]
        command += ["-map", "0:v:0", "-map", "0:a?", "-vf", "subtitles=captions.srt", "-c:a", "copy", "-sn", "-dn"]
        command += ["-fflags", "+bitexact", "-movflags", "+faststart", "-y", "burnt.mp4"]
        result = subprocess.run(command, cwd=folder, capture_output=True, check=False)  # noqa: S603  # our own arguments
        if result.returncode:
            raise _failure(result.stderr.decode(errors="replace"))
        shutil.move(Path(folder) / "burnt.mp4", target)


def find_program() -> str:
    """The FFmpeg program.

    Raises:
        EngineNotInstalled: Neither `imageio-ffmpeg` nor a program of the system is there.
    """
    try:
        return str(importlib.import_module("imageio_ffmpeg").get_ffmpeg_exe())
    except (ImportError, RuntimeError):
        program = shutil.which("ffmpeg")
    if program is None:
        raise EngineNotInstalled(
            engine=_ENGINE, command=".venv/bin/pip install imageio-ffmpeg==0.6.0", reason="needs FFmpeg"
        )
    return program


def _failure(message: str) -> EngineError:
    last = message.strip().splitlines()[-1:] or ["no message"]
    if "No such filter" in message:
        reason = "this FFmpeg cannot draw captions (it is built without libass)"
        return EngineNotInstalled(engine=_ENGINE, command=".venv/bin/pip install imageio-ffmpeg==0.6.0", reason=reason)
    return EngineError(engine=_ENGINE, reason=last[0][:300])
