"""Given texts against the sound: which reading a window supports, and when each word of a text is said.

The decoder reads a whole text at once instead of choosing token by token (teacher forcing). The readings of a window
share its encoded audio, and all windows of a group are read in one batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import exp
from typing import TYPE_CHECKING

from pipeline.errors import EngineError
from pipeline.speech.recogniser import Heard, HeardWord
from pipeline.speech.whisper.alignment import attention_matrix, warp
from pipeline.speech.whisper.decoding import Decoder, frames_of
from pipeline.speech.whisper.encoder import SAMPLES_PER_FRAME
from pipeline.speech.whisper.memory import Sound
from pipeline.speech.windows import Window

if TYPE_CHECKING:
    from torch import Tensor
    from whisper.tokenizer import Tokenizer

_LONGEST = 440
"""Tokens that the decoder can read, with those that begin a text."""


def score_readings(
    decoder: Decoder,
    sounds: Sequence[Sound],
    tokenizer: Tokenizer,
    readings: Sequence[Sequence[str]],
    before: Sequence[str] = (),
) -> tuple[tuple[float, ...], ...]:
    """The log-probability of each reading of each window, with its end: the higher, the better the sound supports it.

    Readings of one window can be compared as they are, also if they differ in length: what one leaves out, the sound
    makes the other likelier by.

    Args:
        decoder: The model's.
        sounds: The encoded windows.
        tokenizer: Of the spoken language.
        readings: For each window at least one text.
        before: For each window what is told to the decoder before, as if it had been said there; or none at all.

    Raises:
        EngineError: A text is too long for one window.
    """
    count = max(map(len, readings))
    padded = [[*texts, *[texts[0]] * (count - len(texts))] for texts in readings]
    texts = [_encoded([text], tokenizer) for several in padded for text in several]
    room = max(0, _LONGEST - len(_opening(tokenizer)) - max(sum(map(len, text)) for text in texts))
    told = [_prompt(text, tokenizer)[:room] for text in before or [""] * len(readings)]
    prompts = [prompt for prompt in told for _ in range(count)]
    rows = _batch(texts, tokenizer, prompts)
    probabilities, _ = decoder.fast.force(rows, decoder.fast.recall(sounds))
    starts = [len(prompt) + len(_opening(tokenizer)) for prompt in prompts]
    sums = [
        float(row[start - 1 : start + sum(map(len, text))].sum())
        for row, text, start in zip(probabilities, texts, starts, strict=True)
    ]
    return tuple(tuple(sums[number * count : number * count + len(several)]) for number, several in enumerate(readings))


def align_words(
    decoder: Decoder,
    sounds: Sequence[Sound],
    windows: Sequence[Window],
    tokenizer: Tokenizer,
    texts: Sequence[Sequence[str]],
) -> tuple[Heard, ...]:
    """When each word of a text is said: exactly the given words, in their order.

    Args:
        decoder: The model's.
        sounds: The encoded windows.
        windows: The windows themselves.
        tokenizer: Of the spoken language.
        texts: For each window its words; a word that is not written with a space before it begins without one.

    Raises:
        EngineError: A text is too long for one window.
    """
    encoded = [_encoded(words, tokenizer) for words in texts]
    probabilities, looks = decoder.fast.force(_batch(encoded, tokenizer), decoder.fast.recall(sounds))
    opening = _opening(tokenizer)
    first = len(opening) - 1  # the row that looks for the first token of the text
    matrices = [
        attention_matrix(look[:, : len(opening) + sum(map(len, text))], frames=frames_of(window), first_row=first)
        for look, text, window in zip(looks, encoded, windows, strict=True)
    ]
    return tuple(
        _heard(words, text, starts.tolist(), row[first:].tolist())
        for words, text, starts, row in zip(texts, encoded, warp(matrices), probabilities, strict=True)
    )


def _heard(words: Sequence[str], tokens: list[list[int]], starts: list[int], logs: list[float]) -> Heard:
    ends = [*accumulate(map(len, tokens))]
    begins = [end - len(group) for end, group in zip(ends, tokens, strict=True)]
    heard = tuple(
        HeardWord(
            text=word if word[:1].isspace() else f" {word}",
            start=starts[begin] * SAMPLES_PER_FRAME,
            end=starts[end] * SAMPLES_PER_FRAME,
            probability=exp(sum(logs[begin:end]) / max(1, end - begin)),
        )
        for word, begin, end in zip(words, begins, ends, strict=True)
    )
    total = ends[-1] if ends else 0
    return Heard(words=heard, language_probabilities={}, log_probability=sum(logs[: total + 1]) / (total + 1))


def _encoded(words: Sequence[str], tokenizer: Tokenizer) -> list[list[int]]:
    """The tokens of each word; Whisper's tokens never reach over a space."""
    tokens = [tokenizer.encode(f" {word.strip()}") for word in words]
    if len(_opening(tokenizer)) + sum(map(len, tokens)) > _LONGEST:
        text = " ".join(words)
        raise EngineError(engine="whisper", reason=f"a text of {len(text)} characters is too long for half a minute")
    return tokens


def _opening(tokenizer: Tokenizer) -> list[int]:
    return [*tokenizer.sot_sequence_including_notimestamps]


def _prompt(text: str, tokenizer: Tokenizer) -> list[int]:
    """The tokens of what is told before, behind the one that begins it."""
    return [tokenizer.sot_prev, *tokenizer.encode(f" {text.strip()}")] if text else []


def _batch(
    texts: Sequence[list[list[int]]], tokenizer: Tokenizer, prompts: Sequence[Sequence[int]] | None = None
) -> Tensor:
    """Rows of tokens from the start token, or the prompt, to the end, filled up with ends."""
    import torch

    rows = [
        [*prompt, *_opening(tokenizer), *(token for word in text for token in word), tokenizer.eot]
        for prompt, text in zip(prompts or [[]] * len(texts), texts, strict=True)
    ]
    length = max(map(len, rows))
    return torch.tensor([[*row, *[tokenizer.eot] * (length - len(row))] for row in rows])
