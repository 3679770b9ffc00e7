"""Sentences become translations, and translations become placed cues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lazy_face

if TYPE_CHECKING:
    from pipeline.translation.faults import fault_weight
    from pipeline.translation.routes import (
        Edge,
        Hop,
        Route,
        best_route,
        gains,
        languages_at_or_above,
        parse_quality,
        reachable,
    )
    from pipeline.translation.translating import translate_sentences

__all__ = [
    "Edge",
    "Hop",
    "Route",
    "best_route",
    "fault_weight",
    "gains",
    "languages_at_or_above",
    "parse_quality",
    "reachable",
    "translate_sentences",
]
__getattr__ = lazy_face(
    __name__,
    {
        "faults": ("fault_weight",),
        "routes": (
            "Edge",
            "Hop",
            "Route",
            "best_route",
            "gains",
            "languages_at_or_above",
            "parse_quality",
            "reachable",
        ),
        "translating": ("translate_sentences",),
    },
)
