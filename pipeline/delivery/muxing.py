"""Videos with soft subtitle tracks, by PyAV: the original streams are copied, nothing is encoded."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.dataclass import dataclass
from pipeline.delivery import matroska_chapters, mp4_chapters
from pipeline.delivery.details import ShownChapter, VideoText
from pipeline.delivery.matroska_language import PADDING, write_languages
from pipeline.errors import InputError
from pipeline.languages import iso639_2
from pipeline.model import Cue

if TYPE_CHECKING:
    from av.container import InputContainer, OutputContainer
    from av.packet import Packet
    from av.stream import Stream

_MS = Fraction(1, 1000)
MAX_AT_ONCE = 20
"""Texts on the screen at one time; joined for each moment, overlap without end would take time without end."""
_MAX_SAMPLE_BYTES = 65_535  # MP4 timed text counts a text's bytes in 16 bits
# FFmpeg's subtitle encoders ask for a style sheet before they open, although no text is encoded here.
_STYLE_SHEET = b"""[Script Info]
ScriptType: v4.00+
PlayResX: 384
PlayResY: 288

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubtitleTrack:
    """One soft subtitle track."""

    tag: str
    """BCP-47."""
    label: str
    cues: tuple[Cue, ...]
    """By start; for MP4 with plain text that does not overlap: see `flatten_cues`."""
    is_default: bool = False


def mux_tracks(
    media: Path, tracks: Sequence[SubtitleTrack], target: Path, texts: Sequence[tuple[str, VideoText]] = ()
) -> None:
    """Write the media's video and audio streams, untouched, and the tracks into a new file.

    Args:
        media: Any file that FFmpeg's libraries read.
        tracks: In the order in which players shall list them.
        target: Its ending, `.mp4` or `.mkv`, says the container. The same inputs give the same bytes.
        texts: Language tag, and title, description and chapters of the video in it; the spoken language first.

    Raises:
        InputError: The media cannot be read, or this container cannot hold its streams.
    """
    import av

    is_mp4 = target.suffix == ".mp4"
    chapters = [(tag, text.chapters) for tag, text in texts if text.chapters]
    options = {"fflags": "+bitexact"} | ({"movflags": "+faststart"} if is_mp4 else {})
    try:
        with av.open(f"file:{media}") as source, av.open(f"file:{target}", "w", options=options) as output:
            copies = copy_streams(source, output)
            streams = [_add_track(output, track, is_mp4=is_mp4) for track in tracks]
            cue_packets = _cue_packets(streams, tracks, is_mp4=is_mp4)
            _describe(output, texts, chapters, is_mp4=is_mp4)
            packets = shifted_packets(source, copies)
            has_picture = any(stream.type == "video" for stream in copies.values())
            _mux_in_order(output, packets if is_mp4 or has_picture else _without_lead_in(packets), cue_packets)
        if not is_mp4:
            write_languages(target, [(track.label, track.tag) for track in tracks])
        if chapters:
            (mp4_chapters.write_chapter_tracks if is_mp4 else matroska_chapters.write_chapters)(target, chapters)
    except (av.FFmpegError, ValueError) as error:
        target.unlink(missing_ok=True)
        raise InputError(
            path=str(media), reason=f"its streams cannot be put into {target.suffix[1:]}: {error}"
        ) from error


def _describe(
    output: OutputContainer,
    texts: Sequence[tuple[str, VideoText]],
    chapters: Sequence[tuple[str, Sequence[ShownChapter]]],
    *,
    is_mp4: bool,
) -> None:
    """Title, description and the first language's chapters, and room for those of all languages.

    MP4's list has one title, that of the spoken language; Matroska's tags have one a language.
    """
    for number, (tag, text) in enumerate(texts):
        suffix = f"-{iso639_2(tag)}" if number else ""
        for name, value in (("title", text.title), ("description", text.description)):
            if value and not (suffix and is_mp4):
                output.metadata[name + suffix] = value
    if not chapters:
        return
    first = list(chapters[0][1])
    if is_mp4:
        output.metadata["comment"] = mp4_chapters.padding(chapters)
    else:
        first[0] = replace(first[0], title=first[0].title + matroska_chapters.padding(chapters))
    output.set_chapters(
        [
            {
                "id": number,
                "start": chapter.start_ms,
                "end": chapter.end_ms,
                "time_base": _MS,
                "metadata": {"title": chapter.title},
            }
            for number, chapter in enumerate(first, start=1)
        ]
    )


