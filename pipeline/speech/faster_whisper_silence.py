"""How usual a text is for CTranslate2's Whisper: what its decoder thinks of it where there is nothing to hear."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import log
from typing import TYPE_CHECKING, Any

from pipeline.speech.usual import Differing, ask_once
from pipeline.speech.windows import RATE_HZ

if TYPE_CHECKING:
    from faster_whisper import WhisperModel
    from faster_whisper.tokenizer import Tokenizer

FRAME = RATE_HZ // 100
"""Samples of one column of Whisper's spectrogram."""
_FRAMES = 100
"""One second of it: with half a minute two texts are about as far apart, and it takes three times as long."""
_LEAST = 1e-38
"""What CTranslate2 holds for impossible has a logarithm, too."""


class Silence:
    """A window in which nothing is heard, encoded at its first use."""

    def __init__(self, model: WhisperModel) -> None:
        self._model = model

    def usual_texts(self, tokenizer: Tokenizer, texts: Sequence[Sequence[int]]) -> list[float]:
        """The log-probability of each text, but for what all have in common.

        Args:
            tokenizer: Of the spoken language.
            texts: The tokens of each with neither beginning nor end; the likeliest first.
        """

        def ask(asked: Differing) -> list[float]:
            return [self._log_probability(tokenizer, text, asked.before) for text in asked.texts]

        return ask_once(texts, tokenizer.decode, ask)

    def _log_probability(self, tokenizer: Tokenizer, text: list[int], start: int) -> float:
        """Of a text from one of its tokens on, as if it could not end before it ends: only so CTranslate2 tells it."""
        if len(text) == start:
            return 0.0
        (alignment,) = self._model.model.align(self._encoded, tokenizer.sot_sequence, [text], [1])
        return sum(log(max(one, _LEAST)) for one in alignment.text_token_probs[start:])

    @cached_property
    def _encoded(self) -> Any:  # noqa: ANN401
        import numpy as np

        columns = self._model.feature_extractor(np.zeros(_FRAMES * FRAME, np.float32))
        return self._model.encode(columns[None, :, :_FRAMES])
