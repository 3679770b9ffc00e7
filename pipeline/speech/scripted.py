"""The scripted recogniser: it replays what a file says. For tests only; it hears nothing.

`engine = "scripted"` in `[transcription]` reads `<medium>.transcript.json` beside the medium (for the
task `translate` `<medium>.english.json`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass
from pipeline.errors import InputError
from pipeline.model import EngineSignature, Transcript
from pipeline.protocols import Progress, ProgressSink, TranscribeOptions

if TYPE_CHECKING:
    from pipeline.settings import TranscriptionSettings


@dataclass(frozen=True, slots=True)
class ScriptedTranscriber:
    """Gives the transcript that lies beside the medium."""

    model: str

    @property
    def signature(self) -> EngineSignature:
        return EngineSignature(engine="scripted", engine_version="1", model=self.model)

    def transcribe(self, media: Path, options: TranscribeOptions, progress: ProgressSink) -> Transcript:
        """Read the script; an empty one means that nobody speaks."""
        from pipeline.formats import transcript_from_json

        script = media.with_suffix(".english.json" if options.task == "translate" else ".transcript.json")
        try:
            transcript = transcript_from_json(json.loads(script.read_bytes()), path=str(script))
        except FileNotFoundError as error:
            raise InputError(path=str(script), reason="the scripted engine finds no script") from error
        progress(Progress(step=media.stem, done=transcript.duration_ms, total=transcript.duration_ms, unit="ms"))
        return transcript


def make_transcriber(settings: TranscriptionSettings, folder: Path) -> ScriptedTranscriber:
    """Registry factory."""
    return ScriptedTranscriber(model=settings.model)
