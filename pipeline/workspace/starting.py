"""A new workspace: the files that it begins with, and videos that are taken into it."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from pipeline.dataclass import dataclass
from pipeline.errors import InputError
from pipeline.files import disk_reason, write_atomic
from pipeline.languages import parse_tag
from pipeline.workspace.folder import MEDIA_SUFFIXES

STARTER_FILES = {
    "captions.toml": "captions.toml",
    "Makefile": "Makefile",
    ".gitignore": "gitignore",
    ".gitattributes": "gitattributes",
    "CONTRIBUTING.md": "CONTRIBUTING.md",
}
"""Name in the workspace to name in `starter/`."""
CAPTION_SUFFIXES = (".srt", ".vtt", ".ttml", ".dfxp", ".sbv", ".ass", ".ssa")
GITHUB_WORKFLOW = ".github/workflows/captions.yml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """What `start_workspace` did: paths below the workspace."""

    made: tuple[str, ...]
    kept: tuple[str, ...]
    """What was there already and was left as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionsBeside:
    """A caption file that lies beside a video."""

    path: Path
    video: str
    language: str
    """As its name says; empty if it says none."""


def start_workspace(folder: Path, *, program: str, with_github: bool = False) -> Started:
    """Lay the files of a new workspace into a folder; what is there already is left alone.

    Args:
        folder: Made if it is missing.
        program: What `pip install` needs to install this program, for the workflow.
        with_github: Also write a workflow that checks pull requests on GitHub.

    Raises:
        InputError: The folder is a file, or the disk refuses.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(path=str(folder), reason="is a file; name a folder")
    wanted = {name: _starter(source) for name, source in STARTER_FILES.items()}
    if with_github:
        wanted[GITHUB_WORKFLOW] = _starter("captions.yml").replace("@PROGRAM@", program)
    kept = tuple(name for name in wanted if (folder / name).exists() or (folder / name).is_symlink())
    made = tuple(name for name in wanted if name not in kept)
    for name in made:
        write_atomic(folder / name, wanted[name].encode("utf-8"))
    return Started(made=(*_make_media_folder(folder), *made), kept=kept)


def find_loose_videos(folder: Path) -> tuple[Path, ...]:
    """Videos and sound files that lie in a folder itself, sorted by name: what `init` offers to take."""
    if not folder.is_dir():
        return ()
    return tuple(
        path
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in MEDIA_SUFFIXES and path.is_file() and not path.name.startswith(".")
    )


def find_captions_beside(folder: Path, videos: tuple[Path, ...]) -> tuple[CaptionsBeside, ...]:
    """Caption files that lie beside videos and are named after them, sorted by name.

    Args:
        folder: In which the videos lay; they may have moved.
        videos: Of which only the names matter.
    """
    stems = sorted((video.stem for video in videos), key=len, reverse=True)
    found = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        stem = next((stem for stem in stems if path.name.startswith(f"{stem}.")), None)
        if stem is not None and path.suffix.lower() in CAPTION_SUFFIXES and path.is_file():
            middle = path.name[len(stem) : -len(path.suffix)].strip(".")
            found.append(CaptionsBeside(path=path, video=stem, language=_language_in(middle)))
    return tuple(found)


def _language_in(text: str) -> str:
    try:
        return str(parse_tag(text))
    except ValueError:
        return ""


def take_videos(folder: Path, videos: tuple[Path, ...]) -> tuple[Path, ...]:
    """Move videos into `media/`.

    Returns:
        Where they lie now.

    Raises:
        InputError: One of that name is there already, or the disk refuses; those before it have moved.
    """
    taken = []
    for video in videos:
        goal = folder / "media" / video.name
        if goal.exists() or goal.is_symlink():
            raise InputError(path=str(goal), reason="is there already; rename one of the two")
        try:
            video.rename(goal)
        except OSError as error:
            raise InputError(path=str(video), reason=f"cannot be moved: {disk_reason(error)}") from error
        taken.append(goal)
    return tuple(taken)


def _make_media_folder(folder: Path) -> tuple[str, ...]:
    media = folder / "media"
    if media.is_dir():
        return ()
    try:
        media.mkdir(parents=True)
    except OSError as error:
        raise InputError(path=str(media), reason=f"cannot be made: {disk_reason(error)}") from error
    return ("media/",)


def _starter(name: str) -> str:
    return resources.files("pipeline.workspace.starter").joinpath(name).read_text(encoding="utf-8")
