"""Repair a caption file as far as a program can: lines, splits, order, overlaps, durations, gaps. No word changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from fractions import Fraction
from itertools import zip_longest

from pipeline.cues import Profile, fits, split_cue, wrap_text
from pipeline.dataclass import dataclass
from pipeline.formats import compose_accents, put_in_order
from pipeline.model import Cue
from pipeline.quality.checking import are_two_speakers
from pipeline.quality.tidying import describe_moves, quote
from pipeline.text import counted, drop_formatting, reading_cells
from pipeline.timing import format_clock

_ROUNDING_MS = 1
_LEAST_SHARE = 0.5
"""A cue is not made shorter than this share of the shortest cue for another's sake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FixOptions:
    """What a track is fitted to."""

    language: str
    profile: Profile
    frame_rate: Fraction = Fraction(25)
    limit_ms: int | None = None
    """Length of the medium, where it is known."""

    @property
    def gap_ms(self) -> int:
        return self.profile.gap_ms(self.frame_rate)


@dataclass(slots=True)
class _Notes:
    """What was done, in the order of the file."""

    lines: list[tuple[int, str]] = field(default_factory=list)

    def add(self, cue: Cue, what: str) -> None:
        self.lines.append((cue.start_ms, f"{format_clock(cue.start_ms)} “{quote(cue)}” {what}"))


def fix_cues(cues: Sequence[Cue], options: FixOptions) -> tuple[tuple[Cue, ...], tuple[str, ...]]:
    """The same words in a track that keeps the rules as far as it can, and what was done, one line a change.

    Line breaks that fit, times that are right and overlaps that two speakers want stay as they are.
    """
    notes = _Notes()
    composed = compose_accents(cues)
    if changed := sum(one.text != other.text for one, other in zip(cues, composed, strict=True)):
        notes.lines.append((-1, f"accents of {counted(changed, 'cue')} are written as one character with their letter"))
    ordered, strays = put_in_order(composed)
    notes.lines += [(-1, line) for line in describe_moves(strays)]
    kept = _drop_doubled(_drop_empty(ordered, notes), notes)
    timed = _mend_durations(kept, options, notes)
    parted = [part for cue in timed for part in _fit(cue, options, notes)]
    spaced = _mend_neighbours(parted, options, notes)
    return tuple(spaced), tuple(line for _, line in sorted(notes.lines, key=lambda row: row[0]))


def _drop_empty(cues: Iterable[Cue], notes: _Notes) -> list[Cue]:
    kept = []
    for cue in cues:
        if drop_formatting(cue.text).strip():
            kept.append(cue)
        else:
            notes.add(cue, "had no text: taken out")
    return kept


def _drop_doubled(cues: Iterable[Cue], notes: _Notes) -> list[Cue]:
    kept: dict[tuple[int, int, str], Cue] = {}
    for cue in cues:
        key = (cue.start_ms, cue.end_ms, cue.text)
        if key in kept:
            notes.add(cue, "was there twice: the second one is taken out")
        kept.setdefault(key, cue)
    return list(kept.values())


def _mend_durations(cues: Sequence[Cue], options: FixOptions, notes: _Notes) -> list[Cue]:
    """Ends before starts, and cues that stay longer than a cue may though their text needs no more."""
    mended: list[Cue] = []
    for cue, following in zip_longest(cues, cues[1:]):
        if cue.end_ms <= cue.start_ms:
            room_ms = following.start_ms - options.gap_ms - cue.start_ms if following else options.profile.max_ms
            wanted_ms = max(options.profile.min_ms, _reading_ms(cue, options.profile))
            end_ms = cue.start_ms + (min(wanted_ms, room_ms) if room_ms > 0 else options.profile.min_ms)
            notes.add(cue, f"ended before it began: it is shown for {(end_ms - cue.start_ms) / 1_000:.2f} s")
            cue = replace(cue, end_ms=end_ms)  # noqa: PLW2901  # the same cue, mended
        mended.append(cue)
    return mended


