"""The search: where cues and lines end, chosen together as the cheapest way through all break points.

Dynamic programming over the pieces of one group of sentences. Hard limits (cells a line, lines a cue,
longest duration, no straddled pause) decide what is a candidate at all; the rest is a price. The window
of candidates is bounded by the size of a cue, so time and memory grow linearly.
"""

from __future__ import annotations

from bisect import bisect_left
from fractions import Fraction
from itertools import accumulate

from pipeline.cues.break_opportunities import FORBIDDEN, Pieces
from pipeline.cues.breaks import BAD, INSIDE_NAME, INSIDE_NUMBER
from pipeline.cues.line_breaks import is_learned, shape_worth, word_worth
from pipeline.cues.profiles import Profile
from pipeline.dataclass import dataclass

# Weights, in the unit of one cue. Set by hand on made-up and read narration; see docs/cues.md.
_PER_CUE = 0.9
_TOO_FAST = 2.2
_TOO_FAST_STEP = 1.5
_TOO_SHORT = 2.5
_CUE_BREAK = 2.2
_LINE_BREAK = 1.3
_BAD_STEP = 2.2
"""On top of a bad break's price: rather one cue more than a line that ends on an article."""
_TWO_LINES = 0.12
_BALANCE = 0.7
_STUB = 1.6
_STUB_CELLS = 0.36
"""A cue that shows less than this share of one line, and not a whole sentence, is a stub."""
_INNER_PAUSE = 1.2
_LONG_PAUSE_MS = 500
_SHARED = 0.6
"""Showing the end of one sentence and the beginning of the next in one cue."""
_PAUSE_FULL_MS = 600
_PAUSE_RELIEF = 0.6
"""How much of a break's price a pause of `_PAUSE_FULL_MS` takes away."""
_HARD = frozenset({INSIDE_NAME, INSIDE_NUMBER, FORBIDDEN})
"""Prices of breaks that no line of two has, whatever people's captions say."""
_BAD_WORTH = 1.0
"""What a bad break loses against the others when a cue's line break is chosen as people would."""
_NEVER = float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOptions:
    """What cutting and placing must know besides the profile."""

    language: str
    """BCP-47 tag of the text that is cut."""
    frame_rate: Fraction = Fraction(25)
    """Frames a second of the video; 25 where the medium has none."""
    limit_ms: int | None = None
    """Length of the medium: no cue ends later, as long as there is room for all."""

    def __post_init__(self) -> None:
        if self.frame_rate <= 0:
            raise ValueError(f"a frame rate is positive, not {self.frame_rate}")
        if self.limit_ms is not None and self.limit_ms < 0:
            raise ValueError(f"a medium's length is not negative: {self.limit_ms} ms")


@dataclass(frozen=True, slots=True, kw_only=True)
class CutCue:
    """One cue found by the search, as half-open ranges of piece numbers."""

    first: int
    last: int
    """The piece after the cue's last one."""
    line_starts: tuple[int, ...]
    """Piece numbers at which the second and further lines begin."""


def cut_pieces(pieces: Pieces, *, first: int, last: int, profile: Profile, gap_ms: int) -> tuple[CutCue, ...]:
    """The cheapest cutting of pieces `first` to `last` (exclusive), which are one group.

    Args:
        pieces: The pieces of the whole track; the one at `last` says how much silence follows.
        first: Number of the group's first piece.
        last: Number after the group's last piece, > `first`.
        profile: The limits; each single piece fits into a line.
        gap_ms: What must stay free between two cues.
    """
    return _Search(pieces, first, last, profile, gap_ms).run()


def break_lines(pieces: Pieces, *, profile: Profile) -> tuple[int, ...] | None:
    """The pieces at which the second and further lines of one cue with all pieces begin; None if they do not fit."""
    search = _Search(pieces, 0, len(pieces), profile, 0)
    price, lines = search._best_lines(0, len(pieces), profile.max_lines)  # of this module
    return None if price == _NEVER else search._cue(0, len(pieces), lines).line_starts


def break_in_two(pieces: Pieces, *, first: int, last: int, profile: Profile) -> int | None:
    """The piece that begins the second line where a text is shown in two lines; None where it does not fit.

    Args:
        pieces: The pieces of the whole track.
        first: Number of the text's first piece.
        last: Number after its last piece, > `first`.
        profile: The limits.
    """
    return _Search(pieces, first, last, profile, 0).in_two()


