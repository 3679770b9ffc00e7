"""Translated sentences to cues, at the moments when the speaker says that part.

Every word of a translation gets the time of the source words that it translates; then the target
language's own cutting decides where cues and lines end. Text is never shortened and never dropped.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from pipeline.cues import CutOptions, KnownCuts, Profile, Said, content_of, cut_said
from pipeline.model import Cue, Sentence, Translation, Word
from pipeline.text import is_unspaced
from pipeline.translation.version import PLACING_VERSION
from pipeline.translation.word_alignment import attention_anchors, map_offsets, text_anchors

_SNAP_SHARE = 0.5
"""How far into a source word a target word may start and still be taken to start with it."""
_PAUSE_MS = 200
_TOKEN = re.compile(r"\S+")


def place_translations(
    sentences: Sequence[Sentence],
    translations: Sequence[Translation],
    *,
    profile: Profile,
    options: CutOptions,
    known: KnownCuts | None = None,
) -> tuple[Cue, ...]:
    """Cues of the target language, timed by the words of the source.

    Args:
        sentences: Of the source, with the time of each word.
        translations: One for each sentence, in the same order; an empty one gives no cue.
        profile: The limits of the target language.
        options: The target's language; frame rate and length of the medium.
        known: Cuts that need not be searched for, and where those are noted that were used.

    Returns:
        Cues in order that never overlap, each naming the source sentences whose translation it shows.

    Raises:
        ValueError: If there are not as many translations as sentences.
    """
    pairs = zip(sentences, translations, strict=True)
    said = [_as_said(sentence, translation) for sentence, translation in pairs if translation.text.strip()]
    return cut_said(said, profile=profile, options=options, borrows_for_speed=True, known=known)


def _as_said(sentence: Sentence, translation: Translation) -> Said:
    """A translation whose words get their times where they are needed."""
    text = translation.text
    texts = tuple(_TOKEN.findall(text))
    spaces = (not is_unspaced(texts[0][0]), *(True for _ in texts[1:]))
    begins = sentence.words[0].begins
    parts = "\0".join((PLACING_VERSION, begins.name, text, repr(translation.alignment)))

    def timed() -> Sentence:
        placed = time_translation(sentence, translation)
        assert placed is not None
        return placed

    def untimed() -> list[Word]:
        some = zip(texts, spaces, strict=True)
        words = [Word(text=word, start_ms=0, end_ms=0, space_before=space) for word, space in some]
        return [replace(words[0], begins=begins), *words[1:]]

    return Said(
        id=sentence.id,
        texts=texts,
        spaces=spaces,
        # The first word of a text is said when the first one of its source is.
        start_ms=sentence.start_ms if text[0] == texts[0][0] else timed().start_ms,
        end_ms=sentence.end_ms,
        content=parts.encode(errors="surrogatepass") + b"\0" + content_of(sentence.words),
        untimed=untimed,
        timed=timed,
    )


def time_translation(sentence: Sentence, translation: Translation) -> Sentence | None:
    """The translation as a sentence whose words have the times of the source words they translate.

    Keeps the source sentence's id, and what it begins in its file. None for a translation without text.
    """
    text, source = translation.text, sentence.text
    tokens = [(match.start(), match.end()) for match in _TOKEN.finditer(text)]
    if not tokens:
        return None
    lengths = (tokens[-1][1], len(source))
    if translation.alignment:
        anchors = attention_anchors(translation.alignment, target_length=lengths[0], source_length=lengths[1])
    else:
        anchors = text_anchors(text, source)
    clock = _SourceClock(sentence)
    places = map_offsets([*(start for start, _ in tokens), *(end for _, end in tokens)], anchors, lengths=lengths)
    words: list[Word] = []
    latest = 0
    for (start, end), begin, last in zip(tokens, places, places[len(tokens) :], strict=False):
        start_ms, end_ms = clock.start_ms(begin), clock.end_ms(last)
        latest = start_ms if start_ms > latest else latest
        end_ms = end_ms if end_ms > latest else latest
        has_space = bool(words) or not is_unspaced(text[start])
        words.append(Word(text=text[start:end], start_ms=latest, end_ms=end_ms, space_before=has_space))
    if begins := sentence.words[0].begins:
        words[0] = replace(words[0], begins=begins)
    return Sentence(id=sentence.id, words=tuple(words))


class _SourceClock:
    """When the speaker says a character of the source sentence."""

    __slots__ = ("_ends_ms", "_lengths", "_offsets", "_starts_ms")

    def __init__(self, sentence: Sentence) -> None:
        self._offsets: list[int] = []
        self._lengths = [len(word.text) for word in sentence.words]
        self._starts_ms = [word.start_ms for word in sentence.words]
        self._ends_ms = [word.end_ms for word in sentence.words]
        position = 0
        for index, word in enumerate(sentence.words):
            position += bool(index and word.space_before)
            self._offsets.append(position)
            position += self._lengths[index]

    def start_ms(self, offset: float) -> int:
        """When to show what translates the text from `offset` on: the start of the nearest source word."""
        index = (bisect_right(self._offsets, offset) or 1) - 1
        into = (offset - self._offsets[index]) / self._lengths[index]
        is_nearer = into > _SNAP_SHARE and index + 1 < len(self._starts_ms)
        return self._starts_ms[index + 1 if is_nearer else index]

    def end_ms(self, offset: float) -> int:
        """When the voice has said the text up to `offset`."""
        index = (bisect_right(self._offsets, offset - 1e-6) or 1) - 1
        start_ms, end_ms = self._starts_ms[index], self._ends_ms[index]
        into = (offset - self._offsets[index]) / self._lengths[index]
        return round(start_ms + (end_ms - start_ms) * into) if into < 1.0 else end_ms
