"""A medium becomes words with times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lazy_face

if TYPE_CHECKING:
    from pipeline.speech.registry import TRANSCRIBERS, load_transcriber
    from pipeline.speech.version import TRANSCRIBING_VERSION

__all__ = [
    "TRANSCRIBERS",
    "TRANSCRIBING_VERSION",
    "load_transcriber",
]
__getattr__ = lazy_face(
    __name__,
    {
        "registry": ("TRANSCRIBERS", "load_transcriber"),
        "version": ("TRANSCRIBING_VERSION",),
    },
)
