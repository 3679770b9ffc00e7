"""Two halves of a computation that meet."""

import pytest
import torch

from pipeline.speech.whisper.halves import Halves


def _half(start: float, times: int = 5):
    value = torch.full((3,), start)
    for number in range(times):
        value = value * 0.5 + (yield value / (number + 3))
    return value


@pytest.mark.parametrize("are_parallel", [True, False])
def test_halves_meet_and_go_on_with_the_sum(are_parallel):
    first, second = Halves(count=2, are_parallel=are_parallel).run([_half(1.0, 1), _half(4.0, 1)])
    total = (1.0 + 4.0) / 3
    assert first.tolist() == pytest.approx([0.5 + total] * 3)
    assert second.tolist() == pytest.approx([2.0 + total] * 3)


def test_one_thread_gives_the_same_bits_as_two():
    """A text must not depend on how many processors there are."""
    values = [0.1, 0.7]
    one, two = (Halves(count=2, are_parallel=parallel).run([*map(_half, values)]) for parallel in (False, True))
    assert all(torch.equal(ours, theirs) for ours, theirs in zip(one, two, strict=True))


def test_all_in_one_meets_nobody():
    (result,) = Halves().run([_half(1.0, 1)])
    assert result.tolist() == pytest.approx([0.5 + 1 / 3] * 3)


def _failing(at: int):
    for number in range(5):
        if number == at:
            raise MemoryError("no room")
        yield torch.ones(1)


@pytest.mark.parametrize("are_parallel", [True, False])
@pytest.mark.parametrize("at", [0, 3])
@pytest.mark.parametrize("is_first", [True, False])
def test_an_error_in_one_half_ends_both(are_parallel, at, is_first):
    """Neither half may wait for ever for the other, and what went wrong is what comes out."""
    halves = [_failing(at), _half(1.0)] if is_first else [_half(1.0), _failing(at)]
    both = Halves(count=2, are_parallel=are_parallel)
    with pytest.raises(MemoryError, match="no room"):
        both.run(halves)
    assert len(both.run([_half(1.0), _half(2.0)])) == 2
