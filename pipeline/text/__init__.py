"""What text is made of: scripts, graphemes, tokens, markup, alignment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lazy_face

if TYPE_CHECKING:
    from pipeline.text.alignment import (
        Pair,
        Tokens,
        align_tokens,
        lift_pairs,
        longest_rising,
    )
    from pipeline.text.cleaning import (
        CleanText,
        clean_text,
    )
    from pipeline.text.conflict_markers import (
        BETWEEN,
        OURS,
        THEIRS,
        disarm_marks,
        find_mark,
        refuse_marks,
    )
    from pipeline.text.counting import (
        counted,
    )
    from pipeline.text.folding import (
        fold,
        without_accents,
    )
    from pipeline.text.formatting import (
        FORMATTING,
        JOINER,
        defuse_leftovers,
        drop_formatting,
        read_leftovers,
    )
    from pipeline.text.graphemes import (
        count_cells,
        is_simple,
        reading_cells,
        split_graphemes,
        wide_places,
    )
    from pipeline.text.markup import (
        drop_tags,
        find_markup,
        markup_pattern,
        may_have_markup,
        neutralise_markup,
        strip_markup,
    )
    from pipeline.text.mojibake import (
        find_mojibake,
        repair_mojibake,
    )
    from pipeline.text.phrases import (
        phrase_ends,
    )
    from pipeline.text.punctuation import (
        CLAUSE_ENDS,
        CLOSERS,
        COMMAS,
        FULL_WIDTH_ENDS,
        OPENERS,
        SENTENCE_ENDS,
        ends_sentence,
        sentence_end,
    )
    from pipeline.text.scripts import (
        has_unspaced,
        is_unspaced,
    )
    from pipeline.text.seams import (
        fold_seam,
        fold_spaces,
        is_compared_by_letters,
        joint_space,
    )
    from pipeline.text.spoken import (
        is_spoken_long,
        spoken_letters,
    )
    from pipeline.text.tokens import (
        match_key,
        split_atoms,
    )
    from pipeline.text.widths import (
        estimate_em,
    )

__all__ = [
    "BETWEEN",
    "CLAUSE_ENDS",
    "CLOSERS",
    "COMMAS",
    "FORMATTING",
    "FULL_WIDTH_ENDS",
    "JOINER",
    "OPENERS",
    "OURS",
    "SENTENCE_ENDS",
    "THEIRS",
    "CleanText",
    "Pair",
    "Tokens",
    "align_tokens",
    "clean_text",
    "count_cells",
    "counted",
    "defuse_leftovers",
    "disarm_marks",
    "drop_formatting",
    "drop_tags",
    "ends_sentence",
    "estimate_em",
    "find_mark",
    "find_markup",
    "find_mojibake",
    "fold",
    "fold_seam",
    "fold_spaces",
    "has_unspaced",
    "is_compared_by_letters",
    "is_simple",
    "is_spoken_long",
    "is_unspaced",
    "joint_space",
    "lift_pairs",
    "longest_rising",
    "markup_pattern",
    "match_key",
    "may_have_markup",
    "neutralise_markup",
    "phrase_ends",
    "read_leftovers",
    "reading_cells",
    "refuse_marks",
    "repair_mojibake",
    "sentence_end",
    "split_atoms",
    "split_graphemes",
    "spoken_letters",
    "strip_markup",
    "wide_places",
    "without_accents",
]
__getattr__ = lazy_face(
    __name__,
    {
        "alignment": (
            "Pair",
            "Tokens",
            "align_tokens",
            "lift_pairs",
            "longest_rising",
        ),
        "cleaning": (
            "CleanText",
            "clean_text",
        ),
        "conflict_markers": (
            "BETWEEN",
            "OURS",
            "THEIRS",
            "disarm_marks",
            "find_mark",
            "refuse_marks",
        ),
        "counting": ("counted",),
        "folding": (
            "fold",
            "without_accents",
        ),
        "formatting": (
            "FORMATTING",
            "JOINER",
            "defuse_leftovers",
            "drop_formatting",
            "read_leftovers",
        ),
        "graphemes": (
            "count_cells",
            "is_simple",
            "reading_cells",
            "split_graphemes",
            "wide_places",
        ),
        "markup": (
            "drop_tags",
            "find_markup",
            "markup_pattern",
            "may_have_markup",
            "neutralise_markup",
            "strip_markup",
        ),
        "mojibake": (
            "find_mojibake",
            "repair_mojibake",
        ),
        "phrases": ("phrase_ends",),
        "punctuation": (
            "CLAUSE_ENDS",
            "CLOSERS",
            "COMMAS",
            "FULL_WIDTH_ENDS",
            "OPENERS",
            "SENTENCE_ENDS",
            "ends_sentence",
            "sentence_end",
        ),
        "scripts": (
            "has_unspaced",
            "is_unspaced",
        ),
        "seams": (
            "fold_seam",
            "fold_spaces",
            "is_compared_by_letters",
            "joint_space",
        ),
        "spoken": (
            "is_spoken_long",
            "spoken_letters",
        ),
        "tokens": (
            "match_key",
            "split_atoms",
        ),
        "widths": ("estimate_em",),
    },
)
