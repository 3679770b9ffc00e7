"""Text as translation engines want it: one line, no control characters, nothing invisible that misleads."""

from __future__ import annotations

import unicodedata

from pipeline.dataclass import dataclass

_KEPT_FORMATS = frozenset("\u200c\u200d")
"""Zero-width non-joiner and joiner: Persian, Indic scripts and emoji need them."""
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanText:
    """A cleaned text, and where its characters stood before."""

    text: str
    offsets: tuple[int, ...] | None
    """Place of each character in the original; None where nothing moved."""

    def original_offset(self, offset: int) -> int:
        """The place in the original of a character of the clean text."""
        if self.offsets is None or not self.offsets:
            return offset
        return self.offsets[min(offset, len(self.offsets) - 1)]


def clean_text(text: str) -> CleanText:
    r"""Make every run of white space one space, and drop control and direction characters.

    >>> clean_text(" Two\n lines\x00 ").text
    'Two lines'
    """
    if text.isascii() and text.isprintable() and "  " not in text and text == text.strip():
        return CleanText(text=text, offsets=None)
    chars: list[str] = []
    offsets: list[int] = []
    for offset, char in enumerate(text):
        if char.isspace():
            if chars and chars[-1] != " ":
                chars.append(" ")
                offsets.append(offset)
        elif char in _KEPT_FORMATS or unicodedata.category(char) not in _INVISIBLE:
            chars.append(char)
            offsets.append(offset)
    while chars and chars[-1] == " ":
        chars.pop()
        offsets.pop()
    return CleanText(text="".join(chars), offsets=tuple(offsets))
