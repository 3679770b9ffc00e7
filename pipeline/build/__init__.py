"""The plan of a workspace, and bringing the workspace up to date with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lazy_face

if TYPE_CHECKING:
    from pipeline.build.approvals import ApprovalChange, Passage, approve, read_reading, withdraw
    from pipeline.build.build import Build
    from pipeline.build.bundle_input import make_bundle_input
    from pipeline.build.diagnosis import CacheSize, Diagnosis, DiagnosisState, cache_sizes, diagnose
    from pipeline.build.executors import SerialExecutor, translation_threads
    from pipeline.build.jobs import DEFAULT_FRAME_RATE, frame_rate_of
    from pipeline.build.outcomes import Outcome, Reporter
    from pipeline.build.plan import route_hops
    from pipeline.build.status import TrackStatus, survey

__all__ = [
    "DEFAULT_FRAME_RATE",
    "ApprovalChange",
    "Build",
    "CacheSize",
    "Diagnosis",
    "DiagnosisState",
    "Outcome",
    "Passage",
    "Reporter",
    "SerialExecutor",
    "TrackStatus",
    "approve",
    "cache_sizes",
    "diagnose",
    "frame_rate_of",
    "make_bundle_input",
    "read_reading",
    "route_hops",
    "survey",
    "translation_threads",
    "withdraw",
]
__getattr__ = lazy_face(
    __name__,
    {
        "approvals": ("ApprovalChange", "Passage", "approve", "read_reading", "withdraw"),
        "build": ("Build",),
        "bundle_input": ("make_bundle_input",),
        "diagnosis": ("CacheSize", "Diagnosis", "DiagnosisState", "cache_sizes", "diagnose"),
        "executors": ("SerialExecutor", "translation_threads"),
        "jobs": ("DEFAULT_FRAME_RATE", "frame_rate_of"),
        "outcomes": ("Outcome", "Reporter"),
        "plan": ("route_hops",),
        "status": ("TrackStatus", "survey"),
    },
)
