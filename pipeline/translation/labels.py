"""What a label or a speaker is called in another language, where a table of ours knows it."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.languages import written_language
from pipeline.translation.label_words import LANGUAGES, ROWS

_JOINTS = {
    "en": "and", "pt": "e", "es": "y", "fr": "et", "de": "und", "it": "e", "nl": "en", "ca": "i", "gl": "e", "pl": "i",
    "ru": "и", "ja": "と", "zh": "和",
}  # fmt: skip
_PLAYING = re.compile(r"(.*music) (?:playing|plays)")
"""English says of music that it plays; the others leave that out."""
_NUMBERED = re.compile(r"(.*\S)(\s+\d+)")


def translate_label(text: str, *, source: str, target: str) -> str | None:
    """The wording of a common label in another language, in the letters' case of the original.

    Two labels that are joined (“music and applause”) and numbered ones (“man 2”) are known by their parts.

    >>> translate_label("Upbeat music", source="en", target="pt")
    'Música animada'
    >>> translate_label("the kettle sings", source="en", target="pt") is None
    True
    """
    source, target = _code(source), _code(target)
    if source not in LANGUAGES or target not in LANGUAGES:
        return None
    found = _wording(" ".join(text.split()), source, target)
    return None if found is None else _in_case_of(text, found)


def _wording(text: str, source: str, target: str) -> str | None:
    row = _meanings(source).get(text.casefold())
    if row is not None:
        return _wordings(target)[row]
    if (playing := _PLAYING.fullmatch(text)) and source == "en":
        return _wording(playing[1], source, target)
    if numbered := _NUMBERED.fullmatch(text):
        name = _wording(numbered[1], source, target)
        return None if name is None else name + numbered[2]
    for joint, other in ((f" {_JOINTS[source]} ", f" {_JOINTS[target]} "), (", ", ", "), ("; ", "; ")):
        parts = text.split(joint)
        if len(parts) > 1:
            known = [_wording(part, source, target) for part in parts]
            return None if None in known else other.join(part for part in known if part)
    return None


def _in_case_of(original: str, wording: str) -> str:
    letters = [char for char in original if char.upper() != char.lower()]
    if len(letters) > 1 and original == original.upper():
        return wording.upper()
    if letters and letters[0].isupper():
        return wording[:1].upper() + wording[1:]
    return wording


def _code(tag: str) -> str:
    return written_language(tag).partition("-")[0] if tag else ""


@lru_cache(maxsize=1)
def _cells() -> tuple[tuple[tuple[str, ...], ...], ...]:
    rows = [line.split("|") for line in ROWS.splitlines() if line]
    return tuple(tuple(tuple(word.strip() for word in cell.split("/")) for cell in row) for row in rows)


@lru_cache(maxsize=32)
def _meanings(language: str) -> dict[str, int]:
    """Number of the row of each wording; where a wording is in two rows, the first of them."""
    column = LANGUAGES.index(language)
    meanings: dict[str, int] = {}
    for number, row in enumerate(_cells()):
        for word in row[column]:
            meanings.setdefault(word.casefold(), number)
    return meanings


@lru_cache(maxsize=32)
def _wordings(language: str) -> tuple[str, ...]:
    column = LANGUAGES.index(language)
    return tuple(row[column][0] for row in _cells())
