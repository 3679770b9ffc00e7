"""A medium becomes words with times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lazy_face

if TYPE_CHECKING:
    from pipeline.speech.aligner import (
        Aligner,
        ScriptedAligner,
        Stretch,
        load_aligner,
        load_script_aligner,
        longest_stretch_ms,
    )
    from pipeline.speech.registry import TRANSCRIBERS, load_transcriber
    from pipeline.speech.version import TRANSCRIBING_VERSION

__all__ = [
    "TRANSCRIBERS",
    "TRANSCRIBING_VERSION",
    "Aligner",
    "ScriptedAligner",
    "Stretch",
    "load_aligner",
    "load_script_aligner",
    "load_transcriber",
    "longest_stretch_ms",
]
__getattr__ = lazy_face(
    __name__,
    {
        "aligner": (
            "Aligner",
            "ScriptedAligner",
            "Stretch",
            "load_aligner",
            "load_script_aligner",
            "longest_stretch_ms",
        ),
        "registry": ("TRANSCRIBERS", "load_transcriber"),
        "version": ("TRANSCRIBING_VERSION",),
    },
)
