"""Sentences become translations, and translations become placed cues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lazy_face

if TYPE_CHECKING:
    from pipeline.translation.faults import (
        EMPTY,
        LOOP,
        NUMBERS,
        UNTRANSLATED,
        fault_name,
        fault_weight,
        find_added_numbers,
        find_faults,
    )
    from pipeline.translation.formatting import (
        carry_formatting,
    )
    from pipeline.translation.glossary import (
        NO_GLOSSARY,
        GlossaryFinder,
        find_contradictions,
        make_finder,
    )
    from pipeline.translation.lexicon import (
        NO_LEXICON,
        Lexicon,
    )
    from pipeline.translation.memory import (
        NearMatch,
        TranslationMemory,
    )
    from pipeline.translation.placing import (
        place_translations,
        time_translation,
    )
    from pipeline.translation.protection import (
        NO_TERMS,
        TermFinder,
        TermUse,
    )
    from pipeline.translation.recutting import (
        put_texts,
    )
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
    from pipeline.translation.term_candidates import (
        TermCandidate,
        suggest_terms,
    )
    from pipeline.translation.translating import (
        translate_sentences,
    )
    from pipeline.translation.units import (
        translate_units,
    )
    from pipeline.translation.version import (
        PLACING_VERSION,
        TRANSLATING_VERSION,
    )

__all__ = [
    "EMPTY",
    "LOOP",
    "NO_GLOSSARY",
    "NO_LEXICON",
    "NO_TERMS",
    "NUMBERS",
    "PLACING_VERSION",
    "TRANSLATING_VERSION",
    "UNTRANSLATED",
    "Edge",
    "GlossaryFinder",
    "Hop",
    "Lexicon",
    "NearMatch",
    "Route",
    "TermCandidate",
    "TermFinder",
    "TermUse",
    "TranslationMemory",
    "are_relatives",
    "best_route",
    "carry_formatting",
    "fault_name",
    "fault_weight",
    "find_added_numbers",
    "find_contradictions",
    "find_faults",
    "gains",
    "languages_at_or_above",
    "make_finder",
    "parse_quality",
    "place_translations",
    "put_texts",
    "reachable",
    "suggest_terms",
    "time_translation",
    "translate_sentences",
    "translate_units",
]
__getattr__ = lazy_face(
    __name__,
    {
        "faults": (
            "EMPTY",
            "LOOP",
            "NUMBERS",
            "UNTRANSLATED",
            "fault_name",
            "fault_weight",
            "find_added_numbers",
            "find_faults",
        ),
        "formatting": ("carry_formatting",),
        "glossary": (
            "GlossaryFinder",
            "NO_GLOSSARY",
            "find_contradictions",
            "make_finder",
        ),
        "lexicon": (
            "Lexicon",
            "NO_LEXICON",
        ),
        "memory": (
            "NearMatch",
            "TranslationMemory",
        ),
        "placing": (
            "place_translations",
            "time_translation",
        ),
        "protection": (
            "NO_TERMS",
            "TermFinder",
            "TermUse",
        ),
        "recutting": ("put_texts",),
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
        "term_candidates": (
            "TermCandidate",
            "suggest_terms",
        ),
        "translating": ("translate_sentences",),
        "units": ("translate_units",),
        "version": (
            "PLACING_VERSION",
            "TRANSLATING_VERSION",
        ),
    },
)
