"""Sentences into another language: cleaned, translated once in one call, and checked for known faults.

Faults are values that the review can show; a text that is not empty never comes back empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from pipeline.errors import EngineError
from pipeline.model import Translation
from pipeline.protocols import ProgressSink, Translator, ignore_progress
from pipeline.text import CleanText, clean_text
from pipeline.translation.clauses import join_clauses, split_clauses
from pipeline.translation.faults import DROPPED, EMPTY, MARKUP, UNTRANSLATED, fault_weight, find_faults, has_letters
from pipeline.translation.markup import Bare, restore_markup, strip_markup

_CLAUSE_CHARS = 60
"""Parts of a sentence that is tried again clause by clause are about this long."""


@runtime_checkable
class SecondTry(Protocol):
    """A translator that can also translate in another way than its usual one."""

    def translate_differently(self, sentences: Sequence[str], progress: ProgressSink) -> tuple[Translation, ...]:
        """Like `Translator.translate`, by a search that avoids the usual way's faults."""


def translate_sentences(
    texts: Sequence[str],
    *,
    translator: Translator,
    source: str = "",
    target: str = "",
    progress: ProgressSink = ignore_progress,
) -> tuple[Translation, ...]:
    """Translate whole sentences.

    Args:
        texts: Sentences; white space and control characters in them are cleaned away, equal ones are
            translated once. An empty one gives an empty translation.
        translator: Translates from `source` to `target`.
        source: BCP-47 tag; with both tags the checks know how long a translation should be.
        target: BCP-47 tag.
        progress: Told about the one long call, in sentences.

    Returns:
        One translation a text, in order. Alignments point into `texts` as they were given. `faults`
        names what is still wrong after a second and a third try (see `faults`). Where an engine gives
        nothing, the source text stands, with the fault `empty`.

    Raises:
        EngineError: The engine failed, or gave another number of sentences.
    """
    sentences = [_Sentence.read(text) for text in texts]
    unique = tuple(dict.fromkeys(item.bare.text for item in sentences if has_letters(item.bare.text)))
    first = _call(translator, unique, progress) if unique else ()
    checked = {
        text: replace(translation, faults=find_faults(text, translation.text, source=source, target=target))
        for text, translation in zip(unique, first, strict=True)
    }
    repaired = _repair(checked, translator, source=source, target=target)
    return tuple(_finished(item, repaired) for item in sentences)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    """One text in its three forms: as given (by offsets), cleaned, and bare of markup."""

    clean: CleanText
    bare: Bare

    @classmethod
    def read(cls, text: str) -> _Sentence:
        clean = clean_text(text)
        return cls(clean=clean, bare=strip_markup(clean.text))


def _repair(
    checked: Mapping[str, Translation], translator: Translator, *, source: str, target: str
) -> dict[str, Translation]:
    """Try the faulty ones in other ways and keep, for each, the text with the least faults."""
    best = dict(checked)
    tries = [_by_another_search] if isinstance(translator, SecondTry) else []
    for attempt in (*tries, _by_clauses):
        faulty = [text for text, translation in best.items() if translation.faults]
        for text, candidate in attempt(faulty, translator, target).items():
            faults = find_faults(text, candidate.text, source=source, target=target)
            if fault_weight(faults) < fault_weight(best[text].faults):
                best[text] = replace(candidate, faults=faults)
    return best


def _by_another_search(texts: Sequence[str], translator: Translator, target: str) -> dict[str, Translation]:
    if not texts or not isinstance(translator, SecondTry):
        return {}
    again = translator.translate_differently(texts, ignore_progress)
    return dict(zip(texts, _counted(translator, texts, again), strict=True))


def _by_clauses(texts: Sequence[str], translator: Translator, target: str) -> dict[str, Translation]:
    parts = {text: split_clauses(text, limit=max(_CLAUSE_CHARS, len(text) // 4), measure=len) for text in texts}
    parts = {text: clauses for text, clauses in parts.items() if len(clauses) > 1}
    flat = [clause.text for clauses in parts.values() for clause in clauses]
    translated = iter(_call(translator, flat, ignore_progress) if flat else ())
    return {
        text: join_clauses(clauses, [next(translated) for _ in clauses], target=target)
        for text, clauses in parts.items()
    }


def _call(translator: Translator, texts: Sequence[str], progress: ProgressSink) -> tuple[Translation, ...]:
    return _counted(translator, texts, translator.translate(texts, progress))


def _counted(
    translator: Translator, texts: Sequence[str], translations: tuple[Translation, ...]
) -> tuple[Translation, ...]:
    if len(translations) != len(texts):
        reason = f"gave {len(translations)} sentences for {len(texts)}"
        raise EngineError(engine=translator.signature.engine, reason=reason)
    return tuple(replace(item, text=clean_text(item.text).text) for item in translations)


def _finished(item: _Sentence, translations: Mapping[str, Translation]) -> Translation:
    """The translation with the markup of its sentence, aligned to the text as it was given."""
    text = item.clean.text
    if item.bare.text not in translations:
        # Nothing to translate: a number, a note, an emoji.
        return Translation(text=text)
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
