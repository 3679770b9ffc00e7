"""Where everything of a workspace lies."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.dataclass import dataclass
from pipeline.errors import InputError, UsageError
from pipeline.files import MAX_RECORD_BYTES, contained, disk_reason, read_bytes
from pipeline.workspace.names import REJECTS

_SCRIPT_SUFFIXES = (".txt", ".md", ".srt", ".vtt")


@dataclass(frozen=True, slots=True)
class WorkspacePaths:
    """All paths of one workspace; holds nothing open."""

    folder: Path

    @property
    def media_folder(self) -> Path:
        return self.folder / "media"

    @property
    def subtitles_folder(self) -> Path:
        return self.folder / "subtitles"

    @property
    def cache_folder(self) -> Path:
        return self.folder / "build"

    def video_folder(self, video: str) -> Path:
        return self.subtitles_folder / video

    def track_path(self, video: str, language: str) -> Path:
        return self.video_folder(video) / f"{video}.{language}.srt"

    def rejects_path(self, video: str, language: str) -> Path:
        return self.video_folder(video) / f"{video}.{language}.{REJECTS}.srt"

    def machine_folder(self, video: str) -> Path:
        return self.video_folder(video) / "machine"

    def recording_path(self, video: str) -> Path:
        return self.machine_folder(video) / "transcript.json"

    def names_path(self, video: str) -> Path:
        """The names of the glossary that were misheard in the transcript, and what stands there instead."""
        return self.machine_folder(video) / "transcript.names.json"

    def heard_english_path(self, video: str) -> Path:
        """Whisper's own translation into English, where no model translates the spoken language."""
        return self.machine_folder(video) / "transcript.en.json"

    def machine_path(self, video: str, language: str) -> Path:
        return self.machine_folder(video) / f"{language}.json"

    def approvals_path(self, video: str) -> Path:
        return self.machine_folder(video) / "approvals.json"

    def notes_path(self, video: str) -> Path:
        """What people noted on its captions."""
        return self.video_folder(video) / "notes.json"

    def heard_path(self, key: str) -> Path:
        """What was recognised under a key before a script was brought to it; only so that it need not be done again."""
        return self.cache_folder / "heard" / f"{key}.json"

    def cuts_path(self, video: str, language: str) -> Path:
        """How the sentences of a track were cut into cues; only so that it need not be searched for again."""
        return self.cache_folder / "cuts" / f"{video}.{language}.json"

    def outline_path(self, media_sha256: str) -> Path:
        """The outline of a medium's sound, which the desk draws; only so that nothing is decoded for it again."""
        return self.cache_folder / "outlines" / f"{media_sha256[:32]}.bin"

    @property
    def memory_folder(self) -> Path:
        """Translation memories from elsewhere, as TMX."""
        return self.folder / "memory"

    @property
    def glossary_path(self) -> Path:
        return self.folder / "glossary.toml"

    def script_path(self, video: str) -> Path | None:
        """The script beside a video, `media/<video>.script.txt` or another of the endings; None if there is none.

        Raises:
            InputError: A link on the way leads out of the workspace.
        """
        return next((self.inside(path) for path in self.script_paths(video) if path.is_file()), None)

    def script_paths(self, video: str) -> tuple[Path, ...]:
        """Where a script of a video may lie, in the order in which it is looked for."""
        return tuple(self.media_folder / f"{video}.script{suffix}" for suffix in _SCRIPT_SUFFIXES)

    def media_details_path(self, video: str) -> Path:
        """Title, description and chapters of a video, as its maker wrote them."""
        return self.media_folder / f"{video}.toml"

    def has_media_details(self, video: str) -> bool:
        """Whether there is such a file, readable or not."""
        return os.path.lexists(self.media_details_path(video))

    def details_path(self, video: str, language: str) -> Path:
        """The same in one language, as people correct it."""
        return self.video_folder(video) / f"{video}.{language}.toml"

    def details_record_path(self, video: str, language: str) -> Path:
        """What the machine last wrote into it."""
        return self.machine_folder(video) / f"{language}.details.json"

    def inside(self, path: Path) -> Path:
        """A path of this workspace that may be read or written: no link on the way leads out of the workspace.

        Raises:
            InputError: One does; a clone of a stranger's can carry it.
        """
        return contained(path, self.folder)

    def read_record(self, path: Path) -> bytes | None:
        """The bytes of one of the machine's files, or None if there is none."""
        self.inside(path)
        return read_bytes(path, limit_bytes=MAX_RECORD_BYTES) if os.path.lexists(path) else None


def find_workspace(start: Path) -> Path:
    """The folder that holds `captions.toml` or `media/`: `start` or one above it.

    Raises:
        UsageError: None of them is a workspace.
    """
    for folder in (start, *start.parents):
        if (folder / "captions.toml").exists() or (folder / "media").is_dir() or (folder / "subtitles").is_dir():
            return folder
    raise UsageError(reason="no media/ folder here; make one and put a video in it")


def path_as_typed(path: Path) -> Path:
    """The path as a person types it: relative, where it lies below the current folder."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def entries(folder: Path) -> tuple[Path, ...]:
    """What lies in a folder, sorted by name; nothing, if there is no such folder.

    Raises:
        InputError: The disk refuses.
    """
    try:
        return tuple(folder / name for name in sorted(os.listdir(folder)))  # noqa: PTH208  # sorting paths is slow
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        raise InputError(path=str(folder), reason=disk_reason(error)) from error
