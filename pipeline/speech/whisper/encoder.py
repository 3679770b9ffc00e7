"""Whisper's encoder, fast on a processor: packed weights, and padding that costs little.

Whisper pads every window to 30 s and spends as much on the padding as on sound. Here the padding far from the sound
is merged: one position stands for many that are alike, and is looked at as often as they would be.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass
from pipeline.speech.whisper.halves import Half, Halves
from pipeline.speech.whisper.packing import inputs_of, outputs_of, packed

if TYPE_CHECKING:
    from torch import Tensor
    from torch.nn import Linear
    from whisper.model import ResidualAttentionBlock, Whisper

SAMPLES_PER_FRAME = 320
"""One position of the encoded audio is 20 ms."""
_SILENCE = 25
"""Positions of padding after the sound that are kept as they are: half a second."""
_MERGED = 4
"""Positions of the padding behind that one stands for."""


@dataclass(frozen=True, slots=True)
class Features:
    """The encoder's output for one window."""

    values: Tensor
    """Shape (1, positions, width)."""
    weights: Tensor
    """Logarithm of how many positions each stands for, shape (1, positions)."""


class FastEncoder:
    """Whisper's audio encoder with packed weights."""

    def __init__(self, model: Whisper, halves: Halves) -> None:
        self._encoder = model.encoder
        self._halves = halves
        self._mels = model.dims.n_mels
        self._positions = model.dims.n_audio_ctx
        self._parts = [*zip(*(_cut(block, halves.count) for block in model.encoder.blocks), strict=True)]

    def encode(self, samples: Tensor) -> Features:
        """Encode one window.

        Args:
            samples: At 16 kHz, float32, at most 30 s.
        """
        import torch
        from torch.nn.functional import gelu, pad
        from whisper.audio import log_mel_spectrogram

        sound = min(self._positions, -(-len(samples) // SAMPLES_PER_FRAME) + _SILENCE)
        places, counts = _layout(sound, self._positions)
        padded = pad(samples, (0, max(0, sound * SAMPLES_PER_FRAME - len(samples))))
        spectrogram = log_mel_spectrogram(padded, self._mels)[None]
        encoder = self._encoder
        hidden = gelu(encoder.conv2(gelu(encoder.conv1(spectrogram))))[0].T
        if len(places) > sound:  # the last position sees the edge; what lies before it looks like the one before
            quiet, edge = hidden[-2:-1], hidden[-1:]
            hidden = torch.cat([hidden[:-1], quiet.expand(len(places) - sound, -1), edge])
        hidden = (hidden + encoder.positional_embedding[places])[None]
        weights = torch.tensor([[log(count) for count in counts]], device=hidden.device)
        bias = weights if len(places) > sound else None
        hidden, *_ = self._halves.run([_through(blocks, hidden, bias) for blocks in self._parts])
        return Features(encoder.ln_post(hidden), weights)


def _layout(sound: int, positions: int) -> tuple[list[int], list[int]]:
    """The positions that are computed, and how many each stands for.

    >>> _layout(3, 20)
    ([0, 1, 2, 5, 9, 13, 17, 19], [1, 1, 1, 4, 4, 4, 4, 1])
    """
    starts = range(sound, positions - 1, _MERGED)
    counts = [min(_MERGED, positions - 1 - start) for start in starts]
    centres = [start + count // 2 for start, count in zip(starts, counts, strict=True)]
    last = range(max(sound, positions - 1), positions)
    return [*range(sound), *centres, *last], [*[1] * sound, *counts, *[1] * len(last)]


def _through(blocks: Sequence[_Block], hidden: Tensor, bias: Tensor | None) -> Half[Tensor]:
    """One half of all layers."""
    for block in blocks:
        hidden = yield from block.apply(hidden, bias)
    return hidden


def _cut(block: ResidualAttentionBlock, count: int) -> list[_Block]:
    """A layer in some parts, each with as many of the heads and of the inner values."""
    attention = block.attn
    parts = zip(
        *(outputs_of(layer, count) for layer in (attention.query, attention.key, attention.value)),
        inputs_of(attention.out, count),
        outputs_of(block.mlp[0], count),
        inputs_of(block.mlp[2], count),
        strict=True,
    )
    return [_Block(block, layers, attention.n_head // count) for layers in parts]


class _Block:
    """One layer of the encoder, or the part of it that some of the heads and of the inner values make."""

    def __init__(self, block: ResidualAttentionBlock, layers: Sequence[Linear], heads: int) -> None:
        self._block = block
        self._heads = heads
        self._query, self._key, self._value, self._out, self._wide, self._narrow = map(packed, layers)

    def apply(self, hidden: Tensor, bias: Tensor | None) -> Half[Tensor]:
        hidden = hidden + (yield self._look(self._block.attn_ln(hidden), bias))
        return hidden + (yield self._narrow(self._block.mlp[1](self._wide(self._block.mlp_ln(hidden)))))

    def _look(self, hidden: Tensor, bias: Tensor | None) -> Tensor:
        from torch.nn.functional import scaled_dot_product_attention

        query, key, value = (
            layer(hidden).view(*hidden.shape[:2], self._heads, -1).transpose(1, 2)
            for layer in (self._query, self._key, self._value)
        )
        mask = None if bias is None else bias[:, None, None]
        seen = scaled_dot_product_attention(query, key, value, attn_mask=mask)
        return self._out(seen.transpose(1, 2).flatten(start_dim=2))
