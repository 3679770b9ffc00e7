"""Numbers with their nouns."""

from __future__ import annotations


def counted(count: int, one: str, many: str = "") -> str:
    """A number and what it counts, for a person.

    Args:
        count: How many.
        one: The words behind the number if it is one.
        many: The words behind any other number; `one` with an s if it is empty.

    >>> counted(1, "sentence"), counted(0, "sentence"), counted(2, "cue is", "cues are")
    ('1 sentence', '0 sentences', '2 cues are')
    """
    return f"{count} {one if count == 1 else many or f'{one}s'}"
