"""From tokens to vectors, and from vectors to how likely each token comes next: the largest matrix of the decoder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.speech.whisper.arrays import UNROLLED
from pipeline.speech.whisper.packing import as_bytes, is_packable, multiply_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor
    from torch.nn import Embedding

_EXACT = 16
"""So many of the likeliest tokens get exact logits."""
_STRIDES = 64
"""So many values of a row are compared at a time."""


class Vocabulary:
    """Whisper's tokens as vectors.

    Where the processor can, they are bytes in the product with all of them, which are half as large as 16-bit floats,
    and the logits of the tokens that turn out likeliest are computed again exactly, so that none of what is chosen
    from them is rounded.
    """

    def __init__(self, embedding: Embedding) -> None:
        weight = embedding.weight.detach()
        are_bytes = is_packable(weight) and weight.shape[1] % UNROLLED == 0
        self._bytes = as_bytes(weight, weight.new_zeros(len(weight))) if are_bytes else None
        self._vectors = weight.half() if self._bytes else weight
        embedding.weight.data = self._vectors

    def vectors(self, tokens: Tensor) -> Tensor:
        """The vector of each token."""
        return self._vectors[tokens].float()

    def logits(self, hidden: Tensor) -> Tensor:
        """Of all tokens, shape (…, vocabulary): exact for the likeliest, and within some hundredths for the others."""
        logits = self._product(hidden)
        if self._bytes is None:
            return logits
        likeliest = _largest(logits.flatten(end_dim=-2), _EXACT).view(*logits.shape[:-1], -1)
        return logits.scatter_(-1, likeliest, self.logits_of(likeliest, hidden))

    def likeliest(self, hidden: Tensor, count: int, never: Sequence[int]) -> tuple[Tensor, Tensor]:
        """The log-probabilities of the likeliest tokens and their numbers, the likeliest first, shape (rows, count).

        Args:
            hidden: Shape (rows, width).
            count: How many are wanted.
            never: Tokens that never come.
        """
        import torch

        logits = self._product(hidden)
        logits[:, [*never]] = -torch.inf
        numbers = _largest(logits, max(count, _EXACT))
        exact = self.logits_of(numbers, hidden)
        exact[logits.gather(-1, numbers) == -torch.inf] = -torch.inf
        highest = exact.amax(dim=-1, keepdim=True)
        total = logits.scatter_(-1, numbers, exact).sub_(highest).exp_().sum(dim=-1, keepdim=True)
        values, order = exact.topk(count, dim=-1)
        return values - highest - total.log(), numbers.gather(-1, order)

    def logits_of(self, tokens: Tensor, hidden: Tensor) -> Tensor:
        """The exact logits of some tokens for each vector, shape (…, tokens)."""
        return (self.vectors(tokens) @ hidden[..., None]).squeeze(-1)

    def _product(self, hidden: Tensor) -> Tensor:
        return (hidden @ self._vectors.T).float() if self._bytes is None else multiply_bytes(hidden, self._bytes)


def _largest(values: Tensor, count: int) -> Tensor:
    """Where the largest values of each row are, shape (rows, count), in no order.

    They lie where the largest of every so-manieth value do. torch's own `topk` looks at all one by one, for five times
    as long.
    """
    import torch

    rows, width = values.shape
    step = width // _STRIDES
    if step < count:
        return values.topk(count, dim=-1).indices
    whole = values[:, : step * _STRIDES].view(rows, _STRIDES, step)
    columns = whole.amax(dim=1).topk(count, dim=-1).indices
    device = values.device
    places = (columns[:, None] + torch.arange(0, step * _STRIDES, step, device=device)[:, None]).flatten(start_dim=1)
    rest = torch.arange(step * _STRIDES, width, device=device).expand(rows, -1)
    places = torch.cat([places, rest], dim=1)
    return places.gather(1, values.gather(1, places).topk(count, dim=-1).indices)