def flatten_cues(cues: Iterable[Cue]) -> tuple[Cue, ...]:
    r"""The same texts without overlap: where two cues are on the screen at once, one cue shows both.

    MP4 timed text has one text at a time.

    Raises:
        ValueError: More are on the screen at once than anybody could read.

    >>> [c.text for c in flatten_cues([Cue(start_ms=0, end_ms=4, text="a"), Cue(start_ms=2, end_ms=6, text="b")])]
    ['a', 'a\nb', 'b']
    """
    ordered = sorted((cue for cue in cues if cue.end_ms > cue.start_ms), key=lambda cue: cue.start_ms)
    times = sorted({time_ms for cue in ordered for time_ms in (cue.start_ms, cue.end_ms)})
    result: list[Cue] = []
    active: list[Cue] = []
    following = 0
    for start_ms, end_ms in pairwise(times):
        active = [cue for cue in active if cue.end_ms > start_ms]
        while following < len(ordered) and ordered[following].start_ms <= start_ms:
            active.append(ordered[following])
            following += 1
        if len(active) > MAX_AT_ONCE:
            raise ValueError(f"more than {MAX_AT_ONCE} cues are on the screen at once at {start_ms} ms")
        text = "\n".join(cue.text for cue in active)
        if text and result and len(active) == 1 and result[-1].text == text and result[-1].end_ms > active[0].start_ms:
            result[-1] = Cue(start_ms=result[-1].start_ms, end_ms=end_ms, text=text)
        elif text:
            result.append(Cue(start_ms=start_ms, end_ms=end_ms, text=text))
    return tuple(result)


def copy_streams(source: InputContainer, output: OutputContainer) -> dict[int, Stream]:
    """Add a copy of each video and audio stream with its language, name and flags.

    Returns:
        Index of each copied stream in the source → its copy. Pictures of covers, data and the source's own
        subtitles are left out: what they say is not ours to pass on under our labels.
    """
    import av

    copies: dict[int, Stream] = {}
    for stream in source.streams:
        if stream.type not in ("video", "audio") or stream.disposition & av.stream.Disposition.attached_pic:
            continue
        copy = output.add_stream_from_template(stream)
        copy.time_base = stream.time_base
        copy.metadata.update(
            {key: stream.metadata[key] for key in ("language", "title", "handler_name") if key in stream.metadata}
        )
        copy.disposition = stream.disposition
        copies[stream.index] = copy
    if not copies:
        raise ValueError("it has no video or audio")
    return copies


def start_of(source: InputContainer) -> Fraction:
    """When the media begins on its own clock, in seconds: broadcast streams rarely begin at zero."""
    starts = [
        stream.start_time * stream.time_base
        for stream in source.streams
        if stream.type == "video" and stream.start_time is not None and stream.time_base is not None
    ]
    if starts:
        return max(Fraction(0), min(starts))
    return max(Fraction(0), Fraction(source.start_time or 0, 1_000_000))


def shifted_packets(source: InputContainer, copies: dict[int, Stream]) -> Iterator[Packet[Any]]:
    """The packets of the copied streams, moved so that the media begins at zero."""
    start = start_of(source)
    for packet in _with_decode_times(source.demux([source.streams[index] for index in copies])):
        shift = round(start / packet.time_base)
        packet.dts = (packet.dts or 0) - shift
        if packet.pts is not None:
            packet.pts -= shift
        packet.stream = copies[packet.stream.index]
        yield packet


