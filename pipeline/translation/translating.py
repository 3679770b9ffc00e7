"""Sentences into another language: cleaned, translated once in one call, and checked for known faults.

Faults are values that the review can show; a text that is not empty never comes back empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.dataclass import dataclass
from pipeline.model import Translation
from pipeline.protocols import ProgressSink, Translator, ignore_progress
from pipeline.text import CleanText, clean_text
from pipeline.translation.faults import DROPPED, EMPTY, MARKUP, UNTRANSLATED, has_letters
from pipeline.translation.markup import Bare, restore_markup, strip_markup
from pipeline.translation.protection import ANY_READER, NO_TERMS, Reader, TermFinder, find_facts, localised
from pipeline.translation.trying import Guarded, Tries


def translate_sentences(  # noqa: PLR0913  # each is given by name
    texts: Sequence[str],
    *,
    translator: Translator,
    source: str = "",
    target: str = "",
    terms: TermFinder = NO_TERMS,
    progress: ProgressSink = ignore_progress,
) -> tuple[Translation, ...]:
    """Translate whole sentences, and bring their facts through.

    Args:
        texts: Sentences; white space and control characters in them are cleaned away, equal ones are
            translated once. An empty one gives an empty translation.
        translator: Translates from `source` to `target`.
        source: BCP-47 tag; with both tags the checks know how long a translation should be, and how the
            languages write numbers.
        target: BCP-47 tag.
        terms: A glossary; its terms are brought through like facts.
        progress: Told about the one long call, in sentences.

    Returns:
        One translation a text, in order. Alignments point into `texts` as they were given. `faults`
        names what is still wrong after several tries (see `faults`). Where an engine gives nothing, the
        source text stands, with the fault `empty`.

    Raises:
        EngineError: The engine failed, or gave another number of sentences.
    """
    sentences = [_Sentence.read(text) for text in texts]
    unique = tuple(dict.fromkeys(item.bare.text for item in sentences if has_letters(item.bare.text)))
    reader = translator if isinstance(translator, Reader) else ANY_READER
    guarded = [
        Guarded(text=text, facts=find_facts(text, source=source, target=target, reader=reader, terms=terms))
        for text in unique
    ]
    translated = Tries(translator=translator, source=source, target=target).run(guarded, progress) if guarded else {}
    return tuple(_finished(item, translated, source, target) for item in sentences)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    """One text in its three forms: as given (by offsets), cleaned, and bare of markup."""

    clean: CleanText
    bare: Bare

    @classmethod
    def read(cls, text: str) -> _Sentence:
        clean = clean_text(text)
        return cls(clean=clean, bare=strip_markup(clean.text))


def _finished(item: _Sentence, translations: Mapping[str, Translation], source: str, target: str) -> Translation:
    """The translation with the markup of its sentence, aligned to the text as it was given."""
    text = item.clean.text
    if item.bare.text not in translations:
        # Nothing to translate: a number, a note, an emoji.
        return Translation(text=localised(text, source=source, target=target))
    translation = translations[item.bare.text]
    if (not has_letters(translation.text) and DROPPED in translation.faults) or not translation.text:
        return Translation(text=text, faults=(EMPTY, UNTRANSLATED))
    whole = restore_markup(item.bare, translation)
    if any(tag not in whole.text for _, tag in item.bare.tags):
        whole = replace(whole, faults=(*whole.faults, MARKUP))
    if whole.alignment is None:
        return whole
    pairs = tuple((target, item.clean.original_offset(source)) for target, source in whole.alignment)
    return replace(whole, alignment=tuple(pair for pair in pairs if pair[0] < len(whole.text)))
