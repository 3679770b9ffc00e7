"""Products with weights as bytes."""

import pytest
import torch

from pipeline.speech.whisper.packing import (
    ByteLayer,
    can_be_bytes,
    inputs_of,
    is_packable,
    outputs_of,
    packed,
)
from pipeline.speech.whisper.vocabulary import Vocabulary


def _values(*shape: int, seed: int = 1) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def _error(result: torch.Tensor, exact: torch.Tensor) -> float:
    return float((result - exact).norm() / exact.norm())


def _layers() -> list[torch.nn.Linear]:
    """One with a bias and one without, as the keys of Whisper's attention."""
    layers = [torch.nn.Linear(64, 160, bias=bias) for bias in (True, False)]
    for layer in layers:
        layer.weight.data = layer.weight.data.half().float()
    return layers


@pytest.mark.parametrize(("pack", "most"), [(packed, 0.001), (ByteLayer, 0.007)])
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
    multiply = ByteLayer(*_layers())
    hidden = _values(21, 64, seed=2) * torch.logspace(-3, 3, 21)[:, None]
    together = multiply(hidden)
    for count in (1, 2, 5):
        assert all(torch.equal(together[row : row + count], multiply(hidden[row : row + count])) for row in range(16))


def test_weights_as_bytes_give_the_same_for_many_rows_as_for_few():
    """Another product computes them, from the same bytes."""
    multiply = ByteLayer(*_layers())
    hidden = _values(640, 64, seed=3)
    few = torch.cat([multiply(some) for some in hidden.split(5)])
    torch.testing.assert_close(multiply(hidden), few, rtol=1e-5, atol=1e-5)


def test_only_16_bit_floats_become_bytes():
    """Of models that were taught on, no weight is rounded."""
    good = _layers()[0]
    if not is_packable(good.weight.detach()):
        pytest.skip("this processor has no products with packed weights")
    finer = torch.nn.Linear(64, 128)
    assert can_be_bytes(good)
    assert not can_be_bytes(good, finer)


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


@pytest.mark.parametrize("width", [700, 2000, 64 * 41])
def test_the_likeliest_tokens_are_those_of_all(width):
    """With their probabilities among all that may come."""
    embedding = torch.nn.Embedding(width, 128)
    embedding.weight.data = _values(width, 128).half().float()
    hidden = _values(40, 128, seed=2) / 4
    exact = hidden @ embedding.weight.detach().T
    never = [width - 1, *exact[:20].argmax(dim=-1).tolist()]
    exact[:, never] = -torch.inf
    expected, numbers = exact.log_softmax(dim=-1).topk(6)
    with torch.inference_mode():
        values, found = Vocabulary(embedding).likeliest(hidden, 6, never)
    assert torch.equal(found, numbers)
    torch.testing.assert_close(values, expected, atol=0.02, rtol=0)


def test_fewer_tokens_may_come_than_are_wanted():
    embedding = torch.nn.Embedding(500, 128)
    embedding.weight.data = _values(500, 128).half().float()
    with torch.inference_mode():
        values, found = Vocabulary(embedding).likeliest(_values(2, 128, seed=2), 3, range(2, 500))
    assert {*found[0, :2].tolist()} == {0, 1}
    assert values[:, 2].tolist() == [-torch.inf] * 2
