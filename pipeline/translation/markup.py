"""Tags and symbols around and inside a sentence: taken out before translation, put back after it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.dataclass import dataclass
from pipeline.model import Translation
from pipeline.text import markup_pattern, may_have_markup

_KINDS = re.compile(r"<(?P<slash>/?)(?P<name>[A-Za-z]+)|\{\\(?P<code>[ibus])(?P<value>[01])\}")
_EMOJI = (
    r"(?<=\S)\s?(?:[\u2600-\u27bf\u2b50-\u2b55\U0001f000-\U0001faff]"
    r"[\u200d\ufe0f\U0001f3fb-\U0001f3ff]*)+(?=\s\w)"
)
"""A pictogram between words, with the space before it; models know none."""
_FIRST_PICTOGRAM = "\u2600"
_JOINERS = "\u200d\ufe0f\u20e3 "


@dataclass(frozen=True, slots=True, kw_only=True)
class Bare:
    """A sentence without its markup."""

    text: str
    """What is translated; may be empty."""
    before: str
    """Symbols (♪, emoji) that stood before it, with the space behind them."""
    after: str
    tags: tuple[tuple[int, str], ...]
    """Tags, and where in `text` they stood, in order."""
    offsets: tuple[int, ...]
    """Place of each character of `text` in the whole sentence."""


def strip_markup(sentence: str) -> Bare:
    """Take tags out of a sentence, and symbols off its ends.

    >>> bare = strip_markup("♪ La <i>la</i>")
    >>> bare.before, bare.text, bare.tags
    ('♪ ', 'La la', ((3, '<i>'), (5, '</i>')))
    """
    plain, tags, chars = _take_out(sentence, with_pictograms=True)
    first, last = _core(plain)
    return Bare(
        text=plain[first:last],
        before=plain[:first],
        after=plain[last:],
        tags=tuple((min(max(place - first, 0), last - first), tag) for place, tag in tags),
        offsets=tuple(chars[first:last]),
    )


def strip_tags(text: str) -> Bare:
    """Take tags out of a text, and nothing else.

    >>> strip_tags("La <i>la</i> ♪").text
    'La la ♪'
    """
    plain, tags, chars = _take_out(text)
    return Bare(text=plain, before="", after="", tags=tuple(tags), offsets=tuple(chars))


def _take_out(text: str, *, with_pictograms: bool = False) -> tuple[str, list[tuple[int, str]], list[int]]:
    """The text without its tags, where they stood, and where each character that is left stood."""
    if not may_have_markup(text) and (not with_pictograms or max(text, default="") < _FIRST_PICTOGRAM):
        return text, [], list(range(len(text)))
    pattern = markup_pattern(_EMOJI) if with_pictograms else markup_pattern()
    chars: list[int] = []
    tags: list[tuple[int, str]] = []
    end = 0
    for match in pattern.finditer(text):
        chars += range(end, match.start())
        tags.append((len(chars), match.group()))
        end = match.end()
    chars += range(end, len(text))
    return "".join(text[index] for index in chars), tags, chars


def restore_markup(bare: Bare, translation: Translation) -> Translation:
    """Put tags and symbols back, and point the alignment into the whole sentence again.

    A tag inside the sentence goes before (a closing one: behind) the words that the alignment gives for
    its place. Without an alignment only tags at the ends can be kept.
    """
    shift = len(bare.before)
    pairs = translation.alignment
    placed = _places(bare, translation)
    text = bare.before + _insert(translation.text, placed) + bare.after
    if pairs is not None and bare.offsets:
        last = len(bare.offsets) - 1
        pairs = tuple(
            (
                shift + target + sum(len(tag) for place, tag in placed if place <= target),
                bare.offsets[min(source, last)],
            )
            for target, source in pairs
        )
    return replace(translation, text=text, alignment=pairs)


def _core(text: str) -> tuple[int, int]:
    """Where the part between the symbols at the ends starts and ends."""
    first, last = 0, len(text)
    while first < last and _is_symbol(text[first]):
        first += 1
    while last > first and _is_symbol(text[last - 1]):
        last -= 1
    return first, last


def _is_symbol(char: str) -> bool:
    return char in _JOINERS or unicodedata.category(char) in {"So", "Sk"}


def _places(bare: Bare, translation: Translation) -> list[tuple[int, str]]:
    """Where in the translation each tag goes, in order; tags that have no place there are left out."""
    found: dict[int, int | None] = {}
    for opening, closing in tag_pairs(bare.tags):
        extent = tag_extent(bare.tags[opening][0], bare.tags[closing][0], bare, translation)
        found[opening], found[closing] = extent or (None, None)
    places = [
        found[index] if index in found else _tag_place(place, tag, bare, translation)
        for index, (place, tag) in enumerate(bare.tags)
    ]
    return [(at, tag) for at, (_, tag) in zip(places, bare.tags, strict=True) if at is not None]


def tag_pairs(tags: Sequence[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """Indexes of the tags that open and close one part."""
    open_ones: list[tuple[str, int]] = []
    for index, (_, tag) in enumerate(tags):
        match = _KINDS.match(tag)
        if match is None:
            continue
        name = (match["name"] or match["code"]).lower()
        if match["slash"] == "" or match["value"] == "1":
            open_ones.append((name, index))
            continue
        at = next((at for at in range(len(open_ones) - 1, -1, -1) if open_ones[at][0] == name), None)
        if at is not None:
            yield open_ones.pop(at)[1], index


def tag_extent(start: int, end: int, bare: Bare, translation: Translation) -> tuple[int, int] | None:
    """The part of a translation that says what stands between two tags."""
    text = translation.text
    if start <= 0 and end >= len(bare.text):
        return 0, len(text)
    inside = bare.text[start:end].strip()
    if inside and text.count(inside) == 1:
        return text.index(inside), text.index(inside) + len(inside)
    if translation.alignment is None or not inside:
        return None
    said = [target for target, source in translation.alignment if start <= source < end and text[target:].strip()]
    if not said:
        return None
    first, last = _word_start(text, min(said)), _word_end(text, max(said))
    if inside[-1] in ".,:;!?" and text[last : last + 1] == inside[-1]:
        last += 1
    return first, (len(text) if end >= len(bare.text) else last)


def _tag_place(place: int, tag: str, bare: Bare, translation: Translation) -> int | None:
    if place <= 0 or not translation.text:
        return 0
    if place >= len(bare.text):
        return len(translation.text)
    if translation.alignment is None:
        return None
    if tag.startswith(("</", " ")):
        inside = [target for target, source in translation.alignment if source < place]
        return _word_end(translation.text, max(inside, default=0))
    behind = [target for target, source in translation.alignment if source >= place]
    return min(behind, default=len(translation.text))


def _word_start(text: str, offset: int) -> int:
    while offset and not text[offset - 1].isspace() and (text[offset - 1].isalnum() or text[offset - 1] in "'’-"):
        offset -= 1
    return offset


def _word_end(text: str, offset: int) -> int:
    while offset < len(text) and not text[offset].isspace() and (text[offset].isalnum() or text[offset] in "'’-"):
        offset += 1
    return offset


def _insert(text: str, placed: Sequence[tuple[int, str]]) -> str:
    parts = []
    end = 0
    for place, tag in sorted(placed, key=lambda item: item[0]):
        parts += [text[end:place], tag]
        end = place
    return "".join((*parts, text[end:]))
