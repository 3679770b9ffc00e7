"""Names of the glossary against the demonstration's sound: what is said is written, what is not said is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.build import NamesInput, Sound, hear_names
from pipeline.edits import names_nearby
from pipeline.protocols import TranscribeOptions, ignore_progress
from pipeline.records import NamePlace, Recording
from pipeline.settings import TranscriptionSettings
from pipeline.workspace import Workspace

pytestmark = pytest.mark.engines

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "media" / "social-credit.mp4"


def found(recording: Recording, *names: str, engine: str = "whisper") -> tuple[NamePlace, ...]:
    """Where the names stand, those that something resembles."""
    near = names_nearby(recording.transcript, names)
    assert near == tuple(sorted(names)), "each of them resembles something"
    sound = Sound(media=DEMO, settings=TranscriptionSettings(engine=engine), options=TranscribeOptions(language="en"))
    record = NamesInput(recording=recording, transcript_sha256="", names=near, sound=sound, key="")
    return hear_names(record, ignore_progress).places


@pytest.fixture(scope="module")
def recording() -> Recording:
    made = Workspace(ROOT).load_recording(DEMO.stem)
    assert made is not None
    return made


@pytest.mark.parametrize("engine", ["whisper", "faster-whisper"])
def test_a_name_that_is_said_takes_the_place_of_what_was_heard(recording: Recording, engine: str) -> None:
    """With the time of the voice, and nothing else is touched."""
    words = recording.transcript.words
    number = next(n for n, word in enumerate(words) if word.text == "Rongcheng")
    misheard = (*words[:number], replace(words[number], text="Ranchang"), *words[number + 1 :])
    wrong = replace(recording, transcript=replace(recording.transcript, words=misheard))
    (place,) = found(wrong, "Rongcheng", engine=engine)
    assert (place.first, place.end, place.heard) == (number, number + 1, "Ranchang")
    assert [word.text for word in place.words] == ["Rongcheng"]
    assert abs(place.words[0].start_ms - words[number].start_ms) <= 100


def test_a_name_that_is_not_said_is_not_written(recording: Recording) -> None:
    """However much something resembles it, and however much the recogniser doubted."""
    words = tuple(replace(word, probability=0.5) for word in recording.transcript.words)
    doubtful = replace(recording, transcript=replace(recording.transcript, words=words))
    assert found(doubtful, "Brains", "Chima", "Loanda", "Poinsot", "Recordia", "Sharing") == ()
