"""Pauses of some hundredths of a second, too short for the voice detector, and the words that begin after them.

Whisper's decoder turns to the next word as soon as the last one ends, and sooner where that ends in a hiss. So a word
after a short pause, numbers above all, had the pause at its beginning and the end of the word before it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass
from pipeline.speech.windows import RATE_HZ

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]
    Levels = NDArray[np.float32]

_STEP = RATE_HZ * 5 // 1000
_STEPS = 3
"""The level is that of 15 ms, every 5 ms, so that a silence seems some 10 ms shorter than it is."""
_RAISED = 0.95
"""Of a sample that is taken from the next one: the hiss of an f is louder then, and rumble is silent."""
_SHORTEST = RATE_HZ * 70 // 1000
"""The closure of most stops is shorter. This and what follows was chosen on 144 numbers in sentences, by five voices of
three synthesisers: their starts were 107 ms off without, 42 so. Other words, in thirteen minutes of synthetic speech
that were looked at too, are where they were."""
_BELOW_DB, _ABOVE_DB = 32, 4
"""Quiet is so far below the loud parts of a window, or so little above its noise."""
_CLEAR_DB = 12
"""Less than this between noise and loud parts: no pause can be told."""
_LOUDEST_DB = 60
"""Below the loud parts nothing is told apart from silence."""
_VOWEL, _VOWEL_DB = RATE_HZ * 70 // 1000, 10
"""A word's end without its vowel is loud (nearly as loud as the loud parts) for no longer than this."""
_BACK = RATE_HZ * 100 // 1000
"""A word that is put so soon after a pause begins with its end."""
_AHEAD = RATE_HZ * 250 // 1000
"""A word is put at most so long before the pause that it begins after."""
_LEFT = RATE_HZ * 30 // 1000
"""What is left of a word after a pause, at least."""


@dataclass(frozen=True, slots=True)
class ShortPauses:
    """The pauses of a window, and where something as loud as a vowel is heard; positions in its samples."""

    pauses: tuple[tuple[int, int], ...]
    is_loud: NDArray[np.bool_]

    def onset(self, start: int, end: int, *, before: int, closure: int) -> int:
        """Where a word begins that lies about from `start` to `end`: after the pause, if one is there.

        Args:
            start: As the decoder's attention tells it.
            end: At or after the start.
            before: Where the word in front of it begins: it keeps what lies before the pause.
            closure: A silence after the start that is no longer than this may be inside the word.
        """
        first = next((one for one in self.pauses if one[1] > max(start - _BACK, before)), None)
        if first is None or first[0] >= start + _AHEAD or first[1] >= end - _LEFT:
            return start
        if first[0] > start and (first[1] - first[0] < closure or self._has_vowel(start, first[0])):
            return start
        return first[1]

    def _has_vowel(self, start: int, end: int) -> bool:
        first, last = (max(0, position // _STEP - _STEPS // 2) for position in (start, end))
        return int(self.is_loud[first:last].sum()) * _STEP > _VOWEL


def find_short_pauses(samples: Samples) -> ShortPauses:
    """The pauses of a window, short ones and longer ones; none where noise is nearly as loud as the voice.

    Args:
        samples: At 16 kHz.
    """
    import numpy as np

    if len(samples) < 2 * _STEPS * _STEP:
        return ShortPauses((), np.zeros(0, np.bool_))
    raised = _levels(np.append(samples[:1] * 0, samples[1:] - _RAISED * samples[:-1]))
    plain = _levels(samples)
    loud = float(np.quantile(raised, 0.9))
    noise = max(float(np.quantile(raised, 0.05)), loud - _LOUDEST_DB)
    is_loud = plain > np.quantile(plain, 0.9) - _VOWEL_DB
    if loud - noise < _CLEAR_DB:
        return ShortPauses((), is_loud)
    is_quiet = raised < max(noise + _ABOVE_DB, loud - _BELOW_DB)
    edges = np.flatnonzero(np.diff(is_quiet, prepend=False))  # silence to the end has one: no word begins after it
    middles = ((edges + _STEPS // 2) * _STEP).tolist()
    pauses = [*pairwise(middles)][::2]
    return ShortPauses(tuple(one for one in pauses if one[1] - one[0] >= _SHORTEST), is_loud)


def _levels(samples: Samples) -> Levels:
    """Decibels of 15 ms of sound, each 5 ms later than the one before."""
    import numpy as np

    count = len(samples) // _STEP
    powers = np.square(samples[: count * _STEP].reshape(count, _STEP)).mean(axis=1)
    levels: Levels = 10 * np.log10(np.convolve(powers, np.full(_STEPS, 1 / _STEPS, np.float32), "valid") + 1e-12)
    return levels
