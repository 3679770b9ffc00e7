"""The words of a medium's windows: decoded, heard again where that may help, and placed in the medium."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from statistics import fmean
from typing import Any

from pipeline.languages import parse_tag
from pipeline.media import Outline
from pipeline.model import UNDETERMINED, Reading, Transcript, Word
from pipeline.protocols import TranscribeOptions
from pipeline.speech.beam import BEAM_SIZE
from pipeline.speech.notices import Observations
from pipeline.speech.prompts import next_context
from pipeline.speech.readings import compare_readings
from pipeline.speech.recogniser import Encoded, Heard, Recogniser
from pipeline.speech.spans import Span
from pipeline.speech.spoken_language import find_language, our_code, whisper_code
from pipeline.speech.windows import RATE_HZ, Window, part_of
from pipeline.speech.word_times import PlacedWord, missed_speech, place_words
from pipeline.timing import MS_PER_SECOND

_DOUBT = -0.08
"""A window less probable than this (half of them) is heard again in context. Measured on half an hour of synthetic
speech, clean and noisy: word errors 4.26 % without, 3.94 % so."""
_DOUBT_OF_SEARCH = -0.5
"""The same after a search of five, in the languages that Whisper knows less well."""
_SURE_LANGUAGE = "en"
_DOUBT_OF_READING = -0.04
"""Of windows less probable than this other readings are asked for, too."""
_CONVINCING = 0.6
"""Mean probability of words that are believed where the voice detector doubts that anybody speaks."""
_LEAST_SPEECH = RATE_HZ
"""A window with less speech is most often a noise: of its words a mean probability of `_PLAUSIBLE` is asked."""
_PLAUSIBLE = 0.4
_LEAST_LIKELY = -1.0
"""Mean log-probability of a text that is believed where the first hearing left a stretch out: Whisper's own limit."""
_EDGE_MS = 250
"""A word that is found again may reach this far beyond the stretch that was left out."""


class Listener:
    """The words so far, and what a person should know about them."""

    def __init__(self, recogniser: Recogniser[Any], options: TranscribeOptions, engine: str) -> None:
        self.recogniser = recogniser
        self._task = options.task
        self._language = None if options.language is None else whisper_code(options.language, recogniser, engine)
        self._wanted = options.language
        self._probability: float | None = None
        self._before = ""
        self.words: list[PlacedWord] = []
        self.readings: list[Reading] = []
        self.seen = Observations()
        self.decoded = 0
        """Samples of the medium so far."""
        self.outline = Outline()

    def hear(self, encoded: Encoded) -> None:
        """Add the words of some windows."""
        if self._language is None:
            self._language, self._probability = find_language(self.recogniser, encoded, self._task)
        beam_size = self._first_beam(len(encoded.windows))
        heard = self._heard_again(encoded, self._decode(encoded, beam_size=beam_size), is_searched=beam_size > 1)
        placed: list[tuple[PlacedWord, ...]] = []
        for window, one in zip(encoded.windows, heard, strict=True):
            self.seen.language(window, one)
            placed.append(place_words(one.words, window) if one.is_reliable else ())
        self._complete(encoded.windows, placed)
        placed = [self._convincing(words, window) for window, words in zip(encoded.windows, placed, strict=True)]
        for words in placed:
            self.words.extend(words)
        self._read_otherwise(encoded, heard, placed)

    def transcript(self) -> Transcript:
        """All that was heard; without words the language is undetermined unless it was given."""
        language, probability = (self._language, self._probability) if self.words else (None, None)
        spoken = self._wanted or (our_code(language) if language else "")
        is_english = self._task == "translate" and self.words
        return Transcript(
            language="en" if is_english else parse_tag(spoken) if spoken else UNDETERMINED,
            language_probability=None if probability is None else round(probability, 2),
            duration_ms=self.decoded * MS_PER_SECOND // RATE_HZ,
            words=tuple(words_in_order(self.words)),
            notices=tuple(self.seen.notices(language, probability)),
            unheard=self.seen.places(),
            outline=self.outline.pairs(),
            sounds=self.seen.sounds(),
            faint=self.seen.doubtful(),
            readings=tuple(self.readings),
        )

    def _decode(self, encoded: Encoded, before: Sequence[str] = (), beam_size: int = BEAM_SIZE) -> tuple[Heard, ...]:
        assert self._language is not None
        return self.recogniser.decode(encoded, self._language, self._task, before, beam_size)

    def _first_beam(self, count: int) -> int:
        """One hypothesis where most windows are sure then, and there is context for the others; else five at once."""
        has_context = count > 1 or self._before
        return 1 if self._language == _SURE_LANGUAGE and has_context else BEAM_SIZE

    def _heard_again(self, encoded: Encoded, heard: Sequence[Heard], *, is_searched: bool) -> Sequence[Heard]:
        """The windows, the doubtful ones searched more widely, and by what was said before them, if that is likelier.

        A name or a rare word that came before is understood. Whisper's own way, each window after the one
        before it, can do no two at once, and one window that loops sets on the next.
        """
        before = [*accumulate((one.text for one in heard), next_context, initial=self._before)]
        self._before = before[-1]
        limit = _DOUBT_OF_SEARCH if is_searched else _DOUBT
        rows = [
            row
            for row, one in enumerate(heard)
            if one.words and _is_doubtful(one, limit) and (before[row] or not is_searched)
        ]
        if not rows:
            return heard
        found = list(heard)
        again = self._decode(self.recogniser.pick(encoded, rows), [before[row] for row in rows])
        for row, one in zip(rows, again, strict=True):
            if _is_likelier(one, heard[row]):
                found[row] = replace(one, language_probabilities=heard[row].language_probabilities)
        return found

    def _read_otherwise(
        self, encoded: Encoded, heard: Sequence[Heard], placed: Sequence[tuple[PlacedWord, ...]]
    ) -> None:
        """Note what else the doubtful windows may say: the words stay, and a person sees both."""
        assert self._language is not None
        rows = [row for row, one in enumerate(heard) if placed[row] and one.log_probability < _DOUBT_OF_READING]
        if not rows:
            return
        picked = self.recogniser.pick(encoded, rows)
        known = [[" " * word.space_before + word.text for word in placed[row]] for row in rows]
        others = self.recogniser.read_otherwise(picked, self._language, self._task, known)
        for row, some in zip(rows, others, strict=True):
            self.readings.extend(compare_readings(placed[row], some))

    def _complete(self, windows: Sequence[Window], placed: list[tuple[PlacedWord, ...]]) -> None:
        """Add to the words of some windows those of speech in them that got none at first."""
        missed = [
            (row, spans)
            for row, (window, words) in enumerate(zip(windows, placed, strict=True))
            for spans in self._worth_hearing(window, words)
        ]
        self.seen.again += len(missed)
        most = self.recogniser.batch_size
        for some in (missed[start : start + most] for start in range(0, len(missed), most)):
            parts = [part_of(windows[row], spans) for row, spans in some]
            heard = self._decode(self.recogniser.encode(parts, _ignore))
            for (row, spans), part, one in zip(some, parts, heard, strict=True):
                is_believed = one.is_reliable and one.log_probability > _LEAST_LIKELY
                found = _inside(place_words(one.words, part), spans) if is_believed else ()
                if not found:
                    self.seen.unheard(spans)
                placed[row] = _joined(placed[row], found)

    def _worth_hearing(self, window: Window, words: tuple[PlacedWord, ...]) -> Sequence[tuple[Span, ...]]:
        """Speech in a window that got no words; not where it is all that the window holds: it was heard as it is."""
        missed = [*missed_speech(words, window)]
        if missed == [window.spans] and len(window.spans) == 1:
            self.seen.unheard(window.spans)
            return ()
        return missed

    def _convincing(self, words: tuple[PlacedWord, ...], window: Window) -> tuple[PlacedWord, ...]:
        """The words without those that are likely invented: in faint speech, and in a noise alone."""
        dropped: set[int] = set()
        limits = [(span, _CONVINCING) for span in window.spans if span.is_faint]
        if window.speech < _LEAST_SPEECH:
            limits += [(span, _PLAUSIBLE) for span in window.spans if not span.is_faint]
        for span, limit in limits:
            inside = [number for number, word in enumerate(words) if _lies_in(word, span, edge_ms=_EDGE_MS)]
            if inside and fmean(words[number].probability for number in inside) < limit:
                dropped.update(inside)
                self.seen.unheard([span])
            elif inside and span.is_faint:
                self.seen.faint(span)
        return tuple(word for number, word in enumerate(words) if number not in dropped)


