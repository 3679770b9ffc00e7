"""What was said before a window, as the prompt from which Whisper goes on."""

from __future__ import annotations

from collections.abc import Sequence

CONTEXT_TOKENS = 100
"""So much of the text before a window is given: about half a minute of speech."""


def equally_long(prompts: Sequence[list[int]]) -> list[list[int]]:
    """The ends of some texts, as many tokens of each, since their windows are decoded in step.

    >>> equally_long([[1, 2, 3], [4, 5]])
    [[2, 3], [4, 5]]
    """
    length = min([CONTEXT_TOKENS, *map(len, prompts)])
    return [tokens[-length:] for tokens in prompts]
