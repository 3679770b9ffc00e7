"""The sound as the voice detector gets it: high-passed, quiet speech raised, the upper half of the band filled.

Silero's network was made for wide-band speech of usual loudness. Rumble below the voice, a quiet second speaker and
the band of a telephone hide speech from it. Whisper hears the sound as it is.
"""

from __future__ import annotations

from dataclasses import field
from functools import cache
from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

FRAME = 512
"""Samples of one frame at 16 kHz: 32 ms."""
_RATE_HZ = 16_000
_LOWEST_HZ = 90
"""No voice lies below; half of the power of wind, hum and traffic does."""
_TAPS = 2 * FRAME + 1
"""Of the high-pass: its delay is one frame exactly, which is cut off at the start."""
_USUAL_LEVEL = 0.08
"""Loud frames of speech that is recorded as it should be (root mean square)."""
_GREATEST_GAIN = 10.0
_FORGETTING = 0.5 ** (1 / 125)
"""What is loud is forgotten by half in four seconds."""
_TELEPHONE_HZ = 4_200
_TELEPHONE_SHARE = 1e-4
"""Of the power, above `_TELEPHONE_HZ`: less is a recording that ends there."""
_MIRRORED = 0.1
"""How loud the mirror image of the lower half is put into an empty upper half. Measured on the demonstration's voice
in a telephone's band: half of the frames of speech were over 0.23 without, over 0.57 so."""


@dataclass(slots=True)
class DetectorSound:
    """Prepares a medium's sound, block by block."""

    _before: Samples | None = None
    """The end of what came before: the high-pass needs it."""
    _left: Samples | None = None
    """Filtered samples that do not fill a frame yet."""
    _peak: float = 0.0
    _is_narrow: bool = False
    _skipped: int = field(default=0)

    def frames(self, block: Samples) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The frames that this block completes, shape (n, 512), and how loud each is in the recording."""
        import numpy as np

        audio = self._filtered(block)
        if self._left is not None:
            audio = np.concatenate([self._left, audio])
        count = len(audio) // FRAME
        self._left = audio[count * FRAME :]
        frames = audio[: count * FRAME].reshape(count, FRAME)
        loudness = np.sqrt((frames**2).mean(axis=1)) if count else np.zeros(0, np.float32)
        raised = self._filled(frames) * self._gains(loudness)[:, None]
        return raised.astype(np.float32), loudness

    def _filtered(self, block: Samples) -> Samples:
        import numpy as np

        before = np.zeros(_TAPS - 1, np.float32) if self._before is None else self._before
        audio = np.concatenate([before, block])
        self._before = audio[len(audio) - (_TAPS - 1) :]
        size = 1 << (len(audio) - 1).bit_length()
        product = np.fft.rfft(audio, size) * np.fft.rfft(_high_pass(), size)
        filtered: Samples = np.fft.irfft(product, size)[_TAPS - 1 : len(audio)].astype(np.float32)
        skip = min(FRAME - self._skipped, len(filtered))
        self._skipped += skip
        return filtered[skip:]

    def _gains(self, loudness: Samples) -> Samples:
        """Quiet speech is raised, nothing is lowered."""
        import numpy as np

        peaks = np.empty(len(loudness), np.float32)
        for index, level in enumerate(loudness.tolist()):
            self._peak = max(level, self._peak * _FORGETTING)
            peaks[index] = self._peak
        return np.clip(_USUAL_LEVEL / np.maximum(peaks, 1e-6), 1.0, _GREATEST_GAIN)

    def _filled(self, frames: NDArray[np.float32]) -> NDArray[np.float32]:
        """With a faint mirror image in the upper half of the band where the recording has nothing there."""
        import numpy as np

        if not len(frames):
            return frames
        power = (np.abs(np.fft.rfft(frames * np.hanning(FRAME), axis=1)) ** 2).sum(axis=0)
        if power.sum() > 1e-3:
            upper = power[_TELEPHONE_HZ * FRAME // _RATE_HZ :].sum()
            self._is_narrow = bool(upper < _TELEPHONE_SHARE * power.sum())
        if not self._is_narrow:
            return frames
        signs = np.where(np.arange(FRAME) % 2, -1, 1).astype(np.float32)
        return frames * (1 + _MIRRORED * signs)


@cache
def _high_pass() -> Samples:
    """Taps of a windowed sinc filter."""
    import numpy as np

    places = np.arange(_TAPS) - FRAME
    share = 2 * _LOWEST_HZ / _RATE_HZ
    taps = -share * np.sinc(share * places) * np.hamming(_TAPS)
    taps[FRAME] += 1
    result: Samples = taps.astype(np.float32)
    return result
