"""What every engine of the Whisper family shares: from a medium to a transcript.

The engine itself only hears one batch of windows at a time; here the windows are cut and fetched
ahead in a second thread, and what is heard in them becomes a transcript.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.media import probe
from pipeline.model import Transcript
from pipeline.protocols import ProgressSink, TranscribeOptions
from pipeline.speech.audio_source import AudioSource, first_source, other_sources
from pipeline.speech.heaps import give_back, share_heaps
from pipeline.speech.listener import Listener
from pipeline.speech.meter import Meter
from pipeline.speech.prefetch import fetched_ahead
from pipeline.speech.recogniser import Recogniser
from pipeline.speech.voice_activity import load_voice_activity
from pipeline.speech.windows import RATE_HZ, cut_windows
from pipeline.timing import MS_PER_SECOND


def hear(
    recogniser: Recogniser[Any], media: Path, options: TranscribeOptions, progress: ProgressSink, *, engine: str
) -> Transcript:
    """Recognise the speech of one medium; a transcript without words if nobody speaks in it.

    Raises:
        InputError: It is not a readable medium with audio.
        EngineError: The language is none that the model knows.
    """
    info = probe(media)
    meter = Meter(f"transcribe {media.stem}", info.duration_ms, progress)
    source = first_source(media, info, options)
    listener = _heard(Listener(recogniser, options, engine), source, media, meter)
    if not listener.words:
        for other in other_sources(media, info, options, source):
            second = _heard(Listener(recogniser, options, engine), other, media, meter)
            if second.words:
                listener = second
                break
    meter.finish(listener.decoded * MS_PER_SECOND // RATE_HZ)
    return listener.transcript()


def _heard(listener: Listener, source: AudioSource, media: Path, meter: Meter) -> Listener:
    """A listener that has heard all of one sound of a medium."""
    notices, recogniser = listener.seen.general, listener.recogniser
    if source.notice:
        notices.append(source.notice)
    blocks = _counted(source.blocks(media, notices), listener)
    seen = listener.seen
    found = cut_windows(blocks, load_voice_activity(), seen.unexplained, seen.sound)
    with fetched_ahead(found, ahead=recogniser.batch_size) as windows:
        share_heaps()
        recogniser.prepare()
        while (encoded := recogniser.encode(islice(windows, recogniser.batch_size), meter.encoded)).windows:
            give_back()
            listener.hear(encoded)
            meter.decoded(encoded.windows)
            encoded = None  # before the next ones: what is remembered of a window is large
            give_back()
    return listener


def _counted(blocks: Iterable[Any], listener: Listener) -> Iterator[Any]:
    for block in blocks:
        listener.decoded += len(block)
        listener.outline.add(block)
        yield block
