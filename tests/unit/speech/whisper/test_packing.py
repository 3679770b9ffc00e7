"""Products with weights as bytes."""

import os
import subprocess
import sys

import pytest
import torch

from pipeline.speech.whisper.packing import bytes_for_few, inputs_of, is_packable, outputs_of, packed, product_of_bytes
from pipeline.speech.whisper.vocabulary import Vocabulary


def _values(*shape: int, seed: int = 1) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def _error(result: torch.Tensor, exact: torch.Tensor) -> float:
    return float((result - exact).norm() / exact.norm())


def test_a_row_depends_on_no_other_row():
    """Windows and hypotheses of a batch must not change each other's texts, however large one is."""
    multiply = product_of_bytes(_values(64, 256))
    hidden = _values(4, 256, seed=2) * torch.tensor([[1.0], [1000.0], [0.001], [0.0]])
    together = multiply(hidden)
    assert all(torch.equal(together[row : row + 1], multiply(hidden[row : row + 1])) for row in range(len(hidden)))
    assert not together[3].any()


def test_products_of_bytes_are_as_exact_as_bytes():
    """Seven bits of what goes in, and eight of the weights."""
    weight, hidden = _values(64, 256), _values(5, 256, seed=2)
    assert 0.005 < _error(product_of_bytes(weight)(hidden), hidden @ weight.T) < 0.03


def _layers() -> list[torch.nn.Linear]:
    """One with a bias and one without, as the keys of Whisper's attention."""
    layers = [torch.nn.Linear(64, 32, bias=bias) for bias in (True, False)]
    for layer in layers:
        layer.weight.data = layer.weight.data.half().float()
    return layers


@pytest.mark.parametrize(("pack", "most"), [(packed, 0.001), (bytes_for_few, 0.007)])
def test_several_layers_are_one_with_their_biases(pack, most):
    layers = _layers()
    hidden = _values(2, 3, 64)
    with torch.inference_mode():
        exact = torch.cat([layer(hidden) for layer in layers], dim=-1)
        result = pack(*layers)(hidden)
    assert result.shape == exact.shape
    assert _error(result, exact) < most
    assert not any(layer.weight.numel() for layer in layers)


def test_weights_as_bytes_round_every_row_for_itself():
    """However many rows there are, and however large the others: a text must not depend on its neighbours."""
    multiply = bytes_for_few(*_layers())
    hidden = _values(21, 64, seed=2) * torch.logspace(-3, 3, 21)[:, None]
    together = multiply(hidden)
    for count in (1, 2, 5):
        assert all(torch.equal(together[row : row + count], multiply(hidden[row : row + count])) for row in range(16))


def test_weights_as_bytes_give_the_same_for_many_rows_as_for_few():
    """Another product computes them: what is left is the last bit of bfloat16, now and then."""
    if not is_packable(_layers()[0].weight.detach()):
        pytest.skip("this processor has no products with packed weights")
    multiply = bytes_for_few(*_layers())
    hidden = _values(640, 64, seed=3)
    few = torch.cat([multiply(some) for some in hidden.split(5)])
    together = multiply(hidden)
    torch.testing.assert_close(together, few, rtol=2**-7, atol=1e-6)
    assert (together == few).float().mean() > 0.98


@pytest.mark.parametrize("bias", [True, False])
def test_a_layer_cut_in_two_gives_the_same(bias):
    """Cut by what it gives, the halves stand side by side; cut by what it reads, they add up."""
    hidden = _values(3, 64)
    layer = torch.nn.Linear(64, 32, bias=bias)
    with torch.inference_mode():
        exact = layer(hidden)
        by_outputs = torch.cat([half(hidden) for half in outputs_of(layer, 2)], dim=-1)
    assert not layer.weight.numel()
    torch.testing.assert_close(by_outputs, exact)
    layer = torch.nn.Linear(64, 32, bias=bias)
    with torch.inference_mode():
        exact = layer(hidden)
        first, second = inputs_of(layer, 2)
        torch.testing.assert_close(first(hidden[:, :32]) + second(hidden[:, 32:]), exact)


_OVERFLOW = """
import torch
from pipeline.speech.whisper.packing import product_of_bytes
result = product_of_bytes(torch.ones(32, 256))(torch.ones(2, 256))
assert torch.allclose(result, torch.full((2, 32), 256.0)), result
"""


def test_the_largest_values_do_not_overflow_without_vnni():
    """AVX2 adds two products of bytes in 16 bits: eight bits on both sides would be cut off there in silence."""
    environment = {**os.environ, "FBGEMM_ENABLE_INSTRUCTIONS": "AVX2"}
    subprocess.run([sys.executable, "-c", _OVERFLOW], env=environment, check=True)


def test_the_likeliest_tokens_have_exact_logits():
    """What is chosen from them is chosen as if nothing had been rounded."""
    embedding = torch.nn.Embedding(2000, 128)
    embedding.weight.data = _values(2000, 128).half().float()
    weight = embedding.weight.detach().clone()
    hidden = _values(2, 3, 128, seed=2)
    exact = hidden @ weight.T
    with torch.inference_mode():
        vocabulary = Vocabulary(embedding)
        logits = vocabulary.logits(hidden)
        tokens = torch.tensor([[7, 1999]]).expand(2, 3, 2)
        torch.testing.assert_close(vocabulary.logits_of(tokens, hidden), exact[..., [7, 1999]])
    torch.testing.assert_close(logits.topk(6).values, exact.topk(6).values)
    assert torch.equal(logits.topk(6).indices, exact.topk(6).indices)
    torch.testing.assert_close(logits.logsumexp(-1), exact.logsumexp(-1), atol=0.02, rtol=0)
    assert torch.equal(vocabulary.vectors(torch.tensor([5])), weight[5:6])
