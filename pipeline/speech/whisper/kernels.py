"""The arithmetic of one step of the decoder, compiled for the processor at hand (by numba, which openai-whisper needs).

torch has no product of floats with bytes that is as fast for a few rows as they can be read, and each of its
operations costs as much as the arithmetic of a small step. What is compiled here runs without Python's lock, so that
two threads compute two groups of windows at once. Each row's result depends on that row alone, but for
roundings where windows of other lengths stand beside it.

Loops are written so that the compiler can use vector instructions: the innermost run over neighbours in memory, and
eight products go into a sum at a time, so that it is seldom read and written. What is compiled is kept on disk by the
contents of this file alone: all that it calls stands here, and `ARRAYS` for what it reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

from pipeline.speech.whisper.arrays import BLOCK, UNROLLED

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from pipeline.speech.whisper.arrays import Audio, Before, Bytes, Floats, Layer, Normal

ARRAYS = "44506b052bcb72c1"
"""The SHA-256 of `arrays.py` begins so: what changes how arrays lie changes this file, and nothing stale is used."""
_Function = TypeVar("_Function", bound="Callable[..., Any]")
_TILE = 768
"""Frames whose scores are computed at once: they and what is read for them fit into the first-level cache."""
_LEAST_EXPONENT = np.float32(-87.0)
"""e to the power of less is no ordinary 32-bit float."""

_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "fastmath": {"reassoc", "contract", "nsz", "nnan"}}
"""Sums may be taken in any order, and nothing is not a number; minus infinity there may be."""


def _compiled(function: _Function) -> _Function:
    return cast("_Function", njit(**_OPTIONS)(function))


def _inserted(function: _Function) -> _Function:
    """Compile a function where it is called, with what is constant there."""
    return cast("_Function", njit(inline="always", **_OPTIONS)(function))


def _kept(function: _Function) -> _Function:
    """Compile a function; the result is kept on disk where there is a place for it."""
    try:
        return cast("_Function", njit(cache=True, **_OPTIONS)(function))
    except RuntimeError:  # neither beside this file nor in the user's cache may anything be written
        return _compiled(function)


def _generates(result: Any, argument: Any, generate: Callable[[Any, Any], Any]) -> Callable[[Any], Any]:  # noqa: ANN401
    """A function of one number whose instructions are written down; numba has no word for them."""

    def define(typing_context: Any, value: Any) -> Any:  # noqa: ANN401
        return result(argument), lambda context, builder, signature, values: generate(builder, values[0])

    return cast("Callable[[Any], Any]", intrinsic(define))


_as_float = _generates(types.float32, types.int32, lambda builder, bits: builder.bitcast(bits, ir.FloatType()))
"""The 32-bit float with these bits."""


@_kept
def multiply(rows: Floats, layer: Bytes, result: Floats) -> None:
    """Put rows, shape (rows, inputs), through a linear layer; the result, shape (rows, outputs), is written."""
    _multiply(rows, layer, result)


@_kept
def read_token(hidden: Floats, layer: Layer, audio: Audio, before: Before, scores: Floats) -> None:
    """Take one token of each row through a layer.

    Args:
        hidden: What the layer before made of it, shape (rows, width); changed here.
        layer: The weights.
        audio: Of the windows; each has as many rows.
        before: What is remembered of each row; the token is added.
        scores: Are written: how much each head looked at each frame, shape (windows, heads, rows of a window, frames).
    """
    rows, width = hidden.shape
    normal, result = np.empty_like(hidden), np.empty_like(hidden)
    all_three = np.empty((rows, 3 * width), np.float32)
    inner = np.empty((rows, len(layer.wide.bias)), np.float32)
    _normalise(hidden, layer.own_normal, normal)
    _multiply(normal, layer.own, all_three)
    _look_back(all_three, before, len(audio.keys), normal)
    _multiply(normal, layer.own_out, result)
    _add(hidden, result)
    _normalise(hidden, layer.audio_normal, normal)
    _multiply(normal, layer.query, result)
    _look_at_audio(result, audio, scores, normal)
    _multiply(normal, layer.out, result)
    _add(hidden, result)
    _normalise(hidden, layer.normal, normal)
    _multiply(normal, layer.wide, inner)
    _bend(inner)
    _multiply(inner, layer.narrow, result)
    _add(hidden, result)


@_inserted
def _exponential(value: Any) -> Any:  # noqa: ANN401
    """The exponential of a value of at most 88, right to a ten-millionth.

    A power of two, which is written into the exponent, times a Taylor series within half of ln 2.
    """
    value = max(value, _LEAST_EXPONENT)
    whole = np.floor(value * np.float32(1.44269504) + np.float32(0.5))
    rest = value - whole * np.float32(0.693145752) - whole * np.float32(1.42860677e-6)  # ln 2 in two parts
    series = rest * np.float32(1 / 720) + np.float32(1 / 120)
    series = series * rest + np.float32(1 / 24)
    series = series * rest + np.float32(1 / 6)
    series = series * rest + np.float32(0.5)
    series = series * rest + np.float32(1)
    series = series * rest + np.float32(1)
    return series * _as_float((np.int32(whole) + np.int32(127)) << np.int32(23))


@_inserted
def _add_products(factors: Floats, row: int, start: int, lines: Floats, sums: Floats) -> None:
    """Add eight lines, each times its factor, to a row of sums; by indices, since slices cost as much."""
    a, b, c, d = factors[row, start], factors[row, start + 1], factors[row, start + 2], factors[row, start + 3]
    e, f, g, h = factors[row, start + 4], factors[row, start + 5], factors[row, start + 6], factors[row, start + 7]
    for place in range(lines.shape[1]):
        sums[row, place] += (
            a * lines[0, place]
            + b * lines[1, place]
            + c * lines[2, place]
            + d * lines[3, place]
            + e * lines[4, place]
            + f * lines[5, place]
            + g * lines[6, place]
            + h * lines[7, place]
        )


@_compiled
def _multiply(rows: Floats, layer: Bytes, result: Floats) -> None:
    """See `multiply`: bytes are widened once for all rows."""
    matrix, scales, bias = layer
    count, inputs = rows.shape
    wide = np.empty((UNROLLED, BLOCK), np.float32)
    sums = np.empty((count, BLOCK), np.float32)
    for number in range(len(matrix)):
        first = number * BLOCK
        sums[:] = 0
        for start in range(0, inputs, UNROLLED):
            for one in range(UNROLLED):
                for place in range(BLOCK):
                    wide[one, place] = np.float32(matrix[number, start + one, place])
            for row in range(count):
                _add_products(rows, row, start, wide, sums)
        for row in range(count):
            for place in range(min(BLOCK, len(bias) - first)):
                result[row, first + place] = sums[row, place] * scales[first + place] + bias[first + place]


@_compiled
def _normalise(rows: Floats, by: Normal, result: Floats) -> None:
    """Layer normalisation, as torch's, of rows of shape (rows, width)."""
    count, width = rows.shape
    for row in range(count):
        total = np.float32(0)
        for place in range(width):
            total += rows[row, place]
        mean = total / np.float32(width)
        squares = np.float32(0)
        for place in range(width):
            squares += (rows[row, place] - mean) ** 2
        factor = np.float32(1) / np.sqrt(squares / np.float32(width) + np.float32(1e-5))
        for place in range(width):
            result[row, place] = (rows[row, place] - mean) * factor * by.weight[place] + by.bias[place]


