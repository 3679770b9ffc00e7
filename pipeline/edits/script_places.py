"""What a script and a voice have in common: words, the places where they stand for each other, and all of them."""

from __future__ import annotations

from pipeline.dataclass import dataclass
from pipeline.model import Word
from pipeline.text import match_key

Range = tuple[int, int]

LEAST_SAID = 0.5
"""A text of which less is said is about the same, and no script."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptWord:
    """A word of the script."""

    text: str
    """With a mark that stands alone behind it, as in `word –`."""
    space_before: bool = True

    @property
    def key(self) -> str:
        return match_key(self.text.split()[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Words of the script and of the voice that stand for each other; one of both ranges may be empty."""

    script: Range
    heard: Range
    is_same: bool
    """One word each, equal but for case and punctuation."""

    @property
    def is_added(self) -> bool:
        """Whether only the voice has it."""
        return self.script[0] == self.script[1]

    @property
    def is_left_out(self) -> bool:
        """Whether only the script has it."""
        return self.heard[0] == self.heard[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptAlignment:
    """A script and what was said, side by side."""

    script: tuple[ScriptWord, ...]
    heard: tuple[Word, ...]
    places: tuple[Place, ...]
    """In the order of the voice; their ranges of heard words follow each other without gaps."""
    said: float
    """Share of the script's words that were recognised, from 0 to 1."""

    @property
    def is_script(self) -> bool:
        """Whether enough of the text is said."""
        return self.said >= LEAST_SAID
