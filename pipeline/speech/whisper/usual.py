"""How usual a text is: what the decoder thinks of it where there is nothing to hear."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from pipeline.speech.usual import Differing, ask_once
from pipeline.speech.whisper.inference import FastDecoder
from pipeline.speech.whisper.memory import Memory

if TYPE_CHECKING:
    from whisper.tokenizer import Tokenizer


def usual_texts(
    decoder: FastDecoder, silence: Memory, tokenizer: Tokenizer, texts: Sequence[Sequence[int]]
) -> list[float]:
    """The log-probability of each text in silence, which is the language's part, but for what all have in common.

    Args:
        decoder: The model's.
        silence: A window in which nothing is heard. Zeros instead of what the encoder makes of silence do not do.
        tokenizer: Of the spoken language.
        texts: The tokens of each with neither beginning nor end; the likeliest first.
    """
    ended = [[*text, tokenizer.eot] for text in texts]
    return ask_once(ended, tokenizer.decode, partial(_ask, decoder, silence, tokenizer))


def _ask(decoder: FastDecoder, silence: Memory, tokenizer: Tokenizer, asked: Differing) -> list[float]:
    import torch

    opening = tokenizer.sot_sequence_including_notimestamps
    longest = max(map(len, asked.texts))
    rows = torch.tensor([[*opening, *text, *[tokenizer.eot] * (longest - len(text))] for text in asked.texts])
    logs, _ = decoder.force(rows, silence, len(opening) + asked.before)
    return [float(row[: len(text) - asked.before].sum()) for row, text in zip(logs, asked.texts, strict=True)]