def _without_lead_in(packets: Iterable[Packet[Any]]) -> Iterator[Packet[Any]]:
    """Sound from time zero on.

    Encoders put a few silent milliseconds before it. Matroska holds no negative times: FFmpeg would move everything
    later, and the captions with it.
    """
    for packet in packets:
        if packet.pts is not None and packet.pts < 0 and packet.pts + (packet.duration or 0) <= 0:
            continue
        if packet.pts is not None and packet.pts < 0:
            packet.pts = packet.dts = 0
        yield packet


def _with_decode_times(packets: Iterable[Packet[Any]]) -> Iterator[Packet[Any]]:
    """Packets that all have a decoding time.

    Matroska stores none, and FFmpeg works them out only from the second or third picture on: the ones before
    are counted back from there, one picture's length each.
    """
    waiting: dict[int, list[Packet[Any]]] = {}
    for packet in packets:
        held = waiting.setdefault(packet.stream.index, [])
        if packet.pts is None and packet.dts is None:
            continue  # the end of a stream: no data
        if packet.dts is None:
            held.append(packet)
            continue
        for back, earlier in enumerate(reversed(held), start=1):
            earlier.dts = packet.dts - back * _picture_length(packet)
        yield from (*held, packet)
        held.clear()
    for held in waiting.values():
        for packet in held:
            packet.dts = packet.pts
            yield packet


def _picture_length(packet: Packet[Any]) -> int:
    """How long one picture stays, in the packet's own time base; at least one unit."""
    rate = getattr(packet.stream, "average_rate", None)
    length = round(1 / (rate * packet.time_base)) if rate else packet.duration or 1
    return max(1, length)


def _add_track(output: OutputContainer, track: SubtitleTrack, *, is_mp4: bool) -> Stream:
    import av

    stream: Any = output.add_stream("mov_text" if is_mp4 else "subrip")
    stream.time_base = _MS
    stream.codec_context.subtitle_header = _STYLE_SHEET
    # MP4 keeps only three letters and calls the title "handler name"; Matroska has both as they are.
    stream.metadata["language"] = iso639_2(track.tag)
    stream.metadata["handler_name" if is_mp4 else "title"] = track.label if is_mp4 else track.label + PADDING
    disposition = av.stream.Disposition
    stream.disposition = disposition.default if track.is_default else disposition(0)
    return stream  # type: ignore[no-any-return]


def _cue_packets(streams: Sequence[Stream], tracks: Sequence[SubtitleTrack], *, is_mp4: bool) -> list[Packet[Any]]:
    """All cues of all tracks by their start."""
    packets = []
    for stream, track in zip(streams, tracks, strict=True):
        cues = flatten_cues(track.cues) if is_mp4 else track.cues
        packets += [_cue_packet(stream, cue, is_mp4=is_mp4) for cue in cues]
    return sorted(packets, key=lambda packet: packet.pts or 0)


def _cue_packet(stream: Stream, cue: Cue, *, is_mp4: bool) -> Packet[Any]:
    import av

    data = cue.text.encode()
    if is_mp4:
        if len(data) > _MAX_SAMPLE_BYTES:
            raise ValueError(f"the text at {cue.start_ms} ms is longer than MP4 can hold")
        data = struct.pack(">H", len(data)) + data
    packet = av.Packet(data)
    packet.time_base = _MS
    packet.pts = packet.dts = cue.start_ms
    packet.duration = cue.duration_ms
    packet.stream = stream
    return packet


def _mux_in_order(output: OutputContainer, packets: Iterable[Packet[Any]], cue_packets: Sequence[Packet[Any]]) -> None:
    """Write packets by time, so that a player finds a cue beside its pictures."""
    waiting = iter(cue_packets)
    cue = next(waiting, None)
    for packet in packets:
        while cue is not None and (cue.pts or 0) * _MS <= (packet.dts or 0) * packet.time_base:
            output.mux(cue)
            cue = next(waiting, None)
        output.mux(packet)
    while cue is not None:
        output.mux(cue)
        cue = next(waiting, None)
