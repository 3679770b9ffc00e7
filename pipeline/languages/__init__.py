"""Language tags and what is known of each language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lazy_face

if TYPE_CHECKING:
    from pipeline.languages.tags import (
        LanguageTag,
        autonym,
        engine_code,
        english_name,
        from_engine_code,
        is_right_to_left,
        iso639_2,
        language_of_name,
        parse_tag,
        writes_without_spaces,
        written_language,
    )

__all__ = [
    "LanguageTag",
    "autonym",
    "engine_code",
    "english_name",
    "from_engine_code",
    "is_right_to_left",
    "iso639_2",
    "language_of_name",
    "parse_tag",
    "writes_without_spaces",
    "written_language",
]
__getattr__ = lazy_face(
    __name__,
    {
        "tags": (
            "LanguageTag",
            "autonym",
            "engine_code",
            "english_name",
            "from_engine_code",
            "is_right_to_left",
            "iso639_2",
            "language_of_name",
            "parse_tag",
            "writes_without_spaces",
            "written_language",
        ),
    },
)
