"""How likely a sentence is wrong by what the models themselves said of it.

Recognition: how many words of a sentence are to be expected wrong. Each word counts by how unlikely the recogniser
thought it, and by how likely the other readings are that have another word there. Whisper's probabilities of
words are nearly calibrated on real speech: of words between 0.9 and 1 about 3 % are wrong, of those between 0.7 and 0.8
28 %, of those below 0.3 nearly all (Whisper base, 482 s in five languages, `make bench-review`); but the words of one
sentence are not independent, and other readings know of them what the recogniser does not say.

Translation: the model's own score and the disagreement of its best hypotheses know different things; their sum
finds the worst tenth better than either (`make bench-review`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from pipeline.model import Reading, Word

_UNLIKELY, _OTHERWISE, _ANY = 0.7, 0.35, 0.25
"""What a word counts that the recogniser thought wholly unlikely, one that surely is another, and that a sentence has a
reading that is notable at all."""
NOTABLE = 0.2
"""A reading this likely. Chosen on one half of the recordings of `make bench-review` (as they are, over a telephone
line, in noise, and faster). On the other half, as they are, the queue's score is 0.902 so; 0.864 if all readings count.
"""
_CENTRE, _SLOPE = 0.34, 9.0
"""Of a translation's doubt: where one in two is worth correcting, and how fast that changes."""
_FREQUENCIES = ((0.9, "nearly all"), (0.7, "about three in four"), (0.58, "about two in three"), (0.42, "about half"))
_RARER = (
    (0.29, "about one in three"),
    (0.22, "about one in four"),
    (0.15, "about one in five"),
    (0.07, "about one in ten"),
)


def speech_doubt(words: Iterable[Word], readings: Sequence[Reading] = ()) -> float:
    """How likely at least one of some words is misheard, from 0 to 1; 0 where the recogniser says nothing.

    Args:
        words: Of a sentence.
        readings: Where it may be read otherwise.

    >>> words = [Word(text=text, start_ms=0, end_ms=1, probability=0.9) for text in "abc"]
    >>> round(speech_doubt(words), 2)
    0.19
    """
    known = [word for word in words if word.probability is not None]
    expected = sum(1.0 - (word.probability or 0.0) for word in known)
    shares = [_share(word, readings) for word in known] if readings else [0.0]
    is_any = max(shares, default=0.0) >= NOTABLE
    return 1.0 - math.exp(-_UNLIKELY * expected - _OTHERWISE * sum(shares) - _ANY * is_any)


def _share(word: Word, readings: Iterable[Reading]) -> float:
    """How likely it is that another word is there."""
    middle = (word.start_ms + word.end_ms) // 2
    return max((one.share for one in readings if one.start_ms <= middle <= one.end_ms), default=0.0)


def readings_of(words: Sequence[Word], readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """The other readings of some words: those that lie over the middle of one.

    Args:
        words: In order.
        readings: Of the whole medium, in order.
    """
    middles = [(word.start_ms + word.end_ms) // 2 for word in words]
    return tuple(one for one in readings if any(one.start_ms <= middle <= one.end_ms for middle in middles))


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
