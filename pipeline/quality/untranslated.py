"""What was left untranslated: a cue with the very text of one in the spoken language."""

from __future__ import annotations

from pipeline.model import Track
from pipeline.text import has_unspaced

_ENOUGH_WORDS = 4
"""Fewer words in common with the source may be a name, a title or a quotation."""
_ENOUGH_LETTERS = 8
"""The same for scripts without spaces."""


def spoken_texts(track: Track, source: Track | None) -> frozenset[str]:
    """Texts of the spoken language that a translated cue must not have."""
    if source is None or source.language.split("-")[0] == track.language.split("-")[0]:
        return frozenset()
    keys = (text_key(cue.text) for cue in source.cues if _is_telling(cue.text))
    return frozenset(key for key in keys if key)


def _is_telling(text: str) -> bool:
    """True for a text long enough that a translation cannot be the same by chance."""
    if has_unspaced(text):
        return sum(map(str.isalpha, text)) >= _ENOUGH_LETTERS
    return sum(any(map(str.isalpha, word)) for word in text.split()) >= _ENOUGH_WORDS


def text_key(text: str) -> str:
    """Equal for texts that differ only in case and line breaks."""
    return " ".join(text.split()).casefold()
