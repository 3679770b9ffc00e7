"""How far the transcription of many videos is, in minutes of sound, and how long it will still take.

The length of a video is known when it is transcribed; of the others the size of their files is: a channel's videos are
alike, and opening ten thousand of them to learn more would take minutes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import field
from pathlib import Path

from pipeline.dataclass import dataclass
from pipeline.protocols import Progress
from pipeline.timing import MS_PER_SECOND

STEP = "videos to transcribe"


@dataclass(slots=True)
class Pace:
    """What is transcribed and what is not; a video that nobody announced is added when it is done."""

    _open_bytes: dict[str, int] = field(default_factory=dict)
    _clock: Callable[[], float] = time.monotonic
    _begun: float = 0.0
    _done_bytes: int = 0
    _done_ms: int = 0

    @classmethod
    def of(cls, videos: Iterable[tuple[str, Path]], clock: Callable[[], float] = time.monotonic) -> Pace:
        """The pace of a run that begins now.

        Args:
            videos: Those that are to be transcribed, with their files.
            clock: Seconds.
        """
        return cls({video: _size(media) for video, media in videos}, clock, clock())

    def done(self, video: str, media: Path, sound_ms: int) -> Progress | None:
        """How far all of them are now that one more is done; None where it is the only one."""
        is_only = not self._done_ms and not self._open_bytes.keys() - {video}
        self._done_bytes += self._open_bytes.pop(video, 0) or _size(media)
        self._done_ms += sound_ms
        if is_only or not self._done_bytes:
            return None
        share = sum(self._open_bytes.values()) / self._done_bytes
        spent_ms = (self._clock() - self._begun) * MS_PER_SECOND
        return Progress(
            step=STEP,
            done=self._done_ms,
            total=round(self._done_ms * (1 + share)),
            unit="ms",
            left_ms=round(spent_ms * share),
        )


def _size(media: Path) -> int:
    with suppress(OSError):
        return media.stat().st_size
    return 0
