"""Weights packed for the processor: linear layers as 16-bit floats or as bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pipeline.speech.whisper.arrays import BLOCK, UNROLLED, Bytes

if TYPE_CHECKING:
    from torch import Tensor
    from torch.nn import Linear

    Layer = Callable[[Tensor], Tensor]

_LEVELS = 127
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
        return side_by_side(*layers)
    weight, bias = _taken(layers)
    matrix = torch.ops.quantized.linear_prepack_fp16(weight, bias)
    apply: Callable[[Tensor, object], Tensor] = torch.ops.quantized.linear_dynamic_fp16
    return lambda hidden: apply(hidden, matrix)


def in_steps(numbers: Tensor, dimension: int) -> tuple[Tensor, Tensor]:
    """Numbers rounded to whole steps, at most 127, and what a step is: of the largest along a dimension, which goes."""
    steps = numbers.abs().amax(dim=dimension).clamp_(min=_SMALLEST).div_(_LEVELS)
    return (numbers / steps.unsqueeze(dimension)).round_().clamp_(-_LEVELS, _LEVELS), steps


def as_bytes(weight: Tensor, bias: Tensor) -> Bytes:
    """Weights, shape (outputs, inputs), rounded to bytes: 127 steps on either side of zero, for each output its own."""
    from torch.nn.functional import pad

    rounded, scales = in_steps(weight, 1)
    whole = pad(rounded.char(), (0, 0, 0, -len(weight) % BLOCK)).view(-1, BLOCK, weight.shape[1])
    return Bytes(whole.transpose(1, 2).contiguous().numpy(), scales.numpy(), bias.numpy())


def multiply_bytes(hidden: Tensor, layer: Bytes) -> Tensor:
    """Put hidden values, shape (…, inputs), through a layer."""
    from pipeline.speech.whisper.kernels import multiply

    rows = hidden.reshape(-1, hidden.shape[-1]).contiguous()  # else a second function is compiled
    result = rows.new_empty(len(rows), len(layer.bias))
    multiply(rows.numpy(), layer, result.numpy())
    return result.view(*hidden.shape[:-1], -1)


class ByteLayer:
    """Linear layers of one input, their results side by side, with weights as bytes: fast for a few rows of input.

    A token costs what it takes to read the weights, and bytes are half of 16-bit floats. What goes in stays a float: if
    it is rounded to bytes, too, that costs ten times as much certainty (mean divergence of the next token 0.0028 and
    0.0047 for two and for all layers; real recordings in five languages, Whisper base). The layers lose their weights,
    as in `packed`. Many rows are multiplied as 32-bit floats, with the same roundings.
    """

    def __init__(self, *layers: Linear) -> None:
        self.arrays = as_bytes(*_taken(layers))

    def __call__(self, hidden: Tensor) -> Tensor:
        import torch

        if hidden.numel() < _MANY * hidden.shape[-1]:
            return multiply_bytes(hidden, self.arrays)
        matrix, scales, bias = (torch.from_numpy(one) for one in self.arrays)
        whole = matrix.transpose(0, 1).flatten(start_dim=1)[:, : len(bias)].float()
        return (hidden @ whole).mul_(scales).add_(bias)


def side_by_side(*layers: Linear) -> Layer:
    """Linear layers of one input, their results side by side, as they are."""
    import torch

    return layers[0] if len(layers) == 1 else lambda hidden: torch.cat([layer(hidden) for layer in layers], dim=-1)


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


def is_packable(weight: Tensor) -> bool:
    """Whether weights are 16-bit floats in truth, on a processor that has fast products with them."""
    import torch

    is_exact = weight.device.type == "cpu" and bool((weight.half().float() == weight).all())
    return is_exact and torch.backends.quantized.engine in {"fbgemm", "x86"}


def can_be_bytes(*layers: Linear) -> bool:
    """Whether compiled code can read the weights of layers as bytes."""
    return _are_packable(layers) and all(layer.in_features % UNROLLED == 0 for layer in layers)


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
