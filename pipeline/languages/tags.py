"""Language codes: BCP-47 outside, each engine's own inside, ISO 639-2 in MP4."""

from __future__ import annotations

import functools
import re
from typing import NewType

from pipeline.languages.language_data import (
    LANGUAGES,
    NAMES,
    REGIONS,
    REPLACED,
    SCRIPT_IN_REGION,
    SCRIPT_OF,
    SCRIPTS,
    THREE_LETTERS,
)

LanguageTag = NewType("LanguageTag", str)
"""A BCP-47 tag in its usual spelling: `pt`, `pt-BR`, `zh-Hant`."""

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-(?:[A-Za-z]{2}|\d{3}))?(-[A-Za-z0-9]{5,8})*")
_RIGHT_TO_LEFT = frozenset({"Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg", "Mand", "Samr"})
_WITHOUT_SPACES = frozenset({"Hans", "Hant", "Hani", "Jpan", "Hira", "Kana", "Thai", "Laoo", "Khmr", "Mymr", "Tibt"})

# Where an engine's code is not the first part of the BCP-47 tag. Whisper: `whisper.tokenizer.LANGUAGES`;
# Argos: the codes in its package index; Firefox: the codes of its model records. Apertium's are
# ISO 639-3, with old two-letter ones in the names of old pairs, and need no row.
_ENGINE_CODES: dict[str, dict[str, str]] = {
    "whisper": {"jv": "jw", "nb": "no", "fil": "tl", "zh-Hans": "zh", "zh-Hant": "zh", "yue": "yue"},
    "argos": {"pt-BR": "pb", "zh-Hant": "zt", "zh-Hans": "zh", "fil": "tl", "no": "nb"},
    "firefox": {"zh-Hant": "zh-Hant", "zh-Hans": "zh", "no": "nb", "fil": "tl"},
    "apertium": {"pt-BR": "por_BR", "nb": "nob", "sr": "hbs", "bs": "hbs", "hr": "hbs"},
}
_FROM_ENGINE: dict[str, dict[str, str]] = {
    "whisper": {"jw": "jv"},
    "argos": {"pb": "pt-BR", "zt": "zh-Hant"},
    "firefox": {"zh_hant": "zh-Hant", "zh-hant": "zh-Hant", "zhhant": "zh-Hant"},
    "apertium": {"hbs": "sr", "hbs_SR": "sr", "hbs_BS": "bs", "hbs_HR": "hr", "por_BR": "pt-BR", "pt_BR": "pt-BR"},
}


def parse_tag(text: str) -> LanguageTag:
    """Check a BCP-47 tag and give it its usual spelling.

    Old and three-letter codes become the ones in use: `iw` is `he`, `por` is `pt`.

    Raises:
        ValueError: If it is not a tag of a language that exists.

    >>> parse_tag("PT_br")
    'pt-BR'
    >>> parse_tag("por")
    'pt'
    """
    candidate = text.strip().replace("_", "-")
    if not _TAG.fullmatch(candidate):
        raise ValueError(f"not a language code: {text[:40]!r} (codes look like pt, pt-BR or zh-Hant)")
    primary, *rest = candidate.split("-")
    spelled = [_parse_primary(primary)]
    spelled += [_parse_subtag(part, text) for part in rest]
    return LanguageTag("-".join(spelled))


def language_of_name(text: str) -> LanguageTag:
    """The language of a heading in a table: a tag, or what the language is called in English or by itself.

    Raises:
        ValueError: It names no language.

    >>> language_of_name("pt-br"), language_of_name("Portuguese"), language_of_name("português")
    ('pt-BR', 'pt', 'pt')
    """
    try:
        return parse_tag(text)
    except ValueError:
        wanted = text.casefold()
        for tag, names in NAMES.items():
            if wanted and wanted in names.casefold().split("|"):
                return parse_tag(tag)
        raise


def english_name(tag: str) -> str:
    """What the language is called in English; the tag itself where no name is known.

    >>> english_name("pt-BR"), english_name("gl")
    ('Portuguese (Brazil)', 'Galician')
    """
    return _names(tag)[0]


def autonym(tag: str) -> str:
    """What the language calls itself, with a capital where its script has them.

    >>> autonym("pt"), autonym("ja")
    ('Português', '日本語')
    """
    english, own = _names(tag)
    return own or english


