"""`captions align TEXT MEDIA`: captions from a text that is known, with the times of the voice."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cues import PROFILE_NAMES, profile_for
from pipeline.errors import InputError, NoSpeech, UsageError
from pipeline.files import expect_folder, read_named, write_output
from pipeline.text import counted

if TYPE_CHECKING:
    from pipeline.build import Sound
    from pipeline.commands.console import Console
    from pipeline.model import Cue, Transcript

EXAMPLES = """\
captions align talk.script.txt talk.mp4 -o talk.en.srt
captions align old-captions.vtt talk.mp4 --language en -o talk.en.srt
captions align interview.md interview.wav --language de --profile ted > interview.de.srt
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("text", type=Path, metavar="TEXT", help="a script or transcript (.txt, .md), or captions")
    parser.add_argument("media", type=Path, metavar="MEDIA", help="any video or sound file")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="the SubRip file to write (default: stdout)")
    parser.add_argument("-l", "--language", metavar="TAG", help="spoken language, as en or pt-BR (default: detect)")
    parser.add_argument("--model", metavar="NAME", help="a model of whisper, or a checkpoint's path")
    parser.add_argument("--profile", choices=PROFILE_NAMES, default="netflix", help="the rules (netflix)")
    parser.add_argument("--transcript", type=Path, metavar="T.json", help="use this transcript of the medium")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Recognise, bring the text to it, cut.

    Raises:
        PipelineError: The text, the medium or the output cannot be used, or less than half of the text is said.
    """
    from pipeline.formats import format_srt

    _check_output(arguments)
    transcript = _aligned(arguments, console)
    if not transcript.words:
        raise NoSpeech(path=str(arguments.media))
    text = format_srt(_cut(transcript, arguments, console))
    if arguments.output is None:
        console.data(text.removesuffix("\n"))
        return 0
    write_output(arguments.output, text.encode())
    console.tell(f"{arguments.output}: {counted(text.count(' --> '), 'cue')}")
    return 0


def _aligned(arguments: argparse.Namespace, console: Console) -> Transcript:
    from pipeline.build import ScriptInput, Sound, apply_script
    from pipeline.formats import read_script
    from pipeline.protocols import TranscribeOptions
    from pipeline.workspace import load_config

    path, language = str(arguments.text), _tag(arguments.language)
    paragraphs = read_script(read_named(arguments.text), path=path, language=language or "")
    config = load_config(Path.cwd())
    settings = config.transcription
    settings = replace(settings, model=arguments.model or settings.model)
    options = TranscribeOptions(
        language=language or settings.language or None,
        audio_stream=settings.audio_stream if settings.audio_stream >= 0 else None,
        audio_channel=settings.audio_channel,
    )
    sound = Sound(media=arguments.media, settings=settings, options=options)
    script = ScriptInput(name=path, paragraphs=paragraphs, sound=sound, is_required=True)
    transcript = apply_script(script, _recognised(sound, arguments, config.folder, console), console.progress)
    for notice in transcript.notices:
        console.warn(notice)
    return transcript


def _recognised(sound: Sound, arguments: argparse.Namespace, folder: Path, console: Console) -> Transcript:
    from pipeline.formats import parse_transcript
    from pipeline.speech import load_transcriber

    if arguments.transcript is None:
        return load_transcriber(sound.settings, folder).transcribe(sound.media, sound.options, console.progress)
    data = read_named(arguments.transcript)
    return parse_transcript(data, path=str(arguments.transcript), language=sound.options.language)


def _cut(transcript: Transcript, arguments: argparse.Namespace, console: Console) -> tuple[Cue, ...]:
    from pipeline.cues import CutOptions, cut_cues, repair_words, split_sentences
    from pipeline.media import probe
    from pipeline.timing import DEFAULT_FRAME_RATE

    language = transcript.language
    words, repairs = repair_words(transcript.words, language=language)
    for repair in repairs:
        console.warn(f"{arguments.media}: {repair}")
    options = CutOptions(
        language=language,
        frame_rate=probe(arguments.media).frame_rate or DEFAULT_FRAME_RATE,
        limit_ms=transcript.duration_ms or None,
    )
    profile = profile_for(language, arguments.profile)
    return cut_cues(split_sentences(words, language=language), profile=profile, options=options)


def _check_output(arguments: argparse.Namespace) -> None:
    """Find out before the work, not after it, that its result has no place to go."""
    output: Path | None = arguments.output
    if not arguments.media.is_file():
        raise InputError(path=str(arguments.media), reason="is not there")
    if output is None:
        return
    if output.is_dir():
        raise UsageError(reason=f"-o: {output} is a folder; name a file in it")
    expect_folder(output)
    for name, path in (("text", arguments.text), ("medium", arguments.media)):
        if output.exists() and path.exists() and output.samefile(path):
            raise UsageError(reason=f"-o: {output} is the {name} itself; write to another file")


def _tag(text: str | None) -> str | None:
    from pipeline.languages import parse_tag

    if text is None:
        return None
    try:
        return parse_tag(text)
    except ValueError as error:
        raise UsageError(reason=f"--language: {error}") from error
