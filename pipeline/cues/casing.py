"""The sentences and units of a caption file as they are translated: cut, and with the capitals that begin them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.cues.sentence_ends import has_abbreviations, is_abbreviation
from pipeline.cues.sentences import SILENCE_MS, split_sentences
from pipeline.cues.unit_starts import mark_lines
from pipeline.cues.units import is_symbol, read_unit
from pipeline.model import Cue, Sentence, Word
from pipeline.text import sentence_end

_WORD = re.compile(r"[^\W\d_]{2,}(?:['’][^\W\d_]+)?[,;:.!?…]*|[aáàeéèioóòuyуиявоск][,]?")
"""A plain word; a lone letter is one in few languages, else it is a symbol (“x”)."""
_PLAIN_END = re.compile(r"[^\W\d_]{2,}\.")


def source_sentences(words: Sequence[Word], cues: Sequence[Cue], *, language: str) -> tuple[Sentence, ...]:
    """The sentences and other units of a caption file, as they are translated.

    What the recogniser began with a small letter begins with a capital here: a translation would keep it.

    Args:
        words: The words of the file with their times, in the order of its cues.
        cues: The file: where its lines begin says where labels, songs and speakers' lines do.
        language: BCP-47 tag of the file.
    """
    sentences = split_sentences(mark_lines(words, cues), language=language)
    return _with_capitals(tuple(_with_inner_capitals(sentence, language) for sentence in sentences))


def _with_capitals(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    spoken: Sentence | None = None
    end_ms = 0
    fixed: list[Sentence] = []
    for sentence in sentences:
        is_new = spoken is None or _is_finished(spoken) or sentence.start_ms - end_ms >= SILENCE_MS
        first, *rest = sentence.words
        fixed.append(replace(sentence, words=(_capitalised(first), *rest)) if is_new else sentence)
        end_ms = sentence.end_ms
        if not read_unit(sentence.text).is_label:
            spoken = sentence
    return tuple(fixed)


def _with_inner_capitals(sentence: Sentence, language: str) -> Sentence:
    """A capital after a full stop that ended no sentence only because a small letter follows it."""
    words = sentence.words
    if not has_abbreviations(language) or not any(_PLAIN_END.fullmatch(word.text) for word in words[:-1]):
        return sentence
    fixed = [words[0]]
    for left, right in pairwise(words):
        is_end = _PLAIN_END.fullmatch(left.text) and not is_abbreviation(left.text, language)
        fixed.append(_capitalised(right) if is_end else right)
    return replace(sentence, words=tuple(fixed))


def _capitalised(word: Word) -> Word:
    if not word.text.islower() or not _WORD.fullmatch(word.text):
        return word
    return replace(word, text=word.text[0].upper() + word.text[1:])


def _is_finished(sentence: Sentence) -> bool:
    """Whether a sentence ends with a full stop, and not with an ellipsis."""
    last = next((word for word in reversed(sentence.words) if not is_symbol(word.text)), sentence.words[-1])
    return sentence_end(last.text) not in {"", "…"} and not last.text.endswith("..")
