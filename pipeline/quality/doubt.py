"""How likely a sentence is wrong by what the models themselves said of it.

Recognition: the sum of the negative logarithms of the probabilities of all words of a sentence, which is what their
product says. Whisper's probabilities of words are nearly calibrated on real speech: of words between 0.9 and 1 about
3 % are wrong, of those between 0.7 and 0.8 28 %, of those below 0.3 nearly all (Whisper base, 482 s in five languages,
`make bench-review`); the exponent takes into account that words of one sentence are not independent.

Translation: the model's own score and the disagreement of its best hypotheses know different things; their sum
finds the worst tenth better than either (`make bench-review`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from pipeline.model import Word

_EXPONENT = 0.8
_LEAST = 0.01
_CENTRE, _SLOPE = 0.34, 9.0
"""Of a translation's doubt: where one in two is worth correcting, and how fast that changes."""
_FREQUENCIES = ((0.9, "nearly all"), (0.7, "about three in four"), (0.58, "about two in three"), (0.42, "about half"))
_RARER = (
    (0.29, "about one in three"),
    (0.22, "about one in four"),
    (0.15, "about one in five"),
    (0.07, "about one in ten"),
)


def speech_doubt(words: Iterable[Word]) -> float:
    """How likely at least one of some words is misheard, from 0 to 1; 0 where the recogniser says nothing.

    >>> words = [Word(text=text, start_ms=0, end_ms=1, probability=0.9) for text in "abc"]
    >>> round(speech_doubt(words), 2)
    0.22
    """
    loss = sum(-math.log(max(_LEAST, word.probability)) for word in words if word.probability is not None)
    return 1.0 - math.exp(-_EXPONENT * loss)


def least_sure(words: Sequence[Word]) -> Word | None:
    """The word that speaks most against a sentence, if any does."""
    known = [word for word in words if word.probability is not None]
    return min(known, key=lambda word: word.probability or 0.0, default=None)


def translation_doubt(score: float | None, disagreement: float | None) -> float:
    """How likely a machine translation is worth correcting, from 0 to 1; 0 where the engine says nothing.

    Args:
        score: Mean log-probability of a token, at most 0.
        disagreement: See `Translation.disagreement`.

    >>> translation_doubt(-0.03, 0.05) < 0.1 < 0.5 < translation_doubt(-0.2, 0.3)
    True
    """
    if score is None:
        return 0.0
    doubt = -score + (disagreement if disagreement is not None else -score)
    return 1.0 / (1.0 + math.exp(-_SLOPE * (doubt - _CENTRE)))


def describe_frequency(probability: float) -> str:
    """How often something is so, for people.

    >>> describe_frequency(0.33), describe_frequency(0.01)
    ('about one in three', 'few')
    """
    return next((text for least, text in (*_FREQUENCIES, *_RARER) if probability >= least), "few")
