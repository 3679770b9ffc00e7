"""Linear layers whose weights are packed for the processor."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from torch import Tensor
    from torch.nn import Embedding, Linear

    Layer = Callable[[Tensor], Tensor]


def packed(layer: Linear) -> Layer:
    """A linear layer with weights packed as 16-bit floats where that loses nothing and the processor can.

    The layer itself loses its weights then: nobody else computes with it, and a model would be in memory twice.

    Measured on two AVX2 cores, a batch of 4 by Whisper's vocabulary: 25 ms before, 2.5 ms packed. With AVX-512 the
    product with 1,500 positions, too, takes half the time.
    """
    weight, bias = layer.weight.detach(), layer.bias
    if not _is_packable(weight):
        return layer
    result = _apply_packed(weight, bias)
    layer.weight.data = weight.new_empty(0)
    return result


def packed_tokens(embedding: Embedding) -> tuple[Layer, Layer]:
    """From tokens to vectors, and from vectors to the logits of all tokens; packed as `packed` does it."""
    from torch.nn.functional import linear

    weight = embedding.weight.detach()
    if not _is_packable(weight):
        return embedding, lambda hidden: linear(hidden, weight)
    to_logits = _apply_packed(weight, None)
    embedding.weight.data = weight.half()
    return lambda tokens: cast("Tensor", embedding(tokens)).float(), to_logits


def _is_packable(weight: Tensor) -> bool:
    import torch

    is_exact = weight.device.type == "cpu" and bool((weight.half().float() == weight).all())
    return is_exact and torch.backends.quantized.engine in {"fbgemm", "x86", "onednn"}


def _apply_packed(weight: Tensor, bias: Tensor | None) -> Layer:
    import torch

    matrix = torch.ops.quantized.linear_prepack_fp16(weight.contiguous(), bias)
    apply: Callable[[Tensor, object], Tensor] = torch.ops.quantized.linear_dynamic_fp16
    return lambda hidden: apply(hidden, matrix)
