"""Word times from where Whisper's decoder looked in the audio while it wrote each token.

The method is whisper's own (`whisper.timing`): attention of the alignment heads, normalised and
smoothed, then dynamic time warping. Here all windows of a batch are warped together, a diagonal at
a time, and the attention is what decoding kept, so no second pass through the decoder is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pipeline.speech.recogniser import HeardWord
from pipeline.speech.whisper.encoder import SAMPLES_PER_FRAME

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor
    from whisper.tokenizer import Tokenizer

    Matrix = NDArray[np.float32]

_PREPENDED = "\"'“¿([{-"
_APPENDED = "\"'.。,，!！?？:：”)]}、"
"""Punctuation that belongs to the next and to the last word: whisper's own lists."""
NO_SPACES = frozenset({"zh", "ja", "th", "lo", "my", "yue"})
"""Languages whose words whisper splits by character."""


def attention_matrix(looks: Tensor, *, frames: int, first_row: int) -> Matrix:
    """How much each token looked at each moment, normalised and smoothed.

    Args:
        looks: Raw attention of shape (heads, tokens, positions).
        frames: How many positions hold audio; the rest is padding.
        first_row: The first token that counts.

    Returns:
        Shape (tokens - first_row, frames).
    """
    import torch

    total = torch.zeros(looks.shape[1], frames)
    for look in looks:  # one by one: the median holds its input seven times
        weights = look[:, :frames].softmax(dim=-1)
        deviation, mean = torch.std_mean(weights, dim=-2, keepdim=True, unbiased=False)
        total += median_of_seven((weights - mean) / deviation.clamp(min=1e-9)).cpu()
    result: Matrix = (total / len(looks))[first_row:].numpy()
    return result


def median_of_seven(values: Tensor) -> Tensor:
    """The running median over seven places of the last dimension, mirrored at the ends.

    A network of comparisons gives what sorting gives, ten times faster.
    """
    import torch
    from torch.nn.functional import pad

    if values.shape[-1] <= 3:
        return values
    padded = pad(values, (3, 3), mode="reflect")
    length = values.shape[-1]
    lanes = [padded[..., shift : shift + length] for shift in range(7)]
    for low, high in _MEDIAN_NETWORK:
        lanes[low], lanes[high] = torch.minimum(lanes[low], lanes[high]), torch.maximum(lanes[low], lanes[high])
    return lanes[3]


_MEDIAN_NETWORK = (
    (0, 5), (0, 3), (1, 6), (2, 4), (0, 1), (3, 5), (2, 6), (2, 3), (3, 6), (4, 5), (1, 4), (1, 3), (3, 4),
)  # fmt: skip
"""Devillard, "Fast median search" (1998), seven values; the median ends in the fourth place."""


def warp(matrices: Sequence[Matrix]) -> list[NDArray[np.int64]]:
    """Dynamic time warping of each matrix: when its path first reaches each row.

    Args:
        matrices: Each of shape (rows, columns); high where a row belongs to a column.

    Returns:
        For each matrix the column at which each row begins, not decreasing, shape (rows,).
    """
    import numpy as np

    rows = max(len(matrix) for matrix in matrices)
    columns = max(matrix.shape[1] for matrix in matrices)
    skewed = np.full((rows + columns - 1, len(matrices), rows), np.inf, np.float32)
    for number, matrix in enumerate(matrices):
        for row, values in enumerate(matrix):
            skewed[row : row + len(values), number, row] = -values
    steps = _walk_diagonals(skewed)
    return [_first_columns(steps[:, number], matrix.shape) for number, matrix in enumerate(matrices)]


def _walk_diagonals(skewed: NDArray[np.float32]) -> NDArray[np.int8]:
    """From which neighbour the cheapest path enters each cell: 0 diagonal, 1 from above, 2 from the left.

    Args:
        skewed: Cost of cell (row, column) at [row + column, matrix, row], infinite outside.
    """
    import numpy as np

    count, matrices, rows = skewed.shape
    steps = np.full((count, matrices, rows), 2, np.int8)
    before_last = np.full((matrices, rows + 1), np.inf, np.float32)  # one column more: what lies above row 0
    last = np.full((matrices, rows + 1), np.inf, np.float32)
    before_last[:, 0] = 0  # the path begins at the corner
    for diagonal in range(count):
        corner, above, left = before_last[:, :-1], last[:, :-1], last[:, 1:]
        best = np.minimum(np.minimum(corner, above), left)
        step = steps[diagonal]
        step[(above < corner) & (above < left)] = 1
        step[(corner < above) & (corner < left)] = 0
        now = np.full((matrices, rows + 1), np.inf, np.float32)
        now[:, 1:] = best + skewed[diagonal]
        before_last, last = last, now
    return steps


def _first_columns(steps: NDArray[np.int8], shape: tuple[int, ...]) -> NDArray[np.int64]:
    """Walk the path back from the last cell and note where it enters each row."""
    import numpy as np

    row, column = shape[0] - 1, shape[1] - 1
    first = np.zeros(shape[0], np.int64)
    while row > 0:
        step = steps[row + column, row]
        if column == 0 or step == 1:
            first[row] = column
            row -= 1
        elif step == 0:
            first[row] = column
            row -= 1
            column -= 1
        else:
            column -= 1
    return first


def words_of_tokens(
    tokens: list[int], probabilities: list[float], starts: NDArray[np.int64], tokenizer: Tokenizer
) -> tuple[HeardWord, ...]:
    """Join tokens to words, with punctuation at the word it belongs to.

    Args:
        tokens: Text tokens of one window, n of them.
        probabilities: Of each token.
        starts: The frame at which each token begins, and where the last one ends: shape (n + 1,).
        tokenizer: Whisper's, set to the spoken language.
    """
    from whisper.timing import WordTiming, merge_punctuations

    texts, groups = tokenizer.split_to_word_tokens([*tokens, tokenizer.eot])
    timings: list[WordTiming] = []
    position = 0
    for text, group in zip(texts[:-1], groups[:-1], strict=True):
        end = position + len(group)
        probability = sum(probabilities[position:end]) / len(group)
        timings.append(WordTiming(text, group, int(starts[position]), int(starts[end]), probability))
        position = end
    merge_punctuations(timings, _PREPENDED, _APPENDED)
    words = [
        HeardWord(
            text=timing.word,
            start=timing.start * SAMPLES_PER_FRAME,
            end=timing.end * SAMPLES_PER_FRAME,
            probability=timing.probability,
        )
        for timing in timings
        if timing.word.strip()
    ]
    return tuple(words) if tokenizer.language in NO_SPACES else join_words(words)


def join_words(words: Iterable[HeardWord]) -> tuple[HeardWord, ...]:
    """Join what no space parts: whisper gives `1` and `,000`, `well` and `-known`."""
    joined: list[HeardWord] = []
    for word in words:
        if joined and not word.text[0].isspace():
            before = joined[-1]
            joined[-1] = HeardWord(
                text=before.text + word.text,
                start=before.start,
                end=word.end,
                probability=(before.probability + word.probability) / 2,
            )
        else:
            joined.append(word)
    return tuple(joined)
