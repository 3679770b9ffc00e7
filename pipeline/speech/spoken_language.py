"""Which language is spoken: by the sound of several windows, and where that leaves doubt by what decodes best."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log
from typing import Any

from pipeline.errors import EngineError
from pipeline.speech.recogniser import Encoded, Recogniser
from pipeline.speech.windows import Window

_SURE = 0.8
"""A language that is less likely than this is compared with the next ones."""
_CANDIDATES = 3
_LEAST_SHARE = 0.1
"""Of the likeliest one's probability: less is no candidate."""
_COMPARED = 4
"""Windows that are decoded in each candidate."""
_SOUND_WEIGHT = 0.1
"""Of the logarithm of the language's probability, beside the text's mean one."""
_WHISPER_CODES = {"jv": "jw", "nb": "no", "fil": "tl"}
"""BCP-47 languages that Whisper calls by another code."""
_OUR_CODES = {"jw": "jv"}


def whisper_code(tag: str, recogniser: Recogniser[Any], engine: str) -> str:
    """Whisper's code of a language.

    Raises:
        EngineError: The model does not know it.
    """
    primary = tag.split("-", maxsplit=1)[0].lower()
    code = _WHISPER_CODES.get(primary, primary)
    if code not in recogniser.languages:
        raise EngineError(engine=engine, reason=f"this model does not know the language {tag!r}")
    return code


def our_code(code: str) -> str:
    """The BCP-47 tag of one of Whisper's languages."""
    return _OUR_CODES.get(code, code)


def find_language(recogniser: Recogniser[Any], encoded: Encoded, task: str) -> tuple[str, float]:
    """The spoken language of some windows, and how likely it is by its sound.

    Where the sound leaves doubt (Portuguese was taken for Latin), the windows are decoded in the likeliest
    languages, and the text that is likelier decides.
    """
    probabilities = _all_languages(recogniser.detect(encoded), encoded.windows)
    if not probabilities:
        return "en", 1.0
    ranked = sorted(probabilities.items(), key=lambda item: (-item[1], item[0]))
    best, probability = ranked[0]
    rivals = [one for one in ranked[:_CANDIDATES] if one[1] >= _LEAST_SHARE * probability]
    if probability >= _SURE or len(rivals) < 2:
        return best, probability
    rows = range(0, len(encoded.windows), -(-len(encoded.windows) // _COMPARED))
    some = recogniser.pick(encoded, rows)

    def fit(rival: tuple[str, float]) -> float:
        heard = recogniser.decode(some, rival[0], task)
        speech = [max(1, window.speech) for window in some.windows]
        total = sum(one.log_probability * length for one, length in zip(heard, speech, strict=True))
        return float(total / sum(speech) + _SOUND_WEIGHT * log(rival[1]))

    return max(rivals, key=fit)


def _all_languages(probabilities: Sequence[Mapping[str, float]], windows: Sequence[Window]) -> Mapping[str, float]:
    """How likely each language is over all windows, each weighing as much as it holds speech."""
    total: Counter[str] = Counter()
    known = [(one, max(1, window.speech)) for one, window in zip(probabilities, windows, strict=True) if one]
    weight = sum(speech for _, speech in known)
    for one, speech in known:
        for language, probability in one.items():
            total[language] += probability * speech / weight  # type: ignore[assignment]
    return total
