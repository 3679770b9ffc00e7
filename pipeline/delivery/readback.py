"""Reading a bundle's files back with other libraries than those that wrote them.

SubRip: `pysubs2`. WebVTT: `webvtt-py`. TTML: the XML itself, and `ttconv` must accept it. MP4 and Matroska:
PyAV's demuxer. The web page: the data in it. All give the same shape, so that they can be compared.
"""

from __future__ import annotations

import html
import io
import json
import re
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.dataclass import dataclass
from pipeline.languages import iso639_2
from pipeline.timing import MS_PER_HOUR, parse_timestamp

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Shown = tuple[int, int, str]
"""Start and end in milliseconds, and the words that a viewer sees: see `visible_words`."""

_PAGE_DATA = '<script type="application/json" id="captions-data">'
_TTML = "{http://www.w3.org/ns/ttml}"
PYSUBS2_HOURS_MS = 100 * MS_PER_HOUR
"""`pysubs2` reads two digits of hours: longer times come back without their hundreds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTrack:
    """One subtitle track of a video file."""

    language: str
    title: str
    is_default: bool
    cues: tuple[Shown, ...]


def visible_words(text: str) -> str:
    r"""A text without markup of any format, without invisible joiners, its white space made single.

    It must be the same for every way in which a format may write a text; so angle and curly brackets with
    what is between them go away, whether they are markup or not.

    >>> visible_words("{\\an8}<i>one</i> &amp;\ntwo")
    'one & two'
    """
    plain = html.unescape(re.sub("[\u2060\u200e\u200f]", "", text)).replace("\\N", "\n").replace("\\h", " ")
    return " ".join(re.sub(r"<[^<>\n]*>|\{[^{}\n]*\}", "", plain).split())


def read_subrip(data: bytes) -> tuple[Shown, ...]:
    """The cues of a SubRip file, by `pysubs2`."""
    import pysubs2

    text = data.decode("utf-8-sig")
    events = pysubs2.SSAFile.from_string(text, format_="srt", keep_html_tags=True) if text else []
    return tuple((event.start, event.end, visible_words(event.text)) for event in events)


def read_webvtt(data: bytes) -> tuple[Shown, ...]:
    """The cues of a WebVTT file, by `webvtt-py`."""
    import webvtt

    captions = webvtt.from_buffer(io.StringIO(data.decode()), format="vtt").captions
    return tuple(
        (
            parse_timestamp(caption.start),
            parse_timestamp(caption.end),
            visible_words(visible_words_of_vtt(caption.raw_text)),
        )
        for caption in captions
    )


def read_webvtt_texts(data: bytes) -> tuple[Shown, ...]:
    """The cues of a WebVTT file of chapters, by `webvtt-py`: their text is a title, in which nothing is markup."""
    import webvtt

    captions = webvtt.from_buffer(io.StringIO(data.decode()), format="vtt").captions
    return tuple(
        (
            parse_timestamp(caption.start),
            parse_timestamp(caption.end),
            " ".join(visible_words_of_vtt(caption.raw_text).split()),
        )
        for caption in captions
    )


def read_titles(path: Path, *, container: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    """The title of an MP4 or Matroska file, and start and name of the chapters that FFmpeg's libraries show."""
    import av

    with av.open(f"file:{path}", format=container) as opened:
        chapters = tuple(
            (round(chapter["start"] * Fraction(chapter["time_base"] or 0) * 1000), chapter["metadata"].get("title", ""))
            for chapter in opened.chapters()
        )
        return opened.metadata.get("title", ""), chapters


def visible_words_of_vtt(raw: str) -> str:
    """The text of a WebVTT cue without its tags, its references resolved."""
    return html.unescape(re.sub(r"<[^<>]*>", "", raw))


