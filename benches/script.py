"""`make bench-script`: what a script does for the captions, and what it cannot spoil.

Each recording is transcribed once and then aligned with its true script, with scripts in which one sentence in ten was
not said and one in ten of what was said is missing, and with the script of another recording. A place is decided
rightly where a sentence that was not said is not in the captions, and one that the script lacks is there as it was
recognised. Times are of a loaded model. Results: docs/performance.md.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from benches.measures import Quality, TimedWord, measure, normalised, word_error_rate
from benches.report import PERFORMANCE, ROOT, table, write_section
from benches.transcription import Recording, recordings
from pipeline.build import ScriptInput, Sound, apply_script
from pipeline.formats import read_script
from pipeline.model import Transcript, Word
from pipeline.protocols import TranscribeOptions, ignore_progress
from pipeline.settings import TranscriptionSettings
from pipeline.speech import load_transcriber
from tools.demo_video import split_sentences

SCRIPTS = {
    "demo": ROOT / "media" / "social-credit.script.txt",
    "long": ROOT / "benches" / "data" / "long.script.txt",
}
SEEDS = (1, 2, 3)
CHANGED = 0.1
"""Share of sentences that are put in, and that are taken out."""
_SETTINGS = TranscriptionSettings()
_RUN = 4
"""So many words in a row of a sentence that was not said betray it."""
_KEPT = 0.9
"""Share of the recognised words of a sentence that must be in the captions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Altered:
    """A script that is not quite what was said."""

    text: str
    put_in: tuple[str, ...]
    taken_out: tuple[str, ...]


def main() -> int:
    """Measure, print and record."""
    known = recordings()
    texts = {one.name: "\n\n".join(read_script(SCRIPTS[one.name].read_bytes(), path="x.txt")) for one in known}
    transcriber = load_transcriber(_SETTINGS, ROOT)
    first = transcriber.transcribe(known[0].media, TranscribeOptions(), ignore_progress)  # the models are loaded
    _apply(known[0], texts[known[0].name], first)
    rows: list[list[str]] = []
    for one in known:
        other = next(text for name, text in texts.items() if name != one.name)
        started = time.perf_counter()
        heard = transcriber.transcribe(one.media, TranscribeOptions(), ignore_progress)
        rows.append(_row(one, texts[one.name], other, heard, time.perf_counter() - started))
    headers = [
        "recording", "WER without", "with", "with an altered one", "places decided rightly", "start error without",
        "with", "another's script", "time of transcribing",
    ]  # fmt: skip
    text = f"{_LEGEND}\n\n{table(headers, rows)}"
    write_section(PERFORMANCE, "script", "Scripts", text)
    print(text)
    return 0


_LEGEND = (
    "`make bench-script`. Word error rate (WER) by whisper's English normaliser, mean error of word starts in "
    "milliseconds. *Altered*: one sentence in ten of the script was not said, and one in ten of what was said is "
    f"missing; {len(SEEDS)} draws together. Time: of the alignment, as a share of that of transcribing, with loaded "
    "models. The narration was read from the script, so that what is wrong with it is what the sound decided wrongly."
)


def _row(one: Recording, script: str, other: str, heard: Transcript, heard_s: float) -> list[str]:
    started = time.perf_counter()
    aligned = _apply(one, script, heard)
    share = (time.perf_counter() - started) / heard_s
    before, after = _quality(heard.words, one), _quality(aligned.words, one)
    altered = [_altered(script, other, seed) for seed in SEEDS]
    results = [_apply(one, variant.text, heard) for variant in altered]
    rates = [_rate(result.words, script) for result in results]
    right = [ok for variant, made in zip(altered, results, strict=True) for ok in _places(variant, heard, made)]
    is_untouched = _apply(one, other, heard).words == heard.words
    return [
        one.name,
        f"{_rate(heard.words, script):.2%}",
        f"{_rate(aligned.words, script):.2%}",
        f"{sum(rates) / len(rates):.2%}",
        f"{sum(right) / len(right):.1%} of {len(right)}",
        f"{before.start_error_ms:.0f}",
        f"{after.start_error_ms:.0f}",
        "changes nothing" if is_untouched else "CHANGES WORDS",
        f"{share:.0%}",
    ]


def _apply(one: Recording, script: str, heard: Transcript) -> Transcript:
    paragraphs = tuple(script.split("\n\n"))
    sound = Sound(media=one.media, settings=_SETTINGS, options=TranscribeOptions())
    return apply_script(ScriptInput(name="script", paragraphs=paragraphs, sound=sound), heard)


def _altered(script: str, other: str, seed: int) -> Altered:
    """Take sentences out of a script, and put others in between, of another text."""
    rng = random.Random(seed)
    sentences = [sentence for paragraph in script.split("\n\n") for sentence in split_sentences(paragraph)]
    strange = [sentence for paragraph in other.split("\n\n") for sentence in split_sentences(paragraph)]
    count = max(1, round(len(sentences) * CHANGED))
    taken = frozenset(rng.sample(range(len(sentences)), count))
    places = frozenset(rng.sample(range(len(sentences)), count))
    put_in = rng.sample([sentence for sentence in strange if len(sentence.split()) >= _RUN], count)
    waiting = iter(put_in)
    parts: list[str] = []
    for number, sentence in enumerate(sentences):
        parts += [sentence] if number not in taken else []
        parts += [next(waiting)] if number in places else []
    return Altered(
        text="\n\n".join(parts), put_in=tuple(put_in), taken_out=tuple(sentences[number] for number in sorted(taken))
    )


def _places(variant: Altered, heard: Transcript, made: Transcript) -> list[bool]:
    """Whether each altered place was decided rightly."""
    recognised, shown = (normalised(" ".join(word.text for word in one.words)) for one in (heard, made))
    absent = [not _has_run(normalised(sentence), shown) for sentence in variant.put_in]
    present = [_is_kept(normalised(sentence), recognised, shown) for sentence in variant.taken_out]
    return [*absent, *present]


def _has_run(sentence: Sequence[str], shown: Sequence[str]) -> bool:
    runs = {tuple(sentence[start : start + _RUN]) for start in range(len(sentence) - _RUN + 1)}
    return any(tuple(shown[start : start + _RUN]) in runs for start in range(len(shown) - _RUN + 1))


def _is_kept(sentence: Sequence[str], recognised: Sequence[str], shown: Sequence[str]) -> bool:
    """As much of a sentence is shown, at its best place, as was recognised of it."""
    return _most_shared(sentence, shown) >= _KEPT * _most_shared(sentence, recognised)


def _most_shared(sentence: Sequence[str], words: Sequence[str]) -> int:
    width = len(sentence)
    best = 0
    for start in range(max(1, len(words) - width + 1)):
        window = words[start : start + width]
        best = max(best, sum(one == other for one, other in zip(sentence, window, strict=False)))
    return best


def _rate(words: Sequence[Word], truth: str) -> float:
    return word_error_rate(" ".join(word.text for word in words), truth)


def _quality(words: Sequence[Word], one: Recording) -> Quality:
    return measure([TimedWord(word.text, word.start_ms, word.end_ms) for word in words], one.truth)


if __name__ == "__main__":
    sys.exit(main())
