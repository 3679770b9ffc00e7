"""Weights packed for the processor: linear layers as 16-bit floats, and a matrix as bytes."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor
    from torch.nn import Linear

    Layer = Callable[[Tensor], Tensor]

_LEVELS = 63
"""What goes into a product with bytes is rounded to so many steps on either side of zero: seven bits, since without
VNNI the processor adds two products of bytes in 16 bits, and two of eight bits would overflow there in silence."""
_MIDDLE = 64
_WEIGHT_LEVELS = 127
_SMALLEST = 1e-9
_MANY = 64
"""So many rows of input are multiplied faster once the weights are floats again."""


def packed(*layers: Linear) -> Layer:
    """Linear layers of one input, their results side by side, packed as 16-bit floats where that loses nothing.

    The layers themselves lose their weights then: nobody else computes with them, and a model would be in memory twice.

    Measured on two AVX2 cores, a batch of 4 by Whisper's vocabulary: 25 ms before, 2.5 ms packed. With AVX-512 the
    product with 1,500 positions, too, takes half the time.
    """
    import torch

    if not _are_packable(layers):
        return _side_by_side(layers)
    weight, bias = _taken(layers)
    matrix = torch.ops.quantized.linear_prepack_fp16(weight, bias)
    apply: Callable[[Tensor, object], Tensor] = torch.ops.quantized.linear_dynamic_fp16
    return lambda hidden: apply(hidden, matrix)


def bytes_for_few(*layers: Linear) -> Layer:
    """Linear layers of one input, their results side by side, with weights as bytes: fast for a few rows of input.

    A token costs what it takes to read the weights, and bytes are half of 16-bit floats. What goes in and comes out is
    rounded to the 8 bits of bfloat16, each value by itself. So the words become as good as no other: what goes into a
    product of bytes is rounded to steps of the largest value of a row, and that costs ten times as much certainty
    (mean divergence of the next token 0.0002 with this, 0.0028 and 0.0047 with products of bytes for two and for all
    layers; real recordings in five languages, Whisper base). The layers lose their weights, as in `packed`.

    Measured with cold weights, 1 and 5 rows by 512 x 2048: 308 and 382 us as 16-bit floats, 86 and 224 us so (AVX-512);
    335 and 490 us, 116 and 378 us (AVX2). Many rows are multiplied as 32-bit floats, with the same roundings: 550 in 8
    instead of 15 ms (AVX-512).
    """
    import torch

    if not _are_packable(layers):
        return _side_by_side(layers)
    weight, bias = _taken(layers)
    # Rounded first, so that the bytes make up for what is rounded here.
    scales = (weight.abs().amax(dim=1).clamp_(min=_SMALLEST) / _WEIGHT_LEVELS).bfloat16()
    matrix = (weight / scales.float()[:, None]).round_().clamp_(-_WEIGHT_LEVELS, _WEIGHT_LEVELS).to(torch.int8)
    multiply: Callable[[Tensor, Tensor, Tensor], Tensor] = torch._weight_int8pack_mm

    def apply(hidden: Tensor) -> Tensor:
        rows = hidden.reshape(-1, hidden.shape[-1]).bfloat16()
        if len(rows) < _MANY:
            result = multiply(rows, matrix, scales)
        else:
            result = (rows.float() @ matrix.float().T).mul_(scales.float()).bfloat16()
        return (result + bias).view(*hidden.shape[:-1], -1)

    return apply


def outputs_of(layer: Linear, count: int) -> list[Linear]:
    """A linear layer cut into layers that each give a part of what it gives; it loses its weights itself."""
    weights = layer.weight.detach().chunk(count)
    biases = [None] * count if layer.bias is None else layer.bias.detach().chunk(count)
    layer.weight.data = layer.weight.new_empty(0)
    return [_linear(weight, bias) for weight, bias in zip(weights, biases, strict=True)]


def inputs_of(layer: Linear, count: int) -> list[Linear]:
    """A linear layer cut into layers that each read a part of what goes in, and whose sum is what it gives."""
    weights = layer.weight.detach().chunk(count, dim=1)
    bias = None if layer.bias is None else layer.bias.detach()
    layer.weight.data = layer.weight.new_empty(0)
    return [_linear(weight, bias if number == 0 else None) for number, weight in enumerate(weights)]


def product_of_bytes(weight: Tensor) -> Layer:
    """The product with a matrix of weights, shape (outputs, inputs); they and what goes in are rounded to bytes.

    Every row of the input and every output has its own scale, so that a row's result depends on nothing but that row.
    """
    import torch

    scales = weight.abs().amax(dim=1).clamp_(min=_SMALLEST) / _WEIGHT_LEVELS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch will give quantized tensors up some day; its version is locked
        zeros = torch.zeros(len(weight), dtype=torch.long)
        quantized = torch.quantize_per_channel(weight, scales.double(), zeros, 0, torch.qint8)
    matrix = torch.ops.quantized.linear_prepack(quantized, None)
    apply: Callable[..., Tensor] = torch.ops.quantized.linear_with_input_q_dq_qweight_dq_output_fp32

    def multiply(hidden: Tensor) -> Tensor:
        scale = hidden.abs().amax(dim=-1, keepdim=True).clamp_(min=_SMALLEST).div_(_LEVELS)
        return apply(hidden / scale, 1.0, _MIDDLE, matrix).mul_(scale)

    return multiply


def is_packable(weight: Tensor) -> bool:
    """Whether weights are 16-bit floats in truth, on a processor that has fast products with them."""
    import torch

    is_exact = weight.device.type == "cpu" and bool((weight.half().float() == weight).all())
    return is_exact and torch.backends.quantized.engine in {"fbgemm", "x86"}


def _linear(weight: Tensor, bias: Tensor | None) -> Linear:
    from torch.nn import Linear, Parameter

    layer = Linear(1, 1, bias=bias is not None)
    layer.weight = Parameter(weight, requires_grad=False)
    if bias is not None:
        layer.bias = Parameter(bias, requires_grad=False)
    return layer


def _are_packable(layers: Sequence[Linear]) -> bool:
    return all(is_packable(layer.weight.detach()) for layer in layers)


def _taken(layers: Sequence[Linear]) -> tuple[Tensor, Tensor]:
    """Weights and biases of all layers, which lose them."""
    import torch

    weights = [layer.weight.detach() for layer in layers]
    none = [weight.new_zeros(len(weight)) for weight in weights]
    biases = [zeros if layer.bias is None else layer.bias.detach() for layer, zeros in zip(layers, none, strict=True)]
    for layer in layers:
        layer.weight.data = layer.weight.new_empty(0)
    return torch.cat(weights).contiguous(), torch.cat(biases)


def _side_by_side(layers: Sequence[Linear]) -> Layer:
    import torch

    return lambda hidden: torch.cat([layer(hidden) for layer in layers], dim=-1)
