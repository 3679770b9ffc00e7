"""Compiled code computes what torch does."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
import torch
from whisper.model import ResidualAttentionBlock

from pipeline.speech.whisper import arrays, kernels
from pipeline.speech.whisper.branching import BranchState
from pipeline.speech.whisper.decoder_block import Block
from pipeline.speech.whisper.encoder import Features
from pipeline.speech.whisper.inference import DecoderState
from pipeline.speech.whisper.memory import Memory, Sound
from pipeline.speech.whisper.packing import is_packable

WIDTH, HEADS, WINDOWS, TEXTS, FRAMES = 128, 2, 2, 3, 43
CLOSE = {"rtol": 1e-4, "atol": 1e-4}


def _layer(rounding: Callable[[torch.Tensor], torch.Tensor]) -> ResidualAttentionBlock:
    torch.manual_seed(1)
    layer = ResidualAttentionBlock(WIDTH, HEADS, cross_attention=True)
    for weight in layer.parameters():
        weight.data = rounding(torch.randn_like(weight) / 6).float()
        weight.requires_grad_(False)
    return layer


@pytest.fixture(name="block")
def made_block() -> Block:
    """A layer whose weights are 16-bit floats in truth."""
    layer = _layer(torch.Tensor.half)
    if not is_packable(layer.attn.query.weight):
        pytest.skip("this processor has no products with packed weights")
    return Block(layer, 0, [1])


def _memory() -> Memory:
    """Of two windows, the second of which is shorter."""
    torch.manual_seed(2)
    weights = torch.zeros(WINDOWS, FRAMES)
    weights[1, FRAMES - 9 :] = -torch.inf
    memory = Memory.empty(weights, layers=1, heads=HEADS, width=WIDTH)
    for window in range(WINDOWS):
        memory.layers[0].write(window, torch.randn(FRAMES, WIDTH), torch.randn(FRAMES, WIDTH))
    return memory


def _read(block: Block, state: DecoderState, memory: Memory, hidden: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    result, look = block.step(hidden, memory, state)
    state.length += hidden.shape[1]
    return result, look


def _by_torch(block: Block) -> Block:
    """The same layer, read as for several tokens."""
    other = object.__new__(Block)
    other.__dict__.update(block.__dict__, _compiled=None)
    return other


@torch.inference_mode()
def test_one_token_is_read_as_several_are(block):
    """Behind four tokens; each row has its own."""
    memory = _memory()
    results = []
    for one in (block, _by_torch(block)):
        torch.manual_seed(3)
        state = DecoderState(memory, texts=TEXTS, tokens=9)
        _read(one, state, memory, torch.randn(WINDOWS, 4, WIDTH))
        state.keep_rows([0, 0, 0, 1, 1, 1])
        results.append([_read(one, state, memory, torch.randn(WINDOWS * TEXTS, 1, WIDTH)) for _ in range(3)])
    for (mine, look), (torchs, other_look) in zip(*results, strict=True):
        torch.testing.assert_close(mine, torchs, **CLOSE)
        torch.testing.assert_close(look, other_look, **CLOSE)


@torch.inference_mode()
@pytest.mark.parametrize("how", ["compiled", "by torch"])
def test_texts_that_part_are_read_as_each_would_be_alone(block, how):
    """Hypotheses are given up, others part twice and change places; a window is done, and the one behind it moves up."""
    one = block if how == "compiled" else _by_torch(block)
    torch.manual_seed(3)
    memory = _memory()
    state = DecoderState(memory, texts=TEXTS, tokens=9)
    opening = torch.randn(WINDOWS, 4, WIDTH)
    _read(one, state, memory, opening)
    texts = [[*opening[0]], [*opening[1]]]
    for rows in ([0, 0, 0, 1, 1, 1], [2, 0, 0, 5, 4, 4], [1, 1, 2, 3, 3, 5], [3, 5, 5], [2, 0, 1]):
        state.keep_rows(rows)
        if len(rows) < len(texts):
            memory.keep_rows([1])
        tokens = torch.randn(len(rows), 1, WIDTH)
        texts = [[*texts[row], *token] for row, token in zip(rows, tokens, strict=True)]
        result, _ = _read(one, state, memory, tokens)
    alone = _memory()
    alone.keep_rows([1])
    for text, row in zip(texts, result, strict=True):
        whole, _ = _read(one, DecoderState(alone, tokens=9), alone, torch.stack(text)[None])
        torch.testing.assert_close(row, whole[0, -1:], **CLOSE)


@torch.inference_mode()
def test_windows_of_other_lengths_are_read_as_alone(block):
    """What lacks of the shorter one is not looked at."""
    torch.manual_seed(5)
    alone = []
    for frames in (FRAMES, 17):
        memory = Memory.empty(torch.zeros(1, frames), layers=1, heads=HEADS, width=WIDTH)
        memory.layers[0].write(0, torch.randn(frames, WIDTH), torch.randn(frames, WIDTH))
        alone.append(memory)
    tokens = torch.randn(2, 1, WIDTH)
    both = Memory.gathered(alone)
    together, _ = _read(block, DecoderState(both, tokens=1), both, tokens)
    for memory, token, result in zip(alone, tokens, together, strict=True):
        by_itself, _ = _read(block, DecoderState(memory, tokens=1), memory, token[None])
        torch.testing.assert_close(result[None], by_itself, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize(("limit", "times"), [(10**6, 1), (10, 2)])
def test_what_is_remembered_of_a_window_is_kept_if_it_is_small(monkeypatch, limit, times):
    monkeypatch.setattr("pipeline.speech.whisper.memory._KEPT", limit)
    made = []

    def remember(features: Features) -> Memory:
        made.append(features)
        return _memory()

    sound = Sound(Features(torch.zeros(1, FRAMES, WIDTH), torch.zeros(1, FRAMES)))
    assert len(sound.memory(remember)) == len(sound.memory(remember)) == WINDOWS
    assert len(made) == times


def test_the_exponential_is_right_to_a_millionth():
    values = np.linspace(-86, 5, 400, dtype=np.float32)
    found = np.array([kernels._exponential(value) for value in values])
    assert np.abs(found / np.exp(values.astype(np.float64)) - 1).max() < 1e-6


def test_how_arrays_lie_is_known_where_code_is_kept():
    """What is compiled is kept by the contents of its file, and that must change with the arrays."""
    assert sha256(Path(arrays.__file__).read_bytes()).hexdigest().startswith(kernels.ARRAYS)
    assert len(kernels.ARRAYS) == 16


@torch.inference_mode()
def test_branches_read_what_their_window_has_in_common(block):
    """Each goes on from its own place in the text."""
    memory = _memory()
    results = []
    for one in (block, _by_torch(block)):
        torch.manual_seed(3)
        text = DecoderState(memory, tokens=7)
        _read(one, text, memory, torch.randn(WINDOWS, 7, WIDTH))
        state = BranchState(memory, text, most=TEXTS)
        state.go_on([0, 1], [0, 0, 0, 0, 0, 0], [2, 5, 7, 1, 1, 6])
        first = _read(one, state, memory, torch.randn(WINDOWS * TEXTS, 1, WIDTH))
        state.go_on([0, 1], [0, 1, 1, 3, 4, 5], [2, 5, 5, 1, 1, 6])
        results.append([first, _read(one, state, memory, torch.randn(WINDOWS * TEXTS, 1, WIDTH))])
    for (mine, _), (torchs, _) in zip(*results, strict=True):
        torch.testing.assert_close(mine, torchs, **CLOSE)


@torch.inference_mode()
def test_a_row_is_read_alike_whatever_stands_beside_it(block):
    """To the bit: a text must not depend on its neighbours."""
    memory = _memory()
    rows = torch.randn(WINDOWS * TEXTS, 1, WIDTH) * torch.logspace(-1, 2, WINDOWS * TEXTS)[:, None, None]
    state = DecoderState(memory, texts=TEXTS, tokens=2)
    state.keep_rows([0, 0, 0, 1, 1, 1])
    together, _ = _read(block, state, memory, rows)
    alone = _memory()
    alone.keep_rows([0])
    for row in range(TEXTS):
        by_itself, _ = _read(block, DecoderState(alone, tokens=2), alone, rows[row : row + 1])
        assert torch.equal(together[row : row + 1], by_itself)


@pytest.mark.parametrize(
    ("rounding", "most"), [(torch.Tensor.half, 0.02), (torch.Tensor.float, 0.005)], ids=["bytes", "as they are"]
)
@torch.inference_mode()
def test_a_layer_is_whispers_own(rounding, most):
    """openai-whisper reads all tokens at once; here four come first, then three one by one."""
    layer = _layer(rounding)
    torch.manual_seed(4)
    heard, tokens = torch.randn(WINDOWS, FRAMES, WIDTH), torch.randn(WINDOWS, 7, WIDTH)
    exact = layer(tokens, heard, mask=torch.empty(7, 7).fill_(-torch.inf).triu_(1))
    block = Block(layer, 0, [1])
    memory = Memory.empty(torch.zeros(WINDOWS, FRAMES), layers=1, heads=HEADS, width=WIDTH)
    block.remember(heard, memory.layers[0])
    state = DecoderState(memory, tokens=7)
    parts = [_read(block, state, memory, some)[0] for some in (tokens[:, :4], *tokens[:, 4:].split(1, dim=1))]
    assert block.is_compiled == (rounding is torch.Tensor.half and is_packable(_layer(rounding).attn.query.weight))
    difference = (torch.cat(parts, dim=1) - exact).abs().mean() / (exact - tokens).abs().mean()
    assert 0 < difference < most


def test_what_cannot_be_kept_on_disk_is_compiled_all_the_same():
    """There is no file that the cache could be kept beside."""
    namespace: dict[str, object] = {}
    exec(compile("def double(value):\n    return value + value\n", "<nowhere>", "exec"), namespace)
    assert kernels._kept(namespace["double"])(np.float32(1.5)) == 3.0
