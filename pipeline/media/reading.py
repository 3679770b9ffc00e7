"""Audio and video files, read by PyAV (FFmpeg's libraries; no FFmpeg program is needed).

All times are presentation times: 0 is where a player starts. Containers whose clock starts
anywhere (MPEG transport and program streams) are shifted; in all others a stream that starts
late is late. Nothing here opens anything but the named file: playlists cannot reach the network.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass
from pipeline.errors import InputError
from pipeline.files import disk_reason
from pipeline.media.decoding import RATE_HZ, DecodedStream
from pipeline.text import counted
from pipeline.timing import MS_PER_SECOND, format_clock

if TYPE_CHECKING:
    import numpy as np
    from av.audio.stream import AudioStream as ForeignAudioStream
    from av.container import InputContainer
    from av.stream import Stream
    from av.video.stream import VideoStream
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

_FREE_CLOCKS = frozenset({"mpegts", "mpeg", "hls", "rtp", "rtsp", "asf", "flv"})
_LOSSY = frozenset({"mpegts", "mpeg", "hls", "rtp", "rtsp"})
"""What is sent in packets that may be lost."""
_LEAST_LOSS_MS = 100
_UNNAMED = "NONE"
_USUAL_CHANNELS = {1: ("FC",), 2: ("FL", "FR"), 6: ("FL", "FR", "FC", "LFE", "BL", "BR")}
_PATIENCE_S = (20.0, 60.0)
"""To open and to read one packet; a disk that is slower than this is broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioStream:
    """One audio stream of a medium."""

    index: int
    """Counted from 0 among the audio streams: what `--audio-stream` means."""
    language: str = ""
    """As the container says it, often three letters; empty if it does not."""
    is_default: bool = False
    start_ms: int = 0
    codec: str = ""
    channels: tuple[str, ...] = ()
    """FFmpeg's names, as FL, FR, FC (the centre), LFE."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaInfo:
    """What the header of a medium says; nothing was decoded."""

    container: str
    """FFmpeg's names of the format, such as `mov,mp4,m4a,3gp,3g2,mj2`."""
    duration_ms: int
    """0 if the container does not say."""
    frame_rate: Fraction | None
    """Of the first moving picture, frames a second; None without one."""
    audio_streams: tuple[AudioStream, ...]


def probe(path: Path) -> MediaInfo:
    """Read the header of a medium.

    Raises:
        InputError: It is missing, empty or not a medium that FFmpeg's libraries know.
    """
    with opened(path) as container:
        origin = origin_s(container)
        videos = [stream for stream in container.streams.video if not _is_cover(stream)]
        return MediaInfo(
            container=container.format.name,
            duration_ms=_duration_ms(container),
            frame_rate=_frame_rate(videos[0]) if videos else None,
            audio_streams=tuple(
                _describe(stream, index, origin) for index, stream in enumerate(container.streams.audio)
            ),
        )


def choose_stream(info: MediaInfo, wanted: int | None, *, path: Path) -> AudioStream:
    """The wanted audio stream, or the container's default one, or its first.

    Raises:
        InputError: There is none, or not this one.
    """
    streams = info.audio_streams
    if not streams:
        raise InputError(path=str(path), reason="has no audio stream, so there is nothing to hear")
    if wanted is None:
        return next((stream for stream in streams if stream.is_default), streams[0])
    if not 0 <= wanted < len(streams):
        known = ", ".join(f"{one.index}{f' ({one.language})' if one.language else ''}" for one in streams)
        raise InputError(path=str(path), reason=f"has no audio stream {wanted}; it has: {known}")
    return streams[wanted]


def decode_audio(
    path: Path,
    *,
    stream: int | None = None,
    channel: int | None = None,
    notice: Callable[[str], None] = lambda text: None,
) -> Iterator[Samples]:
    """Decode one audio stream to mono, 16 kHz, as it is played; memory does not grow with length.

    Gaps and a late start are silence; what lies before 0 is cut. Damaged packets are skipped.

    Args:
        path: The medium.
        stream: Index among the audio streams, or None for the default one.
        channel: One of its channels alone, counted from 0, or None for all of them mixed.
        notice: Told in one line when the file ends early, or parts of it are damaged or missing.

    Yields:
        Blocks of samples from -1 to 1, float32, shape (n,), in order, without gap or overlap.

    Raises:
        InputError: As `probe` and `choose_stream`; or nothing can be decoded.
    """
    info = probe(path)
    chosen = choose_stream(info, stream, path=path)
    with opened(path) as container:
        decoded = DecodedStream(
            container=container,
            stream=container.streams.audio[chosen.index],
            origin_s=origin_s(container),
            longest_s=Fraction(info.duration_ms, MS_PER_SECOND),
            channel=channel,
        )
        length = 0
        for block in decoded.blocks():
            length += len(block)
            yield block
        _report(path, info, decoded.broken_packets, length, notice)
        _report_gaps(info, decoded.gaps, notice)


