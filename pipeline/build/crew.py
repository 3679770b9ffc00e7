"""Who works on a run, and on what terms."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.build.executors import Workers
from pipeline.build.outcomes import Reporter
from pipeline.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """Who does the jobs of a run, whom they report to, and what they may do."""

    workers: Workers
    """They transcribe, cut and place."""
    translators: Workers
    """They translate; beside the others, if they like, since models compute outside Python."""
    reporter: Reporter
    takes_as_is: bool = False
    """Whether caption files that look damaged are right: a person confirmed it."""
    asks_by_video: bool = False
    """Whether translators are asked for each video by itself: many of them answer at the same time."""
    is_time_over: Callable[[], bool] = lambda: False
    """Asked before each long job; what is not begun then is left for another run."""
