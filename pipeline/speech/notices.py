"""What a person should know about a recognition, in one line each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline.speech.recogniser import Heard
from pipeline.speech.spans import Span
from pipeline.speech.spoken_language import our_code
from pipeline.speech.windows import RATE_HZ, Window
from pipeline.text import counted
from pipeline.timing import MS_PER_SECOND, format_clock

_SWITCH_PROBABILITY = 0.8
"""A window whose language is this likely another one is reported."""
_SWITCH_SPEECH = 4 * RATE_HZ
"""Less speech than this does not tell a language."""
_DOUBTFUL_LANGUAGE = 0.6
_CLOSE_MS = 1_000
_WORTH_A_LOOK_MS = 1_000
_LONG_SOUND_MS = 5_000
_PLACES = 3
"""So many places are named; of the rest, how many they are."""

Places = tuple[tuple[int, int], ...]
"""From where to where, in milliseconds, in order."""


class Observations:
    """What was seen while a medium was heard: places and amounts, never sound.

    Several threads may note at once: in which order makes no difference.
    """

    def __init__(self) -> None:
        self.general: list[str] = []
        """Notices about the medium."""
        self._again: list[int] = []
        self._unheard: list[Span] = []
        self._unexplained: list[Span] = []
        self._sounds: list[Span] = []
        self._faint: list[Span] = []
        self._languages: list[tuple[int, str, float]] = []

    def again(self, parts: Iterable[Window]) -> None:
        """Stretches that are heard a second time."""
        self._again.extend(part.start for part in parts)

    def unheard(self, spans: Iterable[Span]) -> None:
        """Speech that gave no words."""
        self._unheard.extend(spans)

    def unexplained(self, span: Span) -> None:
        """Sound like speech in which the detector found no voice."""
        self._unexplained.append(span)

    def sound(self, span: Span) -> None:
        """Something else than speech: music, applause, a machine."""
        self._sounds.append(span)

    def faint(self, span: Span) -> None:
        """Words that are believed although the detector doubts that anybody speaks there."""
        self._faint.append(span)

    def language(self, window: Window, heard: Heard) -> None:
        """Note what a window sounds like."""
        if heard.language_probabilities and window.speech >= _SWITCH_SPEECH:
            code, probability = max(heard.language_probabilities.items(), key=lambda item: item[1])
            self._languages.append((window.start, code, probability))

    def notices(self, language: str | None, probability: float | None) -> Iterator[str]:
        """All of them.

        Args:
            language: As what all was heard, Whisper's code; None if there are no words.
            probability: Of that language, if it was detected.
        """
        yield from self.general
        if language and probability is not None and probability < _DOUBTFUL_LANGUAGE:
            yield (
                f"the spoken language is uncertain: taken for {our_code(language)} ({probability:.0%}); "
                "if that is wrong, give it with --language or in captions.toml"
            )
        if language:
            yield from self._switch_notices(language)
        if again := len(self._again):
            yield f"{again} stretch{'es' if again > 1 else ''} of speech transcribed a second time"
        if self._unheard:
            yield f"{_seconds(self._unheard)} s of what may be speech gave no words ({_places(self._unheard)})"
        if self._unexplained:
            yield (
                f"{_seconds(self._unexplained)} s sound like speech, but no voice was recognised; "
                f"listen there ({_places(self._unexplained)})"
            )

    def places(self) -> Places:
        """Where something sounds like speech and gave no words, in milliseconds; what is close together is one."""
        return _joined((*self._unheard, *self._unexplained), least_ms=_WORTH_A_LOOK_MS)

    def sounds(self) -> Places:
        """Where something else than speech is heard for a while."""
        return _joined(self._sounds, least_ms=_LONG_SOUND_MS)

    def doubtful(self) -> Places:
        """Where there are words, and it is not sure that anybody speaks."""
        return _joined(self._faint, least_ms=0)

    def _switch_notices(self, language: str) -> Iterator[str]:
        switches = [one for one in self._languages if one[1] != language and one[2] >= _SWITCH_PROBABILITY]
        for other, count in Counter(code for _, code, _ in switches).items():
            start, _, probability = next(one for one in switches if one[1] == other)
            places = f" and {counted(count - 1, 'more place')}" if count > 1 else ""
            yield (
                f"at {_clock(start)}{places} the speech sounds like {our_code(other)} "
                f"({probability:.0%}), but all was transcribed as {our_code(language)}"
            )


def _joined(spans: Iterable[Span], *, least_ms: int) -> Places:
    joined: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda span: span.start):
        start_ms, end_ms = (sample * MS_PER_SECOND // RATE_HZ for sample in (span.start, span.end))
        if joined and start_ms - joined[-1][1] <= _CLOSE_MS:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end_ms))
        else:
            joined.append((start_ms, end_ms))
    return tuple(place for place in joined if place[1] - place[0] >= least_ms)


def _seconds(spans: Iterable[Span]) -> str:
    return f"{sum(span.length for span in spans) / RATE_HZ:.0f}"


def _places(spans: list[Span]) -> str:
    """`at 0:10, 1:20 and 3 more`."""
    starts = list(dict.fromkeys(_clock(start) for start in sorted(span.start for span in spans)))
    more = f" and {len(starts) - _PLACES} more" if len(starts) > _PLACES else ""
    return f"at {', '.join(starts[:_PLACES])}{more}"


def _clock(sample: int) -> str:
    return format_clock(sample * MS_PER_SECOND // RATE_HZ)