def read_timed_text(data: bytes) -> tuple[Shown, ...]:
    """The cues of a TTML file from its XML; `ttconv` must accept it too."""
    import xml.etree.ElementTree as ET

    from ttconv.imsc import reader

    root = ET.fromstring(data)  # noqa: S314  # our own file, its hash checked before
    if reader.to_model(ET.ElementTree(root)) is None:
        raise ValueError("ttconv does not accept it")
    return tuple(
        (parse_timestamp(p.get("begin", "")), parse_timestamp(p.get("end", "")), visible_words(_paragraph_text(p)))
        for p in root.iter(f"{_TTML}p")
    )


def _paragraph_text(element: Element) -> str:
    parts = [element.text or ""]
    for child in element:
        parts.append("\n" if child.tag == f"{_TTML}br" else _paragraph_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def read_tracks(path: Path, *, container: str = "") -> tuple[ReadTrack, ...]:
    """The subtitle tracks of an MP4 or Matroska file, their times counted from the first picture.

    Args:
        path: The file.
        container: `mp4` or `matroska`. FFmpeg must not find out by itself: a playlist under another name would make it
            open what the playlist names.
    """
    import av

    name = container or ("mp4" if path.suffix == ".mp4" else "matroska")
    with av.open(f"file:{path}", format=name) as opened:
        start = _first_time(opened)
        streams = list(opened.streams.subtitles)
        cues: dict[int, list[Shown]] = {stream.index: [] for stream in streams}
        for packet in opened.demux(streams) if streams else ():
            text = _sample_text(bytes(packet), is_mp4=name == "mp4")
            if packet.pts is None or not text:
                continue
            start_ms = round((packet.pts * packet.time_base - start) * 1000)
            end_ms = start_ms + round((packet.duration or 0) * packet.time_base * 1000)
            cues[packet.stream.index].append((start_ms, end_ms, visible_words(text)))
        return tuple(_track(stream, tuple(cues[stream.index])) for stream in streams)


def _track(stream: Any, cues: tuple[Shown, ...]) -> ReadTrack:  # noqa: ANN401  # PyAV's stream classes vary by container
    import av

    title = stream.metadata.get("title") or stream.metadata.get("handler_name", "")
    is_default = bool(stream.disposition & av.stream.Disposition.default)
    return ReadTrack(language=stream.metadata.get("language", ""), title=title, is_default=is_default, cues=cues)


def _first_time(container: Any) -> Fraction:  # noqa: ANN401  # as above
    """When the first picture is shown, on the file's clock, in seconds.

    Matroska holds no negative times: sound that begins before the picture moves everything later.
    """
    streams = container.streams.video or container.streams.audio
    stream = streams[0] if streams else None
    if stream is None or stream.start_time is None or not container.streams.video:
        return Fraction(0)
    return Fraction(stream.start_time * stream.time_base)


def _sample_text(data: bytes, *, is_mp4: bool) -> str:
    """MP4 timed text begins with its length in bytes; an empty sample is a gap between cues."""
    if is_mp4:
        data = data[2 : 2 + int.from_bytes(data[:2], "big")]
    return data.decode()


def container_language(tag: str) -> str:
    """How MP4 and Matroska files name a language."""
    return iso639_2(tag)


def read_page_details(text: str) -> dict[str, tuple[str, str, tuple[tuple[int, str], ...]]]:
    """Title, description, and start and name of each chapter in a web page's data, by language tag."""
    data = text.partition(_PAGE_DATA)[2].partition("</script>")[0]
    return {
        language["tag"]: (
            language.get("title", ""),
            language.get("about", ""),
            tuple((start, title) for start, _, title in language.get("chapters", ())),
        )
        for language in json.loads(data)
    }


def read_page(text: str) -> dict[str, tuple[str, tuple[Shown, ...]]]:
    """The captions of a web page: language tag → its label and cues."""
    data = text.partition(_PAGE_DATA)[2].partition("</script>")[0]
    return {
        language["tag"]: (
            language["label"],
            tuple((start, end, visible_words(plain)) for start, end, _, _, plain in language["cues"]),
        )
        for language in json.loads(data)
    }
