"""A pure shift or stretch of a whole track, found by comparing two versions of it.

Who moves all captions of a video by a tenth of a second, or from 25 to 23.976 frames a second, means the
clock, not the cues: every other language then moves exactly so, and nothing is cut anew.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import takewhile

from pipeline.dataclass import dataclass
from pipeline.edits.history import squeeze
from pipeline.edits.merge.cue_links import link_cues
from pipeline.model import Cue

FITTING_SHARE = 0.75
"""So many of the cues that both versions show must have moved alike; the others were retimed one by one."""
KNOWN_SHARE = 0.5
"""So many cues of each version must be in the other, word for word."""
ROUNDING_MS = 2
"""How far a stretched time may be from the rule: programs round each for itself."""
LEAST_STRETCHED = 4
"""Two cues fit any stretch."""
GREATEST_RATIO = Fraction(3, 2)
_FRAME_RATES = (Fraction(24_000, 1_001), Fraction(24), Fraction(25), Fraction(30_000, 1_001), Fraction(30))
USUAL_RATIOS = tuple(sorted({one / other for one in _FRAME_RATES for other in _FRAME_RATES} - {Fraction(1)}))
"""From one frame rate to another: such a ratio is meant, where it fits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retiming:
    """What happened to every time of a track: it was multiplied, then moved."""

    ratio: Fraction = Fraction(1)
    offset_ms: Fraction = Fraction(0)

    @property
    def is_nothing(self) -> bool:
        return self.ratio == 1 and self.offset_ms == 0

    def time_ms(self, time_ms: int) -> int:
        """Where a time goes, not before zero."""
        return max(0, round(time_ms * self.ratio + self.offset_ms))

    def inverse(self) -> Retiming:
        """What takes this back."""
        return Retiming(ratio=1 / self.ratio, offset_ms=-self.offset_ms / self.ratio)

    def then(self, later: Retiming) -> Retiming:
        """This one followed by another."""
        return Retiming(ratio=self.ratio * later.ratio, offset_ms=self.offset_ms * later.ratio + later.offset_ms)


NOTHING = Retiming()


def cues_at(cues: Iterable[Cue], retiming: Retiming) -> tuple[Cue, ...]:
    """Some cues at the times that a retiming gives them."""
    if retiming.is_nothing:
        return tuple(cues)
    moved = ((cue, retiming.time_ms(cue.start_ms), retiming.time_ms(cue.end_ms)) for cue in cues)
    return tuple(
        replace(cue, start_ms=start_ms, end_ms=max(end_ms, start_ms + 1) if cue.duration_ms > 0 else end_ms)
        for cue, start_ms, end_ms in moved
    )


def undo_retiming(cues: Iterable[Cue], retiming: Retiming, original: Iterable[Cue]) -> tuple[Cue, ...]:
    """Some retimed cues at their times of before; where those are an original cue's but for rounding, exactly those."""
    if retiming.is_nothing:
        return tuple(cues)
    times = sorted(cue.times for cue in original)
    return tuple(_as_before(cue, times) for cue in cues_at(cues, retiming.inverse()))


def find_retiming(before: Sequence[Cue], after: Sequence[Cue]) -> Retiming:
    """By how much a track was shifted or stretched as a whole; `NOTHING` where it was not.

    Args:
        before: One version of the track.
        after: Another; words may be corrected, cues added, deleted or retimed besides.
    """
    if _stands_still(before, after):
        return NOTHING
    pairs = [
        (before[one], after[other])
        for one, other in link_cues(before, after)
        if squeeze(before[one].text) == squeeze(after[other].text)
    ]
    if not pairs or len(pairs) < KNOWN_SHARE * max(len(before), len(after)):
        return NOTHING
    for candidate in (_likeliest_shift(pairs), *_likely_stretches(pairs)):
        if sum(_fits(candidate, *pair) for pair in pairs) >= FITTING_SHARE * len(pairs):
            return candidate
    return NOTHING


def _stands_still(before: Sequence[Cue], after: Sequence[Cue]) -> bool:
    """Whether so many cues at both ends are the very same that nothing between them could outvote them.

    So it is after a correction: then nobody need find out which cue has become which.
    """
    start = _count_alike(before, after)
    end = _count_alike(before[start:][::-1], after[start:][::-1])
    rest, other = (Counter(squeeze(cue.text) for cue in cues[start : len(cues) - end]) for cues in (before, after))
    others = sum(count * other[text] for text, count in rest.items())
    return start + end > 0 and start + end >= FITTING_SHARE * (start + end + others)


def _count_alike(before: Iterable[Cue], after: Iterable[Cue]) -> int:
    """How many cues from the first on show the same text at the same times."""
    alike = (one.times == other.times and one.text == other.text for one, other in zip(before, after, strict=False))
    return sum(1 for _ in takewhile(bool, alike))


def _likeliest_shift(pairs: Sequence[tuple[Cue, Cue]]) -> Retiming:
    shifts = Counter(after.end_ms - before.end_ms for before, after in pairs)
    return Retiming(offset_ms=Fraction(min(shifts, key=lambda shift: (-shifts[shift], abs(shift)))))


def _likely_stretches(pairs: Sequence[tuple[Cue, Cue]]) -> Iterable[Retiming]:
    """By the cues at both ends, and by some a little inside, in case those were retimed besides."""
    if len(pairs) < LEAST_STRETCHED:
        return
    for inside in (0, len(pairs) // 10, len(pairs) // 5):
        (first, first_after), (last, last_after) = pairs[inside], pairs[-1 - inside]
        if last.end_ms <= first.end_ms or last_after.end_ms <= first_after.end_ms:
            continue
        exact = Fraction(last_after.end_ms - first_after.end_ms, last.end_ms - first.end_ms)
        usual = min(USUAL_RATIOS, key=lambda ratio: abs(ratio - exact))
        for ratio in (usual, exact):
            if 1 / GREATEST_RATIO <= ratio <= GREATEST_RATIO:
                yield Retiming(ratio=ratio, offset_ms=Fraction(round(first_after.end_ms - ratio * first.end_ms)))


def _as_before(cue: Cue, times: Sequence[tuple[int, int]]) -> Cue:
    place = bisect_left(times, (cue.start_ms - ROUNDING_MS, 0))
    for start_ms, end_ms in times[place : place + 2]:
        if abs(start_ms - cue.start_ms) <= ROUNDING_MS and abs(end_ms - cue.end_ms) <= ROUNDING_MS:
            return replace(cue, start_ms=start_ms, end_ms=end_ms)
    return cue


def _fits(retiming: Retiming, before: Cue, after: Cue) -> bool:
    tolerance_ms = 0 if retiming.ratio == 1 else ROUNDING_MS
    return (
        abs(retiming.time_ms(before.start_ms) - after.start_ms) <= tolerance_ms
        and abs(retiming.time_ms(before.end_ms) - after.end_ms) <= tolerance_ms
    )