def _is_doubtful(heard: Heard, limit: float) -> bool:
    return heard.log_probability < limit or not heard.is_reliable


def _is_likelier(one: Heard, other: Heard) -> bool:
    if not (one.words and one.is_reliable):
        return False
    return not other.is_reliable or one.log_probability > other.log_probability


def _lies_in(word: PlacedWord, span: Span, *, edge_ms: int = 0) -> bool:
    middle_ms = (word.start_ms + word.end_ms) // 2
    start_ms, end_ms = (sample * MS_PER_SECOND // RATE_HZ for sample in (span.start, span.end))
    return start_ms - edge_ms <= middle_ms < end_ms + edge_ms


def _inside(words: Iterable[PlacedWord], spans: Sequence[Span]) -> tuple[PlacedWord, ...]:
    """The words of a stretch, without those of its neighbours that its margins let in."""
    return tuple(word for word in words if any(_lies_in(word, span, edge_ms=_EDGE_MS) for span in spans))


def _joined(words: tuple[PlacedWord, ...], found: tuple[PlacedWord, ...]) -> tuple[PlacedWord, ...]:
    """Both in order; a word that was stretched over what was found ends before it."""
    if not found:
        return words
    first_ms = found[0].start_ms
    kept = [replace(w, end_ms=first_ms) if w.start_ms < first_ms < w.end_ms else w for w in words]
    return tuple(sorted([*kept, *found], key=lambda word: word.start_ms))


def words_in_order(words: Iterable[PlacedWord]) -> Iterator[Word]:
    """Records of the words; a word never begins before the one in front of it."""
    before_ms = 0
    for word in words:
        start_ms = max(before_ms, word.start_ms)
        before_ms = start_ms
        yield Word(
            text=" ".join(word.text.split()),
            start_ms=start_ms,
            end_ms=max(start_ms, word.end_ms),
            probability=round(min(1.0, max(0.0, word.probability)), 3),
            space_before=word.space_before,
            starts_segment=word.starts_segment,
        )


def _ignore(windows: Sequence[Window], count: int) -> None:
    """Windows that are heard again move no bar."""
