"""What the voice detector gets: no rumble, raised quiet speech, a filled band."""

import numpy as np
import pytest

from pipeline.speech.detector_sound import FRAME, DetectorSound

RATE_HZ = 16_000


def _sine(hertz: float, level: float, seconds: float = 4.0) -> np.ndarray:
    times = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return (np.sin(2 * np.pi * hertz * times) * level * np.sqrt(2)).astype(np.float32)


def _prepared(sound: np.ndarray, *, block: int = 4 * RATE_HZ) -> tuple[np.ndarray, np.ndarray]:
    maker = DetectorSound()
    parts = [maker.frames(sound[start : start + block]) for start in range(0, len(sound), block)]
    return np.concatenate([frames for frames, _ in parts]), np.concatenate([levels for _, levels in parts])


def test_rumble_is_taken_out_and_the_voice_stays_where_it_is():
    """Everything below 90 Hz goes; a click keeps its frame, whatever the blocks are."""
    voice = _sine(200, 0.1)
    voice[20 * FRAME + 100] = 0.9
    frames, levels = _prepared(voice + _sine(40, 0.5), block=5000)
    assert levels[10:-2] == pytest.approx(0.1, rel=0.35)
    assert int(np.abs(frames[5:40]).max(axis=1).argmax()) + 5 == 20


def test_sound_does_not_depend_on_the_blocks_it_comes_in():
    """Decoders give blocks of any length."""
    sound = (_sine(300, 0.05) + np.random.default_rng(3).normal(0, 0.02, 4 * RATE_HZ)).astype(np.float32)
    one, other = _prepared(sound)[0], _prepared(sound, block=FRAME * 25)[0]
    assert np.abs(one - other).max() < 1e-4


def test_quiet_sound_is_raised_and_loud_sound_is_left_alone():
    """A second speaker far from the microphone; loudness is told as it is in the recording."""
    quiet, levels = _prepared(_sine(300, 0.008))
    assert np.sqrt((quiet[5:-2] ** 2).mean()) == pytest.approx(0.08, rel=0.05)
    assert levels[5:-2] == pytest.approx(0.008, rel=0.05)
    loud, _ = _prepared(_sine(300, 0.3))
    assert np.sqrt((loud[5:-2] ** 2).mean()) == pytest.approx(0.3, rel=0.05)


def test_a_telephones_band_gets_an_upper_half():
    """Where nothing lies above 4.2 kHz, a faint mirror image does then; a wide band is left as it is."""

    def upper_share(frames: np.ndarray) -> float:
        power = np.abs(np.fft.rfft(frames[5:-2].ravel())) ** 2
        return float(power[len(power) * 5 // 8 :].sum() / power.sum())

    assert upper_share(_prepared(_sine(1000, 0.2))[0]) == pytest.approx(0.01, rel=0.2)
    wide = _sine(1000, 0.2) + _sine(6000, 0.02)
    assert upper_share(_prepared(wide)[0]) == pytest.approx(0.01, rel=0.1)
