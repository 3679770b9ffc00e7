"""`captions transcribe`: the words of one medium with their times, as a file."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from pipeline.commands.console import Console
from pipeline.errors import UsageError

EXAMPLES = """
captions transcribe talk.mp4 -o talk.json
captions transcribe --language pt --model small palestra.mkv -o palestra.json
captions transcribe --audio-stream 1 film.mkv -o - | jq .language
captions transcribe --audio-channel centre film.mkv -o film.json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this command."""
    parser.add_argument("media", metavar="MEDIA", help="any video or sound file")
    parser.add_argument("-o", "--output", metavar="T.json", required=True, help="transcript to write; - for stdout")
    parser.add_argument("-l", "--language", metavar="TAG", help="spoken language, as en or pt-BR (default: detect)")
    parser.add_argument(
        "--engine", type=_engine, metavar="NAME", help="whisper or faster-whisper (default: as in captions.toml)"
    )
    parser.add_argument("--model", metavar="NAME", help="a model that the engine knows, or a checkpoint's path")
    parser.add_argument("--audio-stream", metavar="N", type=int, help="which sound stream, counted from 0")
    parser.add_argument(
        "--audio-channel", metavar="NAME", help="mix, left, right, centre or a number (default: what carries the voice)"
    )
    parser.add_argument(
        "--task", choices=("transcribe", "translate"), default="transcribe", help="translate: into English, by Whisper"
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Transcribe one medium.

    Raises:
        PipelineError: As the engine and the medium give.
    """
    from pipeline.files import write_output
    from pipeline.formats import format_transcript
    from pipeline.protocols import TranscribeOptions
    from pipeline.speech import load_transcriber
    from pipeline.workspace import load_config

    config = load_config(Path.cwd())
    settings = config.transcription
    settings = replace(settings, engine=arguments.engine or settings.engine, model=arguments.model or settings.model)
    stream = settings.audio_stream if arguments.audio_stream is None else arguments.audio_stream
    options = TranscribeOptions(
        language=_checked_language(arguments.language or settings.language),
        audio_stream=None if stream < 0 else stream,
        audio_channel=arguments.audio_channel or settings.audio_channel,
        task=arguments.task,
    )
    _check_output(arguments)
    transcriber = load_transcriber(settings, config.folder)
    transcript = transcriber.transcribe(Path(arguments.media), options, console.progress)
    text = format_transcript(transcript)
    if arguments.output == "-":
        console.data(text.rstrip("\n"))
    else:
        write_output(Path(arguments.output), text.encode())
    for notice in transcript.notices:
        console.warn(f"{arguments.media}: {notice}")
    if not transcript.words:
        console.warn(f"{arguments.media}: nobody speaks in it; the transcript has no words")
    if transcript.language_probability is not None:
        console.tell(f"{arguments.media}: language {transcript.language} ({transcript.language_probability:.0%})")
    return 0


def _engine(name: str) -> str:
    """The name of a recogniser that there is; no engine is imported for it."""
    from pipeline.speech import TRANSCRIBERS

    if name not in TRANSCRIBERS:
        known = ", ".join(engine for engine in TRANSCRIBERS if engine != "scripted")
        raise argparse.ArgumentTypeError(f"no such engine: {name!r}; known: {known}")
    return name


def _checked_language(tag: str) -> str | None:
    from pipeline.languages import parse_tag

    if not tag:
        return None
    try:
        return parse_tag(tag)
    except ValueError as error:
        raise UsageError(reason=f"--language: {error}") from error


def _check_output(arguments: argparse.Namespace) -> None:
    """Find out before the work, not after it, that its result has no place to go."""
    from pipeline.files import expect_folder

    if arguments.output == "-":
        return
    output = Path(arguments.output)
    if output.is_dir():
        raise UsageError(reason=f"-o: {output} is a folder; name a file in it")
    expect_folder(output)
    if output.exists() and Path(arguments.media).exists() and output.samefile(arguments.media):
        raise UsageError(reason=f"-o: {output} is the medium itself")
