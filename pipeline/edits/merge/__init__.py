"""The three-way merge of captions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lazy_face

if TYPE_CHECKING:
    from pipeline.edits.merge.conflict_file import format_conflicts
    from pipeline.edits.merge.counterparts import MachineVersion, machine_version
    from pipeline.edits.merge.three_way import Conflict, Lineage, MergeResult, merge_cues
    from pipeline.edits.merge.two_people import Hunk, Reconciled, reconcile_cues

__all__ = [
    "Conflict",
    "Hunk",
    "Lineage",
    "MachineVersion",
    "MergeResult",
    "Reconciled",
    "format_conflicts",
    "machine_version",
    "merge_cues",
    "reconcile_cues",
]
__getattr__ = lazy_face(
    __name__,
    {
        "conflict_file": ("format_conflicts",),
        "counterparts": ("MachineVersion", "machine_version"),
        "three_way": ("Conflict", "Lineage", "MergeResult", "merge_cues"),
        "two_people": ("Hunk", "Reconciled", "reconcile_cues"),
    },
)
