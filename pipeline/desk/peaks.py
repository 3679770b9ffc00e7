"""The outline of a video's sound, for the waveform: as a build left it, else computed once."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from pipeline.dataclass import dataclass
from pipeline.files import read_bytes, write_if_changed
from pipeline.media import decode_audio, outline_of
from pipeline.models import HashCache
from pipeline.workspace import Workspace


@dataclass(slots=True)
class PeakStore:
    """Finds and keeps the outlines of videos."""

    workspace: Workspace
    _lock: Lock

    @classmethod
    def of(cls, workspace: Workspace) -> PeakStore:
        """The store of a workspace."""
        return cls(workspace, Lock())

    def load(self, media: Path) -> tuple[bytes, str]:
        """The outline of a medium's sound and an entity tag for it.

        Returns:
            For each fiftieth of a second the lowest and the highest sample as signed bytes; and the tag.

        Raises:
            InputError: The medium has no sound that can be decoded.
        """
        with self._lock:  # two pages that open at once must not decode twice
            hashes = HashCache.load(self.workspace.cache_folder / "hashes.json")
            path = self.workspace.outline_path(hashes.sha256(media))
            if not path.exists():
                write_if_changed(path, find_peaks(media))
            return read_bytes(path), f'"{path.stem}"'


def find_peaks(media: Path) -> bytes:
    """The outline of a medium's sound, decoded for it.

    Raises:
        InputError: The medium has no sound that can be decoded.
    """
    return outline_of(decode_audio(media))
