"""Cut audio into the windows that Whisper hears: at most 30 s, cut at pauses, long silence left out.

Whisper's encoder costs the same for a short window as for a full one, so windows are filled well.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field
from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass
from pipeline.speech.spans import Span, speech_spans

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipeline.speech.voice_activity import VoiceActivity

    Samples = NDArray[np.float32]

RATE_HZ = 16_000
MAX_WINDOW = 29 * RATE_HZ
"""Longest window; a second less than Whisper's 30 s, because it likes a little silence at the end."""
_MARGIN = RATE_HZ * 4 // 10
"""Silence kept at both ends of speech: Whisper misses words that start with the window."""
_LONGEST_PAUSE = 2 * RATE_HZ
"""A longer pause inside a window is shortened to twice the margin."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the medium inside a window; positions in samples at 16 kHz."""

    start: int
    """In the medium."""
    length: int
    offset: int
    """In the window."""


@dataclass(frozen=True, slots=True)
class Window:
    """What Whisper hears at once."""

    samples: Samples
    """float32, shape (n,), n <= 29 s."""
    pieces: tuple[Piece, ...]
    spans: tuple[Span, ...]
    """The speech in it, in the medium's samples."""

    @property
    def start(self) -> int:
        """First sample in the medium."""
        return self.pieces[0].start

    @property
    def end(self) -> int:
        """Sample in the medium after the last."""
        return self.pieces[-1].start + self.pieces[-1].length

    @property
    def speech(self) -> int:
        """Samples of speech."""
        return sum(span.length for span in self.spans)

    def to_medium(self, position: int, *, is_end: bool = False) -> int:
        """Where a sample of the window lies in the medium; an end at a seam belongs to the piece before it."""
        offsets = [piece.offset for piece in self.pieces]
        index = bisect_right(offsets, position - 1 if is_end else position) - 1
        piece = self.pieces[max(0, index)]
        return piece.start + min(max(0, position - piece.offset), piece.length)


@dataclass(slots=True)
class _Tape:
    """The last minute of the medium's audio."""

    blocks: deque[Samples] = field(default_factory=deque)
    start: int = 0
    end: int = 0

    def add(self, block: Samples) -> None:
        self.blocks.append(block)
        self.end += len(block)

    def forget(self, before: int) -> None:
        while self.blocks and self.start + len(self.blocks[0]) <= before:
            self.start += len(self.blocks.popleft())

    def cut(self, start: int, end: int) -> Samples:
        import numpy as np

        audio = np.concatenate(list(self.blocks)) if self.blocks else np.zeros(0, np.float32)
        return audio[start - self.start : end - self.start]


def cut_windows(
    blocks: Iterable[Samples],
    voice: VoiceActivity,
    unexplained: Callable[[Span], None] = lambda span: None,
    sound: Callable[[Span], None] = lambda span: None,
) -> Iterator[Window]:
    """Windows with all the speech of a medium, in order; no more than a minute is kept in memory.

    Args:
        blocks: The medium's audio at 16 kHz, in order.
        voice: A fresh detector.
        unexplained: Called with each stretch that sounds like speech, but in which no voice was found.
        sound: Called with each stretch in which something else than speech is heard.
    """
    tape = _Tape()
    waiting: list[Span] = []
    end = 0  # of the speech in the window before

    def frames() -> Iterator[tuple[float, float]]:
        for block in blocks:
            tape.add(block)
            yield from voice.probabilities(block)
            if not waiting:
                tape.forget(tape.end - 45 * RATE_HZ)  # a span that has begun may reach back 20 s

    for span in speech_spans(frames(), unexplained, sound):
        waiting.append(span)
        while _packed_length(waiting) > MAX_WINDOW:
            count = _best_count(waiting)
            yield _make_window(waiting[:count], tape, preceding_end=end, following=waiting[count])
            end = waiting[count - 1].end
            tape.forget(end - RATE_HZ)
            del waiting[:count]
    if waiting:
        yield _make_window(waiting, tape, preceding_end=end, following=None)


def part_of(window: Window, spans: tuple[Span, ...]) -> Window:
    """The part of a window's audio that holds some neighbouring spans of it, with margins."""
    begin, end = spans[0].start - _MARGIN, spans[-1].end + _MARGIN
    pieces: list[Piece] = []
    cuts: list[tuple[int, int]] = []
    offset = 0
    for piece in window.pieces:
        start, stop = max(begin, piece.start), min(end, piece.start + piece.length)
        if start < stop:
            pieces.append(Piece(start, stop - start, offset))
            inside = piece.offset + start - piece.start
            cuts.append((inside, inside + stop - start))
            offset += stop - start
    import numpy as np

    return Window(np.concatenate([window.samples[a:b] for a, b in cuts]), tuple(pieces), spans)


def _best_count(spans: list[Span]) -> int:
    """How many spans the next window takes: up to the best pause that leaves it well filled."""
    best, best_score = 1, -1.0
    for count in range(1, len(spans)):
        length = _packed_length(spans[:count])
        if length > MAX_WINDOW:
            break
        pause = min(spans[count].start - spans[count - 1].end, RATE_HZ) / RATE_HZ
        fill = length / MAX_WINDOW
        score = (pause + 0.1) * fill**4
        if score > best_score:
            best, best_score = count, score
    return best


def _packed_length(spans: list[Span]) -> int:
    """Length of a window with these spans, without margins at its ends longer than they need be."""
    length = 2 * _MARGIN
    for index, span in enumerate(spans):
        pause = span.start - spans[index - 1].end if index else 0
        length += span.length + (pause if pause <= _LONGEST_PAUSE else 2 * _MARGIN)
    return length


def _make_window(spans: list[Span], tape: _Tape, *, preceding_end: int, following: Span | None) -> Window:
    import numpy as np

    start = max(tape.start, spans[0].start - _MARGIN, (preceding_end + spans[0].start) // 2 if preceding_end else 0)
    pieces: list[Piece] = []
    offset = 0
    for index, span in enumerate(spans):
        after = spans[index + 1] if index + 1 < len(spans) else None
        if after is not None and after.start - span.end <= _LONGEST_PAUSE:
            continue
        limit = tape.end if after or following is None else min(tape.end, (span.end + following.start) // 2)
        end = max(span.end, min(span.end + _MARGIN, limit))
        end = min(end, tape.end)
        pieces.append(Piece(start, end - start, offset))
        offset += end - start
        if after is not None:
            start = after.start - _MARGIN
    samples = np.concatenate([tape.cut(piece.start, piece.start + piece.length) for piece in pieces])
    return Window(samples, tuple(pieces), tuple(spans))
