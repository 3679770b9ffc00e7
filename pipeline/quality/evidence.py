"""What is known about a track, and what follows for one place of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from pipeline.dataclass import dataclass
from pipeline.edits import TrackReading
from pipeline.model import Cue, Reading, Word
from pipeline.quality.findings import Finding
from pipeline.records import MachineTrack, MemoryEntry, NamePlace, Note
from pipeline.translation import NO_LEXICON, Lexicon

IS_ALARM = 0.3
"""An alarm that is right less often than this is ranked with the scores."""
OVERHEAD_SECONDS = 2.0
"""To find the place and to decide, besides listening."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItem:
    """One place, or several with one cause, that a person should look at."""

    cue_number: int
    """The first cue, counted from 1 in the order of the file."""
    cues: tuple[int, ...]
    start_ms: int
    end_ms: int
    text: str
    source: str
    """What it translates; empty in the spoken language and where it is not known."""
    kind: str
    """Of the weightiest reason: `stale`, `conflict`, `misheard`, `unsure`, a rule of the checks, or an alarm's."""
    reasons: tuple[str, ...]
    """For people, the weightiest first."""
    suggestion: str = ""
    """What the machine would write instead of a person's text that waits for a decision, or what a person wrote
    for the same sentence elsewhere; else empty."""
    second_reading: str = ""
    """The sentence as the recogniser read it otherwise, where it doubted; else empty."""
    is_remembered: bool = False
    """Whether the suggestion is a person's, from another video."""
    is_alarm: bool
    probability: float
    """How likely something is wrong there, from 0 to 1."""
    harm: float
    """How bad that would be, from 0 to 1."""
    seconds: float
    """How long it takes to look at."""
    cause: str = ""
    places: tuple[int, ...] = ()
    """The first cues of other places with the same cause."""

    @property
    def value(self) -> float:
        """Expected harm for each second of reading; several places with one cause are worth their sum."""
        return self.probability * self.harm * (1 + len(self.places)) / self.seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known about one track."""

    cues: Sequence[Cue]
    """The caption file as it is now."""
    reading: TrackReading
    """Its sentences, and who answers for them."""
    machine: MachineTrack | None
    """None for a file that is a person's own."""
    language: str
    words: Sequence[Word] = ()
    """What was recognised, in order; for the spoken language only."""
    readings: Sequence[Reading] = ()
    """What may be read otherwise; for the spoken language only."""
    findings: Sequence[Finding] = ()
    unscripted: Sequence[tuple[int, int]] = ()
    """From when to when something was said that the script of the video does not have."""
    names: Sequence[NamePlace] = ()
    """Where names of the glossary stand in the place of what was recognised; for the spoken language only."""
    unheard: Sequence[tuple[int, int]] = ()
    """Where something sounds like speech and gave no words, in milliseconds; for the spoken language only."""
    sounds: Sequence[tuple[int, int]] = ()
    """Where something else than speech is heard for a while; for the spoken language only."""
    faint: Sequence[tuple[int, int]] = ()
    """Where there are words, and it is not sure that anybody speaks; for the spoken language only."""
    notes: Sequence[Note] = ()
    """What people noted on captions of this language, and nobody has closed."""
    remembered: Mapping[str, MemoryEntry] = field(default_factory=dict)
    """What people wrote in other videos for sentences of this one, by source."""
    lexicon: Lexicon = NO_LEXICON
    """What is known of the words of both languages of a translation."""
    scales: Mapping[str, float] = field(default_factory=dict)
    """How much more often each kind of reason was right than it says, by people's decisions; see `decisions`."""
