"""One engine on many recordings, in a process of its own: `python -m benches.recognition_worker NAME WEIGHTS RUNS`.

The recordings come on stdin as JSON, `[[path, language], …]`; the result is one line of JSON on stdout: for each
recording the words, and the seconds by the clock and of the processor (median over the runs). The first recording is
heard once before, to warm up. Runs in .venv-bench for the peers and in .venv for ours.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

Words = list[tuple[str, int, int]]
Hear = Callable[[str, str], Words]


def main(arguments: list[str]) -> None:
    """Warm up, measure, print."""
    name, weights, runs = arguments
    recordings = json.load(sys.stdin)
    hear = ENGINES[name](weights)
    hear(*recordings[0])
    print(json.dumps([_measured(hear, path, language, int(runs)) for path, language in recordings]))


def _measured(hear: Hear, path: str, language: str, runs: int) -> dict[str, Any]:
    clock, processor, words = [], [], []
    for _ in range(runs):
        begin, used = time.perf_counter(), time.process_time()
        words = hear(path, language)
        clock.append(time.perf_counter() - begin)
        processor.append(time.process_time() - used)
    print(f"  {Path(path).stem}: {clock[-1]:.1f} s", file=sys.stderr, flush=True)
    return {"words": words, "clock_s": median(clock), "processor_s": median(processor)}


def _ours(engine: str) -> Callable[[str], Hear]:
    def prepare(weights: str) -> Hear:
        from pipeline.errors import NoSpeech
        from pipeline.protocols import TranscribeOptions, ignore_progress
        from pipeline.settings import TranscriptionSettings
        from pipeline.speech import load_transcriber

        transcriber = load_transcriber(TranscriptionSettings(engine=engine), Path())

        def hear(path: str, language: str) -> Words:
            options = TranscribeOptions(language=language or None)
            try:
                transcript = transcriber.transcribe(Path(path), options, ignore_progress)
            except NoSpeech:
                return []
            return [(word.text, word.start_ms, word.end_ms) for word in transcript.words]

        return hear

    return prepare


def _whisper(weights: str) -> Hear:
    """As its command runs it: beam of five, warmer when it fails, each window after the one before."""
    import whisper

    model = whisper.load_model(weights)
    model.set_alignment_heads(whisper._ALIGNMENT_HEADS["base"])

    def hear(path: str, language: str) -> Words:
        result = whisper.transcribe(
            model, path, language=language or None, beam_size=5, best_of=5, word_timestamps=True, fp16=False
        )
        return [_timed(word["word"], word["start"], word["end"]) for one in result["segments"] for word in one["words"]]

    return hear


def _faster_whisper_batched(weights: str) -> Hear:
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    model: Any = BatchedInferencePipeline(WhisperModel(weights, device="cpu", compute_type="int8"))

    def hear(path: str, language: str) -> Words:
        segments, _ = model.transcribe(path, language=language or None, beam_size=5, word_timestamps=True)
        return [_timed(word.word, word.start, word.end) for one in segments for word in one.words]

    return hear


def _timed(text: str, start: float, end: float) -> tuple[str, int, int]:
    return text.strip(), round(float(start) * 1000), round(float(end) * 1000)


ENGINES: dict[str, Callable[[str], Hear]] = {
    "ours": _ours("whisper"),
    "ours-faster-whisper": _ours("faster-whisper"),
    "whisper": _whisper,
    "faster-whisper-batched": _faster_whisper_batched,
}

if __name__ == "__main__":
    main(sys.argv[1:])
