"""Which part of a sentence a translated token comes from: from attention to character offsets."""

from __future__ import annotations

from collections.abc import Sequence

_SEARCH_CHARS = 40
"""How far behind its neighbour a token may begin; normalisation moves and drops a few characters only."""
_NEIGHBOURS = 2
_FAR_TOKENS = 6
_SURE = 0.5
"""An attention weight from which a far jump is believed: a real reordering, not noise."""


def locate_tokens(text: str, surfaces: Sequence[str]) -> tuple[int, ...]:
    """Where each token starts in a text; a token that was normalised away starts where the last one ended.

    Args:
        text: The text that the tokens were made from (or that was made from them).
        surfaces: What each token shows, in order, without marks of its tokenizer.

    Returns:
        One character offset a token, never falling.

    >>> locate_tokens("Hello, you", ["Hello", ",", "you"])
    (0, 5, 7)
    """
    offsets = []
    cursor = 0
    for surface in surfaces:
        visible = surface.strip()
        found = text.find(visible, cursor, cursor + _SEARCH_CHARS + len(visible)) if visible else -1
        start = found if found >= 0 else _skip_space(text, cursor)
        offsets.append(min(start, max(0, len(text) - 1)))
        cursor = found + len(visible) if found >= 0 else cursor
    return tuple(offsets)


def align_by_attention(
    attention: Sequence[Sequence[float]], target_offsets: Sequence[int], source_offsets: Sequence[int]
) -> tuple[tuple[int, int], ...]:
    """Turn attention into the pairs of `Translation.alignment`.

    Args:
        attention: One row for each target token, one weight for each source token (and more, for
            tokens that the model added, which are not looked at).
        target_offsets: Where each target token starts, never falling.
        source_offsets: Where each source token starts.

    Returns:
        Pairs (target offset, source offset), one for each target offset, rising in the first.

    >>> align_by_attention([[0.9, 0.1], [0.2, 0.8]], [0, 4], [0, 6])
    ((0, 0), (4, 6))
    """
    if not source_offsets or not attention:
        return ()
    best = [_strongest(row[: len(source_offsets)]) for row in attention]
    chosen = _settle([index for index, _ in best], [weight for _, weight in best])
    pairs: dict[int, int] = {}
    for target, source in zip(target_offsets, chosen, strict=False):
        pairs.setdefault(target, source_offsets[source])
    return tuple(pairs.items())


def _strongest(row: Sequence[float]) -> tuple[int, float]:
    index = max(range(len(row)), key=row.__getitem__)
    return index, float(row[index])


def _settle(positions: list[int], weights: list[float]) -> list[int]:
    """Take weak far jumps back: the position becomes the median of its neighbours'."""
    settled = []
    for index, position in enumerate(positions):
        around = positions[max(0, index - _NEIGHBOURS) : index + _NEIGHBOURS + 1]
        middle = sorted(around)[(len(around) - 1) // 2]
        is_noise = abs(position - middle) > _FAR_TOKENS and weights[index] < _SURE
        settled.append(middle if is_noise else position)
    return settled


def _skip_space(text: str, cursor: int) -> int:
    while cursor < len(text) and text[cursor].isspace():
        cursor += 1
    return cursor
