"""What became of each language of each video, and where a build tells what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.protocols import ProgressSink

MADE = "made"
FAILED = "failed"
SILENT = "no speech"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one language of one video."""

    video: str
    language: str
    """Empty where the video failed before any language."""
    state: str
    """`made`, `current`, `failed` or `no speech`."""
    path: Path | None = None
    cues: int = 0
    errors: int = 0
    warnings: int = 0
    edited: int = 0
    stale: int = 0
    rejected: int = 0
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """Where a build tells what it does."""

    tell: Callable[[str], None]
    warn: Callable[[str], None]
    progress: ProgressSink