def iso639_2(tag: str) -> str:
    """The three letters that MP4 wants (ISO 639-2/T; a language without one keeps its ISO 639-3 code).

    >>> iso639_2("pt-BR"), iso639_2("ast")
    ('por', 'ast')
    """
    primary = tag.split("-", maxsplit=1)[0].lower()
    return THREE_LETTERS.get(primary, primary)


def engine_code(tag: str, engine: str) -> str:
    """The code by which an engine knows a language.

    Args:
        tag: A BCP-47 tag.
        engine: `whisper`, `argos`, `firefox` or `apertium`; others use the tag's first part.

    >>> engine_code("jv", "whisper"), engine_code("zh-TW", "argos"), engine_code("pt", "apertium")
    ('jw', 'zt', 'por')
    """
    table = _ENGINE_CODES.get(engine, {})
    primary = tag.split("-", maxsplit=1)[0]
    for candidate in (tag, written_language(tag), primary):
        if candidate in table:
            return table[candidate]
    return iso639_2(primary) if engine == "apertium" else primary


def from_engine_code(code: str, engine: str) -> LanguageTag:
    """The BCP-47 tag of an engine's code.

    Raises:
        ValueError: If the code is not one of a language that exists.

    >>> from_engine_code("jw", "whisper"), from_engine_code("pb", "argos"), from_engine_code("por", "apertium")
    ('jv', 'pt-BR', 'pt')
    """
    known = _FROM_ENGINE.get(engine, {})
    return parse_tag(known.get(code, code))


def script_of(tag: str) -> str:
    """The four-letter code of the script in which a language is written.

    >>> script_of("zh-TW"), script_of("zh"), script_of("pt")
    ('Hant', 'Hans', 'Latn')
    """
    parts = tag.split("-")
    for part in parts[1:]:
        if len(part) == 4 and part.isalpha():
            return part
    regional = next((SCRIPT_IN_REGION[f"{parts[0]}-{part}"] for part in parts[1:] if _is_regional(parts[0], part)), "")
    return regional or SCRIPT_OF.get(parts[0], "Latn")


@functools.lru_cache(maxsize=1024)
def written_language(tag: str) -> LanguageTag:
    """The tag without its region, with a script only where it is not the language's usual one.

    Two tags with the same written language can stand in for each other in translation.

    >>> written_language("pt-BR"), written_language("zh-TW"), written_language("zh-Hans")
    ('pt', 'zh-Hant', 'zh')
    """
    primary = tag.split("-", maxsplit=1)[0]
    script = script_of(tag)
    return LanguageTag(primary if script == SCRIPT_OF.get(primary, "Latn") else f"{primary}-{script}")


def is_right_to_left(tag: str) -> bool:
    """True if the language's script runs from right to left.

    >>> is_right_to_left("ar"), is_right_to_left("pt")
    (True, False)
    """
    return script_of(tag) in _RIGHT_TO_LEFT


def writes_without_spaces(tag: str) -> bool:
    """True if the language puts no spaces between words (Chinese, Japanese, Thai, Khmer …).

    >>> writes_without_spaces("th"), writes_without_spaces("ko")
    (True, False)
    """
    return script_of(tag) in _WITHOUT_SPACES


def _parse_primary(text: str) -> str:
    code = text.lower()
    code = REPLACED.get(code, code)
    if code not in LANGUAGES:
        raise ValueError(f"not a language code: {text!r} (no language has it)")
    return code


def _parse_subtag(part: str, text: str) -> str:
    if len(part) == 4 and part.isalpha():
        spelled, known = part.title(), SCRIPTS
    elif len(part) <= 3:
        spelled, known = part.upper(), REGIONS
    else:
        return part.lower()
    if spelled not in known:
        raise ValueError(f"not a language code: {text[:40]!r} (there is no {spelled})")
    return spelled


def _is_regional(primary: str, part: str) -> bool:
    return f"{primary}-{part}" in SCRIPT_IN_REGION


def _names(tag: str) -> tuple[str, str]:
    if tag in NAMES:
        english, own = NAMES[tag].split("|")
        return english, own
    primary, *rest = tag.split("-")
    english, own = NAMES.get(primary, f"{primary}|").split("|")
    if not rest:
        return english, own
    details = ", ".join(rest)
    return f"{english} ({details})", f"{own} ({details})" if own else ""
