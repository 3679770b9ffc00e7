"""One layer of Whisper's text decoder, fast on a processor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pipeline.speech.whisper.packing import bytes_for_few, packed

if TYPE_CHECKING:
    import torch
    from torch import Tensor
    from whisper.model import ResidualAttentionBlock

_HEADS_AT_ONCE = 2
"""Of a window's keys or values, so many heads are widened at once: 0.8 MB, which most second-level caches hold."""


class _State(Protocol):
    """What is remembered of the tokens so far."""

    def look_back(self, layer: int, query: Tensor, keys: Tensor, values: Tensor) -> Tensor:
        """What new tokens see of themselves and of those before them; they are remembered."""


class Block:
    """One layer of the decoder."""

    def __init__(self, block: ResidualAttentionBlock) -> None:
        self._block = block
        self._heads: int = block.attn.n_head
        self._own = bytes_for_few(block.attn.query, block.attn.key, block.attn.value)
        self._own_out = bytes_for_few(block.attn.out)
        self._query = bytes_for_few(block.cross_attn.query)
        self._key = packed(block.cross_attn.key)
        self._value = packed(block.cross_attn.value)
        self._out = bytes_for_few(block.cross_attn.out)
        self._wide = bytes_for_few(block.mlp[0])
        self._narrow = bytes_for_few(block.mlp[2])

    def remember(self, features: Tensor, keys: Tensor, values: Tensor, kind: torch.dtype) -> None:
        """Write the keys and values of encoded audio where they are kept, rounded to a kind of numbers."""
        keys.copy_(_heads(self._key(features).to(kind), self._heads).transpose(-1, -2))
        values.copy_(_heads(self._value(features).to(kind), self._heads))

    def step(
        self,
        hidden: Tensor,
        audio: tuple[Tensor, Tensor, Tensor],
        state: _State,
        number: int,
        alignment_heads: list[int],
    ) -> tuple[Tensor, Tensor | None]:
        """Read some tokens; where the alignment heads looked comes back, too."""
        hidden = hidden + self._look_back(self._block.attn_ln(hidden), state, number)
        seen, look = self._look_at_audio(self._block.cross_attn_ln(hidden), audio, alignment_heads)
        hidden = hidden + seen
        normal = self._block.mlp_ln(hidden)
        return hidden + self._narrow(self._block.mlp[1](self._wide(normal))), look

    def _look_back(self, hidden: Tensor, state: _State, number: int) -> Tensor:
        query, key, value = (_heads(part, self._heads) for part in self._own(hidden).chunk(3, dim=-1))
        return self._own_out(_flat(state.look_back(number, query, key, value)))

    def _look_at_audio(
        self, hidden: Tensor, audio: tuple[Tensor, Tensor, Tensor], alignment_heads: list[int]
    ) -> tuple[Tensor, Tensor | None]:
        keys, values, weights = audio
        rows, count, width = hidden.shape
        query = _heads(self._query(hidden).view(len(keys), -1, width), self._heads)
        # By hand, since the scores are wanted; and a third faster than torch's own attention for one query.
        scores = _product(query * query.shape[-1] ** -0.5, keys).add_(weights)
        result = self._out(_flat(_product(scores.softmax(dim=-1), values)).view(rows, count, width))
        if not alignment_heads:
            return result, None
        looks = scores[:, alignment_heads].float()
        return result, looks.view(*looks.shape[:2], rows // len(keys), count, -1).transpose(1, 2).flatten(end_dim=1)


def _product(queries: Tensor, remembered: Tensor) -> Tensor:
    """The product of each head, shape (windows, heads, queries, …); what is 16-bit is widened piece by piece.

    A piece stays in the processor's cache, and half is read of the memory.
    """
    import torch

    if queries.dtype == remembered.dtype:
        return queries @ remembered
    windows, heads = remembered.shape[:2]
    result = queries.new_empty(*queries.shape[:-1], remembered.shape[-1])
    piece = queries.new_empty(_HEADS_AT_ONCE, *remembered.shape[2:])
    for window in range(windows):
        for head in range(0, heads, _HEADS_AT_ONCE):
            some = slice(head, head + _HEADS_AT_ONCE)
            wide = piece[: min(_HEADS_AT_ONCE, heads - head)].copy_(remembered[window, some])
            torch.bmm(queries[window, some], wide, out=result[window, some])
    return result


def _heads(hidden: Tensor, count: int) -> Tensor:
    """(windows, tokens, width) to (windows, heads, tokens, width of a head)."""
    return hidden.view(*hidden.shape[:2], count, -1).transpose(1, 2)


def _flat(hidden: Tensor) -> Tensor:
    """The reverse of `_heads`."""
    return hidden.transpose(1, 2).flatten(start_dim=2)
