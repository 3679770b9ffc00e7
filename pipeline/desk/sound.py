"""The sound of a video, small: for a page that goes by mail, and for videos that browsers do not play."""

from __future__ import annotations

import io
from dataclasses import field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass
from pipeline.files import write_if_changed
from pipeline.media import choose_stream, decode_audio, probe
from pipeline.models import HashCache
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame

SOUND_TYPE = "audio/webm"
_KINDS = {
    "aac": 'audio/mp4; codecs="mp4a.40.2"',
    "ac3": 'audio/mp4; codecs="ac-3"',
    "alac": 'audio/mp4; codecs="alac"',
    "dca": 'audio/mp4; codecs="dtsc"',
    "eac3": 'audio/mp4; codecs="ec-3"',
    "flac": "audio/flac",
    "mp3": "audio/mpeg",
    "opus": 'audio/webm; codecs="opus"',
    "vorbis": 'audio/webm; codecs="vorbis"',
}
"""What browsers call the codecs that FFmpeg calls so (RFC 6381)."""
_VARIANTS = {"aac_fixed": "aac", "ac3_fixed": "ac3", "libopus": "opus", "libvorbis": "vorbis", "mp3float": "mp3"}
"""Decoders of one codec."""
BITS_A_SECOND = 24_000
"""Speech stays clear; an hour is 11 MB."""
_RATE_HZ = 16_000
_FRAME = 320


@dataclass(slots=True)
class SoundStore:
    """Makes and keeps the sounds of videos that a browser cannot play."""

    workspace: Workspace
    _lock: Lock = field(default_factory=Lock)

    def load(self, media: Path) -> Path:
        """The file with the sound of a medium; made once for each content.

        Raises:
            InputError: It has no sound that can be decoded, or the disk refuses.
        """
        with self._lock:
            hashes = HashCache.load(self.workspace.cache_folder / "hashes.json")
            path = self.workspace.cache_folder / "desk" / "sounds" / f"{hashes.sha256(media)[:32]}.webm"
            if not path.exists():
                write_if_changed(path, encode_sound(media))
            return path


def sound_kind(media: Path) -> str:
    """The type of a medium's sound as a browser is asked whether it plays it; empty if it has none.

    Raises:
        InputError: It is no medium that can be read.
    """
    info = probe(media)
    if not info.audio_streams:
        return ""
    codec = choose_stream(info, None, path=media).codec
    codec = _VARIANTS.get(codec, codec)
    return 'audio/wav; codecs="1"' if codec.startswith("pcm_") else _KINDS.get(codec, f"audio/x-{codec}")


def encode_sound(media: Path) -> bytes:
    """The sound of a medium as Opus in WebM, mono.

    Raises:
        InputError: It has no sound that can be decoded.
    """
    import av
    import numpy as np

    made = io.BytesIO()
    with av.open(made, "w", format="webm") as container:
        stream = container.add_stream("libopus", rate=_RATE_HZ, layout="mono")
        stream.bit_rate = BITS_A_SECOND
        position = 0
        rest = np.zeros(0, dtype=np.float32)
        for block in decode_audio(media):
            samples = np.concatenate((rest, block))
            whole = len(samples) // _FRAME * _FRAME
            rest = samples[whole:]
            for at in range(0, whole, _FRAME):
                container.mux(stream.encode(_frame(samples[at : at + _FRAME], position)))
                position += _FRAME
        if len(rest):
            container.mux(stream.encode(_frame(np.pad(rest, (0, _FRAME - len(rest))), position)))
        container.mux(stream.encode(None))
    return made.getvalue()


def _frame(samples: object, position: int) -> AudioFrame:
    import av
    import numpy as np

    pcm = np.round(np.clip(np.asarray(samples), -1, 1) * 32_767).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(pcm.reshape(1, -1), format="s16", layout="mono")
    frame.rate, frame.pts = _RATE_HZ, position
    return frame
