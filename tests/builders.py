"""Small real workspaces for tests: a tone as the video, a script for the scripted engines."""

from __future__ import annotations

import hashlib
import json
import os
import wave
from collections.abc import Sequence
from pathlib import Path

from pipeline.cli import main
from pipeline.formats.srt import parse_srt
from pipeline.formats.transcript_json import transcript_to_json
from pipeline.model import Cue, Transcript, Word

SCRIPTED_SETTINGS = """\
languages = {languages}
[transcription]
engine = "scripted"
[translation]
engines = ["scripted"]
"""

STORY = (
    "China announced the system in 2014.",
    "There is no single national score.",
    "Each local government keeps its own records, and they differ a lot from place to place.",
    "In Rongcheng, everyone starts with 1,000 points.",
    "Some people lose points for unpaid loans.",
    "Critics call it a tool of control.",
)


def spoken(
    sentences: Sequence[str], *, start_ms: int = 500, word_ms: int = 320, pause_ms: int = 700
) -> tuple[Word, ...]:
    """Sentences as a recogniser would hear them: one word after the other, a pause after each sentence."""
    words = []
    time_ms = start_ms
    for sentence in sentences:
        for number, text in enumerate(sentence.split()):
            words.append(
                Word(
                    text=text,
                    start_ms=time_ms,
                    end_ms=time_ms + word_ms - 40,
                    probability=0.9,
                    starts_segment=number == 0,
                )
            )
            time_ms += word_ms
        time_ms += pause_ms
    return tuple(words)


def transcript(sentences: Sequence[str] = STORY, *, language: str = "en", start_ms: int = 500) -> Transcript:
    """A transcript of some sentences."""
    words = spoken(sentences, start_ms=start_ms)
    end_ms = words[-1].end_ms if words else 0
    return Transcript(language=language, language_probability=0.98, duration_ms=end_ms + 1_000, words=words)


def write_tone(path: Path, *, duration_ms: int = 1_000, seed: str = "") -> None:
    """A real, readable medium, with other bytes for each seed."""
    sample = hashlib.sha256(seed.encode()).digest()[:4]
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8_000)
        file.writeframes(sample * (duration_ms * 4))


class TestWorkspace:
    """One workspace with the scripted engines; commands run in this process."""

    __test__ = False

    def __init__(self, folder: Path, *, languages: Sequence[str] = ("pt",)) -> None:
        self.folder = folder
        (folder / "media").mkdir(parents=True)
        self.settings(languages)

    def settings(self, languages: Sequence[str], extra: str = "") -> None:
        text = SCRIPTED_SETTINGS.format(languages=json.dumps(list(languages)))
        (self.folder / "captions.toml").write_text(text + extra)

    def add_video(self, video: str = "talk", sentences: Sequence[str] = STORY, *, language: str = "en") -> None:
        """Add a video, or say something else in the one that is there."""
        media = self.folder / "media" / f"{video}.wav"
        said = transcript(sentences, language=language)
        write_tone(media, duration_ms=said.duration_ms, seed=repr(said))
        self.script(video, said)

    def script(self, video: str, said: Transcript) -> None:
        path = self.folder / "media" / f"{video}.transcript.json"
        path.write_text(json.dumps(transcript_to_json(said)), encoding="utf-8")

    def run(self, *arguments: str) -> int:
        """A command of the command line, in this workspace."""
        before = Path.cwd()
        os.chdir(self.folder)
        try:
            return main(arguments)
        finally:
            os.chdir(before)

    def path(self, language: str = "en", video: str = "talk") -> Path:
        return self.folder / "subtitles" / video / f"{video}.{language}.srt"

    def text(self, language: str = "en", video: str = "talk") -> str:
        return self.path(language, video).read_text(encoding="utf-8")

    def cues(self, language: str = "en", video: str = "talk") -> tuple[Cue, ...]:
        path = self.path(language, video)
        return parse_srt(path.read_bytes(), path=str(path)).cues

    def edit(self, old: str, new: str, language: str = "", video: str = "talk") -> None:
        """What a volunteer does in an editor: in Portuguese if the old text is Portuguese."""
        language = language or ("pt" if "~pt" in old else "en")
        text = self.text(language, video)
        assert old in text, f"{old!r} is not in {text}"
        self.path(language, video).write_text(text.replace(old, new, 1), encoding="utf-8")

    def snapshot(self) -> dict[str, bytes]:
        """Every file under subtitles/ with its bytes."""
        root = self.folder / "subtitles"
        return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
