"""What the names of files say: whose captions they are, and in which language."""

from __future__ import annotations

import contextlib
import re
from functools import lru_cache
from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.languages import parse_tag

REJECTS = "rejects"
TRACK_NAME = re.compile(r"(?P<video>.+)\.(?P<language>[A-Za-z0-9-]+)\.srt", re.DOTALL)
"""What a caption file's name says; whether it is true is another question: see `language_of_track`."""


@lru_cache(maxsize=4_096)
def language_of_track(video: str, name: str) -> str:
    """The language of a video's caption file, by its name; empty for a file that is none of its captions."""
    match = TRACK_NAME.fullmatch(name)
    if match is None or match["video"] != video or match["language"] == REJECTS:
        return ""
    with contextlib.suppress(ValueError):
        if parse_tag(match["language"]) == match["language"]:
            return match["language"]
    return ""


def language_of(path: Path) -> str | None:
    """The language in the name of a caption file such as `talk.pt-BR.srt`, if it has one."""
    parts = path.name.split(".")
    with contextlib.suppress(ValueError, IndexError):
        return parse_tag(parts[-2])
    return None


def check_video_name(name: str) -> str:
    """A name that can be a folder inside `subtitles/`.

    Raises:
        ConfigError: It would leave the folder or cannot be a file's name.
    """
    if name in {"", ".", ".."} or "/" in name or "\0" in name or name.startswith(".") or len(name.encode()) > 200:
        raise ConfigError(key=name, reason="cannot be the name of a video", path="name")
    return name
