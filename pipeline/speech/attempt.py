"""One decoding of one window, and whether its text can be right: by Whisper's own thresholds."""

from __future__ import annotations

from pipeline.dataclass import dataclass

_MAX_COMPRESSION = 2.4
_MIN_LOGPROB = -1.0
_NO_SPEECH = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What every engine of the Whisper family knows of a text."""

    tokens: list[int]
    avg_logprob: float
    compression_ratio: float
    no_speech_prob: float

    @property
    def has_failed(self) -> bool:
        return self.is_loop or self.avg_logprob < _MIN_LOGPROB

    @property
    def is_loop(self) -> bool:
        return self.compression_ratio > _MAX_COMPRESSION

    @property
    def is_silent(self) -> bool:
        return self.no_speech_prob > _NO_SPEECH and self.avg_logprob < _MIN_LOGPROB

    @property
    def rank(self) -> tuple[bool, float]:
        """The higher, the better a text that failed: above all one that does not go round in circles."""
        return not self.is_loop, self.avg_logprob
