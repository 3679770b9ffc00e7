"""What is known about one track besides its file, with what follows from that alone."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property

from pipeline.cues import repair_words
from pipeline.dataclass import dataclass
from pipeline.desk.sections import SectionCache
from pipeline.desk.word_times import RowWords, SourceClock
from pipeline.edits import ShownSentence, retime_words
from pipeline.model import Cue, Track, Transcript, Word
from pipeline.records import MachineTrack, Recording
from pipeline.timing import DEFAULT_FRAME_RATE
from pipeline.translation import NO_LEXICON, Lexicon


@dataclass(frozen=True, kw_only=True)
class Background:
    """What is known about one track besides its file."""

    language: str
    profile: str
    recording: Recording | None
    machine: MachineTrack | None
    source: Track | None
    """The spoken language's file, for a translation."""
    lexicon: Lexicon = NO_LEXICON
    """What is known of the words of a translation and its source."""

    @cached_property
    def heard(self) -> tuple[Word, ...]:
        """The recognised words, as they were cut into cues."""
        if self.recording is None:
            return ()
        transcript = self.recording.transcript
        return repair_words(transcript.words, language=transcript.language)[0]

    @cached_property
    def clock(self) -> SourceClock:
        """When each letter of the spoken language's file is said."""
        return SourceClock.of(retime_words(self.source.cues if self.source else (), self.heard))

    @cached_property
    def sentences(self) -> SectionCache[tuple[ShownSentence, ...]]:
        """The sentences of the parts of the track that were looked at last."""
        return SectionCache()

    @cached_property
    def spoken(self) -> SectionCache[tuple[RowWords, ...]]:
        """The words of each cue of the parts that were looked at last."""
        return SectionCache()

    @cached_property
    def machine_texts(self) -> dict[str, str]:
        """The machine's text of each sentence."""
        return {one.id: one.text for one in self.machine.sentences} if self.machine else {}

    @cached_property
    def machine_cues(self) -> dict[str, list[Cue]]:
        """The machine's cues of each sentence."""
        found: dict[str, list[Cue]] = {}
        for cue in self.machine.cues if self.machine else ():
            for name in cue.sentence_ids:
                found.setdefault(name, []).append(cue)
        return found

    @property
    def transcript(self) -> Transcript | None:
        """What was recognised, where the track is the spoken language's."""
        return self.recording.transcript if self.recording is not None and self.is_spoken else None

    @property
    def is_spoken(self) -> bool:
        return self.recording is not None and self.recording.transcript.language == self.language

    @property
    def frame_rate(self) -> Fraction:
        return (self.recording and self.recording.frame_rate) or DEFAULT_FRAME_RATE

    @property
    def duration_ms(self) -> int | None:
        return (self.recording and self.recording.media_duration_ms) or None
