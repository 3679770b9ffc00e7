"""The detector finds the demonstration's voice under what recordings have: rumble, hum, wind, music, distance, telephone.

Only the detector runs: each sound takes a fraction of a second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from pipeline.media import decode_audio
from pipeline.speech.spans import Span, speech_spans
from pipeline.speech.voice_activity import load_voice_activity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float64]

RATE_HZ = 16_000
SECONDS = 40
DEMO = Path(__file__).parents[2] / "media" / "social-credit.mp4"


@pytest.fixture(scope="module")
def voice() -> Samples:
    """The first part of the demonstration."""
    blocks: list[NDArray[np.float32]] = []
    for block in decode_audio(DEMO):
        blocks.append(block)
        if sum(map(len, blocks)) >= SECONDS * RATE_HZ:
            break
    return np.concatenate(blocks)[: SECONDS * RATE_HZ].astype(np.float64)


def _level(sound: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(sound))))


def _shaped(sound: Samples, gain: Callable[[Samples], Samples]) -> Samples:
    """The sound with another spectrum, at a level of 1."""
    hertz = np.fft.rfftfreq(len(sound), 1 / RATE_HZ)
    result = np.fft.irfft(np.fft.rfft(sound) * gain(hertz), len(sound))
    return np.asarray(result / _level(result))


def _noise(seed: int, gain: Callable[[Samples], Samples]) -> Samples:
    return _shaped(np.random.default_rng(seed).normal(size=SECONDS * RATE_HZ), gain)


def _band(low_hz: float, high_hz: float) -> Callable[[Samples], Samples]:
    return lambda hertz: ((hertz >= low_hz) & (hertz <= high_hz)).astype(np.float64)


def _times() -> Samples:
    return np.arange(SECONDS * RATE_HZ) / RATE_HZ


def _hum() -> Samples:
    waves = sum(np.sin(2 * np.pi * 50 * harmonic * _times()) / harmonic for harmonic in range(1, 9))
    return np.asarray(waves / _level(np.asarray(waves)))


def _music() -> Samples:
    """Chords that are struck twice a second."""
    place = _times() * 2
    root = np.array([220.0, 175.0, 262.0, 196.0])[place.astype(int) % 4]
    fade = np.exp(-3 * (place % 1)) * np.minimum(1, (place % 1) * 30)
    waves = sum(np.sin(2 * np.pi * np.cumsum(root * step) / RATE_HZ) for step in (1, 1.26, 1.5, 2))
    return np.asarray(waves * fade / _level(np.asarray(waves * fade)))


def _quiet_second(voice: Samples) -> Samples:
    """Every other six seconds somebody far from the microphone speaks."""
    return np.asarray(np.where(_times() // 6 % 2 == 1, voice * 0.04, voice))


SOUNDS: dict[str, Callable[[Samples], Samples]] = {
    "rumble that falls off slowly": lambda v: (
        v + _noise(1, lambda hz: 1 / np.sqrt(1 + (hz / 40) ** 6)) * _level(v) * 10
    ),
    "rumble below 80 Hz": lambda v: v + _noise(2, _band(10, 80)) * _level(v) * 10,
    "hum": lambda v: v + _hum() * _level(v) * 1.5,
    "wind": lambda v: v + _noise(3, _band(20, 200)) * (0.6 + 0.4 * np.sin(_times())) * _level(v) * 2,
    "music under the voice": lambda v: v + _music() * _level(v) * 0.5,
    "a quiet second speaker": _quiet_second,
    "far away": lambda v: v * 0.01,
    "a telephone": lambda v: _shaped(v, _band(300, 3400)) * _level(v),
}


def _blocks(sound: Samples) -> Iterator[NDArray[np.float32]]:
    loudest = max(1.0, float(np.abs(sound).max()))
    ready = np.round(sound / loudest * 32_767).astype(np.float32) / 32_768
    for start in range(0, len(ready), 4 * RATE_HZ):
        yield ready[start : start + 4 * RATE_HZ]


def _spans(sound: Samples) -> list[Span]:
    detector = load_voice_activity()
    return list(speech_spans(frame for block in _blocks(sound) for frame in detector.probabilities(block)))


def _mask(spans: list[Span]) -> NDArray[np.bool_]:
    spoken = np.zeros(SECONDS * RATE_HZ, bool)
    for span in spans:
        spoken[span.start : span.end] = True
    return spoken


@pytest.mark.parametrize("make", SOUNDS.values(), ids=SOUNDS.keys())
def test_speech_is_found_in_hard_sounds(voice, make):
    """What is found in the clean voice is found, most of it, and no stretch of two seconds is missing."""
    clean, found = _mask(_spans(voice)), _mask(_spans(make(voice)))
    assert (clean & found).sum() / clean.sum() > 0.8
    assert _longest_run(clean & ~found) < 2 * RATE_HZ


def _longest_run(mask: NDArray[np.bool_]) -> int:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return int((edges[1::2] - edges[::2]).max(initial=0))


@pytest.mark.parametrize("name", ["hum", "rumble", "wind", "rain", "music"])
def test_no_speech_is_found_where_nobody_speaks(name):
    """What is raised and filled for the detector does not become a voice."""
    sounds = {
        "hum": _hum() * 0.08,
        "rumble": _noise(4, _band(10, 80)) * 0.2,
        "wind": _noise(5, _band(20, 500)) * 0.1,
        "rain": _noise(6, _band(400, 7000)) * 0.05,
        "music": _music() * 0.1,
    }
    assert sum(span.length for span in _spans(sounds[name])) < RATE_HZ // 2
