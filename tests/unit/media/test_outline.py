"""The outline of a sound: the same however the sound comes in blocks."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.media import Outline, outline_of

RATE_HZ = 16_000


@pytest.mark.parametrize("block", [7, 320, 1_000, 64_000])
def test_blocks_do_not_matter(block: int) -> None:
    """A fiftieth of a second may lie across two blocks."""
    samples = np.sin(np.arange(RATE_HZ * 2 + 77) / 20).astype(np.float32) * 0.5
    whole = outline_of([samples])
    assert outline_of(samples[at : at + block] for at in range(0, len(samples), block)) == whole
    assert len(whole) == 2 * 101
    assert memoryview(whole).cast("b")[:2].tolist() == [-63, 63]


def test_nothing_has_no_outline() -> None:
    """A medium of which nothing could be decoded."""
    assert Outline().pairs() == b""
    assert outline_of([np.zeros(0, dtype=np.float32)]) == b""
