"""The arrays that compiled code reads: of a layer of the decoder, of the sound, and of the tokens before."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float32]

BLOCK = 128
"""So many outputs of a matrix of bytes lie side by side."""
UNROLLED = 8
"""So many inputs are read at a time; their number is a multiple of it."""


class Bytes(NamedTuple):
    """A linear layer with weights as bytes."""

    matrix: NDArray[np.int8]
    """In blocks of outputs, the last filled up, shape (blocks, inputs, `BLOCK`)."""
    scales: Floats
    """What a byte stands for, of each output."""
    bias: Floats
    """Of each output."""


class Normal(NamedTuple):
    """Layer normalisation."""

    weight: Floats
    bias: Floats


class Layer(NamedTuple):
    """A layer of the decoder."""

    own_normal: Normal
    own: Bytes
    """Queries, keys and values side by side."""
    own_out: Bytes
    audio_normal: Normal
    query: Bytes
    out: Bytes
    normal: Normal
    wide: Bytes
    narrow: Bytes


class Audio(NamedTuple):
    """The encoded audio of some windows, for one layer: see `memory.LayerMemory`."""

    keys: NDArray[np.int8]
    key_steps: Floats
    values: NDArray[np.int8]
    value_steps: Floats
    weights: Floats
    """Logarithm of how many positions each frame stands for, shape (windows, frames)."""


class Past(NamedTuple):
    """What is remembered of tokens, for one layer."""

    keys: Floats
    """Shape (places, heads, tokens, width of a head)."""
    values: Floats
    places: NDArray[np.int64]
    """Where each token of each row is, shape (rows, tokens): rows that go on from the same tokens share them."""


class Before(NamedTuple):
    """What the tokens of some rows look back at, for one layer."""

    own: Past
    """Of each row, with room for more."""
    length: int
    """How many tokens that is."""
    shared: Past
    """What the rows of a window remember together of what came before that."""
    shared_lengths: NDArray[np.int64]
    """How many tokens of it each row goes on from."""
