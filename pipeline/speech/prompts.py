"""What was said before a window, as the prompt from which Whisper goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

CONTEXT_TOKENS = 100
"""So much of the text before a window is given: about half a minute of speech."""
CONTEXT_CHARS = 200
"""The text of one window is context enough if it is this long."""


def next_context(before: str, text: str) -> str:
    """What was said before the next window: this one's text, and if that is short what stands before it.

    >>> next_context("One.", "Two.")
    'One. Two.'
    """
    return text if len(text) >= CONTEXT_CHARS else f"{before} {text}".strip()[-2 * CONTEXT_CHARS :]


def prompts_from(texts: Sequence[str], encode: Callable[[str], list[int]]) -> list[list[int]]:
    """The ends of some texts as tokens, as many of each, since their windows are decoded in step.

    Args:
        texts: Not empty; only those of a medium's first half minute are short.
        encode: The tokenizer's.
    """
    prompts = [encode(" " + text.strip()) for text in texts]
    length = min([CONTEXT_TOKENS, *map(len, prompts)])
    return [tokens[len(tokens) - length :] for tokens in prompts]
