"""What is wrong with a track, and what a person should read first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lazy_face

if TYPE_CHECKING:
    from pipeline.quality.alarms import Alarm, LengthHabit, find_alarms, find_habit, join_probabilities
    from pipeline.quality.checking import check_limits, check_track
    from pipeline.quality.damage import Damage, find_damage
    from pipeline.quality.decisions import Decision, fit_scales
    from pipeline.quality.details import TITLE_CHARS, check_details
    from pipeline.quality.doubt import describe_frequency, readings_of, speech_doubt, translation_doubt
    from pipeline.quality.evidence import Evidence, QueueItem
    from pipeline.quality.findings import ERROR, WARNING, Finding
    from pipeline.quality.fixing import FixOptions, fix_cues
    from pipeline.quality.measuring import Measure, measure_cue
    from pipeline.quality.queue import find_decisions, rank_sentences, spread_items
    from pipeline.quality.reasons import TrackReasons
    from pipeline.quality.report import (
        FileReport,
        find_cue_lines,
        headline,
        report_rows,
        report_to_github,
        report_to_json,
        summary_rows,
    )
    from pipeline.quality.report_files import reports_to_junit, reports_to_sarif
    from pipeline.quality.review_page import PageFile, make_review_page
    from pipeline.quality.tidying import describe_moves, tidy_cues

__all__ = [
    "ERROR",
    "TITLE_CHARS",
    "WARNING",
    "Alarm",
    "Damage",
    "Decision",
    "Evidence",
    "FileReport",
    "Finding",
    "FixOptions",
    "LengthHabit",
    "Measure",
    "PageFile",
    "QueueItem",
    "TrackReasons",
    "check_details",
    "check_limits",
    "check_track",
    "describe_frequency",
    "describe_moves",
    "find_alarms",
    "find_cue_lines",
    "find_damage",
    "find_decisions",
    "find_habit",
    "fit_scales",
    "fix_cues",
    "headline",
    "join_probabilities",
    "make_review_page",
    "measure_cue",
    "rank_sentences",
    "readings_of",
    "report_rows",
    "report_to_github",
    "report_to_json",
    "reports_to_junit",
    "reports_to_sarif",
    "speech_doubt",
    "spread_items",
    "summary_rows",
    "tidy_cues",
    "translation_doubt",
]
__getattr__ = lazy_face(
    __name__,
    {
        "alarms": ("Alarm", "LengthHabit", "find_alarms", "find_habit", "join_probabilities"),
        "checking": ("check_limits", "check_track"),
        "damage": ("Damage", "find_damage"),
        "decisions": ("Decision", "fit_scales"),
        "details": ("TITLE_CHARS", "check_details"),
        "doubt": ("describe_frequency", "readings_of", "speech_doubt", "translation_doubt"),
        "evidence": ("Evidence", "QueueItem"),
        "findings": ("ERROR", "Finding", "WARNING"),
        "fixing": ("FixOptions", "fix_cues"),
        "measuring": ("Measure", "measure_cue"),
        "queue": ("find_decisions", "rank_sentences", "spread_items"),
        "reasons": ("TrackReasons",),
        "report": (
            "FileReport",
            "find_cue_lines",
            "headline",
            "report_rows",
            "report_to_github",
            "report_to_json",
            "summary_rows",
        ),
        "report_files": ("reports_to_junit", "reports_to_sarif"),
        "review_page": ("PageFile", "make_review_page"),
        "tidying": ("describe_moves", "tidy_cues"),
    },
)
