"""How likely somebody speaks: Silero's voice activity detector, fed block by block.

The network (MIT licence) lies in the package faster-whisper and runs in ONNX Runtime. It gives the
probability of speech for each frame of 32 ms.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.dataclass import dataclass
from pipeline.errors import EngineNotInstalled
from pipeline.models import install_command
from pipeline.speech.detector_sound import DetectorSound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

_CONTEXT = 64
"""Samples of the frame before that the network wants to see again."""
_STATE = (1, 1, 128)


@dataclass(slots=True)
class VoiceActivity:
    """The network with what it remembers of the audio so far."""

    _session: Any
    _memory: list[Any] = field(default_factory=list)
    _sound: DetectorSound = field(default_factory=DetectorSound)
    _context: Any = None

    def probabilities(self, block: Samples) -> Iterator[tuple[float, float]]:
        """For each frame that this block completes: probability of speech, and loudness (root mean square)."""
        import numpy as np

        frames, loudness = self._sound.frames(block)
        if not len(frames):
            return
        before = np.zeros(_CONTEXT, np.float32) if self._context is None else self._context
        contexts = np.vstack([before[None], frames[:-1, -_CONTEXT:]])
        self._context = frames[-1, -_CONTEXT:]
        state = self._memory or [np.zeros(_STATE, np.float32), np.zeros(_STATE, np.float32)]
        inputs = {"input": np.hstack([contexts, frames]), "h": state[0], "c": state[1]}
        speech, *self._memory = self._session.run(None, inputs)
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
            engine="voice activity",
            command=install_command("faster-whisper"),
            reason="Silero's network is not installed",
        )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(str(networks[-1]), options, providers=["CPUExecutionProvider"])
    return VoiceActivity(session)
