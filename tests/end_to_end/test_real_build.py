"""The real models, end to end, on the first seconds of the demonstration; models are loaded once."""

from __future__ import annotations

import os
import wave
from difflib import SequenceMatcher
from pathlib import Path
from statistics import median

import numpy as np
import pytest

from pipeline.build.inputs import ScriptInput, Sound
from pipeline.build.script import apply_script
from pipeline.cli import main
from pipeline.formats.script import read_script
from pipeline.formats.srt import parse_srt
from pipeline.formats.transcript_json import parse_transcript
from pipeline.media.reading import decode_audio
from pipeline.protocols import TranscribeOptions
from pipeline.settings import TranscriptionSettings
from pipeline.workspace.folder import Workspace
from tests.media_files import RATE_HZ, silence, write_audio
from tools.readme import word_error_rate

ROOT = Path(__file__).parents[2]
SECONDS = 22

pytestmark = pytest.mark.engines


def build(folder: Path, *arguments: str) -> int:
    before = Path.cwd()
    os.chdir(folder)
    try:
        return main(["build", *arguments])
    finally:
        os.chdir(before)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Speech, silence, music and nothing at all, with the settings that the project ships."""
    folder = tmp_path_factory.mktemp("real")
    (folder / "media").mkdir()
    (folder / "models").symlink_to(ROOT / "models")
    sound = np.concatenate(list(decode_audio(ROOT / "media" / "social-credit.mp4")))[: SECONDS * RATE_HZ]
    write_audio(folder / "media" / "speech.wav", (0.0, (sound * 32_767).astype(np.int16)))
    write_audio(folder / "media" / "silence.wav", (0.0, silence(8.0)))
    write_audio(folder / "media" / "music.wav", (0.0, music(8.0)))
    with wave.open(str(folder / "media" / "nothing.wav"), "wb") as file:
        file.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
    return folder


def music(seconds: float) -> np.ndarray:
    """Chords with overtones, each struck anew and fading, four a second."""
    times = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    roots = np.array([220.0, 261.6, 196.0, 246.9])[(times * 2).astype(int) % 4]
    phase = 2 * np.pi * np.cumsum(roots) / RATE_HZ
    chord = sum(np.sin(phase * ratio) / number for number, ratio in enumerate((1, 1.25, 1.5, 2, 3), 1))
    return (chord * np.exp(-4 * (times % 0.25)) * 8_000).astype(np.int16)


@pytest.fixture(scope="module")
def built(workspace: Path) -> Path:
    """Built once: only the file of zero length is an error."""
    assert build(workspace) == 1
    return workspace


def text_of(folder: Path, language: str) -> str:
    path = folder / "subtitles" / "speech" / f"speech.{language}.srt"
    return " ".join(cue.text for cue in parse_srt(path.read_bytes(), path=str(path)).cues).replace("\n", " ")


def test_the_words_are_those_of_the_narration(built: Path) -> None:
    """Word error rate with whisper's normaliser, against as much of the script as was spoken by then."""
    heard = text_of(built, "en")
    truth = (ROOT / "media" / "social-credit.script.txt").read_text(encoding="utf-8").split()
    spoken = " ".join(truth[: len(heard.split())])
    errors, words = word_error_rate(spoken, heard)
    assert words > 30
    assert errors / words < 0.12


def test_the_translation_is_portuguese(built: Path) -> None:
    """Not the source, and with the words that must be there."""
    text = text_of(built, "pt")
    assert "2014" in text
    assert "China" in text
    assert "crédito social" in text
    assert "social credit" not in text


def test_who_is_silent_gets_no_file(built: Path) -> None:
    """Silence and music: no captions, no error."""
    made = {path.parent.name for path in (built / "subtitles").rglob("*.srt")}
    assert made == {"speech"}


def test_a_second_build_runs_no_model(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not a byte changes; the file of zero length is still named in one line."""
    before = {path: path.read_bytes() for path in (built / "subtitles").rglob("*") if path.is_file()}
    assert build(built, "speech") == 0
    assert "all is current" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in before} == before
    assert build(built, "nothing") == 1
    assert "media/nothing.wav" in capsys.readouterr().err


def test_the_committed_transcript_is_what_is_heard_now(tmp_path: Path) -> None:
    """Who changes the hearing but not its version is told here: `make` would leave the transcript as it is.

    Another processor rounds differently, so single words may differ, and the times a little.
    """
    heard_path = tmp_path / "heard.json"
    demo = ROOT / "media" / "social-credit.mp4"
    assert main(["transcribe", "--quiet", str(demo), "-o", str(heard_path)]) == 0
    script = demo.with_suffix(".script.txt")
    given = ScriptInput(
        name=script.name,
        paragraphs=read_script(script.read_bytes(), path=str(script)),
        sound=Sound(media=demo, settings=TranscriptionSettings(), options=TranscribeOptions()),
    )
    heard = apply_script(given, parse_transcript(heard_path.read_bytes(), path=str(heard_path))).words
    recording = Workspace(ROOT).load_recording("social-credit")
    assert recording is not None
    committed = recording.transcript.words
    blocks = SequenceMatcher(
        None, [word.text for word in committed], [word.text for word in heard], autojunk=False
    ).get_matching_blocks()
    apart_ms = [
        abs(committed[block.a + n].start_ms - heard[block.b + n].start_ms)
        for block in blocks
        for n in range(block.size)
    ]
    cure = "raise TRANSCRIBING_VERSION, run make, and commit the captions"
    assert len(apart_ms) >= 0.98 * max(len(committed), len(heard)), cure
    assert median(apart_ms) <= 20, cure
    assert sum(apart > 60 for apart in apart_ms) <= 0.05 * len(apart_ms), cure
