"""Sentences and other units into another language: a unit's signs stay, what stands inside is translated.

Common labels come from a table; a label that it does not hold is translated inside its brackets. The name of
a speaker stays as it is unless the table knows it (“HOST”, “NARRATOR”).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.cues import Unit, read_unit
from pipeline.model import Translation
from pipeline.protocols import ProgressSink, Translator, ignore_progress
from pipeline.translation.labels import translate_label
from pipeline.translation.protection import NO_TERMS, TermFinder
from pipeline.translation.translating import translate_sentences


def translate_units(  # noqa: PLR0913  # each is given by name
    texts: Sequence[str],
    *,
    translator: Translator,
    source: str = "",
    target: str = "",
    terms: TermFinder = NO_TERMS,
    progress: ProgressSink = ignore_progress,
) -> tuple[Translation, ...]:
    """Like `translate_sentences`, which it calls once, for texts that may be labels, songs or speakers' lines.

    Args:
        texts: One sentence or one unit each.
        translator: Translates from `source` to `target`.
        source: BCP-47 tag.
        target: BCP-47 tag.
        terms: A glossary; its terms are brought through like facts.
        progress: Told about the one long call, in sentences.

    Returns:
        One translation a text, in order, with the signs of its text. Alignments point into `texts`.

    Raises:
        EngineError: The engine failed, or gave another number of sentences.
    """
    units = [read_unit(text) for text in texts]
    known = [_known_label(unit, source, target) for unit in units]
    asked = [_question(unit) for unit, label in zip(units, known, strict=True) if label is None]
    answers = iter(
        translate_sentences(asked, translator=translator, source=source, target=target, terms=terms, progress=progress)
        if asked
        else ()
    )
    bodies = [
        _in_label(unit, next(answers)) if label is None else label for unit, label in zip(units, known, strict=True)
    ]
    return tuple(_whole(unit, body, source, target) for unit, body in zip(units, bodies, strict=True))


def _known_label(unit: Unit, source: str, target: str) -> Translation | None:
    """The table's wording of a label, each word of it meaning all of the label."""
    if not unit.is_label:
        return None
    wording = translate_label(unit.body, source=source, target=target)
    return None if wording is None else Translation(text=wording)


def _question(unit: Unit) -> str:
    """What an engine is asked: a label of several words as the sentence that engines know best, with a full stop."""
    is_phrase = unit.is_label and " " in unit.body.strip() and unit.body[-1:].isalpha()
    return f"{unit.body}." if is_phrase else unit.body


def _in_label(unit: Unit, translation: Translation) -> Translation:
    """What an engine makes of a label's words, without the full stop and the capital that it gives a sentence."""
    text = translation.text
    if not unit.is_label or not text:
        return translation
    if text.endswith(".") and not unit.body.endswith("."):
        text = text[:-1]
    if unit.body[:1].islower() and not text[1:2].isupper():
        text = text[:1].lower() + text[1:]
    return replace(translation, text=text)


def _whole(unit: Unit, body: Translation, source: str, target: str) -> Translation:
    if not unit.before and not unit.closing:
        return body
    speaker = translate_label(unit.speaker, source=source, target=target) if unit.speaker else None
    before = unit.sign + (speaker or unit.speaker) + unit.colon + unit.opening
    pairs = body.alignment
    if pairs is not None:
        pairs = tuple((len(before) + ours, len(unit.before) + theirs) for ours, theirs in pairs)
    return replace(body, text=before + body.text + unit.closing, alignment=pairs)
