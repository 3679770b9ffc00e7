"""Title, description and chapters as sentences for a translator, and put together again of their translations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from pipeline.cues import split_sentences
from pipeline.edits import source_fields
from pipeline.formats import words_of_cues
from pipeline.model import Cue, Details, Translation
from pipeline.records import DetailField, DetailPlace
from pipeline.text import joint_space

_LEAD = re.compile(
    r"\s*(?:(?:[-*•‣▪▶►✓✔·–—]|\d{1,2}[.)])\s+)?(?:[(\[]?(?:\d{1,2}:)?\d{1,2}:\d{2}[)\]]?(?:\s*[-–—:|])?\s+)?"
)
"""A bullet, a number, or the time of a chapter line: what stands before a text and is not translated."""
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+|[#@]\S+")
_LETTER_MS = 50
"""Sentences are found in timed words; nobody speaks these, so that every letter takes the same time."""


def sentences_of(details: Details, language: str) -> tuple[str, ...]:
    """All sentences that a translator is asked for, each once, in their order."""
    found = (
        sentence
        for field in source_fields(details)
        for _, sentences in _lines(field.text, language)
        for sentence in sentences
    )
    return tuple(dict.fromkeys(found))


def translated_fields(
    details: Details, language: str, translations: Mapping[str, Translation]
) -> tuple[DetailField, ...]:
    """The fields in another language.

    Args:
        details: What is translated.
        language: Of these.
        translations: By sentence, all of `sentences_of`.
    """
    return tuple(_translated(field, language, translations) for field in source_fields(details))


def _translated(field: DetailField, language: str, translations: Mapping[str, Translation]) -> DetailField:
    lines = []
    faults: dict[str, None] = {}
    for lead, sentences in _lines(field.text, language):
        text = ""
        for sentence in sentences:
            made = translations[sentence]
            text += joint_space(text, made.text) + " ".join(made.text.split())
            faults |= dict.fromkeys(made.faults)
        lines.append(lead + text)
    text = "\n".join(lines)
    if field.place is not DetailPlace.DESCRIPTION:
        text = " ".join(text.split())
    return replace(field, text=text if text.strip() else field.text, faults=tuple(faults))


def _lines(text: str, language: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each line of a text: what is left as it stands, and the sentences behind it."""
    for line in text.split("\n"):
        match = _LEAD.match(line)
        lead = match.group() if match else ""
        rest = line[len(lead) :]
        if any(char.isalpha() for char in _ADDRESS.sub("", rest)):
            yield lead, _sentences(rest, language)
        else:
            yield line, ()


def _sentences(text: str, language: str) -> tuple[str, ...]:
    cue = Cue(start_ms=0, end_ms=len(text) * _LETTER_MS, text=text)
    words = words_of_cues((cue,), language=language)
    return tuple(sentence.text for sentence in split_sentences(words, language=language))