def _report(path: Path, info: MediaInfo, broken: int, length: int, notice: Callable[[str], None]) -> None:
    if not length:
        reason = "has no audio that can be decoded: it is damaged or encrypted" if broken else "is of zero length"
        raise InputError(path=str(path), reason=reason)
    missing_ms = info.duration_ms - length * MS_PER_SECOND // RATE_HZ
    if broken:
        notice(f"{counted(broken, 'damaged part')} of the audio could not be decoded")
    if missing_ms > max(2_000, info.duration_ms // 50) and _ends_early(path):
        heard = format_clock(length * MS_PER_SECOND // RATE_HZ)
        notice(f"the file ends early: {heard} of {format_clock(info.duration_ms)} could be read")


def _report_gaps(info: MediaInfo, gaps: Sequence[tuple[int, int]], notice: Callable[[str], None]) -> None:
    """Broadcasts lose packets: what is missing is silence here, and cannot be captioned.

    In other containers a gap in the time stamps is a pause of the recorder.
    """
    lost_ms = sum(length for _, length in gaps) * MS_PER_SECOND // RATE_HZ
    if lost_ms >= _LEAST_LOSS_MS and _LOSSY & {*info.container.split(",")}:
        first = format_clock(gaps[0][0] * MS_PER_SECOND // RATE_HZ)
        places = f"{len(gaps)} places, first" if len(gaps) > 1 else "one place,"
        notice(f"{lost_ms / 1_000:.1f} s of the audio are lost in the damaged transport stream ({places} at {first})")


def _ends_early(path: Path) -> bool:
    """Whether the longest stream's packets end before the duration that the header promises.

    A short audio stream beside a long picture is not damage.
    """
    import av

    last_s = 0.0
    duration_s = 0.0
    with opened(path) as container, contextlib.suppress(av.FFmpegError):
        duration_s = _duration_ms(container) / MS_PER_SECOND
        origin = float(origin_s(container))
        for packet in container.demux():
            if packet.pts is not None and packet.time_base:
                end = (packet.pts + (packet.duration or 0)) * packet.time_base
                last_s = max(last_s, float(end) - origin)
    return last_s < duration_s - max(1.0, duration_s / 100)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[InputContainer]:
    """An open container; foreign errors become one-line ones."""
    import av

    _check_file(path)
    try:
        # `file:` keeps names such as "a:b.mp4" from being read as a protocol.
        container = av.open(
            f"file:{path}", options={"protocol_whitelist": "file"}, timeout=_PATIENCE_S, metadata_errors="replace"
        )
    except (av.FFmpegError, OSError, ValueError) as error:
        raise InputError(path=str(path), reason=_foreign_reason(error)) from error
    with container:
        yield container


def _check_file(path: Path) -> None:
    try:
        if path.is_dir():
            raise InputError(path=str(path), reason="is a folder, not a medium")
        if path.exists() and not path.is_file():
            raise InputError(path=str(path), reason="is not an ordinary file")
        with path.open("rb") as file:
            is_empty = not file.read(1)
    except (OSError, ValueError) as error:
        reason = disk_reason(error) if isinstance(error, OSError) else str(error)
        raise InputError(path=str(path), reason=reason) from error
    if is_empty:
        raise InputError(path=str(path), reason="is empty")


def _foreign_reason(error: Exception) -> str:
    import av

    if isinstance(error, (av.error.InvalidDataError, av.error.EOFError)):
        return "is not a media file, or it is cut off or damaged at its start"
    return f"cannot be read as a media file: {getattr(error, 'strerror', None) or error}".rstrip(" :")


def origin_s(container: InputContainer) -> Fraction:
    """Where the container's own clock stands at presentation time 0, in seconds."""
    if not _FREE_CLOCKS & {*container.format.name.split(",")} or container.start_time is None:
        return Fraction(0)
    return Fraction(container.start_time, 1_000_000)


def _duration_ms(container: InputContainer) -> int:
    if container.duration is not None:
        return max(0, round(container.duration / 1000))
    ends = [
        stream.duration * stream.time_base * MS_PER_SECOND
        for stream in container.streams
        if stream.duration and stream.time_base
    ]
    return max(0, round(max(ends, default=0)))


def _frame_rate(stream: VideoStream) -> Fraction | None:
    rate = stream.average_rate or stream.guessed_rate
    return Fraction(rate) if rate and 1 <= rate <= 1000 else None


def _is_cover(stream: Stream) -> bool:
    """Cover art of a song is stored as a video stream of one frame."""
    from av.stream import Disposition

    return bool(stream.disposition & Disposition.attached_pic)


def _describe(stream: ForeignAudioStream, index: int, origin_s: Fraction) -> AudioStream:
    from av.stream import Disposition

    start = stream.start_time
    start_s = Fraction(0) if start is None or not stream.time_base else start * stream.time_base - origin_s
    return AudioStream(
        index=index,
        language="" if stream.language in (None, "und") else str(stream.language),
        is_default=bool(stream.disposition & Disposition.default),
        start_ms=round(start_s * MS_PER_SECOND),
        codec=stream.codec_context.name if stream.codec_context else "",
        channels=_channels(stream),
    )


def _channels(stream: ForeignAudioStream) -> tuple[str, ...]:
    if not stream.codec_context or not stream.codec_context.layout:
        return ()
    names = tuple(str(channel.name) for channel in stream.codec_context.layout.channels)
    if _UNNAMED not in names:
        return names
    # A plain WAV file says how many channels there are, not which: the usual order then.
    return _USUAL_CHANNELS.get(len(names), tuple(str(number) for number in range(len(names))))
