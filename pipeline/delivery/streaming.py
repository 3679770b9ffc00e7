"""HTTP Live Streaming: the media in segments and every language as a WebVTT rendition.

Rules: RFC 8216 and its second edition (`public.machine-generated`). Subtitle renditions of a recording
may be one segment each, whatever the target duration of the video (section 6.2.4).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from pipeline.dataclass import dataclass
from pipeline.delivery.muxing import copy_streams, shifted_packets
from pipeline.delivery.records import BundleLanguage, file_tag
from pipeline.errors import InputError

if TYPE_CHECKING:
    from av.container import InputContainer

SEGMENT_SECONDS = 6
_MPEG_CLOCK = 90_000
MULTIVARIANT = "master.m3u8"
MEDIA = "media.m3u8"
CHAPTERS = "chapters.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamFacts:
    """What the multivariant playlist says about the media."""

    bandwidth: int
    """Highest rate of a segment, in bits a second."""
    average_bandwidth: int
    codecs: str
    """As RFC 6381 writes them; empty if not known."""
    resolution: str
    """`1280x720`; empty without a picture."""
    frame_rate: str
    start: Fraction
    """Media time of the first picture in the fragments, in seconds."""


def segment_media(media: Path, folder: Path) -> StreamFacts:
    """Cut the media into segments of about six seconds at key pictures; nothing is encoded.

    Args:
        media: Any file that FFmpeg's libraries read.
        folder: Where `media.m3u8` and the fragments go; it exists and is empty.

    Raises:
        InputError: The media cannot be read, or its streams cannot be put into fragments.
    """
    import av

    try:
        with av.open(f"file:{media}") as source:
            options = _segment_options(source, folder)
            with av.open(f"file:{folder / MEDIA}", "w", format="hls", options=options) as output:
                for packet in shifted_packets(source, copy_streams(source, output)):
                    output.mux(packet)
            return _facts(source, folder)
    except (av.FFmpegError, ValueError) as error:
        raise InputError(path=str(media), reason=f"cannot be cut into HLS fragments: {error}") from error


def _segment_options(source: InputContainer, folder: Path) -> dict[str, str]:
    """What FFmpeg's HLS muxer is reported.

    H.264 with AAC goes into transport streams. In MP4 fragments, FFmpeg writes the delay of pictures that are
    decoded before they are shown as an edit list, and players differ in whether they obey it: captions would
    be late in some. Transport streams say when each picture is shown. Other codecs only fit into fragments.
    """
    codecs = {stream.codec_context.name for stream in source.streams if stream.type in ("video", "audio")}
    is_classic = codecs <= {"h264", "aac", "mp3"}
    suffix = "ts" if is_classic else "m4s"
    return {
        "fflags": "+bitexact",
        "hls_time": str(SEGMENT_SECONDS),
        "hls_playlist_type": "vod",
        "hls_segment_type": "mpegts" if is_classic else "fmp4",
        "hls_segment_filename": f"file:{folder}".replace("%", "%%") + f"/part-%05d.{suffix}",
    } | ({} if is_classic else {"hls_fmp4_init_filename": "init.mp4"})


def multivariant_playlist(facts: StreamFacts, languages: Sequence[BundleLanguage]) -> str:
    """The playlist that a player opens first."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    lines += _session_data(languages)
    lines += [_rendition(language) for language in languages]
    attributes = [f"BANDWIDTH={facts.bandwidth}", f"AVERAGE-BANDWIDTH={facts.average_bandwidth}"]
    if facts.codecs:
        attributes.append(f'CODECS="{facts.codecs}"')
    if facts.resolution:
        attributes += [f"RESOLUTION={facts.resolution}", f"FRAME-RATE={facts.frame_rate}"]
    if languages:
        attributes.append('SUBTITLES="captions"')
    return "\n".join([*lines, f"#EXT-X-STREAM-INF:{','.join(attributes)}", MEDIA, ""])


def subtitle_playlist(language: BundleLanguage, duration_ms: int) -> str:
    """The playlist of one language: one segment as long as the media."""
    seconds = max(1, duration_ms) / 1000
    return "\n".join(
        [
            "#EXTM3U",
            "#EXT-X-VERSION:7",
            f"#EXT-X-TARGETDURATION:{max(1, -(-duration_ms // 1000))}",
            "#EXT-X-PLAYLIST-TYPE:VOD",
            f"#EXTINF:{seconds:.3f},",
            quote(f"{file_tag(language.tag)}.vtt"),
            "#EXT-X-ENDLIST",
            "",
        ]
    )


def timestamp_map(facts: StreamFacts) -> str:
    """The header line that ties a WebVTT segment's zero to the first picture on the media's clock."""
    return f"X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:{round(facts.start * _MPEG_CLOCK)}"


def with_timestamp_map(vtt: str, facts: StreamFacts) -> str:
    """A WebVTT file as a segment: the map stands in its header.

    The header's first line is the only one before the first blank line.
    """
    first, _, rest = vtt.partition("\n")
    return f"{first}\n{timestamp_map(facts)}\n{rest}"


def _rendition(language: BundleLanguage) -> str:
    attributes = [
        "TYPE=SUBTITLES",
        'GROUP-ID="captions"',
        f'NAME="{_quoted(language.label)}"',
        f'LANGUAGE="{file_tag(language.tag)}"',
        f"DEFAULT={'YES' if language.is_source else 'NO'}",
        "AUTOSELECT=YES",
        "FORCED=NO",
    ]
    if language.is_machine:
        attributes.append('CHARACTERISTICS="public.machine-generated"')
    attributes.append(f'URI="{quote(file_tag(language.tag))}.m3u8"')
    return f"#EXT-X-MEDIA:{','.join(attributes)}"


