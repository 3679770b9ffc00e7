"""Sentences become translations, and translations become placed cues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lazy_face

if TYPE_CHECKING:
    from pipeline.translation.faults import EMPTY, LOOP, NUMBERS, UNTRANSLATED, fault_name, fault_weight, find_faults
    from pipeline.translation.placing import place_translations, time_translation
    from pipeline.translation.protection import NO_TERMS, TermFinder, TermUse
    from pipeline.translation.routes import (
        Edge,
        Hop,
        Route,
        are_relatives,
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
    "EMPTY",
    "LOOP",
    "NO_TERMS",
    "NUMBERS",
    "PLACING_VERSION",
    "TRANSLATING_VERSION",
    "UNTRANSLATED",
    "Edge",
    "Hop",
    "Route",
    "TermFinder",
    "TermUse",
    "are_relatives",
    "best_route",
    "fault_name",
    "fault_weight",
    "find_faults",
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
        "faults": ("EMPTY", "LOOP", "NUMBERS", "UNTRANSLATED", "fault_name", "fault_weight", "find_faults"),
        "placing": ("place_translations", "time_translation"),
        "protection": ("NO_TERMS", "TermFinder", "TermUse"),
        "routes": (
            "Edge",
            "Hop",
            "Route",
            "are_relatives",
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
