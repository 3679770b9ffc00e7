"""Where somebody speaks: Silero's voice activity detector, fed block by block.

The network (MIT licence) lies in the package faster-whisper and runs in ONNX Runtime. It gives the
probability of speech for each frame of 32 ms; two thresholds make spans of speech of them.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import EngineNotInstalled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

FRAME = 512
"""Samples of one frame at 16 kHz: 32 ms."""
_CONTEXT = 64
"""Samples of the frame before that the network wants to see again."""
_STATE = (1, 1, 128)
_STARTS_AT = 0.5
_ENDS_BELOW = 0.35
"""Silero's own thresholds; two, so that a span does not flicker."""
_SHORTEST_PAUSE = 4
"""Frames without speech that end a span, 128 ms: about the closure of a stop and a bit."""
_SHORTEST_SPAN = 3
"""Frames of speech that are more than a click, 96 ms."""
_LONGEST_SPAN = 20_000 // 32
"""A span without any pause is cut after 20 s, where it is quietest in its second half."""


@dataclass(frozen=True, slots=True)
class Span:
    """Speech from one sample to another, at 16 kHz from the start of the medium."""

    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start


@dataclass(slots=True)
class VoiceActivity:
    """The network with what it remembers of the audio so far."""

    _session: Any
    _memory: list[Any] = field(default_factory=list)
    _left: Any = None
    """Samples that do not fill a frame yet."""
    _context: Any = None

    def probabilities(self, block: Samples) -> Iterator[tuple[float, float]]:
        """For each frame that this block completes: probability of speech, and loudness (root mean square)."""
        import numpy as np

        audio = block if self._left is None else np.concatenate([self._left, block])
        count = len(audio) // FRAME
        self._left = audio[count * FRAME :]
        if not count:
            return
        frames = audio[: count * FRAME].reshape(count, FRAME)
        before = np.zeros(_CONTEXT, np.float32) if self._context is None else self._context
        contexts = np.vstack([before[None], frames[:-1, -_CONTEXT:]])
        self._context = frames[-1, -_CONTEXT:]
        state = self._memory or [np.zeros(_STATE, np.float32), np.zeros(_STATE, np.float32)]
        inputs = {"input": np.hstack([contexts, frames]), "h": state[0], "c": state[1]}
        speech, *self._memory = self._session.run(None, inputs)
        loudness = np.sqrt((frames**2).mean(axis=1))
        yield from zip(speech.reshape(-1).tolist(), loudness.tolist(), strict=True)


def load_voice_activity(*, threads: int = 1) -> VoiceActivity:
    """Load the network, 2 MB.

    Raises:
        EngineNotInstalled: It is not where faster-whisper keeps it.
    """
    import onnxruntime

    # find_spec does not import faster_whisper, which would load half a second of other libraries.
    package = importlib.util.find_spec("faster_whisper")
    folder = Path(package.origin).parent / "assets" if package and package.origin else Path()
    networks = sorted(folder.glob("silero_vad*.onnx"))
    if not networks:
        raise EngineNotInstalled(
            engine="voice activity", command="pip install faster-whisper", reason="Silero's network is not installed"
        )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(str(networks[-1]), options, providers=["CPUExecutionProvider"])
    return VoiceActivity(session)


def speech_spans(frames: Iterable[tuple[float, float]]) -> Iterator[Span]:
    """Spans of speech, in order, not touching unless a long one was cut.

    Args:
        frames: Probability of speech and loudness of each frame of 32 ms.

    >>> speech = [(0.0, 0.0)] * 5 + [(0.9, 0.1)] * 10 + [(0.1, 0.0)] * 5
    >>> list(speech_spans(speech))
    [Span(start=2560, end=7680)]
    """
    first: int | None = None
    last = -1
    loudness: list[float] = []
    number = -1
    for number, (probability, level) in enumerate(frames):
        if first is None:
            if probability >= _STARTS_AT:
                first, last, loudness = number, number, [level]
            continue
        loudness.append(level)
        if probability >= _ENDS_BELOW:
            last = number
        elif number - last >= _SHORTEST_PAUSE:
            yield from _span(first, last)
            first = None
        if first is not None and number - first >= _LONGEST_SPAN:
            cut = first + _quietest(loudness)
            yield from _span(first, min(cut, last))
            loudness = loudness[cut + 1 - first :]
            first = cut + 1
            last = max(last, first)
    if first is not None:
        yield from _span(first, min(last, number))


def _span(first: int, last: int) -> Iterator[Span]:
    if last + 1 - first >= _SHORTEST_SPAN:
        yield Span(first * FRAME, (last + 1) * FRAME)


def _quietest(loudness: list[float]) -> int:
    """The frame in the second half whose neighbourhood is quietest: most likely between two words."""
    half = len(loudness) // 2
    return min(range(half, len(loudness) - 1), key=lambda index: sum(loudness[index - 1 : index + 2]))