def _fit(cue: Cue, options: FixOptions, notes: _Notes) -> tuple[Cue, ...]:
    """A cue with lines that fit; several where one cannot hold the text."""
    profile = options.profile
    if fits(cue.text, profile):
        return (_shorten(cue, profile, notes),)
    wrapped = wrap_text(cue.text, language=options.language, profile=profile)
    if wrapped is not None:
        notes.add(cue, "did not fit: its lines are broken anew")
        return (_shorten(replace(cue, text=wrapped), profile, notes),)
    parts = split_cue(cue, language=options.language, profile=profile, gap_ms=options.gap_ms)
    notes.add(cue, f"is too long for one cue: split into {len(parts)}")
    return parts


def _shorten(cue: Cue, profile: Profile, notes: _Notes) -> Cue:
    if cue.duration_ms <= profile.max_ms:
        return cue
    notes.add(cue, f"stayed {cue.duration_ms / 1_000:.1f} s: it ends after {profile.max_ms / 1_000:g} s")
    return replace(cue, end_ms=cue.start_ms + profile.max_ms)


def _mend_neighbours(cues: Sequence[Cue], options: FixOptions, notes: _Notes) -> list[Cue]:
    """Overlaps that nobody wants, gaps of a few frames, and cues too short for their text where there is room."""
    mended: list[Cue] = list(cues)
    for index, cue in enumerate(mended):
        following = mended[index + 1] if index + 1 < len(mended) else None
        if following is not None and cue.end_ms > following.start_ms and not are_two_speakers(cue, following):
            cue, mended[index + 1] = _separate(cue, following, options, notes)  # noqa: PLW2901
            following = mended[index + 1]
        mended[index] = _lengthen(_close_gap(cue, following, options, notes), following, options, notes)
    return mended


def _separate(cue: Cue, following: Cue, options: FixOptions, notes: _Notes) -> tuple[Cue, Cue]:
    """Two cues that overlap, the first ending before the second begins."""
    end_ms = following.start_ms - options.gap_ms
    least_ms = round(options.profile.min_ms * _LEAST_SHARE)
    if end_ms - cue.start_ms >= least_ms:
        notes.add(cue, "overlapped the next cue: it ends before it")
        return replace(cue, end_ms=end_ms), following
    until_ms = max(cue.end_ms, following.end_ms)
    total = max(1, len(cue.text) + len(following.text))
    border_ms = cue.start_ms + (until_ms - cue.start_ms) * len(cue.text) // total
    gap_ms = min(options.gap_ms, max(0, (until_ms - cue.start_ms) // 4))
    notes.add(cue, "and the next cue had the same time: they share it")
    first = replace(cue, end_ms=max(cue.start_ms + 1, border_ms - gap_ms))
    return first, replace(following, start_ms=max(first.end_ms, border_ms), end_ms=max(first.end_ms + 1, until_ms))


def _close_gap(cue: Cue, following: Cue | None, options: FixOptions, notes: _Notes) -> Cue:
    if following is None:
        return cue
    gap_ms = following.start_ms - cue.end_ms
    wanted_ms = options.gap_ms
    is_odd = 0 <= gap_ms <= options.profile.close_ms(options.frame_rate) and abs(gap_ms - wanted_ms) > _ROUNDING_MS
    end_ms = following.start_ms - wanted_ms
    shown_ms = end_ms - cue.start_ms
    if not is_odd or not options.profile.min_ms * _LEAST_SHARE <= shown_ms <= options.profile.max_ms:
        return cue
    notes.add(cue, f"left {gap_ms} ms before the next cue: now {wanted_ms} ms")
    return replace(cue, end_ms=end_ms)


def _lengthen(cue: Cue, following: Cue | None, options: FixOptions, notes: _Notes) -> Cue:
    """A cue that is too short for its text stays longer, into silence and only as long as it must."""
    profile = options.profile
    wanted_ms = min(profile.max_ms, max(profile.min_ms, _reading_ms(cue, profile)))
    if cue.duration_ms >= wanted_ms:
        return cue
    latest_ms = following.start_ms - options.gap_ms if following else options.limit_ms or cue.start_ms + wanted_ms
    end_ms = min(cue.start_ms + wanted_ms, latest_ms)
    if end_ms <= cue.end_ms:
        return cue
    notes.add(cue, f"was too short to read: it stays {(end_ms - cue.end_ms) / 1_000:.2f} s longer")
    return replace(cue, end_ms=end_ms)


def _reading_ms(cue: Cue, profile: Profile) -> int:
    lines = tuple(drop_formatting(cue.text).split("\n"))
    return profile.reading_ms(reading_cells(lines, half_width=profile.half_width))
