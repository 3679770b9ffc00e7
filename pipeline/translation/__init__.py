"""Sentences become translations, and translations become placed cues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lazy_face

if TYPE_CHECKING:
    from pipeline.translation.faults import fault_name, fault_weight
    from pipeline.translation.placing import place_translations, time_translation
    from pipeline.translation.protection import NO_TERMS, TermFinder, TermUse
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
    from pipeline.translation.units import translate_units
    from pipeline.translation.version import PLACING_VERSION, TRANSLATING_VERSION

__all__ = [
    "NO_TERMS",
    "PLACING_VERSION",
    "TRANSLATING_VERSION",
    "Edge",
    "Hop",
    "Route",
    "TermFinder",
    "TermUse",
    "best_route",
    "fault_name",
    "fault_weight",
    "gains",
    "languages_at_or_above",
    "parse_quality",
    "place_translations",
    "reachable",
    "time_translation",
    "translate_sentences",
    "translate_units",
]
__getattr__ = lazy_face(
    __name__,
    {
        "faults": ("fault_name", "fault_weight"),
        "placing": ("place_translations", "time_translation"),
        "protection": ("NO_TERMS", "TermFinder", "TermUse"),
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
        "units": ("translate_units",),
        "version": ("PLACING_VERSION", "TRANSLATING_VERSION"),
    },
)
