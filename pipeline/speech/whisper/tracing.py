"""Whisper's own choice of tokens, greedy or by chance, with how likely each was."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


class TracingDecoder:
    """Whisper's greedy token decoder that also notes the probability of each token that it takes."""

    def __init__(self, temperature: float, eot: int) -> None:
        from whisper.decoding import GreedyDecoder

        self._greedy = GreedyDecoder(temperature, eot)
        self.reset, self.finalize = self._greedy.reset, self._greedy.finalize
        self.probabilities: list[list[float]] = []
        """For each step the probability of the token taken in each window."""

    def update(self, tokens: Tensor, logits: Tensor, sum_logprobs: Tensor) -> tuple[Tensor, bool]:
        before = sum_logprobs.clone()
        longer, is_complete = self._greedy.update(tokens, logits, sum_logprobs)
        self.probabilities.append((sum_logprobs - before).exp().tolist())
        return longer, bool(is_complete)
