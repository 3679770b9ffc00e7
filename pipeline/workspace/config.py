"""`captions.toml`: the one settings file, read once and checked to the last key."""

from __future__ import annotations

import dataclasses
import os
from dataclasses import field
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from pipeline.cues import PROFILE_NAMES
from pipeline.dataclass import dataclass
from pipeline.errors import ConfigError, InputError
from pipeline.files import MAX_SETTINGS_BYTES, read_bytes
from pipeline.formats import parse_toml
from pipeline.languages import parse_tag
from pipeline.settings import CueSettings, TranscriptionSettings, TranslationSettings
from pipeline.speech import TRANSCRIBERS
from pipeline.translation import parse_quality

CONFIG_NAME = "captions.toml"
ALL_LANGUAGES = "all"

_Record = TypeVar("_Record")


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoSettings:
    """`[videos.<name>]`: what differs for one video."""

    language: str = ""
    """BCP-47 tag of the spoken language; empty to use `[transcription]`'s."""
    audio_stream: int = -1
    audio_channel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """All settings of one workspace."""

    folder: Path
    languages: tuple[str, ...] = ("en", "pt")
    """BCP-47 tags of the languages to make, or `("all",)`; the spoken one is always made."""
    transcription: TranscriptionSettings = field(default_factory=TranscriptionSettings)
    translation: TranslationSettings = field(default_factory=TranslationSettings)
    cues: CueSettings = field(default_factory=CueSettings)
    videos: dict[str, VideoSettings] = field(default_factory=dict)

    def transcription_of(self, video: str) -> TranscriptionSettings:
        """The transcription settings of one video, its own ones first."""
        own = self.videos.get(video, VideoSettings())
        return dataclasses.replace(
            self.transcription,
            language=own.language or self.transcription.language,
            audio_stream=own.audio_stream if own.audio_stream >= 0 else self.transcription.audio_stream,
            audio_channel=own.audio_channel or self.transcription.audio_channel,
        )


