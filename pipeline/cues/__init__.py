"""Words with times become readable cues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lazy_face

if TYPE_CHECKING:
    from pipeline.cues.breaks import (
        is_bad_break,
        stop_words,
    )
    from pipeline.cues.casing import (
        source_sentences,
    )
    from pipeline.cues.chapters import (
        propose_chapters,
        title_of,
    )
    from pipeline.cues.cutting import (
        CutOptions,
        Repair,
        cut_cues,
        cut_said,
        cut_timed,
        repair_words,
        split_sentences,
    )
    from pipeline.cues.known_cuts import (
        Cut,
        KnownCuts,
    )
    from pipeline.cues.passages import (
        Said,
        content_of,
    )
    from pipeline.cues.profiles import (
        PROFILE_NAMES,
        SLOWEST_FRAME_RATE,
        Profile,
        profile_for,
    )
    from pipeline.cues.units import (
        Unit,
        read_unit,
    )
    from pipeline.cues.version import (
        CUTTING_VERSION,
    )
    from pipeline.cues.wrapping import (
        fits,
        split_cue,
        wrap_changed,
        wrap_text,
    )

__all__ = [
    "CUTTING_VERSION",
    "PROFILE_NAMES",
    "SLOWEST_FRAME_RATE",
    "Cut",
    "CutOptions",
    "KnownCuts",
    "Profile",
    "Repair",
    "Said",
    "Unit",
    "content_of",
    "cut_cues",
    "cut_said",
    "cut_timed",
    "fits",
    "is_bad_break",
    "profile_for",
    "propose_chapters",
    "read_unit",
    "repair_words",
    "source_sentences",
    "split_cue",
    "split_sentences",
    "stop_words",
    "title_of",
    "wrap_changed",
    "wrap_text",
]
__getattr__ = lazy_face(
    __name__,
    {
        "breaks": (
            "is_bad_break",
            "stop_words",
        ),
        "casing": ("source_sentences",),
        "chapters": (
            "propose_chapters",
            "title_of",
        ),
        "cutting": (
            "CutOptions",
            "Repair",
            "cut_cues",
            "cut_said",
            "cut_timed",
            "repair_words",
            "split_sentences",
        ),
        "known_cuts": (
            "Cut",
            "KnownCuts",
        ),
        "passages": (
            "Said",
            "content_of",
        ),
        "profiles": (
            "PROFILE_NAMES",
            "Profile",
            "SLOWEST_FRAME_RATE",
            "profile_for",
        ),
        "units": (
            "Unit",
            "read_unit",
        ),
        "version": ("CUTTING_VERSION",),
        "wrapping": (
            "fits",
            "split_cue",
            "wrap_changed",
            "wrap_text",
        ),
    },
)