class _Search:
    """The columns and tables of one search; local names keep the inner loops short."""

    def __init__(self, pieces: Pieces, first: int, last: int, profile: Profile, gap_ms: int) -> None:
        self.pieces, self.first, self.last, self.profile = pieces, first, last, profile
        space = 0.5 if profile.half_width else 1.0
        self.space = [space if has_space else 0.0 for has_space in pieces.spaces[first:last]]
        self.ends = _prefix_widths(pieces.cells[first:last], self.space)
        self.starts_ms = pieces.starts_ms[first:last]
        self.ends_ms = pieces.ends_ms[first:last]
        next_ms = pieces.starts_ms[last] if last < len(pieces) else None
        self.limits_ms = [start - gap_ms for start in self.starts_ms[1:]]
        self.limits_ms.append(self.ends_ms[-1] + profile.max_ms if next_ms is None else next_ms - gap_ms)
        self.prices = self._prices()
        owners = pieces.owners
        joined = pieces.joined
        self.closes = [
            n + 1 == last or (owners[n] != owners[n + 1] and n + 1 not in joined) for n in range(first, last)
        ]
        self.forced = [0, *accumulate(n in pieces.line_starts for n in range(first, last))]
        """How many pieces that must begin a line there are before each piece."""
        pauses_ms = (start - end for start, end in zip(self.starts_ms[1:], self.ends_ms, strict=False))
        dear = (closes or pause > _LONG_PAUSE_MS for closes, pause in zip(self.closes, pauses_ms, strict=False))
        self.straddles = [0, *accumulate(dear)]
        """How many ends of sentences and long pauses there are before each piece."""

    def run(self) -> tuple[CutCue, ...]:
        """Prices forward, then the way back; for most groups one cue is so cheap that no two can be cheaper."""
        count = self.last - self.first
        if self._fits_one_cue():
            price, lines = self._best_lines(0, count, self.profile.max_lines)
            if price + self._cue_price(0, count, self._cells(0, count)) < 2 * _PER_CUE:
                return (self._cue(0, count, lines),)
        best: list[float] = [0.0] + [_NEVER] * count
        back: list[tuple[int, tuple[int, ...]]] = [(0, ())] * (count + 1)
        for end in range(1, count + 1):
            self._reach(end, best, back)
        cues, end = [], count
        while end:
            start, lines = back[end]
            cues.append(self._cue(start, end, lines))
            end = start
        return tuple(reversed(cues))

    def in_two(self) -> int | None:
        """The second line's first piece, whether or not one line would do."""
        count, limit = self.last - self.first, self.profile.line_cells
        fitting = [n for n in range(1, count) if max(self._cells(0, n), self._cells(n, count)) <= limit]
        if not fitting:
            return None
        return self.first + self._best_shape(0, count, min(fitting, key=lambda n: self.prices[n - 1]))

    def _cue(self, start: int, end: int, lines: tuple[int, ...]) -> CutCue:
        is_free = len(lines) == 1 and self.first + lines[0] not in self.pieces.line_starts
        if is_free and is_learned(self.pieces.language):
            lines = (self._best_shape(start, end, lines[0]),)
        line_starts = tuple(self.first + line for line in lines)
        return CutCue(first=self.first + start, last=self.first + end, line_starts=line_starts)

    def _best_shape(self, start: int, end: int, found: int) -> int:
        """Where people would break the two lines of a cue, among the breaks that are no worse than the one found."""
        pieces, limit = self.pieces, self.profile.line_cells
        best, best_worth = found, -_NEVER
        is_hard = pieces.prices[self.first + found - 1] in _HARD
        for cut in range(start + 1, end):
            top, bottom = self._cells(start, cut), self._cells(cut, end)
            place = self.first + cut
            price = pieces.prices[place - 1]
            if top > limit or bottom > limit or (price in _HARD and not is_hard):
                continue
            if not pieces.spaces[place]:
                continue
            worth = shape_worth(top, bottom, limit, pieces.language)
            worth += word_worth(pieces.texts[place - 1], pieces.texts[place], pieces.language)
            worth -= _BAD_WORTH if price >= BAD else 0.0
            if worth > best_worth:
                best, best_worth = cut, worth
        return best

    def _fits_one_cue(self) -> bool:
        """Whether one cue with all pieces breaks no hard limit."""
        count = self.last - self.first
        room = self.profile.line_cells * self.profile.max_lines
        return all(self._may_hold(start, count, self._cells(start, count), room) for start in range(count - 1))

    def _reach(self, end: int, best: list[float], back: list[tuple[int, tuple[int, ...]]]) -> None:
        """The cheapest cue that ends before piece `end`."""
        profile = self.profile
        room = profile.line_cells * profile.max_lines
        is_last = end == len(self.starts_ms)
        end_price = 0.0 if is_last else _CUE_BREAK * self.prices[end - 1]
        first = end - 1
        while first > 0 and self._may_hold(first - 1, end, self._cells(first - 1, end), room):
            first -= 1
        # The longest first: it is seldom far from the best, and spares most others the pricing.
        for start in range(first, end):
            before = best[start] + end_price
            if before + _PER_CUE > best[end]:
                continue
            price, lines = self._best_lines(start, end, profile.max_lines)
            total = before + price
            if total + _PER_CUE <= best[end]:
                total += self._cue_price(start, end, self._cells(start, end))
                if total <= best[end]:
                    best[end], back[end] = total, (start, lines)

    def _may_hold(self, start: int, end: int, cells: float, room: float) -> bool:
        """False once a cue from `start` breaks a hard limit, as every longer one then does too."""
        if cells > room or self.ends_ms[end - 1] - self.starts_ms[start] > self.profile.max_ms:
            return False
        if self.forced[end] - self.forced[start + 1] >= self.profile.max_lines:
            return False
        return self.starts_ms[start + 1] - self.ends_ms[start] <= self.profile.pause_ms

    def _cells(self, start: int, end: int) -> float:
        return self.ends[end] - self.ends[start] - self.space[start]

    def _best_lines(self, start: int, end: int, lines: int) -> tuple[float, tuple[int, ...]]:
        """The cheapest line breaks of one cue, and their price; `_NEVER` where the text does not fit."""
        limit, forced = self.profile.line_cells, self.forced
        must_break = forced[end] > forced[start + 1]
        if not must_break and self._cells(start, end) <= limit:
            return 0.0, ()
        best: tuple[float, tuple[int, ...]] = (_NEVER, ())
        if lines == 1:
            return best
        # Of two lines, the second fits only if the first is long enough; a space is one cell at most.
        first = start + 1 if lines > 2 else bisect_left(self.ends, self.ends[end] - limit - 1, start + 1, end)
        for cut in range(first, end):
            top = self._cells(start, cut)
            if top > limit or forced[cut] > forced[start + 1]:
                break
            rest = self._cells(cut, end)
            price = _TWO_LINES + _LINE_BREAK * self.prices[cut - 1]
            if rest <= limit and forced[end] <= forced[cut + 1]:
                price += _BALANCE * abs(top - rest) / limit
                if price < best[0]:
                    best = (price, (cut,))
            elif lines > 2 and price < best[0]:
                below, cuts = self._best_lines(cut, end, lines - 1)
                if price + below < best[0]:
                    best = (price + below, (cut, *cuts))
        return best

    def _cue_price(self, start: int, end: int, cells: float) -> float:
        profile = self.profile
        begin_ms = self.starts_ms[start]
        shown_ms = max(1, min(self.limits_ms[end - 1] - begin_ms, profile.max_ms))
        price = _PER_CUE
        hurry = cells * 1_000 / profile.speed_cps / shown_ms
        if hurry > 1:
            price += _TOO_FAST_STEP + _TOO_FAST * min(hurry - 1, 2)
        if shown_ms < profile.min_ms:
            price += _TOO_SHORT * (1 - shown_ms / profile.min_ms) + 0.5
        stub = _STUB_CELLS * profile.line_cells
        if cells < stub and not (self.closes[end - 1] and (start == 0 or self.closes[start - 1])):
            price += _STUB * (1 - cells / stub) + 0.2
        return price + self._inner_price(start, end)

    def _inner_price(self, start: int, end: int) -> float:
        """What the cue straddles: the voice's pauses, and ends of sentences."""
        price, last = 0.0, end - 1
        if self.straddles[start] == self.straddles[last]:
            return price
        for index in range(start, last):
            pause = self.starts_ms[index + 1] - self.ends_ms[index]
            if pause > _LONG_PAUSE_MS:
                price += _INNER_PAUSE * pause / 1_000
            if self.closes[index]:
                price += _SHARED
        return price

    def _prices(self) -> list[float]:
        """Break prices, lower where the voice pauses."""
        prices = self.pieces.prices[self.first : self.last]
        for index in range(len(prices) - 1):
            pause = self.starts_ms[index + 1] - self.ends_ms[index]
            if prices[index] >= BAD:
                prices[index] += _BAD_STEP
            if pause > 0:
                prices[index] *= 1 - _PAUSE_RELIEF * min(1.0, pause / _PAUSE_FULL_MS)
        return prices


def _prefix_widths(cells: list[float], spaces: list[float]) -> list[float]:
    """Width of the text before each piece's end, as if all stood in one line."""
    widths, total = [0.0], 0.0
    for width, space in zip(cells, spaces, strict=True):
        total += width + space
        widths.append(total)
    return widths
