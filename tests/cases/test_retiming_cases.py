"""A whole track that was shifted or stretched moves every other language exactly so; nothing is cut anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.build.inputs import TranslatedInput, cut_options
from pipeline.build.jobs import make_translated
from pipeline.build.sources import EffectiveSource, spoken_source, translations_in
from pipeline.edits import Retiming, TrackOutput
from pipeline.formats import parse_srt
from pipeline.model import Cue
from pipeline.records import MachineTrack, Recording
from pipeline.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
VIDEO = "social-credit"
CORRECTED = "registros e faz isso à sua maneira."


class Demonstration:
    """The committed captions of the demonstration: what a build reads, without any engine."""

    def __init__(self) -> None:
        workspace = Workspace(ROOT)
        recording = workspace.load_recording(VIDEO)
        tracks = [workspace.load_machine(VIDEO, language) for language in ("en", "pt")]
        assert recording is not None
        assert all(tracks)
        self.recording: Recording = recording
        self.english, self.portuguese = (track for track in tracks if track is not None)
        self.spoken, self.translated = (self.read(language) for language in ("en", "pt"))

    def read(self, language: str) -> tuple[Cue, ...]:
        path = ROOT / "subtitles" / VIDEO / f"{VIDEO}.{language}.srt"
        return parse_srt(path.read_bytes(), path=str(path)).cues

    def source(self, spoken: tuple[Cue, ...]) -> EffectiveSource:
        return spoken_source(self.recording, self.english, spoken)

    def build(
        self, spoken: tuple[Cue, ...], edited: tuple[Cue, ...], previous: MachineTrack | None = None
    ) -> TrackOutput:
        """The Portuguese track after the English file was saved; all its sentences are known."""
        source, known = self.source(spoken), translations_in(self.portuguese)
        record = TranslatedInput(
            language="pt",
            origin="en",
            options=cut_options("pt", self.recording.frame_rate, self.recording.media_duration_ms),
            profile="netflix",
            sentences=source.sentences,
            retiming=source.retiming,
            translations=tuple(known[sentence.text] for sentence in source.sentences),
            signatures=self.portuguese.head.signatures,
            key="",
            memory_key="",
            previous=previous or self.portuguese,
            edited=edited,
        )
        return make_translated(record)


@pytest.fixture(scope="module")
def demonstration() -> Demonstration:
    return Demonstration()


def shifted(by_ms: int) -> Callable[[Cue], Cue]:
    return lambda cue: cue.moved(by_ms)


def stretched(ratio: Fraction) -> Callable[[Cue], Cue]:
    return lambda cue: replace(cue, start_ms=round(cue.start_ms * ratio), end_ms=round(cue.end_ms * ratio))


MOVES = {
    "a tenth of a second": shifted(100),
    "two seconds": shifted(2_000),
    "back": shifted(-300),
    "25 to 23.976": stretched(Fraction(25_025, 24_000)),
    "24 to 25": stretched(Fraction(24, 25)),
}


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
def test_a_corrected_sentence_keeps_its_words_and_moves_with_all_others(
    demonstration: Demonstration, move: Callable[[Cue], Cue]
) -> None:
    """A shift of 100 ms once gave a corrected sentence the times of other words: 57.9 characters a second."""
    cues = list(demonstration.translated)
    cues[4] = replace(cues[4], text=f"Corrigido: {CORRECTED}")
    cues[9] = replace(cues[9], start_ms=cues[9].start_ms + 40)
    edited = tuple(cues)
    output = demonstration.build(tuple(map(move, demonstration.spoken)), edited)
    moved = [move(cue) for cue in edited]
    assert [cue.text for cue in output.cues] == [cue.text for cue in edited]
    for cue, wanted in zip(output.cues, moved, strict=True):
        assert abs(cue.start_ms - wanted.start_ms) <= 2
        assert abs(cue.end_ms - wanted.end_ms) <= 2
    assert not output.notices


def test_a_shift_is_exact_and_the_next_build_finds_nothing_to_do(demonstration: Demonstration) -> None:
    """Also where the shift is taken back."""
    spoken = tuple(cue.moved(100) for cue in demonstration.spoken)
    first = demonstration.build(spoken, demonstration.translated)
    assert first.cues == tuple(
        replace(cue.moved(100), sentence_ids=new.sentence_ids)
        for cue, new in zip(demonstration.translated, first.cues, strict=True)
    )
    again = demonstration.build(spoken, first.cues, first.machine)
    assert [cue.content for cue in again.cues] == [cue.content for cue in first.cues]
    back = demonstration.build(demonstration.spoken, again.cues, again.machine)
    assert [cue.content for cue in back.cues] == [cue.content for cue in demonstration.translated]


def test_who_shifted_every_file_alike_is_not_shifted_twice(demonstration: Demonstration) -> None:
    """A person's own shift of the translation stands."""
    spoken, edited = (
        tuple(cue.moved(100) for cue in cues) for cues in (demonstration.spoken, demonstration.translated)
    )
    output = demonstration.build(spoken, edited)
    assert [cue.content for cue in output.cues] == [cue.content for cue in edited]


def test_a_correction_in_the_same_save_is_found_beside_the_shift(demonstration: Demonstration) -> None:
    """The words of the source are corrected, deleted and retimed where they were, and everything moves."""
    cues = [cue.moved(700) for cue in demonstration.spoken]
    cues[3] = replace(cues[3], start_ms=cues[3].start_ms + 60)
    del cues[7]
    source = demonstration.source(tuple(cues))
    assert source.retiming == Retiming(offset_ms=Fraction(700))
    assert (
        max(word.end_ms for sentence in source.sentences for word in sentence.words)
        < demonstration.spoken[-1].end_ms + 100
    )


def test_cues_that_were_retimed_one_by_one_are_no_shift(demonstration: Demonstration) -> None:
    """Every second one: nobody meant the clock."""
    cues = tuple(cue.moved(200 if at % 2 else 0) for at, cue in enumerate(demonstration.spoken))
    assert demonstration.source(cues).retiming.is_nothing
