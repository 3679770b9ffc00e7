"""The three-way merge of captions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lazy_face

if TYPE_CHECKING:
    from pipeline.edits.merge.conflict_file import mark_conflicts
    from pipeline.edits.merge.three_way import Conflict, Lineage, MergeResult, merge_cues
    from pipeline.edits.merge.two_people import reconcile_cues

__all__ = ["Conflict", "Lineage", "MergeResult", "mark_conflicts", "merge_cues", "reconcile_cues"]
__getattr__ = lazy_face(
    __name__,
    {
        "conflict_file": ("mark_conflicts",),
        "three_way": ("Conflict", "Lineage", "MergeResult", "merge_cues"),
        "two_people": ("reconcile_cues",),
    },
)
