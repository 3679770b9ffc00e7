"""One layer of Whisper's text decoder, fast on a processor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pipeline.speech.whisper.arrays import UNROLLED, Before, Layer, Normal
from pipeline.speech.whisper.memory import LayerMemory, Memory
from pipeline.speech.whisper.packing import ByteLayer, can_be_bytes, packed, side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from torch import Tensor
    from torch.nn import LayerNorm
    from whisper.model import ResidualAttentionBlock

_HEADS_AT_ONCE = 2
"""Of a window's keys or values, so many heads are widened at once: 0.8 MB, which most second-level caches hold."""


class _State(Protocol):
    """What is remembered of the tokens so far."""

    def look_back(self, layer: int, query: Tensor, keys: Tensor, values: Tensor) -> Tensor:
        """What new tokens see of themselves and of those before them; they are remembered."""

    def before(self, layer: int) -> Before:
        """The same as arrays, with room for one token more of each row."""

    def scores(self, *shape: int) -> Tensor:
        """Room for how much each head looks at each frame."""


class Block:
    """One layer of the decoder."""

    def __init__(self, block: ResidualAttentionBlock, number: int, alignment_heads: Sequence[int]) -> None:
        own, audio = block.attn, block.cross_attn
        parts = (
            (own.query, own.key, own.value), (own.out,), (audio.query,), (audio.out,), (block.mlp[0],), (block.mlp[2],)
        )  # fmt: skip
        self._block = block
        self._number = number
        self._heads: int = own.n_head
        self._alignment_heads = [*alignment_heads]
        self._compiled: Layer | None = None
        """The layer as arrays, where one token of each row is read by compiled code."""
        layers: list[Callable[[Tensor], Tensor]] = [side_by_side(*some) for some in parts]
        if all(can_be_bytes(*some) for some in parts) and own.query.out_features // own.n_head % UNROLLED == 0:
            in_bytes = [ByteLayer(*some) for some in parts]
            self._compiled = _as_arrays(block, in_bytes)
            layers = [*in_bytes]
        self._own, self._own_out, self._query, self._out, self._wide, self._narrow = layers
        self._key = packed(audio.key)
        self._value = packed(audio.value)

    @property
    def is_compiled(self) -> bool:
        """Whether compiled code reads one token of each row."""
        return self._compiled is not None

    def remember(self, features: Tensor, heard: LayerMemory) -> None:
        """Write the keys and values of encoded audio, shape (windows, frames, width), where they are kept."""
        for window, one in enumerate(features):  # one by one: what lies between stays small and in the heap
            heard.write(window, self._key(one), self._value(one))

    def step(self, hidden: Tensor, memory: Memory, state: _State) -> tuple[Tensor, Tensor]:
        """Read some tokens; where the alignment heads looked comes back, too."""
        if self._compiled and hidden.shape[1] == 1:
            return self._read_token(self._compiled, hidden, memory, state)
        hidden = hidden + self._look_back(self._block.attn_ln(hidden), state)
        seen, scores = self._look_at_audio(self._block.cross_attn_ln(hidden), memory)
        hidden = hidden + seen
        normal = self._block.mlp_ln(hidden)
        return hidden + self._narrow(self._block.mlp[1](self._wide(normal))), self._looks(scores, len(hidden))

    def _read_token(self, layer: Layer, hidden: Tensor, memory: Memory, state: _State) -> tuple[Tensor, Tensor]:
        """One token of each row, by compiled code."""
        from pipeline.speech.whisper.kernels import read_token

        windows, frames = len(memory), memory.weights.shape[-1]
        result = hidden[:, 0].clone()
        scores = state.scores(windows, self._heads, len(hidden) // windows, frames)
        read_token(result.numpy(), layer, memory.arrays(self._number), state.before(self._number), scores.numpy())
        return result[:, None], self._looks(scores, len(hidden))

    def _look_back(self, hidden: Tensor, state: _State) -> Tensor:
        query, key, value = (_heads(part, self._heads) for part in self._own(hidden).chunk(3, dim=-1))
        return self._own_out(_flat(state.look_back(self._number, query, key, value)))

    def _look_at_audio(self, hidden: Tensor, memory: Memory) -> tuple[Tensor, Tensor]:
        heard = memory.layers[self._number]
        rows, count, width = hidden.shape
        query = _heads(self._query(hidden).view(len(memory), -1, width), self._heads)
        scaled = query * query.shape[-1] ** -0.5 * heard.key_steps[:, :, None]
        scores = _product(scaled, heard.keys).add_(memory.weights)  # by hand, since they are wanted
        seen = _product(scores.softmax(dim=-1), heard.values) * heard.value_steps[:, :, None]
        return self._out(_flat(seen).view(rows, count, width)), scores

    def _looks(self, scores: Tensor, rows: int) -> Tensor:
        """Of scores of shape (windows, heads, tokens of a window, frames) those of the alignment heads, by rows."""
        windows, _, tokens, frames = scores.shape
        texts = rows // windows
        looks = (
            scores[:, self._alignment_heads]
            .float()
            .view(windows, len(self._alignment_heads), texts, tokens // texts, frames)
        )
        return looks.transpose(1, 2).flatten(end_dim=1)


def _as_arrays(block: ResidualAttentionBlock, layers: Sequence[ByteLayer]) -> Layer:
    own, own_out, query, out, wide, narrow = (layer.arrays for layer in layers)
    first, second, third = (_normal(one) for one in (block.attn_ln, block.cross_attn_ln, block.mlp_ln))
    return Layer(first, own, own_out, second, query, out, third, wide, narrow)


def _normal(layer: LayerNorm) -> Normal:
    return Normal(layer.weight.detach().numpy(), layer.bias.detach().numpy())


def _product(queries: Tensor, remembered: Tensor) -> Tensor:
    """The product of each head, shape (windows, heads, queries, …); bytes are widened piece by piece.

    A piece stays in the processor's cache, and a quarter is read of the memory.
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
