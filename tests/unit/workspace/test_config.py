"""`captions.toml` is read once and checked to the last key."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import ConfigError
from pipeline.workspace.config import Config, VideoSettings, load_config, parse_languages


def config_of(folder: Path, text: str) -> Config:
    (folder / "captions.toml").write_text(text, encoding="utf-8")
    return load_config(folder)


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    """A workspace needs no settings file."""
    assert load_config(tmp_path) == Config(folder=tmp_path)


def test_the_committed_settings_file_shows_exactly_the_defaults() -> None:
    """Its comments promise that every line shows the default."""
    folder = Path(__file__).parents[3]
    assert load_config(folder) == Config(folder=folder)


def test_a_byte_order_mark_is_harmless(tmp_path: Path) -> None:
    """Windows editors write one."""
    (tmp_path / "captions.toml").write_bytes(b'\xef\xbb\xbflanguages = ["es"]\n')
    assert load_config(tmp_path).languages == ("es",)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('langauges = ["pt"]', "captions.toml: langauges: is not a setting; did you mean languages?"),
        ("[transcription]\nmodle = 'base'", "captions.toml: transcription.modle: is not a setting"),
        ("[transcription]\nthreads = 'two'", "transcription.threads: expects a whole number, got 'two'"),
        ("[transcription]\nthreads = true", "transcription.threads: expects a whole number, got True"),
        ("[translation]\nengines = 'argos'", "translation.engines: expects a list of text"),
        ("[translation]\nbeam_size = 0", "translation.beam_size: must be at least 1"),
        ("[translation]\nminimum_quality = 'good'", "translation.minimum_quality: not a quality"),
        ("[transcription]\nengine = 'wisper'", "transcription.engine: must be one of whisper, faster-whisper, got"),
        ("[cues]\nprofile = 'hbo'", "cues.profile: must be one of netflix"),
        ("cues = 3", "cues: expects a table, got 3"),
        ("videos = 3", "videos: expects a table for each video"),
        ('languages = "pt"', 'languages: expects a list of language codes or "all"'),
        ('languages = ["pt", "xx-invalid-language"]', "languages[1]: "),
        ("languages = [3]", "languages[0]: not a language code: 3"),
        ("[transcription]\nlanguage = 'english'", "transcription.language: "),
        ("[videos.talk]\nlanguage = '??'", "videos.talk.language: "),
        ("languages = [", "captions.toml: is not TOML: "),
    ],
)
def test_a_wrong_setting_is_an_error_with_its_dotted_path(tmp_path: Path, text: str, shown: str) -> None:
    """One line that names the setting, the reason and, where it can, the cure."""
    with pytest.raises(ConfigError) as caught:
        config_of(tmp_path, text)
    assert shown in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("value", [["pt", "klingonese"], [3]], ids=str)
def test_an_option_is_in_no_file(value: list[object]) -> None:
    """What was typed wrongly on the command line is not looked for in captions.toml."""
    with pytest.raises(ConfigError) as caught:
        parse_languages(value, key="--languages")
    assert str(caught.value).startswith("--languages: not a language code: ")


def test_another_encoding_is_named(tmp_path: Path) -> None:
    """A file saved as UTF-16 is no riddle."""
    (tmp_path / "captions.toml").write_bytes('languages = ["pt"]'.encode("utf-16"))
    with pytest.raises(ConfigError, match=r"captions\.toml: is not UTF-8"):
        load_config(tmp_path)


def test_a_video_may_differ_from_the_rest(tmp_path: Path) -> None:
    """Its language and audio stream come first, all else stays."""
    config = config_of(tmp_path, "[transcription]\nmodel = 'small'\n[videos.talk]\nlanguage = 'pt'\naudio_stream = 1\n")
    assert config.videos == {"talk": VideoSettings(language="pt", audio_stream=1)}
    own = config.transcription_of("talk")
    assert (own.language, own.audio_stream, own.model) == ("pt", 1, "small")
    assert config.transcription_of("other") == config.transcription


def test_languages_are_normalised_and_unique() -> None:
    """`PT_br` and `pt-BR` are one language."""
    assert parse_languages(["PT_br", "es", "pt-BR"], key="languages") == ("pt-BR", "es")
    assert parse_languages("all", key="languages") == ("all",)
