"""Which sound of a medium is heard.

The centre channel where it carries the voice, else all channels mixed; before it is said that nobody speaks, other
tracks, and each channel alone: two channels of opposite phase cancel when they are mixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.dataclass import dataclass
from pipeline.errors import InputError
from pipeline.media import AudioStream, MediaInfo, choose_stream, decode_audio
from pipeline.protocols import TranscribeOptions
from pipeline.speech.spans import speech_spans
from pipeline.speech.voice_activity import load_voice_activity
from pipeline.speech.windows import RATE_HZ

MIX = "mix"
_NAMES = {"left": "FL", "right": "FR", "centre": "FC", "center": "FC"}
_CENTRE = "FC"
_SURROUND = 3
"""Channels from which on one may be a centre; a single channel is called so, too."""
_ENOUGH = 30 * RATE_HZ
"""So much speech tells whether the centre carries the voice."""
_CARRIED = 0.7
"""Share of the speech in all channels that must be in the centre."""
_LEAST_SPEECH = RATE_HZ
"""Less is a noise."""
_MOST_SOURCES = 24
"""More tracks and channels than this are not tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioSource:
    """One track of a medium, or one channel of it."""

    stream: AudioStream
    channel: int | None = None
    """None: all channels, mixed."""
    notice: str = ""
    """What a person should know about the choice; empty for the usual one."""

    def blocks(self, media: Path, notices: list[str]) -> Iterator[Any]:
        """The sound, mono at 16 kHz; what is wrong with it goes to the notices."""
        return decode_audio(media, stream=self.stream.index, channel=self.channel, notice=notices.append)


def first_source(media: Path, info: MediaInfo, options: TranscribeOptions) -> AudioSource:
    """What is heard first: what was asked for, or the default track, of it the centre if that carries the voice.

    Raises:
        InputError: The medium has no such track or channel.
    """
    stream = choose_stream(info, options.audio_stream, path=media)
    if options.audio_channel == MIX:
        return AudioSource(stream=stream)
    if options.audio_channel:
        return AudioSource(stream=stream, channel=_channel_number(stream, options.audio_channel, media))
    return _centre_of(AudioSource(stream=stream), media)


def other_sources(
    media: Path, info: MediaInfo, options: TranscribeOptions, tried: AudioSource
) -> Iterator[AudioSource]:
    """Where else somebody may speak: in other tracks, and in channels alone; only those in which somebody does.

    Nothing where a person chose the channel; only that track's channels where a person chose the track.
    """
    if options.audio_channel:
        return
    streams = (tried.stream,) if options.audio_stream is not None else info.audio_streams
    for source in islice(_candidates(streams, tried), _MOST_SOURCES):
        try:
            if _speech(source.blocks(media, []), _LEAST_SPEECH)[0] >= _LEAST_SPEECH:
                yield source
        except InputError:
            continue  # a damaged track beside the first one is none to hear


def _candidates(streams: Iterable[AudioStream], tried: AudioSource) -> Iterator[AudioSource]:
    ordered = sorted(streams, key=lambda stream: stream.index)
    for stream in ordered:
        if stream != tried.stream or tried.channel is not None:
            notice = f"nobody speaks in {_named(tried)}; {_described(stream)} was transcribed instead"
            yield AudioSource(stream=stream, notice=notice)
    for stream in ordered:
        for channel in range(len(stream.channels) if len(stream.channels) > 1 else 0):
            source = AudioSource(stream=stream, channel=channel)
            if (stream, channel) != (tried.stream, tried.channel):
                notice = f"nobody speaks in {_named(tried)}; {_named(source)} was transcribed alone"
                yield replace(source, notice=notice)


def _centre_of(mix: AudioSource, media: Path) -> AudioSource:
    """The centre channel of a surround track, if it carries the voice; else the track."""
    channels = mix.stream.channels
    if len(channels) < _SURROUND or _CENTRE not in channels:
        return mix
    number = channels.index(_CENTRE)
    centre = AudioSource(
        stream=mix.stream,
        channel=number,
        notice='only the centre channel was heard, which carries the voice; audio_channel = "mix" hears all channels',
    )
    in_mix, blocks = _speech(mix.blocks(media, []), _ENOUGH)
    in_centre, _ = _speech(islice(centre.blocks(media, []), blocks), _ENOUGH)
    return centre if in_centre >= max(_LEAST_SPEECH, _CARRIED * min(in_mix, _ENOUGH)) else mix


def _speech(blocks: Iterable[Any], enough: int) -> tuple[int, int]:
    """Samples of clear speech, up to about as many as are enough, and how many blocks were looked at."""
    detector = load_voice_activity()
    looked_at = 0

    def frames() -> Iterator[tuple[float, float]]:
        nonlocal looked_at
        for block in blocks:
            looked_at += 1
            yield from detector.probabilities(block)

    total = 0
    for span in speech_spans(frames()):
        total += 0 if span.is_faint else span.length
        if total >= enough:
            break
    return total, looked_at


def _channel_number(stream: AudioStream, wanted: str, media: Path) -> int:
    if wanted.isdecimal() and int(wanted) < len(stream.channels):
        return int(wanted)
    name = _NAMES.get(wanted.lower(), wanted.upper())
    if name in stream.channels:
        return stream.channels.index(name)
    known = ", ".join(stream.channels) or "unknown"
    raise InputError(
        path=str(media), reason=f"has no audio channel {wanted!r} in stream {stream.index}; its channels: {known}"
    )


def _described(stream: AudioStream) -> str:
    return f"audio stream {stream.index}{f' ({stream.language})' if stream.language else ''}"


def _named(source: AudioSource) -> str:
    if source.channel is None:
        mixed = " with its channels mixed" if len(source.stream.channels) > 1 else ""
        return f"{_described(source.stream)}{mixed}"
    return f"channel {source.stream.channels[source.channel]} of {_described(source.stream)}"
