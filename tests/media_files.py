"""Tiny media files for tests, made with PyAV."""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

RATE_HZ = 16_000


def tone(seconds: float, *, frequency_hz: float = 440.0, level: float = 0.5) -> np.ndarray:
    """A sine as 16-bit samples, shape (n,)."""
    times = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return (np.sin(2 * np.pi * frequency_hz * times) * level * 32767).astype(np.int16)


def silence(seconds: float) -> np.ndarray:
    """Zeros as 16-bit samples, shape (n,)."""
    return np.zeros(round(seconds * RATE_HZ), dtype=np.int16)


def write_audio(
    path: Path,
    *pieces: tuple[float, np.ndarray],
    codec: str = "pcm_s16le",
    container: str | None = None,
    options: dict[str, str] | None = None,
) -> Path:
    """One audio stream whose pieces begin at the given seconds."""
    with av.open(f"file:{path}", "w", format=container, options=options or {}) as file:
        stream = file.add_stream(codec, rate=RATE_HZ, layout="mono")
        for start_s, samples in pieces:
            _write_piece(file, stream, samples, start_s)
        file.mux(stream.encode(None))
    return path


def write_streams(path: Path, streams: Iterable[tuple[np.ndarray, str]], *, default: int) -> Path:
    """Several audio streams, each with samples and a language, one of them the default."""
    with av.open(f"file:{path}", "w") as file:
        made = []
        for number, (samples, language) in enumerate(streams):
            stream = file.add_stream("pcm_s16le", rate=RATE_HZ, layout="mono")
            stream.metadata["language"] = language
            stream.disposition = av.stream.Disposition.default if number == default else av.stream.Disposition(0)
            made.append((stream, samples))
        for stream, samples in made:
            _write_piece(file, stream, samples, 0.0)
            file.mux(stream.encode(None))
    return path


def write_channels(path: Path, channels: list[np.ndarray], *, layout: str) -> Path:
    """One audio stream with a sound in each channel, in FFmpeg's order."""
    with av.open(f"file:{path}", "w") as file:
        stream = file.add_stream("pcm_s16le", rate=RATE_HZ, layout=layout)
        samples = np.stack(channels, axis=1).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout=layout)
        frame.rate = RATE_HZ
        file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return path


def write_picture(path: Path, *, seconds: float = 1.0, rate: Fraction = Fraction(25)) -> Path:
    """A video without sound."""
    with av.open(f"file:{path}", "w") as file:
        stream = file.add_stream("mpeg4", rate=rate)
        stream.width = stream.height = 32
        for number in range(round(seconds * rate)):
            frame = av.VideoFrame.from_ndarray(np.full((32, 32, 3), number % 255, dtype=np.uint8), format="rgb24")
            frame.pts = number
            frame.time_base = 1 / rate
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return path


def _write_piece(file, stream, samples: np.ndarray, start_s: float) -> None:
    size = 1024
    for offset in range(0, len(samples), size):
        frame = av.AudioFrame.from_ndarray(samples[None, offset : offset + size], format="s16", layout="mono")
        frame.rate = RATE_HZ
        frame.time_base = Fraction(1, RATE_HZ)
        frame.pts = round(start_s * RATE_HZ) + offset
        file.mux(stream.encode(frame))