def _session_data(languages: Sequence[BundleLanguage]) -> list[str]:
    """Where the chapters are (Apple, *Providing JavaScript Object Notation (JSON) chapters*), if there are any."""
    if not any(language.details.chapters for language in languages):
        return []
    return [f'#EXT-X-SESSION-DATA:DATA-ID="com.apple.hls.chapters",URI="{CHAPTERS}"']


def _quoted(text: str) -> str:
    """A quoted string holds no quotation mark and no line end."""
    return " ".join(text.replace('"', "”").split())


def _facts(source: InputContainer, folder: Path) -> StreamFacts:
    durations, sizes = _segments(folder)
    rates = [size * 8 / seconds for seconds, size in zip(durations, sizes, strict=True) if seconds > 0]
    video = source.streams.video[0] if source.streams.video else None
    rate = video.average_rate if video is not None else None
    return StreamFacts(
        bandwidth=max(1, round(max(rates, default=1))),
        average_bandwidth=max(1, round(sum(sizes) * 8 / max(0.001, sum(durations)))),
        codecs=_codecs(source, folder),
        resolution=f"{video.width}x{video.height}" if video is not None else "",
        frame_rate=f"{float(rate):.3f}" if rate else "0.000",
        start=first_picture(folder),
    )


def _segments(folder: Path) -> tuple[list[float], list[int]]:
    lines = (folder / MEDIA).read_text(encoding="utf-8").splitlines()
    durations = [float(line[8:].split(",")[0]) for line in lines if line.startswith("#EXTINF:")]
    names = [line for line in lines if line and not line.startswith("#")]
    return durations, [(folder / name).stat().st_size for name in names]


def first_picture(folder: Path) -> Fraction:
    """Media time of the first picture (or sound, without pictures) of a cut medium, in seconds."""
    import av

    with av.open(f"file:{folder / MEDIA}") as stream:
        kind = stream.streams.video or stream.streams.audio
        for packet in stream.demux(kind[0]):
            if packet.pts is not None:
                return max(Fraction(0), packet.pts * packet.time_base)
    return Fraction(0)


def _codecs(source: InputContainer, folder: Path) -> str:
    """RFC 6381 names of all streams; empty where one is not known, since a wrong name keeps players from playing."""
    init = folder / "init.mp4"
    boxes = init.read_bytes() if init.is_file() else b""
    names = []
    for stream in source.streams:
        if stream.type not in ("video", "audio"):
            continue
        name = codec_name(stream.codec_context.name, stream.codec_context.extradata or b"", boxes)
        if not name:
            return ""
        names.append(name)
    return ",".join(dict.fromkeys(names))


def codec_name(codec: str, extra: bytes, boxes: bytes) -> str:
    """How RFC 6381 and the codecs' own registrations name a stream; empty for one that is not known.

    Args:
        codec: FFmpeg's name of it.
        extra: What the decoder is given before the first packet.
        boxes: The header of MP4 fragments, in which VP9, AV1 and HEVC say what they are.
    """
    if codec == "h264" and len(extra) > 3 and extra[0] == 1:
        return f"avc1.{extra[1:4].hex()}"
    if codec == "aac" and extra:
        return f"mp4a.40.{extra[0] >> 3}"
    if codec in _PLAIN_NAMES:
        return _PLAIN_NAMES[codec]
    kind = {"vp9": b"vpcC", "av1": b"av1C", "hevc": b"hvcC"}.get(codec, b"")
    at = boxes.find(kind) + 4 if kind else 0
    body = boxes[at : at + 24] if at > 3 else b""
    name = _FROM_BOX[codec](body) if len(body) == _BOX_BYTES else ""
    return name.replace("hvc1", "hev1") if b"hev1" in boxes else name


_PLAIN_NAMES = {"mp3": "mp4a.40.34", "opus": "Opus", "flac": "fLaC", "ac3": "ac-3", "eac3": "ec-3"}
_BOX_BYTES = 24


def _vp9_name(box: bytes) -> str:
    """VP Codec ISO Media File Format Binding: profile, level and depth follow version and flags."""
    return f"vp09.{box[4]:02}.{box[5]:02}.{box[6] >> 4:02}"


def _av1_name(box: bytes) -> str:
    """AV1 Codec ISO Media File Format Binding, section 5: profile, level, tier, depth."""
    depth = 10 if box[2] & 0x40 else 8
    return f"av01.{box[1] >> 5}.{box[1] & 0x1F:02}{'H' if box[2] & 0x80 else 'M'}.{depth:02}"


def _hevc_name(box: bytes) -> str:
    """ISO/IEC 14496-15, annex E: profile, compatibility flags in reverse, tier and level, constraints."""
    flags = int(f"{int.from_bytes(box[2:6]):032b}"[::-1], 2)
    constraints = ".".join(f"{byte:X}" for byte in box[6:12].rstrip(b"\0"))
    name = f"hvc1.{box[1] & 0x1F}.{flags:X}.{'H' if box[1] & 0x20 else 'L'}{box[12]}"
    return f"{name}.{constraints}" if constraints else name


_FROM_BOX = {"vp9": _vp9_name, "av1": _av1_name, "hevc": _hevc_name}
