"""Where three versions of a text can be cut so that each part is one sentence in all of them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.text import Pair, Tokens, align_tokens, ends_sentence, match_key

Cut = tuple[int, int, int]
"""How many words of the base, of the one and of the other version stand before a cut."""


def cut_at_sentences(base: Sequence[str], one: Sequence[str], other: Sequence[str]) -> list[Cut]:
    """The cuts, in order; the first is before all words and the last behind them."""
    to_one, to_other = _Crossing(base, one), _Crossing(base, other)
    cuts: list[Cut] = [(0, 0, 0)]
    for place in range(1, len(base)):
        if ends_sentence(base[place - 1]):
            cut = (place, to_one.sentence_end(place), to_other.sentence_end(place))
            if min(cut) >= 0 and all(now >= before for now, before in zip(cut, cuts[-1], strict=True)):
                cuts.append(cut)
    cuts.append((len(base), len(one), len(other)))
    return cuts


def align_words(one: Sequence[str], other: Sequence[str]) -> tuple[Pair, ...]:
    """Which word of one text is which of another; case and punctuation do not count."""
    return align_tokens(_tokens(one), _tokens(other))


class _Crossing:
    """Where a place between two words of the base is in another version."""

    def __init__(self, base: Sequence[str], other: Sequence[str]) -> None:
        self._other = other
        partner = dict(align_words(base, other))
        self._lowest = [0]
        for index in range(len(base)):
            self._lowest.append(partner[index] + 1 if index in partner else self._lowest[-1])
        self._highest = [len(other)] * (len(base) + 1)
        for index in range(len(base) - 1, -1, -1):
            self._highest[index] = partner.get(index, self._highest[index + 1])

    def sentence_end(self, place: int) -> int:
        """The first sentence end of the other version at this place of the base; -1 if it has none."""
        for end in range(self._lowest[place], self._highest[place] + 1):
            if end == 0 or end == len(self._other) or ends_sentence(self._other[end - 1]):
                return end
        return -1


def _tokens(words: Sequence[str]) -> Tokens:
    return Tokens(keys=tuple(match_key(word) for word in words), times_ms=(0,) * len(words))
