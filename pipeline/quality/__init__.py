"""What is wrong with a track, and what a person should read first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lazy_face

if TYPE_CHECKING:
    from pipeline.quality.checking import ERROR, WARNING, Finding, check_limits, check_track
    from pipeline.quality.measuring import Measure, measure_cue
    from pipeline.quality.report import (
        FileReport,
        find_cue_lines,
        headline,
        report_rows,
        report_to_github,
        report_to_json,
        summary_rows,
    )
    from pipeline.quality.reviewing import ReviewItem, Witnesses, rank_cues

__all__ = [
    "ERROR",
    "WARNING",
    "FileReport",
    "Finding",
    "Measure",
    "ReviewItem",
    "Witnesses",
    "check_limits",
    "check_track",
    "find_cue_lines",
    "headline",
    "measure_cue",
    "rank_cues",
    "report_rows",
    "report_to_github",
    "report_to_json",
    "summary_rows",
]
__getattr__ = lazy_face(
    __name__,
    {
        "checking": ("ERROR", "Finding", "WARNING", "check_limits", "check_track"),
        "measuring": ("Measure", "measure_cue"),
        "report": (
            "FileReport",
            "find_cue_lines",
            "headline",
            "report_rows",
            "report_to_github",
            "report_to_json",
            "summary_rows",
        ),
        "reviewing": ("ReviewItem", "Witnesses", "rank_cues"),
    },
)
