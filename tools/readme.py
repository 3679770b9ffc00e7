"""Writes the figures of README.md between its markers: `make readme`. Nothing there is typed by hand."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from pipeline.build import Plan
from pipeline.formats.srt import parse_srt
from pipeline.model import Cue, Word
from pipeline.protocols import ignore_progress
from pipeline.speech import load_transcriber
from pipeline.timing import format_timestamp
from pipeline.workspace import load_config

ROOT = Path(__file__).parents[1]
VIDEO = "social-credit"
SHOWN_CUES = 5


def main() -> int:
    """Rewrite the two marked parts of README.md."""
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    text = _replace(text, "cues", _cue_table())
    text = _replace(text, "accuracy", _accuracy())
    readme.write_text(text, encoding="utf-8")
    return 0


def word_error_rate(truth: str, heard: str) -> tuple[int, int]:
    """Errors and words after whisper's English normaliser: substitutions, insertions, deletions.

    Returns:
        The smallest number of word edits between the two, and the number of words of the truth.
    """
    from whisper.normalizers import EnglishTextNormalizer

    normalise = EnglishTextNormalizer()
    words, others = normalise(truth).split(), normalise(heard).split()
    row = list(range(len(others) + 1))
    for number, word in enumerate(words, 1):
        previous, row[0] = row[0], number
        for index, other in enumerate(others, 1):
            previous, row[index] = row[index], min(row[index] + 1, row[index - 1] + 1, previous + (word != other))
    return row[-1], len(words)


def _cues(language: str) -> tuple[Cue, ...]:
    path = ROOT / "subtitles" / VIDEO / f"{VIDEO}.{language}.srt"
    return parse_srt(path.read_bytes(), path=str(path)).cues


def _cue_table() -> str:
    lines = ["| | English | | Português, translated |", "|---|---|---|---|"]
    for english, portuguese in list(zip(_cues("en"), _cues("pt"), strict=False))[:SHOWN_CUES]:
        cells = []
        for cue in (english, portuguese):
            times = f"{format_timestamp(cue.start_ms)[3:]} – {format_timestamp(cue.end_ms)[3:]}"
            cells += [times, cue.text.replace("\n", "<br>")]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _accuracy() -> str:
    truth = (ROOT / "media" / f"{VIDEO}.script.txt").read_text(encoding="utf-8")
    errors, words = word_error_rate(truth, " ".join(cue.text for cue in _cues("en")))
    without, _ = word_error_rate(truth, " ".join(word.text for word in _recognised()))
    return (
        f"Word error rate of `{VIDEO}.en.srt` against the narration, with its script beside the video: "
        f"**{errors / words:.1%}** ({errors} of {words} words, whisper's normaliser, model `base`).\n"
        f"Without the script, as recognised: {without / words:.1%} ({without} of {words})."
    )


def _recognised() -> tuple[Word, ...]:
    """The words of the video without its script: what the last build laid by, or recognised now."""
    config = load_config(ROOT)
    plan = Plan.of(config)
    media = plan.workspace.media_files()[VIDEO]
    recording = plan.plan_video(VIDEO, media).recording
    known = plan.workspace.load_recording_at(plan.workspace.heard_path(recording.heard_key))
    if known is not None:
        return known.transcript.words
    transcriber = load_transcriber(config.transcription_of(VIDEO), ROOT)
    return transcriber.transcribe(media, recording.options, ignore_progress).words


def _replace(text: str, name: str, body: str) -> str:
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if not pattern.search(text):
        raise SystemExit(f"README.md has no part marked {name}")
    return pattern.sub(lambda match: match[1] + body + "\n" + match[2], text)


if __name__ == "__main__":
    sys.exit(main())
