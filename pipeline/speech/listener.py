"""The words of a medium's windows: decoded, and heard again where that may help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate
from typing import Any

from pipeline.languages import parse_tag
from pipeline.media import Outline
from pipeline.model import UNDETERMINED, Reading, Transcript, Word
from pipeline.protocols import TranscribeOptions
from pipeline.speech.beam import BEAM_SIZE
from pipeline.speech.finishing import Finished, Finisher
from pipeline.speech.groups import in_order
from pipeline.speech.notices import Observations
from pipeline.speech.prompts import next_context
from pipeline.speech.recogniser import Encoded, Heard, Recogniser
from pipeline.speech.spoken_language import find_language, our_code, whisper_code
from pipeline.speech.windows import RATE_HZ
from pipeline.speech.word_times import PlacedWord
from pipeline.timing import MS_PER_SECOND

_DOUBT = -0.08
"""A window less probable than this (half of them) is heard again in context. Measured on half an hour of synthetic
speech, clean and noisy: word errors 4.26 % without, 3.94 % so."""
_DOUBT_OF_SEARCH = -0.5
"""The same after a search of five, in the languages that Whisper knows less well."""
_SURE_LANGUAGE = "en"


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
        """Add the words of some windows.

        What is sure is finished while what is doubtful is heard again, so that no processor waits.
        """
        if self._language is None:
            self._language, self._probability = find_language(self.recogniser, encoded, self._task)
        beam_size = self._first_beam(len(encoded.windows))
        heard = self.recogniser.decode(encoded, self._language, self._task, (), beam_size)
        for window, one in zip(encoded.windows, heard, strict=True):
            self.seen.language(window, one)
        before = [*accumulate((one.text for one in heard), next_context, initial=self._before)]
        self._before = before.pop()
        doubtful = [*_doubtful_rows(heard, before, is_searched=beam_size > 1)]
        sure = [row for row in range(len(heard)) if row not in doubtful]
        finisher = Finisher(self.recogniser, self._language, self._task, self.seen)

        def finish(rows: Sequence[int]) -> list[Finished]:
            some, texts = self.recogniser.pick(encoded, rows), [heard[row] for row in rows]
            if rows is doubtful:
                texts = self._hear_again(some, texts, [before[row] for row in rows])
            return finisher.finish(some, texts)

        parts = [rows for rows in (doubtful, sure) if rows]
        pool = ThreadPoolExecutor(len(parts))
        try:
            for done in in_order(parts, pool.map(finish, parts)):
                self.words.extend(done.words)
                self.readings.extend(done.readings)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)  # who breaks off need not wait for what is no longer wanted

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

    def _first_beam(self, count: int) -> int:
        """One hypothesis where most windows are sure then, and there is context for the others; else five at once."""
        has_context = count > 1 or self._before
        return 1 if self._language == _SURE_LANGUAGE and has_context else BEAM_SIZE

    def _hear_again(self, encoded: Encoded, heard: Sequence[Heard], before: Sequence[str]) -> list[Heard]:
        """Windows, searched more widely and by what was said before them, where that is likelier.

        A name or a rare word that came before is understood. Whisper's own way, each window after the one
        before it, can do no two at once, and one window that loops sets on the next.
        """
        assert self._language is not None
        again = self.recogniser.decode(encoded, self._language, self._task, before, BEAM_SIZE)
        return [one if _is_likelier(one, first) else first for one, first in zip(again, heard, strict=True)]


def _doubtful_rows(heard: Sequence[Heard], before: Sequence[str], *, is_searched: bool) -> Iterator[int]:
    """Windows that are worth a second hearing; after a search those only before which something was said."""
    limit = _DOUBT_OF_SEARCH if is_searched else _DOUBT
    for row, (one, text) in enumerate(zip(heard, before, strict=True)):
        if one.words and _is_doubtful(one, limit) and (text or not is_searched):
            yield row


def _is_doubtful(heard: Heard, limit: float) -> bool:
    return heard.log_probability < limit or not heard.is_reliable


def _is_likelier(one: Heard, other: Heard) -> bool:
    if not (one.words and one.is_reliable):
        return False
    return not other.is_reliable or one.log_probability > other.log_probability


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
