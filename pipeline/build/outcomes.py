"""What became of each language of each video, and where a build reports what it does."""

from __future__ import annotations

import logging
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from pipeline.dataclass import dataclass
from pipeline.errors import PipelineError
from pipeline.protocols import ProgressSink, ignore_progress

logger = logging.getLogger(__name__)


class Result(StrEnum):
    """What a build did."""

    MADE = "made"
    CURRENT = "current"
    FAILED = "failed"
    SILENT = "no speech"
    SET_ASIDE = "set aside"
    """Failed in an earlier run, and nothing changed since."""
    UNKNOWN = "unknown"
    """No such video."""
    LEFT = "left"
    """The run's time was over before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one language of one video."""

    video: str
    language: str
    """Empty where the video failed before any language."""
    state: Result
    path: Path | None = None
    cues: int = 0
    errors: int = 0
    warnings: int = 0
    edited: int = 0
    stale: int = 0
    rejected: int = 0
    message: str = ""
    counted: str = ""
    """A hash of all that the cues, errors and warnings were counted from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """Where a build reports what it does."""

    tell: Callable[[str], None]
    warn: Callable[[str], None]
    progress: ProgressSink = ignore_progress
    """Of the run as a whole."""


def set_aside_message(reason: str) -> str:
    """What a person reads of a job that failed before and was not tried again."""
    return f"set aside since it failed: {reason}. It is tried again when it changes, or with --retry"


def as_failure(error: Exception) -> PipelineError:
    """The error of a job, for a person; a fault of ours in one video does not end the run for the others."""
    if isinstance(error, PipelineError):
        return error
    logger.debug("where it happened", exc_info=error)
    return PipelineError(f"a fault of ours: {type(error).__name__}: {error}; --verbose shows where")
