"""Which text is taken of those that the sound makes about as likely: the one that is also usual where nothing is heard.

What Whisper's decoder thinks of a text in silence is what it knows of the language. The engines ask it in their own
ways; what is asked, and what follows from the answer, is the same.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from itertools import takewhile
from math import inf
from typing import TypeAlias

from pipeline.dataclass import dataclass

_DOUBTFUL = -0.1
"""Texts of a window whose best is less likely than this, for each token, are also compared by how usual they are."""
_COMPARED, _ALIKE = 5, 0.7
"""So many of the likeliest, and none that is so much less likely than the best (as a logarithm)."""
_USUAL = 0.1
"""What the logarithm of how usual a text is counts beside that of how likely the sound makes it."""
_A_TOKEN = 3.0
"""What each token makes up for, as a logarithm: else the shortest text would be the most usual."""
_AFTER = 4
"""Tokens behind the last difference of some texts that are still looked at: the rest says the same of all."""

Usual: TypeAlias = Callable[[Sequence[Sequence[int]]], Sequence[float]]
"""How likely some texts are without any sound, as logarithms."""


@dataclass(frozen=True, slots=True)
class Differing:
    """Some texts without what all of them end with; what they begin with is context and stays."""

    texts: list[list[int]]
    before: int
    """How many tokens all of them begin with: these say the same of all."""


def find_alike(totals: Sequence[float], means: Sequence[float]) -> list[int]:
    """The places of the texts among which usage may decide, the likeliest first: only that one if it is sure.

    Args:
        totals: The log-probability of each text as a whole.
        means: The same for each token.

    >>> find_alike([-4.2, -4.0, -9.0], [-0.42, -0.4, -0.45])
    [1, 0]
    """
    ranked = sorted(range(len(means)), key=lambda place: -means[place])
    best = ranked[0]
    if means[best] >= _DOUBTFUL:
        return [best]
    return [place for place in ranked if totals[place] > totals[best] - _ALIKE][:_COMPARED]


def most_usual(texts: Sequence[Sequence[int]], totals: Sequence[float], usual: Usual) -> int:
    """The place of the text that its language makes likeliest, too.

    Args:
        texts: The tokens of texts that sound alike.
        totals: The log-probability of each.
        usual: See there.
    """
    if len(texts) == 1:
        return 0
    scores = [
        total + _USUAL * (one + _A_TOKEN * len(text))
        for text, total, one in zip(texts, totals, usual(texts), strict=True)
    ]
    return scores.index(max(scores))


def ask_once(
    texts: Sequence[Sequence[int]], spell: Callable[[list[int]], str], ask: Callable[[Differing], Sequence[float]]
) -> list[float]:
    """How usual each text is; minus infinity for one that says the same as one before it.

    Args:
        texts: The tokens of each; the likeliest first.
        spell: Tells the text of some tokens, since silence is not asked about punctuation and capitals.
        ask: Tells the log-probability in silence of each text from where they differ.
    """
    words = [_words(spell([*text])) for text in texts]
    asked = [place for place, said in enumerate(words) if said not in words[:place]]
    found = [-inf] * len(texts)
    found[0] = 0.0
    if len(asked) > 1:
        for place, score in zip(asked, ask(differing([texts[one] for one in asked])), strict=True):
            found[place] = score
    return found


def differing(texts: Sequence[Sequence[int]]) -> Differing:
    """Some texts up to a few tokens after their last difference.

    >>> differing([[1, 2, 4, 5, 6, 7, 8], [1, 3, 4, 5, 6, 7, 8]])
    Differing(texts=[[1, 2, 4, 5, 6, 7], [1, 3, 4, 5, 6, 7]], before=1)
    """
    before = _alike(texts)
    left = max(0, _alike([text[before:][::-1] for text in texts]) - _AFTER)
    return Differing([[*text[: len(text) - left]] for text in texts], before)


def _words(text: str) -> list[str]:
    """Without punctuation and capitals.

    >>> _words("Quem? Ele.")
    ['quem', 'ele']
    """
    return "".join(" " if unicodedata.category(sign)[0] in "PSZ" else sign for sign in text.casefold()).split()


def _alike(texts: Sequence[Sequence[int]]) -> int:
    """How many tokens some texts begin with alike."""
    columns = zip(*texts, strict=False)
    return sum(1 for _ in takewhile(lambda tokens: len(set(tokens)) == 1, columns))
