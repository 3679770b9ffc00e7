"""Whisper's own decoding task, greedy or by chance: over the fast inference, with how likely each token was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.speech.whisper.inference import DecoderState, FastDecoder
from pipeline.speech.whisper.memory import Memory

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


class BatchInference:
    """Whisper's `Inference` for its own decoding task, by the fast decoder.

    `looks` holds, after decoding, each window's attention of shape (heads, tokens, frames).
    """

    def __init__(self, decoder: FastDecoder, memory: Memory, eot: int) -> None:
        self._decoder = decoder
        self._memory = memory
        self._eot = eot
        self._rows: Tensor | None = None
        self._state: DecoderState | None = None
        self._looks: list[list[Tensor]] = [[] for _ in range(len(memory))]
        self.first_logits: Tensor | None = None
        """After the start token: what tells the language, shape (windows, vocabulary)."""

    def logits(self, tokens: Tensor, audio_features: Tensor) -> Tensor:
        """Logits after the new tokens; zeros for windows that have ended."""
        import torch

        if self._state is None:
            self._state = DecoderState(self._memory, tokens=self._decoder.longest)
            self._rows = torch.arange(len(self._memory), device=tokens.device)
            result = self._decoder.step(tokens, self._memory, self._state)
            self.first_logits = result[:, 0].clone()
            self._share_out()
            return result
        self._drop_ended(tokens[:, -1])
        assert self._rows is not None
        result = self._decoder.step(tokens[self._rows, -1:], self._memory, self._state)
        self._share_out()
        if len(self._rows) == len(tokens):
            return result
        whole = result.new_zeros(len(tokens), 1, result.shape[-1])
        whole[self._rows] = result
        return whole

    def rearrange_kv_cache(self, source_indices: list[int]) -> None:
        """Beam search is not used with this inference."""
        raise NotImplementedError

    def cleanup_caching(self) -> None:
        """End of a decoding: free the caches."""
        self._state = None

    def looks(self, row: int) -> Tensor:
        """Where the alignment heads looked for each token of a window, shape (heads, tokens, frames)."""
        import torch

        return torch.cat(self._looks[row], dim=1)

    def _share_out(self) -> None:
        assert self._state is not None
        assert self._rows is not None
        look = self._state.looks.pop()
        for index, row in enumerate(self._rows.tolist()):
            self._looks[row].append(look[index])

    def _drop_ended(self, last: Tensor) -> None:
        """Stop computing windows that have ended, once a quarter of those left has."""
        assert self._state is not None
        assert self._rows is not None
        goes_on = last[self._rows] != self._eot
        if int(goes_on.sum()) <= len(self._rows) * 3 // 4:
            keep = goes_on.nonzero()[:, 0]
            self._rows = self._rows[keep]
            self._memory.keep_rows(keep.tolist())
            self._state.keep_rows(keep.tolist())
