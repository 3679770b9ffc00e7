"""`captions cue T.json`: recognised words to readable captions."""

from __future__ import annotations

import argparse
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cues import PROFILE_NAMES, profile_for
from pipeline.errors import InputError, NoSpeech, UsageError
from pipeline.files import read_named, write_output
from pipeline.model import Cue, Transcript
from pipeline.text import counted

if TYPE_CHECKING:
    from pipeline.commands.console import Console

EXAMPLES = """\
captions cue talk.json --language en -o talk.en.srt
captions cue talk.json -o talk.en.srt --profile ted --frame-rate 30000/1001
captions cue talk.json > talk.en.srt
"""
_LISTED_REPAIRS = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    from pipeline.commands.check import frame_rate_argument

    parser.add_argument("transcript", type=Path, help="JSON of `captions transcribe`, or of openai-whisper")
    parser.add_argument("--language", metavar="TAG", help="the spoken language (default: what the file says)")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="the SubRip file to write (default: stdout)")
    parser.add_argument("--profile", choices=PROFILE_NAMES, default="netflix", help="the rules (netflix)")
    parser.add_argument(
        "--frame-rate", type=frame_rate_argument, default=Fraction(25), metavar="N", help="frames a second (25)"
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Cut one transcript; repairs are reported on stderr."""
    from pipeline.formats import format_srt, parse_transcript

    path = str(arguments.transcript)
    language = _tag(arguments.language)
    transcript = parse_transcript(read_named(arguments.transcript), path=path, language=language)
    if not (language or transcript.language):
        raise UsageError(reason=f"{path}: it does not say its language; give --language")
    cues, repairs = _cut(transcript, language or transcript.language, arguments)
    for repair in repairs[:_LISTED_REPAIRS]:
        console.warn(f"{path}: {repair}")
    if len(repairs) > _LISTED_REPAIRS:
        console.warn(f"{path}: and {counted(len(repairs) - _LISTED_REPAIRS, 'more repair')}")
    if not cues:
        raise NoSpeech(path=path)
    text = format_srt(cues)
    if arguments.output is None:
        console.data(text.removesuffix("\n"))
        return 0
    if arguments.output.resolve() == arguments.transcript.resolve():
        raise InputError(path=path, reason="is the transcript itself; write to another file")
    write_output(arguments.output, text.encode())
    console.tell(f"{arguments.output}: {counted(len(cues), 'cue')}")
    return 0


def _cut(
    transcript: Transcript, language: str, arguments: argparse.Namespace
) -> tuple[tuple[Cue, ...], tuple[str, ...]]:
    from pipeline.cues import CutOptions, cut_cues, repair_words, split_sentences

    words, repairs = repair_words(transcript.words, language=language)
    sentences = split_sentences(words, language=language)
    options = CutOptions(language=language, frame_rate=arguments.frame_rate, limit_ms=transcript.duration_ms or None)
    cues = cut_cues(sentences, profile=profile_for(language, arguments.profile), options=options)
    return cues, tuple(str(repair) for repair in repairs)


def _tag(text: str | None) -> str | None:
    from pipeline.languages import parse_tag

    if text is None:
        return None
    try:
        return parse_tag(text)
    except ValueError as error:
        raise UsageError(reason=str(error)) from error
