"""CTranslate2's model file, read by hand."""

import struct

import numpy as np
import pytest

from pipeline.speech.whisper.ctranslate2_file import NotAWhisperFile, read_variables, whisper_tensors


def _text(text: str) -> bytes:
    raw = text.encode() + b"\0"
    return struct.pack("<H", len(raw)) + raw


def _variable(name: str, values: np.ndarray) -> bytes:
    kind = {"float32": 0, "float16": 4}[values.dtype.name]
    shape = struct.pack(f"<B{values.ndim}I", values.ndim, *values.shape)
    return _text(name) + shape + struct.pack("<BI", kind, values.nbytes) + values.tobytes()


def _file(*variables: bytes, version: int = 6, specification: str = "WhisperSpec") -> bytes:
    head = struct.pack("<I", version) + _text(specification) + struct.pack("<II", 3, len(variables))
    return head + b"".join(variables) + struct.pack("<I", 0)


def test_variables_keep_name_shape_type_and_values():
    """What was written is read."""
    values = np.arange(6, dtype=np.float16).reshape(2, 3)
    read = read_variables(_file(_variable("a/b", values)))
    assert read["a/b"].dtype == np.float16
    assert np.array_equal(read["a/b"], values)


def test_fused_layers_become_whispers_own():
    """Query, key and value are stacked; the key's bias is zero and has no place in whisper."""
    weight = np.arange(12, dtype=np.float32).reshape(6, 2)
    bias = np.arange(6, dtype=np.float32)
    name = "decoder/layer_3/self_attention/linear_0"
    tensors = whisper_tensors(_file(_variable(f"{name}/weight", weight), _variable(f"{name}/bias", bias)))
    block = "decoder.blocks.3.attn"
    assert set(tensors) == {
        *(f"{block}.{part}.weight" for part in ("query", "key", "value")),
        f"{block}.query.bias",
        f"{block}.value.bias",
    }
    assert tensors[f"{block}.key.weight"].tolist() == weight[2:4].tolist()
    assert tensors[f"{block}.value.bias"].tolist() == [4, 5]


BAD = {
    "empty": b"",
    "another version": _file(version=5),
    "another model": _file(specification="TransformerSpec"),
    "cut off": _file(_variable("a", np.zeros(100, np.float32)))[:60],
    "unknown type": _file(_text("a") + struct.pack("<BIBI", 1, 1, 99, 4) + b"1234"),
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD.keys())
def test_other_bytes_are_refused(data):
    """Damage is found, not loaded."""
    with pytest.raises(NotAWhisperFile):
        read_variables(data)