def load_config(folder: Path) -> Config:
    """Read the settings of a workspace; without a file, the defaults.

    Args:
        folder: The workspace, in which `captions.toml` may lie.

    Raises:
        ConfigError: The file cannot be read, or a setting is unknown, of the wrong type or out of
            range; names the setting by its dotted path.
    """
    path = folder / CONFIG_NAME
    if not os.path.lexists(path):
        return Config(folder=folder)
    try:
        text = read_bytes(path, limit_bytes=MAX_SETTINGS_BYTES).decode("utf-8-sig")
    except InputError as error:
        raise ConfigError(key="", reason=f"cannot be read: {error.reason}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(key="", reason=f"is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    try:
        table = parse_toml(text)
    except ValueError as error:
        raise ConfigError(key="", reason=f"is not TOML: {error}") from error
    return _config_from_table(table, folder)


def parse_languages(value: object, *, key: str) -> tuple[str, ...]:
    """Check a list of language tags, or the word `all`.

    Args:
        value: What was given.
        key: The setting's dotted path, or the option of the command line.

    Raises:
        ConfigError: One of them is not a language.
    """
    if value == ALL_LANGUAGES:
        return (ALL_LANGUAGES,)
    if not isinstance(value, list | tuple):
        raise ConfigError(key=key, reason=f'expects a list of language codes or "all", got {_shown(value)}')
    is_option = key.startswith("--")
    tags = [_parse_language(item, key=key if is_option else f"{key}[{index}]") for index, item in enumerate(value)]
    return tuple(dict.fromkeys(tags))


def _config_from_table(table: dict[str, Any], folder: Path) -> Config:
    known = {"languages", "transcription", "translation", "cues", "videos"}
    _refuse_unknown(table, known, prefix="")
    config = Config(
        folder=folder,
        languages=parse_languages(table.get("languages", ["en", "pt"]), key="languages"),
        transcription=_record(TranscriptionSettings, table.get("transcription", {}), prefix="transcription"),
        translation=_record(TranslationSettings, table.get("translation", {}), prefix="translation"),
        cues=_record(CueSettings, table.get("cues", {}), prefix="cues"),
        videos=_videos(table.get("videos", {})),
    )
    _check_ranges(config)
    return config


def _videos(table: object) -> dict[str, VideoSettings]:
    if not isinstance(table, dict):
        raise ConfigError(key="videos", reason=f"expects a table for each video, got {_shown(table)}")
    videos = {name: _record(VideoSettings, value, prefix=f"videos.{name}") for name, value in table.items()}
    for name, video in videos.items():
        if video.language:
            _parse_language(video.language, key=f"videos.{name}.language")
    return videos


def _record(kind: type[_Record], table: object, *, prefix: str) -> _Record:
    if not isinstance(table, dict):
        raise ConfigError(key=prefix, reason=f"expects a table, got {_shown(table)}")
    types = get_type_hints(kind)
    _refuse_unknown(table, set(types), prefix=f"{prefix}.")
    values = {name: _typed(value, types[name], key=f"{prefix}.{name}") for name, value in table.items()}
    return kind(**values)


def _typed(value: object, wanted: Any, *, key: str) -> object:  # noqa: ANN401  # a type, as typing gives it
    if wanted == tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        raise ConfigError(key=key, reason=f"expects a list of text, got {_shown(value)}")
    if type(value) is not wanted:
        names = {str: "text", int: "a whole number"}
        raise ConfigError(key=key, reason=f"expects {names[wanted]}, got {_shown(value)}")
    return value


def _check_ranges(config: Config) -> None:
    transcription, translation = config.transcription, config.translation
    if transcription.language:
        _parse_language(transcription.language, key="transcription.language")
    for key, number, least in (
        ("transcription.audio_stream", transcription.audio_stream, -1),
        ("transcription.threads", transcription.threads, 0),
        ("translation.threads", translation.threads, 0),
        ("translation.beam_size", translation.beam_size, 1),
    ):
        if number < least:
            raise ConfigError(key=key, reason=f"must be at least {least}, got {number}")
    try:
        parse_quality(translation.minimum_quality)
    except ValueError as error:
        raise ConfigError(key="translation.minimum_quality", reason=str(error)) from error
    for key, text, choices in (
        ("transcription.device", transcription.device, ("auto", "cpu", "cuda")),
        ("translation.device", translation.device, ("auto", "cpu", "cuda")),
        ("cues.profile", config.cues.profile, PROFILE_NAMES),
    ):
        if text not in choices:
            raise ConfigError(key=key, reason=f"must be one of {', '.join(choices)}, got {_shown(text)}")
    _check_engine(transcription.engine, key="transcription.engine")


def _check_engine(name: str, *, key: str) -> None:
    """Before any video is opened; no engine is imported for it."""
    if name not in TRANSCRIBERS:
        known = ", ".join(engine for engine in TRANSCRIBERS if engine != "scripted")
        raise ConfigError(key=key, reason=f"must be one of {known}, got {_shown(name)}")


def _parse_language(value: object, *, key: str) -> str:
    try:
        return parse_tag(str(value)) if isinstance(value, str) else _not_a_language(value)
    except ValueError as error:
        if key.startswith("--"):  # an option is in no file
            raise ConfigError(path=key, key="", reason=str(error)) from error
        raise ConfigError(key=key, reason=str(error)) from error


def _not_a_language(value: object) -> str:
    raise ValueError(f"not a language code: {value!r}")


def _refuse_unknown(table: dict[str, Any], known: set[str], *, prefix: str) -> None:
    for key in table:
        if key not in known:
            near = _nearest(key, known)
            hint = f"; did you mean {prefix}{near}?" if near else f"; known: {', '.join(sorted(known))}"
            raise ConfigError(key=f"{prefix}{key}", reason=f"is not a setting{hint}")


def _nearest(word: str, known: set[str]) -> str | None:
    import difflib

    return next(iter(difflib.get_close_matches(word, sorted(known), n=1)), None)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
