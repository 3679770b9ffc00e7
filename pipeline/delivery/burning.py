"""Captions burnt into the picture, by the FFmpeg program that `imageio-ffmpeg` ships; also as shorts."""

from __future__ import annotations

import importlib
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.delivery.records import BundleLanguage, BurnOptions
from pipeline.errors import EngineError, EngineNotInstalled, InputError
from pipeline.formats import AssStyle, Document, Losses, StyledCue, cue_to_styled, format_ass, spoken_words
from pipeline.model import Cue, Word
from pipeline.models import install_command
from pipeline.text import Tokens, align_tokens, match_key

_ENGINE = "burning captions in"
_HEIGHT = 720
_WHOLE = BurnOptions()
_PLACES = "subtitles=captions.ass"
"""A plain name in a folder of its own: the filter's rules for quoting names never meet a person's file."""


def burn_captions(
    media: Path,
    language: BundleLanguage,
    target: Path,
    options: BurnOptions = _WHOLE,
    *,
    words: Sequence[Word] = (),
) -> None:
    """Write a copy of the video with the captions in the picture; the sound of a whole copy stays as it is.

    Args:
        media: A video.
        language: Its cues are drawn in their own direction, right to left where the script is.
        target: The new file, MP4.
        options: A part of the video, of the picture, and whether words are coloured.
        words: What was spoken and when, for colouring words of the spoken language.

    Raises:
        EngineNotInstalled: There is no FFmpeg program, or it cannot draw text.
        InputError: The medium has no picture.
        EngineError: It failed.
    """
    program = find_program()
    style, filters = _picture(media, options)
    script = format_ass(_document(language, options, words), style)
    with TemporaryDirectory(prefix="captions-burn-") as folder:
        (Path(folder) / "captions.ass").write_text(script, encoding="utf-8")
        command = [program, "-nostdin", "-hide_banner", "-loglevel", "error", *_span(options)]
        command += ["-i", str(media.resolve()), "-map", "0:v:0", "-map", "0:a?"]
        command += ["-vf", ",".join((*filters, _PLACES)), *_sound(options), "-sn", "-dn"]
        command += ["-fflags", "+bitexact", "-movflags", "+faststart", "-y", "burnt.mp4"]
        result = subprocess.run(command, cwd=folder, capture_output=True, check=False)  # noqa: S603  # our own arguments
        if result.returncode:
            raise _failure(result.stderr.decode(errors="replace"))
        shutil.move(Path(folder) / "burnt.mp4", target)


def find_program() -> str:
    """The FFmpeg program.

    Raises:
        EngineNotInstalled: Neither `imageio-ffmpeg` nor a program of the system is there.
    """
    try:
        return str(importlib.import_module("imageio_ffmpeg").get_ffmpeg_exe())
    except (ImportError, RuntimeError):
        program = shutil.which("ffmpeg")
    if program is None:
        raise EngineNotInstalled(
            engine=_ENGINE, command=install_command("imageio-ffmpeg==0.6.0"), reason="needs FFmpeg"
        )
    return program


def place_words(cue: Cue, words: Sequence[Word]) -> list[tuple[int, int]]:
    """Where the words of a cue begin in its text, and when they are spoken.

    Args:
        cue: Plain text.
        words: The words that are spoken while it is on the screen.

    Returns:
        Offset and time in milliseconds of each word that was found, by offset; times never go back.
    """
    places, texts = _text_words(cue.text)
    left = Tokens(keys=tuple(map(match_key, texts)), times_ms=(cue.start_ms,) * len(texts))
    right = Tokens(keys=tuple(match_key(word.text) for word in words), times_ms=tuple(word.start_ms for word in words))
    found: list[tuple[int, int]] = []
    for text, word in align_tokens(left, right):
        time_ms = min(max(words[word].start_ms, cue.start_ms), cue.end_ms)
        found.append((places[text], max(time_ms, found[-1][1]) if found else time_ms))
    return found


def _text_words(text: str) -> tuple[list[int], list[str]]:
    places, texts, at = [], [], 0
    for part in text.split():
        at = text.index(part, at)
        places.append(at)
        texts.append(part)
        at += len(part)
    return places, texts


def _document(language: BundleLanguage, options: BurnOptions, words: Sequence[Word]) -> Document:
    """The cues of the wanted part, counted from its start."""
    end_ms = options.end_ms
    cues: list[StyledCue] = []
    for cue in language.cues:
        if cue.end_ms <= options.start_ms or (end_ms is not None and cue.start_ms >= end_ms):
            continue
        styled = cue_to_styled(cue, Losses())
        if options.has_highlight:
            spoken = [word for word in words if cue.start_ms - 500 <= word.start_ms < cue.end_ms]
            styled = spoken_words(styled, place_words(replace(cue, text=styled.plain, settings=""), spoken))
        cues.append(_moved(styled, options.start_ms))
    return Document(cues=tuple(cues), language=language.tag, title=language.label, notes=())


def _moved(cue: StyledCue, by_ms: int) -> StyledCue:
    tokens = tuple(
        token._replace(value=str(max(0, int(token.value) - by_ms))) if token.kind == "time" else token
        for token in cue.tokens
    )
    return replace(cue, start_ms=max(0, cue.start_ms - by_ms), end_ms=cue.end_ms - by_ms, tokens=tokens)


def _picture(media: Path, options: BurnOptions) -> tuple[AssStyle, list[str]]:
    """How large the text's picture is, and the filters that make it."""
    import av

    try:
        with av.open(f"file:{media}") as source:
            if not source.streams.video:
                raise InputError(path=str(media), reason="has no picture to burn captions into")
            stream = source.streams.video[0]
            ratio = stream.width / stream.height * float(stream.sample_aspect_ratio or 1)
    except av.FFmpegError as error:
        raise InputError(path=str(media), reason=f"cannot be read: {error}") from error
    if options.crop is None:
        return AssStyle(width=round(_HEIGHT * ratio), height=_HEIGHT), []
    across, down = options.crop
    cut = f"crop=w='trunc(min(iw\\,ih*{across}/{down}/sar)/2)*2':h='trunc(min(ih\\,iw*sar*{down}/{across})/2)*2'"
    return AssStyle(width=round(_HEIGHT * across / down), height=_HEIGHT, is_short=across < down), [cut]


def _span(options: BurnOptions) -> list[str]:
    span = ["-ss", f"{options.start_ms / 1000:.3f}"] if options.start_ms else []
    return span + (["-to", f"{options.end_ms / 1000:.3f}"] if options.end_ms is not None else [])


def _sound(options: BurnOptions) -> list[str]:
    """A part begins at any moment, and a copied packet of sound does not: it is encoded anew."""
    is_whole = not options.start_ms and options.end_ms is None
    return ["-c:a", "copy"] if is_whole else ["-c:a", "aac", "-b:a", "160k"]


def _failure(message: str) -> EngineError:
    last = message.strip().splitlines()[-1:] or ["no message"]
    if "No such filter" in message:
        reason = "this FFmpeg cannot draw captions (it is built without libass)"
        return EngineNotInstalled(engine=_ENGINE, command=install_command("imageio-ffmpeg==0.6.0"), reason=reason)
    return EngineError(engine=_ENGINE, reason=last[0][:300])
