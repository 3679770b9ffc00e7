"""What text is made of: scripts, graphemes, tokens, markup, alignment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lazy_face

if TYPE_CHECKING:
    from pipeline.text.alignment import Pair, Tokens, align_tokens, lift_pairs
    from pipeline.text.cleaning import CleanText, clean_text
    from pipeline.text.conflict_markers import BETWEEN, OURS, THEIRS, disarm_marks, find_mark, refuse_marks
    from pipeline.text.formatting import (
        FORMATTING,
        JOINER,
        defuse_leftovers,
        drop_formatting,
        find_leftover,
        read_leftovers,
    )
    from pipeline.text.graphemes import count_cells, has_unspaced, is_unspaced, reading_cells, split_graphemes
    from pipeline.text.markup import find_markup, neutralise_markup, strip_markup
    from pipeline.text.phrases import phrase_ends
    from pipeline.text.tokens import drop_tags, match_key, split_atoms, starts_unspaced

__all__ = [
    "BETWEEN",
    "FORMATTING",
    "JOINER",
    "OURS",
    "THEIRS",
    "CleanText",
    "Pair",
    "Tokens",
    "align_tokens",
    "clean_text",
    "count_cells",
    "defuse_leftovers",
    "disarm_marks",
    "drop_formatting",
    "drop_tags",
    "find_leftover",
    "find_mark",
    "find_markup",
    "has_unspaced",
    "is_unspaced",
    "lift_pairs",
    "match_key",
    "neutralise_markup",
    "phrase_ends",
    "read_leftovers",
    "reading_cells",
    "refuse_marks",
    "split_atoms",
    "split_graphemes",
    "starts_unspaced",
    "strip_markup",
]
__getattr__ = lazy_face(
    __name__,
    {
        "alignment": ("Pair", "Tokens", "align_tokens", "lift_pairs"),
        "cleaning": ("CleanText", "clean_text"),
        "conflict_markers": ("BETWEEN", "OURS", "THEIRS", "disarm_marks", "find_mark", "refuse_marks"),
        "formatting": (
            "FORMATTING",
            "JOINER",
            "defuse_leftovers",
            "drop_formatting",
            "find_leftover",
            "read_leftovers",
        ),
        "graphemes": ("count_cells", "has_unspaced", "is_unspaced", "reading_cells", "split_graphemes"),
        "markup": ("find_markup", "neutralise_markup", "strip_markup"),
        "phrases": ("phrase_ends",),
        "tokens": ("drop_tags", "match_key", "split_atoms", "starts_unspaced"),
    },
)
