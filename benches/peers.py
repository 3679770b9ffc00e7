"""One engine on one recording, in a process of its own, so that its memory is its own.

    python -m benches.peers NAME MEDIA WEIGHTS RUNS

NAME is a key of `PEERS`; WEIGHTS is the checkpoint or folder that it loads. The engine hears the
recording once to warm up and then RUNS times; the result is one line of JSON on stdout. Runs in
.venv-bench for the peers and in .venv for ours.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Words = list[tuple[str, int, int]]
Hear = Callable[[], Words]


def main(arguments: list[str]) -> None:
    """Warm up, measure, print."""
    name, media, weights, runs = arguments
    hear = PEERS[name](media, weights)
    words = hear()
    seconds = []
    for _ in range(int(runs)):
        start = time.perf_counter()
        words = hear()
        seconds.append(time.perf_counter() - start)
    peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"seconds": seconds, "peak_mb": peak_kib / 1024, "words": words}))


def _ours(engine: str) -> Callable[[str, str], Hear]:
    def prepare(media: str, weights: str) -> Hear:
        from pipeline.protocols import TranscribeOptions, ignore_progress
        from pipeline.settings import TranscriptionSettings
        from pipeline.speech.registry import load_transcriber

        transcriber = load_transcriber(TranscriptionSettings(engine=engine), Path())

        def hear() -> Words:
            transcript = transcriber.transcribe(Path(media), TranscribeOptions(), ignore_progress)
            return [(word.text, word.start_ms, word.end_ms) for word in transcript.words]

        return hear

    return prepare


def _whisper_greedy(media: str, weights: str) -> Hear:
    import whisper

    model = whisper.load_model(weights)
    # A checkpoint from a path has no alignment heads; with base's own its word times are as good as they get.
    model.set_alignment_heads(whisper._ALIGNMENT_HEADS["base"])

    def hear() -> Words:
        result = whisper.transcribe(model, media, temperature=0.0, word_timestamps=True, fp16=False)
        return [_timed(word["word"], word["start"], word["end"]) for one in result["segments"] for word in one["words"]]

    return hear


def _faster_whisper(*, is_batched: bool) -> Callable[[str, str], Hear]:
    def prepare(media: str, weights: str) -> Hear:
        from faster_whisper import BatchedInferencePipeline, WhisperModel

        model: Any = WhisperModel(weights, device="cpu", compute_type="int8")
        if is_batched:
            model = BatchedInferencePipeline(model)

        def hear() -> Words:
            segments, _ = model.transcribe(media, word_timestamps=True)
            return [_timed(word.word, word.start, word.end) for one in segments for word in one.words]

        return hear

    return prepare


def _timed(text: str, start: float, end: float) -> tuple[str, int, int]:
    return text.strip(), round(float(start) * 1000), round(float(end) * 1000)


PEERS: dict[str, Callable[[str, str], Hear]] = {
    "ours": _ours("whisper"),
    "ours-faster-whisper": _ours("faster-whisper"),
    "whisper-greedy": _whisper_greedy,
    "faster-whisper": _faster_whisper(is_batched=False),
    "faster-whisper-batched": _faster_whisper(is_batched=True),
}

if __name__ == "__main__":
    main(sys.argv[1:])
