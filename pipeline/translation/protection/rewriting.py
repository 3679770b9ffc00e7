"""Replacing parts of a text, with a map of offsets: what is sent to a model is not always the sentence itself."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.dataclass import dataclass
from pipeline.model import Translation


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """One part of a text that becomes another one."""

    start: int
    end: int
    """Behind the last replaced character; equal to `start` for an insertion."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """A text after replacements, and where its characters come from."""

    text: str
    _starts: tuple[int, ...]
    """Where each piece, kept and new by turns, starts in `text`."""
    _origins: tuple[int, ...]
    """Where it starts in the text before."""
    _is_kept: tuple[bool, ...]

    def origin(self, offset: int) -> int:
        """The place in the text before; the start of the replaced part for all of what replaces it."""
        piece = max(0, bisect_right(self._starts, offset) - 1)
        return self._origins[piece] + (offset - self._starts[piece] if self._is_kept[piece] else 0)


def rewrite(text: str, replacements: Iterable[Replacement]) -> Rewritten:
    """Make replacements that do not overlap, in any order.

    >>> new = rewrite("a cat sat", [Replacement(start=2, end=5, text="dog-like one")])
    >>> new.text, new.origin(2), new.origin(15)
    ('a dog-like one sat', 2, 6)
    """
    parts: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    kept: list[bool] = []
    length = end = 0
    for item in sorted(replacements, key=lambda item: (item.start, item.end)):
        for piece, origin, is_kept in ((text[end : item.start], end, True), (item.text, item.start, False)):
            if piece:
                parts.append(piece)
                starts.append(length)
                origins.append(origin)
                kept.append(is_kept)
                length += len(piece)
        end = item.end
    rest = text[end:]
    return Rewritten(
        text="".join((*parts, rest)),
        _starts=(*starts, length),
        _origins=(*origins, end),
        _is_kept=(*kept, True),
    )


def rewrite_translation(translation: Translation, replacements: Sequence[Replacement]) -> Translation:
    """Replace parts of a translation's text; its alignment goes with them."""
    if not replacements:
        return translation
    new = rewrite(translation.text, replacements)
    if translation.alignment is None:
        return replace(translation, text=new.text)
    spans = sorted((item.start, item.end, len(item.text)) for item in replacements)
    pairs: dict[int, int] = {}
    for target, source in translation.alignment:
        pairs.setdefault(min(_moved(target, spans), max(0, len(new.text) - 1)), source)
    return replace(translation, text=new.text, alignment=tuple(sorted(pairs.items())))


def _moved(offset: int, spans: Sequence[tuple[int, int, int]]) -> int:
    """Where a character of the text before stands after it."""
    shift = 0
    for start, end, length in spans:
        if offset < start:
            break
        if offset < end:
            return start + shift
        shift += length - (end - start)
    return offset + shift
