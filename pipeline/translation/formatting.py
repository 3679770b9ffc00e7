"""Italics, colours and places of captions, carried from the cues that were translated to those of the translation."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from pipeline.dataclass import dataclass
from pipeline.model import Cue, Sentence, Translation
from pipeline.text import drop_tags
from pipeline.translation.markup import Bare, strip_tags, tag_extent, tag_pairs

_PLACE = re.compile(r"\{\\(?:an?\d+|pos\([^{}]*\))[^{}]*\}")
"""An override block that says where a whole cue stands."""


def carry_formatting(
    source: Sequence[Cue], sentences: Sequence[Sentence], translations: Sequence[Translation], placed: Sequence[Cue]
) -> tuple[Cue, ...]:
    """Put the formatting of the translated cues into those of the translation.

    Args:
        source: The cues that the sentences were made of, with their tags.
        sentences: Of these cues, in order.
        translations: One for each sentence, aligned to it.
        placed: The cues of the translations, without tags.

    Returns:
        The placed cues; each tag stands round the words that the alignment gives for those that it stood round.
        Where sentences and cues are not the same text, nothing can be carried and nothing is changed.
    """
    if not any("<" in cue.text or "{\\" in cue.text for cue in source):
        return tuple(placed)
    spans = _inline_spans(source, sentences)
    ranges = [found for span in spans for found in _in_translations(span, sentences, translations)]
    tagged = _tag_cues(placed, translations, ranges)
    return tuple(_with_place(cue, source) for cue in tagged)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """A part of a text without its white space, and the tags round it."""

    start: int
    end: int
    opening: str
    closing: str


def _inline_spans(cues: Sequence[Cue], sentences: Sequence[Sentence]) -> list[_Span]:
    """What stands between tags, in visible characters of all sentences; empty if the cues say something else."""
    spans = []
    offset = 0
    shown = ""
    for cue in sorted(cues, key=lambda cue: cue.start_ms):
        bare = strip_tags(_PLACE.sub("", cue.text))
        for opening, closing in sorted(tag_pairs(bare.tags)):
            start, end = (offset + _visible(bare.text[: bare.tags[at][0]]) for at in (opening, closing))
            spans.append(_Span(start=start, end=end, opening=bare.tags[opening][1], closing=bare.tags[closing][1]))
        offset += _visible(bare.text)
        shown += "".join(bare.text.split())
    said = "".join("".join(sentence.text.split()) for sentence in sentences)
    return spans if said == shown else []


def _in_translations(
    span: _Span, sentences: Sequence[Sentence], translations: Sequence[Translation]
) -> Iterator[_Span]:
    """The same span in visible characters of all translations; one that crosses sentences comes in parts."""
    offset = target_offset = 0
    for sentence, translation in zip(sentences, translations, strict=True):
        places = [index for index, char in enumerate(sentence.text) if not char.isspace()]
        first, last = max(span.start - offset, 0), min(span.end - offset, len(places))
        if first < last:
            bare = Bare(text=sentence.text, before="", after="", tags=(), offsets=())
            extent = tag_extent(places[first], places[last - 1] + 1, bare, translation)
            if extent is not None:
                start, end = (target_offset + _visible(translation.text[:at]) for at in extent)
                yield replace(span, start=start, end=end)
        offset += len(places)
        target_offset += _visible(translation.text)


def _tag_cues(cues: Sequence[Cue], translations: Sequence[Translation], spans: Sequence[_Span]) -> list[Cue]:
    """The cues with the tags of some spans, each closed within its cue."""
    if "".join("".join(cue.text.split()) for cue in cues) != "".join(
        "".join(translation.text.split()) for translation in translations
    ):
        return list(cues)
    starts = [0, *accumulate(_visible(cue.text) for cue in cues)]
    inserts: dict[int, list[tuple[int, int, str]]] = {}
    for order, span in enumerate(spans):
        for number in range(max(0, bisect_right(starts, span.start) - 1), len(cues)):
            places = [index for index, char in enumerate(cues[number].text) if not char.isspace()]
            first, last = max(span.start - starts[number], 0), min(span.end - starts[number], len(places))
            if starts[number] >= span.end:
                break
            if first < last:
                inserts.setdefault(number, []).append((places[first], order, span.opening))
                inserts[number].append((places[last - 1] + 1, -order - 1, span.closing))
    return [
        replace(cue, text=_insert(cue.text, inserts[number])) if number in inserts else cue
        for number, cue in enumerate(cues)
    ]


def _insert(text: str, tags: Sequence[tuple[int, int, str]]) -> str:
    parts = []
    end = 0
    for place, _, tag in sorted(tags, key=lambda item: item[:2]):
        parts += [text[end:place], tag]
        end = place
    return "".join((*parts, text[end:]))


def _with_place(cue: Cue, source: Sequence[Cue]) -> Cue:
    """The cue at the place on the screen of the one that is shown for most of its time."""
    main = max(source, key=lambda other: min(cue.end_ms, other.end_ms) - max(cue.start_ms, other.start_ms))
    block = _PLACE.search(main.text)
    return cue if block is None else replace(cue, text=block.group() + cue.text)


def _visible(text: str) -> int:
    return sum(not char.isspace() for char in drop_tags(text))
