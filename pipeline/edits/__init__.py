"""What people changed, and how it survives what the machine writes anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lazy_face

if TYPE_CHECKING:
    from pipeline.edits.effective_source import retime_words
    from pipeline.edits.history import squeeze
    from pipeline.edits.record_merge import merge_approvals, merge_records
    from pipeline.edits.tracking import make_legal
    from pipeline.edits.updating import TrackOutput, update_track
    from pipeline.edits.version import MERGE_VERSION

__all__ = [
    "MERGE_VERSION",
    "TrackOutput",
    "make_legal",
    "merge_approvals",
    "merge_records",
    "retime_words",
    "squeeze",
    "update_track",
]
__getattr__ = lazy_face(
    __name__,
    {
        "effective_source": ("retime_words",),
        "history": ("squeeze",),
        "record_merge": ("merge_approvals", "merge_records"),
        "tracking": ("make_legal",),
        "updating": ("TrackOutput", "update_track"),
        "version": ("MERGE_VERSION",),
    },
)
