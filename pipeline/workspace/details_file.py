"""Title, description and chapters of one language: reading them once, and writing them safely."""

from __future__ import annotations

import os
from functools import cached_property

from pipeline.dataclass import dataclass
from pipeline.errors import StaleWorkspace
from pipeline.files import read_bytes, write_if_changed
from pipeline.model import Details
from pipeline.records import DetailsRecord
from pipeline.workspace.names import language_of_track
from pipeline.workspace.one_writer import one_writer
from pipeline.workspace.paths import WorkspacePaths, entries, path_as_typed
from pipeline.workspace.read_file import ReadFile


@dataclass(frozen=True)
class DetailsFile(ReadFile):
    """A file of details, read once; where there is none, it has no bytes and says nothing."""

    @cached_property
    def text(self) -> str:
        """The file as text.

        Raises:
            SubtitleError: No encoding fits.
        """
        from pipeline.formats import decode_text

        return decode_text(self.data or b"", str(self.path))[0]

    @cached_property
    def details(self) -> Details:
        """What it says.

        Raises:
            SubtitleError: It is broken; says where, and what to do.
        """
        from pipeline.formats import read_details

        return read_details(self.text, str(self.path))


def read_media_details(workspace: WorkspacePaths, video: str) -> DetailsFile:
    """What a video's maker says about it; a file that does not exist where nobody wrote any.

    Raises:
        InputError: It cannot be read, or a link on the way leads out of the workspace.
    """
    path = workspace.inside(workspace.media_details_path(video))
    return DetailsFile(path_as_typed(path), read_bytes(path) if workspace.has_media_details(video) else None)


def read_details_file(workspace: WorkspacePaths, video: str, language: str) -> DetailsFile:
    """Title, description and chapters of one language as they are now.

    Raises:
        InputError: The file cannot be read, or is a link.
    """
    path = workspace.inside(workspace.details_path(video, language))
    return DetailsFile(path_as_typed(path), read_bytes(path) if os.path.lexists(path) else None)


def load_details_record(workspace: WorkspacePaths, video: str, language: str) -> DetailsRecord | None:
    """What the machine last wrote of the details of a language, or None if it wrote nothing."""
    from pipeline.formats import details_record_from_json

    path = workspace.details_record_path(video, language)
    data = workspace.read_record(path)
    return None if data is None else details_record_from_json(data, path=str(path))


def write_details_file(  # noqa: PLR0913  # each is given by name
    workspace: WorkspacePaths, video: str, language: str, *, read: bytes | None, text: bytes | None, machine: bytes
) -> None:
    """Write the details of a language, then the machine's record of them.

    Killed between the two, the next run merges the new file with the old record: it finds that the file says
    what the machine would write, and writes the same record.

    Args:
        read: The bytes of the file that the new text was made from.
        text: The new file; None if there is none to write.
        machine: The new record.

    Raises:
        StaleWorkspace: Somebody saved the file meanwhile; nothing was written.
    """
    path = workspace.details_path(video, language)
    record = workspace.inside(workspace.details_record_path(video, language))
    with one_writer(workspace.inside(workspace.video_folder(video))):
        if read_details_file(workspace, video, language).data != read:
            raise StaleWorkspace(path=str(path))
        if text is not None:
            write_if_changed(path, text)
        write_if_changed(record, machine)


def details_languages(workspace: WorkspacePaths, video: str) -> tuple[str, ...]:
    """The languages in which title, description and chapters lie in a video's folder, sorted."""
    names = (path.name for path in entries(workspace.video_folder(video)) if path.name.endswith(".toml"))
    tracks = (f"{name.removesuffix('.toml')}.srt" for name in names)
    return tuple(sorted(tag for name in tracks if (tag := language_of_track(video, name))))
