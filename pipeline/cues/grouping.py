"""Which short sentences are said together and may share a cue: decided by neighbours, never from afar.

A sentence joins a neighbour only when it is in need (too short or too fast alone), and a pair joins only
when no pair next to it needs it more. What changes in one sentence can therefore change the grouping of
its near neighbours, and nothing further away.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.cues.profiles import Profile
from pipeline.dataclass import dataclass

TOGETHER_MS = 700
"""Sentences with a longer pause between them are not said together."""
_ROUNDS = 2
_COMFORT_MS = 1_200
"""A sentence that has less time than this, alone, is glad of company."""
_ROOM = 0.9
"""How much of a full cue two sentences may fill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One sentence, or several that were joined: what counts for joining them."""

    first: int
    last: int
    """Number after the last sentence."""
    start_ms: int
    end_ms: int
    cells: float


def group_sentences(spans: Sequence[Span], profile: Profile) -> list[Span]:
    """Join spans in need with a neighbour; each result is to be cut as one group.

    Args:
        spans: One for each sentence, in order of time.
        profile: What fits into a cue, and how fast it may be.
    """
    groups = list(spans)
    for _ in range(_ROUNDS):
        gains = [_gain(groups, index, profile) for index in range(len(groups) - 1)]
        groups = _join(groups, gains)
    return groups


def fit_together(left: Span, right: Span, profile: Profile, *, room: float = 1.0) -> bool:
    """Whether two neighbours may fill one cue, or a share of it."""
    cells = left.cells + right.cells + 1
    is_near = right.start_ms - left.end_ms <= profile.pause_ms
    is_short = right.end_ms - left.start_ms <= profile.max_ms
    return is_near and is_short and cells <= room * profile.line_cells * profile.max_lines


def join_spans(left: Span, right: Span) -> Span:
    """Two neighbours as one."""
    return Span(
        first=left.first,
        last=right.last,
        start_ms=left.start_ms,
        end_ms=max(left.end_ms, right.end_ms),
        cells=left.cells + right.cells + 1,
    )


def _join(groups: list[Span], gains: list[float]) -> list[Span]:
    """Join each pair that gains, and gains more than the pairs on both its sides."""
    joined: list[Span] = []
    index = 0
    while index < len(groups):
        gain = gains[index] if index < len(gains) else 0.0
        before = gains[index - 1] if index else 0.0
        after = gains[index + 1] if index + 1 < len(gains) else 0.0
        if gain > before and gain >= after:
            joined.append(join_spans(groups[index], groups[index + 1]))
            index += 2
        else:
            joined.append(groups[index])
            index += 1
    return joined


def _gain(groups: list[Span], index: int, profile: Profile) -> float:
    """How much a pair wants to be one: the need of its members, less for the pause between them."""
    left, right = groups[index], groups[index + 1]
    pause = right.start_ms - left.end_ms
    if pause > TOGETHER_MS or not fit_together(left, right, profile, room=_ROOM):
        return 0.0
    after_ms = groups[index + 2].start_ms if index + 2 < len(groups) else None
    need = max(_need(left, right.start_ms, profile), _need(right, after_ms, profile))
    return max(0.0, need * (1 - max(pause, 0) / (2 * TOGETHER_MS)))


def _need(span: Span, next_ms: int | None, profile: Profile) -> float:
    """From 0 (fine alone) upwards: the share of time that the span lacks when it is alone."""
    shown_ms = (next_ms if next_ms is not None else span.end_ms + profile.linger_ms) - span.start_ms
    wanted_ms = max(_COMFORT_MS, profile.reading_ms(span.cells))
    return max(0.0, 1 - max(shown_ms, 0) / wanted_ms)
