"""Jobs where others run beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from pipeline.build.inputs import (
    ScriptedInput,
    ScriptInput,
    Sound,
    TranscribeInput,
    TranslateInput,
    media_of,
    with_threads,
)
from pipeline.protocols import TranscribeOptions
from pipeline.settings import TranscriptionSettings, TranslationSettings

MEDIA = Path("media/talk.mp4")


def transcription(threads: int) -> TranscribeInput:
    return TranscribeInput(
        video="talk",
        media=MEDIA,
        media_sha256="",
        key="",
        settings=TranscriptionSettings(threads=threads),
        folder=Path(),
        options=TranscribeOptions(),
    )


def scripted(threads: int) -> ScriptedInput:
    script = ScriptInput(
        name="talk.txt",
        paragraphs=(),
        sound=Sound(media=MEDIA, settings=TranscriptionSettings(threads=threads), options=TranscribeOptions()),
    )
    return ScriptedInput(heard=cast(Any, None), script=script, key="")


def translation(threads: int) -> TranslateInput:
    return TranslateInput(hop=cast(Any, None), texts=(), settings=TranslationSettings(threads=threads), folder=Path())


def threads_of(record: Any) -> int:
    return int((record.script.sound if isinstance(record, ScriptedInput) else record).settings.threads)


@pytest.mark.parametrize("make", [transcription, scripted, translation])
def test_a_share_of_the_processors_is_for_whoever_did_not_say_how_many(make: Any) -> None:
    assert threads_of(with_threads(make(0), 2)) == 2
    assert threads_of(with_threads(make(5), 2)) == 5


def test_a_job_says_which_video_it_reads() -> None:
    assert media_of(transcription(0)) == media_of(scripted(0)) == MEDIA
    assert media_of(translation(0)) is None
