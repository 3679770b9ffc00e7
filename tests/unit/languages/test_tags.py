"""Language codes of every engine, and what languages are called."""

import pytest

from pipeline.languages.tags import (
    autonym,
    engine_code,
    english_name,
    from_engine_code,
    is_right_to_left,
    iso639_2,
    parse_tag,
    script_of,
    writes_without_spaces,
    written_language,
)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("pt", "pt"),
        (" PT_br ", "pt-BR"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("por", "pt"),
        ("ger", "de"),
        ("iw", "he"),
        ("jw", "jv"),
        ("ast", "ast"),
    ],
)
def test_a_tag_gets_its_usual_spelling(text: str, tag: str) -> None:
    assert parse_tag(text) == tag


@pytest.mark.parametrize(
    "text", ["", "xx", "portuguese", "p", "pt-", "pt-ZZZ1", "en-XX", "en-Abcd", "zz", "und", "../en", "ꓑꓔ", "e\nn"]
)
def test_what_is_no_language_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(ValueError, match="not a language code") as caught:
        parse_tag(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("tag", "engine", "code"),
    [
        ("jv", "whisper", "jw"),
        ("nb", "whisper", "no"),
        ("zh-TW", "whisper", "zh"),
        ("pt-BR", "whisper", "pt"),
        ("pt-BR", "argos", "pb"),
        ("pt-PT", "argos", "pt"),
        ("zh-Hant", "argos", "zt"),
        ("zh-TW", "argos", "zt"),
        ("zh", "argos", "zh"),
        ("nb", "argos", "nb"),
        ("zh-Hant", "firefox", "zh-Hant"),
        ("de", "firefox", "de"),
        ("pt", "apertium", "por"),
        ("pt-BR", "apertium", "por_BR"),
        ("ast", "apertium", "ast"),
        ("fr", "unknown-engine", "fr"),
    ],
)
def test_each_engine_has_its_own_code(tag: str, engine: str, code: str) -> None:
    assert engine_code(tag, engine) == code


@pytest.mark.parametrize(
    ("code", "engine", "tag"),
    [
        ("jw", "whisper", "jv"),
        ("pb", "argos", "pt-BR"),
        ("zt", "argos", "zh-Hant"),
        ("zh_hant", "firefox", "zh-Hant"),
        ("eng", "apertium", "en"),
        ("cat", "apertium", "ca"),
        ("por_BR", "apertium", "pt-BR"),
        ("eo", "apertium", "eo"),
    ],
)
def test_an_engines_code_becomes_a_tag(code: str, engine: str, tag: str) -> None:
    assert from_engine_code(code, engine) == tag


def test_an_engines_code_of_no_language_is_refused() -> None:
    with pytest.raises(ValueError, match="not a language code"):
        from_engine_code("xx", "argos")


def test_every_code_of_whisper_is_a_language() -> None:
    """The table of openai-whisper is the source; all its codes have a tag and come back."""
    from whisper.tokenizer import LANGUAGES

    for code in LANGUAGES:
        assert engine_code(from_engine_code(code, "whisper"), "whisper") == code


def test_names_are_english_and_own() -> None:
    assert (english_name("gl"), autonym("gl")) == ("Galician", "Galego")
    assert autonym("ja") == "日本語"
    assert english_name("pt-AO") == "Portuguese (AO)"
    assert autonym("pt-AO") == "Português (AO)"
    assert english_name("aaa") == "aaa"
    assert autonym("eo") == "Esperanto"


def test_mp4_gets_three_letters() -> None:
    assert [iso639_2(tag) for tag in ("pt-BR", "zh-Hant", "de", "ast", "yue")] == ["por", "zho", "deu", "ast", "yue"]


def test_the_script_follows_from_tag_region_or_language() -> None:
    assert [script_of(tag) for tag in ("zh", "zh-TW", "sr", "sr-Latn", "ar", "en")] == [
        "Hans",
        "Hant",
        "Cyrl",
        "Latn",
        "Arab",
        "Latn",
    ]
    assert is_right_to_left("he")
    assert is_right_to_left("ur")
    assert not is_right_to_left("ru")
    assert writes_without_spaces("zh-Hant")
    assert writes_without_spaces("ja")
    assert not writes_without_spaces("ko")


def test_old_spellings_name_the_same_written_language() -> None:
    assert written_language("zh-CN") == "zh"
