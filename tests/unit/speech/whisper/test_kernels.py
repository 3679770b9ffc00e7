"""Compiled code computes what torch does."""

from collections.abc import Callable

import numpy as np
import pytest
import torch
from whisper.model import ResidualAttentionBlock

from pipeline.speech.whisper import kernels
from pipeline.speech.whisper.branching import BranchState
from pipeline.speech.whisper.decoder_block import Block
from pipeline.speech.whisper.inference import DecoderState
from pipeline.speech.whisper.memory import Memory
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
