"""What a media file holds, and its sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lazy_face

if TYPE_CHECKING:
    from pipeline.media.outline import Outline, outline_of
    from pipeline.media.reading import AudioStream, MediaInfo, choose_stream, decode_audio, probe
    from pipeline.media.tags import read_tags

__all__ = [
    "AudioStream",
    "MediaInfo",
    "Outline",
    "choose_stream",
    "decode_audio",
    "outline_of",
    "probe",
    "read_tags",
]
__getattr__ = lazy_face(
    __name__,
    {
        "outline": ("Outline", "outline_of"),
        "reading": ("AudioStream", "MediaInfo", "choose_stream", "decode_audio", "probe"),
        "tags": ("read_tags",),
    },
)