@_compiled
def _bend(rows: Floats) -> None:
    """Gaussian error linear unit in place; the error function by Abramowitz and Stegun 7.1.26, right to 2e-7."""
    count, width = rows.shape
    for row in range(count):
        for place in range(width):
            value = rows[row, place]
            size = abs(value) * np.float32(0.70710678)
            step = np.float32(1) / (np.float32(1) + np.float32(0.3275911) * size)
            series = step * np.float32(1.061405429) - np.float32(1.453152027)
            series = series * step + np.float32(1.421413741)
            series = series * step - np.float32(0.284496736)
            series = series * step + np.float32(0.254829592)
            tail = series * step * _exponential(-size * size) * np.float32(0.5)  # beyond the value, on one side
            rows[row, place] = value * (np.float32(1) - tail if value > 0 else tail)


@_compiled
def _add(hidden: Floats, more: Floats) -> None:
    """Add one array to another, both of shape (rows, width)."""
    for row in range(len(hidden)):
        for place in range(hidden.shape[1]):
            hidden[row, place] += more[row, place]


@_compiled
def _share_out(scores: Floats, shares: Floats) -> None:
    """Softmax of scores, shape (n,), of which one at least is finite."""
    highest = scores[0]
    for place in range(len(scores)):
        highest = max(highest, scores[place])
    total = np.float32(0)
    for place in range(len(scores)):
        share = _exponential(scores[place] - highest)
        shares[place] = share
        total += share
    for place in range(len(scores)):
        shares[place] /= total


