"""What the decoder remembers of the sound: keys and values of the encoded audio."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass
from pipeline.speech.whisper.arrays import Audio
from pipeline.speech.whisper.encoder import Features
from pipeline.speech.whisper.packing import in_steps

if TYPE_CHECKING:
    from torch import Tensor

_KEPT = 32_000_000
"""Bytes of a window that is remembered from one decoding to the next: Whisper base takes 9 million, small 28."""


@dataclass(slots=True)
class LayerMemory:
    """Keys and values of some windows for one layer of the decoder.

    On a processor they are bytes, each of the numbers of a head in steps of its own (mean divergence of the next token
    0.00002, where bytes for the decoder's weights cost 0.0003): what a step costs is what it takes to read them.
    """

    keys: Tensor
    """Shape (windows, heads, width of a head, frames): as the product with a query reads them."""
    key_steps: Tensor
    """What one is in them, shape (windows, heads, width of a head)."""
    values: Tensor
    """Shape (windows, heads, frames, width of a head)."""
    value_steps: Tensor
    """Shape (windows, heads, width of a head)."""

    def write(self, window: int, keys: Tensor, values: Tensor) -> None:
        """Keep what one window has, both of shape (frames, width of all heads)."""
        _, heads, size, frames = self.keys.shape
        _write(keys.view(frames, heads, size).permute(1, 2, 0), self.keys[window], self.key_steps[window], 2)
        _write(values.view(frames, heads, size).transpose(0, 1), self.values[window], self.value_steps[window], 1)

    def copy(self, window: int, source: LayerMemory, *, lacking: int) -> None:
        """Take over a single window that lacks some frames."""
        from torch.nn.functional import pad

        self.keys[window] = pad(source.keys[0], (0, lacking))
        self.values[window] = pad(source.values[0], (0, 0, 0, lacking))
        self.key_steps[window], self.value_steps[window] = source.key_steps[0], source.value_steps[0]

    def parts(self) -> tuple[Tensor, ...]:
        return self.keys, self.key_steps, self.values, self.value_steps


@dataclass(slots=True)
class Memory:
    """Keys and values of some windows, for all layers of the decoder: 9 MB a window, with Whisper base."""

    layers: list[LayerMemory]
    weights: Tensor
    """Logarithm of how many positions each frame stands for, shape (windows, 1, 1, frames)."""

    @classmethod
    def empty(cls, weights: Tensor, *, layers: int, heads: int, width: int) -> Memory:
        """Room for some windows.

        Args:
            weights: See there, shape (windows, frames).
            layers: Of the decoder.
            heads: Of each.
            width: Of all heads together.
        """
        import torch

        windows, frames = weights.shape
        kind = torch.int8 if weights.device.type == "cpu" else weights.dtype
        # In one piece, so large that it goes back to the system when it is free: in many, the heap keeps the most
        # that there ever were.
        room = weights.new_empty(2, layers, windows * frames * width, dtype=kind)
        steps = weights.new_ones(2, layers, windows, heads, width // heads)
        keys = room[0].view(-1, windows, heads, width // heads, frames)
        values = room[1].view(-1, windows, heads, frames, width // heads)
        heard = [LayerMemory(*parts) for parts in zip(keys, steps[0], values, steps[1], strict=True)]
        return cls(heard, weights[:, None, None].clone())

    @classmethod
    def gathered(cls, several: Sequence[Memory]) -> Memory:
        """Of some windows, each of its own length, one memory; what it forgets, they keep."""
        import torch
        from torch.nn.functional import pad

        if len(several) == 1:
            return cls([*several[0].layers], several[0].weights)
        longest = max(one.weights.shape[-1] for one in several)
        lacking = [longest - one.weights.shape[-1] for one in several]
        weights = [pad(one.weights, (0, more), value=-torch.inf) for one, more in zip(several, lacking, strict=True)]
        _, heads, size, _ = several[0].layers[0].keys.shape
        whole = cls.empty(torch.cat(weights)[:, 0, 0], layers=len(several[0].layers), heads=heads, width=heads * size)
        for window, (one, more) in enumerate(zip(several, lacking, strict=True)):
            for layer, source in zip(whole.layers, one.layers, strict=True):
                layer.copy(window, source, lacking=more)
        return whole

    def arrays(self, layer: int) -> Audio:
        """What compiled code reads of one layer."""
        keys, key_steps, values, value_steps = (one.numpy() for one in self.layers[layer].parts())
        return Audio(keys, key_steps, values, value_steps, self.weights[:, 0, 0].numpy())

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(part.nbytes for layer in self.layers for part in layer.parts())

    def keep_rows(self, rows: Sequence[int]) -> None:
        """Forget all windows but these, in rising order; they move up in place, so that nothing is held twice."""
        for one in (*(part for layer in self.layers for part in layer.parts()), self.weights):
            for place, row in enumerate(rows):
                if place != row:
                    one[place].copy_(one[row])
        self.layers = [LayerMemory(*(part[: len(rows)] for part in layer.parts())) for layer in self.layers]
        self.weights = self.weights[: len(rows)]

    def __len__(self) -> int:
        return len(self.weights)


class Sound:
    """One encoded window: the encoder's output, or once somebody asked, what the decoder remembers of it instead.

    It does not of a large model, nor on a graphics card: that would be gigabytes for a batch, and is made anew.
    """

    def __init__(self, features: Features) -> None:
        self._known: Features | Memory = features
        self._lock = Lock()

    def memory(self, remember: Callable[[Features], Memory]) -> Memory:
        """What the decoder remembers, made once."""
        with self._lock:
            if isinstance(self._known, Memory):
                return self._known
            memory = remember(self._known)
            if memory.size <= _KEPT:
                self._known = memory
            return memory


def _write(numbers: Tensor, room: Tensor, steps: Tensor, frames: int) -> None:
    """Numbers into a room of their shape, in steps of the largest of all frames, which is the dimension given."""
    if room.dtype == numbers.dtype:
        room.copy_(numbers)
        return
    rounded, of_numbers = in_steps(numbers, frames)
    room.copy_(rounded)
    steps.copy_(of_numbers)
