"""The outline of a video's sound, for the waveform: fifty pairs of bytes a second, computed once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from pipeline.files import read_bytes, write_if_changed
from pipeline.media import decode_audio
from pipeline.workspace import HashCache, Workspace

PEAKS_A_SECOND = 50
SAMPLES_A_PEAK = 16_000 // PEAKS_A_SECOND
"""`decode_audio` gives 16,000 samples a second."""
VERSION = "1"


@dataclass(slots=True)
class PeakStore:
    """Computes and keeps the peaks of videos."""

    workspace: Workspace
    _lock: Lock

    @classmethod
    def of(cls, workspace: Workspace) -> PeakStore:
        """The store of a workspace."""
        return cls(workspace, Lock())

    def load(self, media: Path) -> tuple[bytes, str]:
        """The peaks of a medium and an entity tag for them.

        Returns:
            For each fiftieth of a second the lowest and the highest sample as signed bytes; and the tag.

        Raises:
            InputError: The medium has no sound that can be decoded.
        """
        with self._lock:  # two pages that open at once must not decode twice
            hashes = HashCache.load(self.workspace.cache_folder / "hashes.json")
            key = hashlib.sha256(f"{VERSION} {hashes.sha256(media)}".encode()).hexdigest()[:32]
            path = self.workspace.cache_folder / "desk" / "peaks" / f"{key}.bin"
            if not path.exists():
                write_if_changed(path, find_peaks(media))
            return read_bytes(path), f'"{key}"'


def find_peaks(media: Path) -> bytes:
    """The lowest and the highest sample of each fiftieth of a second, as signed bytes."""
    import numpy as np

    pieces: list[bytes] = []
    rest = np.zeros(0, dtype=np.float32)
    for block in decode_audio(media):
        samples = np.concatenate((rest, block))
        whole = len(samples) // SAMPLES_A_PEAK * SAMPLES_A_PEAK
        rest = samples[whole:]
        pieces.append(_pairs(samples[:whole].reshape(-1, SAMPLES_A_PEAK)))
    if len(rest):
        pieces.append(_pairs(rest.reshape(1, -1)))
    return b"".join(pieces)


def _pairs(samples: object) -> bytes:
    import numpy as np

    grid = np.asarray(samples)
    pairs = np.stack((grid.min(axis=1), grid.max(axis=1)), axis=1)
    return bytes(np.clip(np.round(pairs * 127), -127, 127).astype(np.int8).tobytes())
