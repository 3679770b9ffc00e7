"""Linear layers whose weights are packed for the processor."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

    Layer = Callable[[Tensor], Tensor]


def packed(weight: Tensor, bias: Tensor | None) -> Layer:
    """A linear layer with weights packed as 16-bit floats where that loses nothing and the processor can.

    Measured on two AVX2 cores, a batch of 4 by Whisper's vocabulary: 25 ms before, 2.5 ms packed. With AVX-512 the
    product with 1,500 positions, too, takes half the time.
    """
    import torch
    from torch.nn.functional import linear

    weight = weight.detach()
    is_exact = weight.device.type == "cpu" and bool((weight.half().float() == weight).all())
    if is_exact and torch.backends.quantized.engine in {"fbgemm", "x86", "onednn"}:
        packed = torch.ops.quantized.linear_prepack_fp16(weight.contiguous(), bias)
        apply: Callable[[Tensor, object], Tensor] = torch.ops.quantized.linear_dynamic_fp16
        return lambda hidden: apply(hidden, packed)
    return lambda hidden: linear(hidden, weight, bias)
