"""Read the tensors of a CTranslate2 `model.bin` (binary version 6) and name them as openai-whisper does.

The layout is CTranslate2's own, little endian: version, name and revision of the specification,
then for each variable its name, rank, shape, type, length and data, then aliases.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipeline.dataclass import dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Tensors = dict[str, NDArray[np.generic]]

_TYPES = ("<f4", "<i1", "<i2", "<i4", "<f2")
_BINARY_VERSION = 6
_TOP = {
    "encoder/conv1/weight": "encoder.conv1.weight",
    "encoder/conv1/bias": "encoder.conv1.bias",
    "encoder/conv2/weight": "encoder.conv2.weight",
    "encoder/conv2/bias": "encoder.conv2.bias",
    "encoder/position_encodings/encodings": "encoder.positional_embedding",
    "decoder/position_encodings/encodings": "decoder.positional_embedding",
    "decoder/embeddings/weight": "decoder.token_embedding.weight",
    "encoder/layer_norm/gamma": "encoder.ln_post.weight",
    "encoder/layer_norm/beta": "encoder.ln_post.bias",
    "decoder/layer_norm/gamma": "decoder.ln.weight",
    "decoder/layer_norm/beta": "decoder.ln.bias",
}
_LAYER: dict[str, tuple[str, ...]] = {
    "self_attention/layer_norm": ("attn_ln",),
    "self_attention/linear_0": ("attn.query", "attn.key", "attn.value"),
    "self_attention/linear_1": ("attn.out",),
    "attention/layer_norm": ("cross_attn_ln",),
    "attention/linear_0": ("cross_attn.query",),
    "attention/linear_1": ("cross_attn.key", "cross_attn.value"),
    "attention/linear_2": ("cross_attn.out",),
    "ffn/layer_norm": ("mlp_ln",),
    "ffn/linear_0": ("mlp.0",),
    "ffn/linear_1": ("mlp.2",),
}
"""A fused linear layer of CTranslate2 is several of whisper, stacked on the first axis."""
_PARAMETER = {"gamma": "weight", "beta": "bias", "weight": "weight", "bias": "bias"}


class NotAWhisperFile(ValueError):
    """The bytes are not such a model."""


@dataclass(slots=True)
class _Reader:
    data: bytes
    offset: int = 0

    def numbers(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.offset)
        self.offset += struct.calcsize("<" + layout)
        return values

    def text(self) -> str:
        (length,) = self.numbers("H")
        raw = self.data[self.offset : self.offset + length]
        self.offset += length
        return raw.rstrip(b"\0").decode()


def read_variables(data: bytes) -> Tensors:
    """All variables by their own names; the arrays are views of `data`.

    Raises:
        NotAWhisperFile: The bytes have another layout.
    """
    import numpy as np

    reader = _Reader(data)
    try:
        (version,) = reader.numbers("I")
        specification = reader.text()
        _, count = reader.numbers("II")
        if (version, specification) != (_BINARY_VERSION, "WhisperSpec"):
            raise NotAWhisperFile(f"binary version {version}, specification {specification!r}")
        variables: Tensors = {}
        for _ in range(count):
            name = reader.text()
            (rank,) = reader.numbers("B")
            shape = reader.numbers(f"{rank}I")
            kind, length = reader.numbers("BI")
            dtype = np.dtype(_TYPES[kind])
            variables[name] = np.frombuffer(data, dtype, length // dtype.itemsize, reader.offset).reshape(shape)
            reader.offset += length
    except (struct.error, IndexError, UnicodeDecodeError, ValueError) as error:
        raise NotAWhisperFile(str(error)) from error
    return variables


def whisper_tensors(data: bytes) -> Tensors:
    """The tensors of a Whisper model under openai-whisper's names.

    Raises:
        NotAWhisperFile: The bytes have another layout.
    """
    tensors: Tensors = {}
    for name, values in read_variables(data).items():
        if name in _TOP:
            tensors[_TOP[name]] = values
        elif "/layer_" in name:
            tensors.update(_layer_tensors(name, values))
    return tensors


def _layer_tensors(name: str, values: NDArray[np.generic]) -> Iterator[tuple[str, NDArray[np.generic]]]:
    import numpy as np

    side, layer, rest = name.split("/", 2)
    part, _, parameter = rest.rpartition("/")
    if part not in _LAYER:
        return
    targets = _LAYER[part]
    for target, piece in zip(targets, np.split(values, len(targets)), strict=True):
        if target.endswith(".key") and parameter == "bias":
            continue  # always zero: Whisper's keys have no bias
        block = f"{side}.blocks.{layer.removeprefix('layer_')}"
        yield f"{block}.{target}.{_PARAMETER[parameter]}", piece
