"""The records that every stage takes and returns.

Everything is immutable, and time is always an integer number of milliseconds from
the start of the media. A record that breaks a rule cannot be made: the constructors
raise `ValueError`.
"""

from __future__ import annotations

from dataclasses import field, replace
from enum import IntEnum
from itertools import pairwise

from pipeline.dataclass import dataclass


class Begins(IntEnum):
    """What a word begins in the caption file that it was read from."""

    NOTHING = 0
    LINE = 1
    CUE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One spoken word, with its punctuation, and when it is said."""

    text: str
    """The word as it is shown; no white space at its ends, never empty."""
    start_ms: int
    end_ms: int
    """At or after `start_ms`; a word of zero length is legal here and repaired by `cueing`."""
    probability: float | None = None
    """The recogniser's confidence from 0 to 1, if it gave one."""
    space_before: bool = True
    """False where the script writes this word without a space before it (Chinese, Japanese, Thai)."""
    starts_segment: bool = False
    """True where the recogniser began a new segment: weak evidence of a sentence's start."""
    begins: Begins = Begins.NOTHING
    """Where the words are those of a caption file: which of them begin its lines and cues."""

    def __post_init__(self) -> None:
        if not self.text or self.text != self.text.strip():
            raise ValueError(f"a word has no white space at its ends: {self.text!r}")
        if not 0 <= self.start_ms <= self.end_ms:
            raise ValueError(f"{self.text!r} ends at {self.end_ms} ms, before its start {self.start_ms} ms")

    def moved(self, by_ms: int) -> Word:
        """The same word `by_ms` milliseconds later (earlier if negative)."""
        return replace(self, start_ms=self.start_ms + by_ms, end_ms=self.end_ms + by_ms)


def join_words(words: tuple[Word, ...]) -> str:
    """The text of some words, with spaces where their script has them.

    >>> join_words((Word(text="Hello,", start_ms=0, end_ms=1), Word(text="you.", start_ms=2, end_ms=3)))
    'Hello, you.'
    """
    parts = [(" " if index and word.space_before else "") + word.text for index, word in enumerate(words)]
    return "".join(parts)


UNDETERMINED = "und"
"""BCP-47's tag for a language that nobody can tell: where nobody speaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What else may be said in a stretch of doubtful speech."""

    start_ms: int
    end_ms: int
    heard: str
    """What the transcript has there."""
    text: str
    """What is likeliest there instead; empty if nothing."""
    share: float
    """How likely any other reading of it is beside what was heard, from 0 to 1."""

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms <= self.end_ms:
            raise ValueError(f"a reading ends at {self.end_ms} ms, before its start {self.start_ms} ms")


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What a recogniser heard in one medium: words in the order in which they are said."""

    language: str
    """BCP-47 tag of the spoken language."""
    language_probability: float | None = None
    duration_ms: int
    """Length of the decoded audio."""
    words: tuple[Word, ...]
    notices: tuple[str, ...] = ()
    """What a person should know about this recognition (a change of language, speech decoded again)."""
    unheard: tuple[tuple[int, int], ...] = ()
    """From where to where, in milliseconds, something sounds like speech and gave no words; in order."""
    sounds: tuple[tuple[int, int], ...] = ()
    """From where to where, in milliseconds, something else than speech is heard: music, applause; in order."""
    faint: tuple[tuple[int, int], ...] = ()
    """From where to where, in milliseconds, there are words, and the detector doubts that anybody speaks; in order."""
    unscripted: tuple[tuple[int, int], ...] = ()
    """From where to where, in milliseconds, something was said that a script does not have; in order."""
    readings: tuple[Reading, ...] = ()
    """Where doubtful speech may be read otherwise; in order."""
    outline: bytes = field(default=b"", compare=False, repr=False)
    """The outline of the sound that was decoded for it, for drawing; never written with it. See `media.Outline`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of a track with the time of each of its words."""

    id: str
    """Valid within one version of one track only; versions are matched by text and order."""
    words: tuple[Word, ...]

    def __post_init__(self) -> None:
        if not self.words:
            raise ValueError(f"sentence {self.id} has no words")

    @property
    def text(self) -> str:
        return join_words(self.words)

    @property
    def start_ms(self) -> int:
        return self.words[0].start_ms

    @property
    def end_ms(self) -> int:
        return max(word.end_ms for word in self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """One sentence in the target language, as an engine gave it."""

    text: str
    score: float | None = None
    """Mean log-probability of a target token (<= 0), if the engine gives one."""
    alignment: tuple[tuple[int, int], ...] | None = None
    """Pairs (offset in `text`, offset in the source sentence), in characters: where each target
    token starts and where the source token that it translates starts. Ordered by the first."""
    faults: tuple[str, ...] = ()
    """What is known to be wrong with `text`, the worst first: constants of `faults`."""
    terms: str = ""
    """What a glossary said of the terms in the sentence, as a key; empty without any."""
    memory: str = ""
    """Whose text it is, and from where, if a person wrote or approved it elsewhere."""
    disagreement: float | None = None
    """How much the engine's best hypotheses differ, from 0 to 1, if it gives several; see `disagreement`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One text on the screen.

    A cue that was read from a person's file may break the rules of a profile (it may even be
    empty or have no duration): `checking` says so. The stages never make such a cue.
    """

    start_ms: int
    end_ms: int
    text: str
    """Lines joined by a line feed."""
    sentence_ids: tuple[str, ...] = ()
    """The sentences of the same track that this cue shows, in order; empty if not known."""
    settings: str = ""
    """What stood behind the times in the file (WebVTT cue settings, SRT coordinates)."""

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(self.text.split("\n"))

    @property
    def duration_ms(self) -> int:
        return self.end_ms - self.start_ms

    @property
    def content(self) -> tuple[int, int, str, str]:
        """What a caption file says of it: two cues with the same content are the same cue there."""
        return self.start_ms, self.end_ms, self.text, self.settings

    @property
    def times(self) -> tuple[int, int]:
        """Start and end."""
        return self.start_ms, self.end_ms

    def moved(self, by_ms: int) -> Cue:
        """The same cue `by_ms` milliseconds later (earlier if negative)."""
        return replace(self, start_ms=self.start_ms + by_ms, end_ms=self.end_ms + by_ms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """All cues of one language, in the order of the file."""

    language: str
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a video: where it begins, and what it is called."""

    start: float
    """Seconds from the start of the media, in whole milliseconds, as the file says it; see `start_ms`."""
    title: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < float("inf"):
            raise ValueError(f"a chapter begins at 0 seconds or later: {self.start}")

    @property
    def start_ms(self) -> int:
        return round(self.start * 1_000)


@dataclass(frozen=True, slots=True)
class Details:
    """What is said about a video in one language; false where nothing is."""

    title: str = ""
    """One line."""
    description: str = ""
    """Paragraphs with blank lines between them."""
    chapters: tuple[Chapter, ...] = ()
    """In the order of their starts, no two at one time."""

    def __post_init__(self) -> None:
        starts = [chapter.start_ms for chapter in self.chapters]
        if any(start >= following for start, following in pairwise(starts)):
            raise ValueError("chapters follow one another")

    def __bool__(self) -> bool:
        return bool(self.title or self.description or self.chapters)


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSignature:
    """Which engine and model made a text: goes into keys, provenance and credits."""

    engine: str
    """Name in the registry, such as `whisper`."""
    engine_version: str
    model: str
    model_version: str = ""
    """A version, or the first characters of the hash of the model's file."""
    licence: str = ""
    settings: tuple[tuple[str, str], ...] = field(default=())
    """What changes the engine's output (beam size, compute type), sorted by name."""
