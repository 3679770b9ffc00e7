"""From the packets of one audio stream to blocks of samples at their presentation times."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import field
from fractions import Fraction
from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass

if TYPE_CHECKING:
    import numpy as np
    from av.audio.frame import AudioFrame
    from av.audio.resampler import AudioResampler
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

RATE_HZ = 16_000
"""Sampling rate of decoded audio: what the recognisers want."""
BLOCK_SAMPLES = 4 * RATE_HZ
"""Length of the blocks that are handed on, about; it bounds the memory."""
_TOLERANCE_SAMPLES = RATE_HZ * 60 // 1000
"""Frames may be off by this much before they are moved: some containers round times coarsely."""
_LONGEST_OVERLAP_SAMPLES = 10 * RATE_HZ
"""Time that goes back farther is a clock that was set anew (joined recordings), not an overlap."""
_SPARE_S = 60
"""A gap may reach this far beyond the duration that the header promises. One that goes farther is a
broken time stamp; believed, it would cost hours of silence."""


@dataclass(slots=True, kw_only=True)
class DecodedStream:
    """The decoding of one stream; `blocks` can be walked once."""

    container: InputContainer
    """An open PyAV container; only this stream of it is read."""
    stream: AudioStream
    origin_s: Fraction
    """Where the container's clock stands at presentation time 0."""
    longest_s: Fraction
    """The duration that the header promises, 0 if it does not say."""
    channel: int | None = None
    """The channel to take, counted from 0; None for all of them mixed."""
    broken_packets: int = 0
    gaps: list[tuple[int, int]] = field(default_factory=list)
    """Where sound is missing inside of the stream and how much, in samples."""
    _resampler: AudioResampler | None = None
    _row: int = 0
    """Of what the resampler gives."""
    _layout: tuple[str, str, int] | None = None
    """What the resampler was made for."""
    _position: int = 0
    """Samples given out so far."""
    _anchor: int = 0
    """Where the samples that the resampler got since it was made begin."""
    _fed_s: Fraction = Fraction(0)
    """How much the resampler got since it was made."""
    _surplus: int = 0
    """Samples to drop from what comes next: they lie before 0 or were given out already."""

    def blocks(self) -> Iterator[Samples]:
        """Blocks of at least four seconds (but for the last), float32, from -1 to 1, shape (n,)."""
        import numpy as np

        waiting: list[Samples] = []
        for piece in self._pieces():
            waiting.append(piece)
            if sum(map(len, waiting)) >= BLOCK_SAMPLES:
                yield np.concatenate(waiting)
                waiting = []
        if waiting:
            yield np.concatenate(waiting)

    def _pieces(self) -> Iterator[Samples]:
        for frame in self._frames():
            start = self._start_of(frame)
            if self._resampler is None or abs(start - self._expected()) > _TOLERANCE_SAMPLES:
                if self._position and start > self._expected():
                    self.gaps.append((self._expected(), start - self._expected()))
                yield from self._flush()
                yield from self._go_to(start)
            yield from self._resample(frame)
        yield from self._flush()

    def _frames(self) -> Iterator[AudioFrame]:
        """Decoded frames; packets that cannot be decoded are counted and passed over."""
        import av

        packets = self.container.demux(self.stream)
        while True:
            try:
                packet = next(packets, None)
            except av.FFmpegError:
                # A demuxer cannot go on after an error of its own: the file ends here.
                self.broken_packets += 1
                packet = None
            if packet is None:
                break
            try:
                yield from packet.decode()
            except av.FFmpegError:
                self.broken_packets += 1
        with contextlib.suppress(av.FFmpegError):
            yield from self.stream.decode(None)

    def _start_of(self, frame: AudioFrame) -> int:
        """Where a frame belongs, in samples; where the last one ended, if its own time cannot be believed."""
        expected = self._expected()
        if frame.pts is None or not frame.time_base:
            return expected
        start_s = frame.pts * frame.time_base - self.origin_s
        start = round(start_s * RATE_HZ)
        is_too_far = start_s > max(self.longest_s, Fraction(expected, RATE_HZ)) + _SPARE_S
        is_set_back = self._position > 0 and start < expected - _LONGEST_OVERLAP_SAMPLES
        if is_too_far or is_set_back:
            self.origin_s += Fraction(start - expected, RATE_HZ)
            return expected
        return start

    def _expected(self) -> int:
        return self._anchor + round(self._fed_s * RATE_HZ)

    def _go_to(self, start: int) -> Iterator[Samples]:
        """Fill with silence up to a position, or mark what overlaps to be dropped."""
        import numpy as np

        self._surplus = max(0, self._position - start)
        while self._position < start:
            silence = np.zeros(min(BLOCK_SAMPLES, start - self._position), dtype=np.float32)
            self._position += len(silence)
            yield silence
        self._anchor, self._fed_s = start, Fraction(0)

    def _resample(self, frame: AudioFrame) -> Iterator[Samples]:
        from av.audio.resampler import AudioResampler

        layout = (frame.format.name, frame.layout.name, frame.sample_rate)
        is_alone = self.channel is not None and self.channel < len(frame.layout.channels)
        if self._resampler is None or self._layout != layout:
            # Broadcasts change between stereo and surround in the middle of a stream.
            yield from self._flush()
            # 16 bits, because that is what whisper itself hears.
            self._layout = layout
            self._row = self.channel if is_alone and self.channel is not None else 0
            self._resampler = AudioResampler(format="s16p", layout=frame.layout if is_alone else "mono", rate=RATE_HZ)
        self._fed_s += Fraction(frame.samples, frame.sample_rate)
        frame.pts = None
        yield from self._given_out(self._resampler.resample(frame))

    def _flush(self) -> Iterator[Samples]:
        if self._resampler is not None:
            yield from self._given_out(self._resampler.resample(None))
            self._resampler = None

    def _given_out(self, frames: Iterable[AudioFrame]) -> Iterator[Samples]:
        import numpy as np

        for frame in frames:
            samples = frame.to_ndarray()[self._row]
            dropped = min(self._surplus, len(samples))
            self._surplus -= dropped
            if dropped < len(samples):
                self._position += len(samples) - dropped
                yield samples[dropped:].astype(np.float32) / 32768.0
