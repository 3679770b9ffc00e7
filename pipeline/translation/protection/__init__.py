"""Facts of a sentence: found before its translation, sent so that they come through, written back and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lazy_face

if TYPE_CHECKING:
    from pipeline.translation.protection.attempts import (
        Attempt,
        compose,
        highest,
        raised,
        restore,
    )
    from pipeline.translation.protection.checking import (
        lost_facts,
    )
    from pipeline.translation.protection.facts import (
        Fact,
        Kind,
    )
    from pipeline.translation.protection.finding import (
        find_facts,
    )
    from pipeline.translation.protection.number_words import (
        knows_number_words,
    )
    from pipeline.translation.protection.quantities import (
        localised,
    )
    from pipeline.translation.protection.reading import (
        ANY_READER,
        KNOWN_WORD,
        Reader,
    )
    from pipeline.translation.protection.terms import (
        NO_TERMS,
        TermFinder,
        TermUse,
    )

__all__ = [
    "ANY_READER",
    "KNOWN_WORD",
    "NO_TERMS",
    "Attempt",
    "Fact",
    "Kind",
    "Reader",
    "TermFinder",
    "TermUse",
    "compose",
    "find_facts",
    "highest",
    "knows_number_words",
    "localised",
    "lost_facts",
    "raised",
    "restore",
]
__getattr__ = lazy_face(
    __name__,
    {
        "attempts": (
            "Attempt",
            "compose",
            "highest",
            "raised",
            "restore",
        ),
        "checking": ("lost_facts",),
        "facts": (
            "Fact",
            "Kind",
        ),
        "finding": ("find_facts",),
        "number_words": ("knows_number_words",),
        "quantities": ("localised",),
        "reading": (
            "ANY_READER",
            "KNOWN_WORD",
            "Reader",
        ),
        "terms": (
            "NO_TERMS",
            "TermFinder",
            "TermUse",
        ),
    },
)
