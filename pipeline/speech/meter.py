"""How far a medium has been heard."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.protocols import Progress, ProgressSink
from pipeline.speech.windows import RATE_HZ, Window
from pipeline.timing import MS_PER_SECOND


class Meter:
    """Tells how far the medium has been heard."""

    def __init__(self, step: str, total_ms: int, progress: ProgressSink) -> None:
        self._step = step
        self._total_ms = total_ms
        self._progress = progress
        self._reached_ms = 0
        self._tell(0)

    def encoded(self, batch: Sequence[Window], count: int) -> None:
        """Some windows of a batch are encoded, which is about half of the work."""
        reached = batch[0].start + (batch[count - 1].end - batch[0].start) // 2
        self._tell(reached * MS_PER_SECOND // RATE_HZ)

    def decoded(self, batch: Sequence[Window]) -> None:
        """A whole batch is done."""
        self._tell(batch[-1].end * MS_PER_SECOND // RATE_HZ)

    def finish(self, heard_ms: int) -> None:
        """All is done; a damaged file is shorter than its header says."""
        self._total_ms = self._reached_ms = heard_ms
        self._tell(heard_ms)

    def _tell(self, done_ms: int) -> None:
        # What is heard a second time, in another track, moves no bar back.
        done_ms = self._reached_ms = max(done_ms, self._reached_ms)
        total_ms = max(self._total_ms, done_ms) if self._total_ms else 0
        self._progress(Progress(step=self._step, done=done_ms, total=total_ms, unit="ms"))