@_compiled
def _look_back(all_three: Floats, before: Before, windows: int, result: Floats) -> None:
    """What each token sees of itself and of those before it, which it is added to: see `read_token`."""
    own, length, shared, shared_lengths = before
    rows, heads, size = len(all_three), own.keys.shape[1], own.keys.shape[3]
    width, factor = heads * size, np.float32(size) ** np.float32(-0.5)
    query = np.empty(size, np.float32)
    for row in range(rows):
        first_own, window = shared_lengths[row], row // (rows // windows)
        scores = np.empty(first_own + length + 1, np.float32)
        for head in range(heads):
            first = head * size
            seen = result[row, first : first + size]
            for place in range(size):
                query[place] = all_three[row, first + place] * factor
                own.keys[row, head, length, place] = all_three[row, width + first + place]
                own.values[row, head, length, place] = all_three[row, 2 * width + first + place]
                seen[place] = 0
            _score_tokens(query, shared.keys, shared.places[window], head, scores[:first_own])
            _score_tokens(query, own.keys, own.places[row], head, scores[first_own:])
            _share_out(scores, scores)
            _gather_tokens(scores[:first_own], shared.values, shared.places[window], head, seen)
            _gather_tokens(scores[first_own:], own.values, own.places[row], head, seen)


@_compiled
def _score_tokens(query: Floats, keys: Floats, places: NDArray[np.int64], head: int, scores: Floats) -> None:
    """The product of a query with the keys of the first tokens, one for each score: see `Past`."""
    for token in range(len(scores)):
        key, total = keys[places[token], head, token], np.float32(0)
        for place in range(len(query)):
            total += query[place] * key[place]
        scores[token] = total


@_compiled
def _gather_tokens(shares: Floats, values: Floats, places: NDArray[np.int64], head: int, result: Floats) -> None:
    """Add the values of the first tokens, each times its share."""
    for token in range(len(shares)):
        value, share = values[places[token], head, token], shares[token]
        for place in range(len(result)):
            result[place] += share * value[place]


@_compiled
def _look_at_audio(queries: Floats, audio: Audio, scores: Floats, result: Floats) -> None:
    """What each token sees of its window; queries and the result of shape (rows, width)."""
    windows, heads, size, frames = audio.keys.shape
    count = len(queries) // windows
    own, seen = np.empty((count, size), np.float32), np.empty((count, size), np.float32)
    shares = np.empty((count, frames), np.float32)
    factor = np.float32(size) ** np.float32(-0.5)
    for window in range(windows):
        for head in range(heads):
            first, some = head * size, scores[window, head]
            for text in range(count):
                for place in range(size):
                    query = queries[window * count + text, first + place]
                    own[text, place] = query * factor * audio.key_steps[window, head, place]
                for frame in range(frames):
                    some[text, frame] = audio.weights[window, frame]
            _score_frames(own, audio.keys[window, head], some)
            for text in range(count):
                _share_out(some[text], shares[text])
            _gather_frames(shares, audio.values[window, head], seen)
            for text in range(count):
                for place in range(size):
                    value = seen[text, place] * audio.value_steps[window, head, place]
                    result[window * count + text, first + place] = value


@_compiled
def _score_frames(queries: Floats, keys: NDArray[np.int8], scores: Floats) -> None:
    """Add the products of queries, shape (queries, width of a head), with keys, shape (width of a head, frames)."""
    width, frames = keys.shape
    wide = np.zeros((UNROLLED, _TILE), np.float32)  # behind the last frame anything may stand, but a number
    sums = np.empty((len(queries), _TILE), np.float32)
    for first in range(0, frames, _TILE):
        count = min(_TILE, frames - first)
        sums[:] = 0
        for start in range(0, width, UNROLLED):
            for one in range(UNROLLED):
                numbers = keys[start + one, first : first + count]
                for place in range(count):
                    wide[one, place] = np.float32(numbers[place])
            for query in range(len(queries)):
                _add_products(queries, query, start, wide, sums)
        for query in range(len(queries)):
            line = scores[query, first : first + count]
            for place in range(count):
                line[place] += sums[query, place]


@_compiled
def _gather_frames(shares: Floats, values: NDArray[np.int8], result: Floats) -> None:
    """The mean of values, shape (frames, width of a head), by the shares of frames, shape (queries, frames)."""
    frames, width = values.shape
    wide = np.empty((UNROLLED, width), np.float32)
    result[:] = 0
    whole = frames // UNROLLED * UNROLLED
    for start in range(0, whole, UNROLLED):
        numbers = values[start : start + UNROLLED].reshape(UNROLLED * width)
        flat = wide.reshape(UNROLLED * width)
        for place in range(len(flat)):
            flat[place] = np.float32(numbers[place])
        for query in range(len(shares)):
            _add_products(shares, query, start, wide, result)
    for frame in range(whole, frames):
        for query in range(len(shares)):
            for place in range(width):
                result[query, place] += shares[query, frame] * np.float32(values[frame, place])
