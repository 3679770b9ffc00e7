"""Where phrases end in scripts that write no spaces: the adapter of `budoux`, where it is installed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

_MODELS = {"ja": "ja", "zh": "zh-hans", "zh-Hant": "zh-hant", "zh-TW": "zh-hant", "zh-HK": "zh-hant", "th": "th"}


class _Parser(Protocol):
    def parse(self, sentence: str) -> list[str]: ...


def phrase_ends(pieces: Sequence[str], language: str) -> frozenset[int]:
    """Counts of pieces after which a phrase ends; empty for a language without a segmenter.

    >>> phrase_ends(("one", "two"), "en")
    frozenset()
    """
    parser = _parser(_MODELS.get(language) or _MODELS.get(language.split("-", maxsplit=1)[0], ""))
    if parser is None:
        return frozenset()
    ends, position = {}, 0
    for count, piece in enumerate(pieces, start=1):
        position += len(piece)
        ends[position] = count
    found, position = set(), 0
    for phrase in parser.parse("".join(pieces)):
        position += len(phrase)
        if position in ends:
            found.add(ends[position])
    return frozenset(found)


@lru_cache(maxsize=8)
def _parser(model: str) -> _Parser | None:
    if not model:
        return None
    try:
        import budoux
    except ImportError:
        return None
    makers = {
        "ja": budoux.load_default_japanese_parser,
        "zh-hans": budoux.load_default_simplified_chinese_parser,
        "zh-hant": budoux.load_default_traditional_chinese_parser,
        "th": budoux.load_default_thai_parser,
    }
    parser: _Parser = makers[model]()
    return parser
