"""How usual a text is: what the decoder thinks of it where there is nothing to hear."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import takewhile
from math import inf
from typing import TYPE_CHECKING

from pipeline.speech.whisper.inference import FastDecoder, Memory

if TYPE_CHECKING:
    from whisper.tokenizer import Tokenizer


_AFTER = 4
"""Tokens behind the last difference of some texts that are still looked at: the rest says the same of all."""


def usual_texts(
    decoder: FastDecoder, silence: Memory, tokenizer: Tokenizer, texts: Sequence[Sequence[int]]
) -> list[float]:
    """The log-probability of each text in silence, which is the language's part, but for what all have in common.

    Minus infinity for a text that says the same as one before it: silence is not asked about punctuation.

    Args:
        decoder: The model's.
        silence: A window in which nothing is heard. Zeros instead of what the encoder makes of silence do not do.
        tokenizer: Of the spoken language.
        texts: The tokens of each, without those that begin and end it; the likeliest first.
    """
    words = [_words(tokenizer.decode([*text])) for text in texts]
    asked = [place for place, said in enumerate(words) if said not in words[:place]]
    found = [-inf] * len(texts)
    found[0] = 0.0
    if len(asked) > 1:
        for place, score in zip(
            asked, _scores(decoder, silence, tokenizer, [texts[one] for one in asked]), strict=True
        ):
            found[place] = score
    return found


def _scores(decoder: FastDecoder, silence: Memory, tokenizer: Tokenizer, texts: Sequence[Sequence[int]]) -> list[float]:
    import torch

    opening = tokenizer.sot_sequence_including_notimestamps
    before, after = _shared(texts)
    left = max(0, after + 1 - _AFTER)  # with the end
    cut = [[*text, tokenizer.eot][: len(text) + 1 - left] for text in texts]
    longest = max(map(len, cut))
    rows = torch.tensor([[*opening, *text, *[tokenizer.eot] * (longest - len(text))] for text in cut])
    logs, _ = decoder.force(rows, silence, len(opening) + before)
    return [float(row[: len(text) - before].sum()) for row, text in zip(logs, cut, strict=True)]


def _words(text: str) -> list[str]:
    """Without punctuation and capitals.

    >>> _words("Quem? Ele.")
    ['quem', 'ele']
    """
    return "".join(" " if unicodedata.category(sign)[0] in "PSZ" else sign for sign in text.casefold()).split()


def _shared(texts: Sequence[Sequence[int]]) -> tuple[int, int]:
    """How many tokens all texts begin with, and how many of the rest they end with.

    >>> _shared([[1, 2, 3, 4], [1, 2, 2, 3, 4]])
    (2, 2)
    """
    begin = _alike(texts)
    return begin, _alike([text[begin:][::-1] for text in texts])


def _alike(texts: Sequence[Sequence[int]]) -> int:
    columns = zip(*texts, strict=False)
    return sum(1 for _ in takewhile(lambda tokens: len(set(tokens)) == 1, columns))
