"""What the machine remembers between two builds, and what people wrote down beside the captions.

Most of these records are written to `subtitles/<video>/machine/`. They hold everything that the next build needs to
tell a person's edit from its own earlier text, and to leave undone what is done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lazy_face

if TYPE_CHECKING:
    from pipeline.records.details import (
        DetailEdit,
        DetailField,
        DetailPlace,
        DetailsRecord,
    )
    from pipeline.records.keys import (
        digest,
        text_digest,
    )
    from pipeline.records.people import (
        Approval,
        GlossaryTerm,
        MemoryEntry,
        Note,
        NoteKind,
    )
    from pipeline.records.recordings import (
        NamePlace,
        NamesRecord,
        Recording,
        RecordingHead,
    )
    from pipeline.records.tracks import (
        Edit,
        EditState,
        MachineTrack,
        SentenceRecord,
        TrackHead,
    )

__all__ = [
    "Approval",
    "DetailEdit",
    "DetailField",
    "DetailPlace",
    "DetailsRecord",
    "Edit",
    "EditState",
    "GlossaryTerm",
    "MachineTrack",
    "MemoryEntry",
    "NamePlace",
    "NamesRecord",
    "Note",
    "NoteKind",
    "Recording",
    "RecordingHead",
    "SentenceRecord",
    "TrackHead",
    "digest",
    "text_digest",
]

__getattr__ = lazy_face(
    __name__,
    {
        "details": (
            "DetailEdit",
            "DetailField",
            "DetailPlace",
            "DetailsRecord",
        ),
        "keys": (
            "digest",
            "text_digest",
        ),
        "people": (
            "Approval",
            "GlossaryTerm",
            "MemoryEntry",
            "Note",
            "NoteKind",
        ),
        "recordings": (
            "NamePlace",
            "NamesRecord",
            "Recording",
            "RecordingHead",
        ),
        "tracks": (
            "Edit",
            "EditState",
            "MachineTrack",
            "SentenceRecord",
            "TrackHead",
        ),
    },
)
