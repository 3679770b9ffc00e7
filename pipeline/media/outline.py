"""The outline of a sound, for drawing it: fifty pairs of bytes a second, gathered while the sound is decoded anyway."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

PAIRS_A_SECOND = 50
SAMPLES_A_PAIR = 16_000 // PAIRS_A_SECOND
"""`decode_audio` gives 16,000 samples a second."""


@dataclass(slots=True)
class Outline:
    """The lowest and the highest sample of each fiftieth of a second, as signed bytes; two hours are 720 kB."""

    _pieces: list[bytes] = field(default_factory=list)
    _rest: Samples | None = None
    """Samples of a fiftieth that is not complete yet."""

    def add(self, block: Samples) -> None:
        """Go on with the next samples."""
        import numpy as np

        samples = block if self._rest is None else np.concatenate((self._rest, block))
        whole = len(samples) // SAMPLES_A_PAIR * SAMPLES_A_PAIR
        self._rest = samples[whole:].copy()
        self._pieces.append(_pairs(samples[:whole].reshape(-1, SAMPLES_A_PAIR)))

    def pairs(self) -> bytes:
        """All of it so far, with what a last, shorter fiftieth holds."""
        if self._rest is None or not len(self._rest):
            return b"".join(self._pieces)
        return b"".join((*self._pieces, _pairs(self._rest.reshape(1, -1))))


def outline_of(blocks: Iterable[Samples]) -> bytes:
    """The outline of a whole sound."""
    outline = Outline()
    for block in blocks:
        outline.add(block)
    return outline.pairs()


def _pairs(grid: Samples) -> bytes:
    import numpy as np

    pairs = np.stack((grid.min(axis=1), grid.max(axis=1)), axis=1)
    return bytes(np.clip(np.round(pairs * 127), -127, 127).astype(np.int8).tobytes())
