"""A whole track that was shifted or stretched."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from pipeline.edits.retiming import NOTHING, Retiming, cues_at, find_retiming, undo_retiming
from pipeline.edits.updating import update_track
from pipeline.model import Cue
from pipeline.records import MachineTrack, SentenceRecord, TrackHead

TRACK = tuple(
    Cue(start_ms=1_000 + 3_000 * at, end_ms=3_500 + 3_000 * at, text=f"Sentence number {at} of it.", sentence_ids=(f"s{at}",))
    for at in range(12)
)  # fmt: skip
PAL = Retiming(ratio=Fraction(25_025, 24_000))


@pytest.mark.parametrize("retiming", [Retiming(offset_ms=Fraction(100)), Retiming(offset_ms=Fraction(-1_000)), PAL])
def test_a_shift_and_a_stretch_are_found_and_can_be_taken_back(retiming: Retiming) -> None:
    """Also beside a corrected word and a cue that was retimed by itself."""
    moved = list(cues_at(TRACK, retiming))
    assert find_retiming(TRACK, moved) == retiming
    moved[2] = replace(moved[2], text="Another sentence.")
    moved[5] = replace(moved[5], end_ms=moved[5].end_ms + 333)
    del moved[8]
    assert find_retiming(TRACK, moved) == retiming
    assert undo_retiming(cues_at(TRACK, retiming), retiming, TRACK) == TRACK


def test_no_cue_loses_its_time_at_the_beginning() -> None:
    """Times before zero are none."""
    early = cues_at(TRACK, Retiming(offset_ms=Fraction(-5_000)))
    assert [cue.times for cue in early[:2]] == [(0, 1), (0, 1_500)]


@pytest.mark.parametrize(
    "after",
    [
        TRACK,
        (),
        tuple(replace(cue, text=f"{cue.text[:4]}{at}") for at, cue in enumerate(cues_at(TRACK, Retiming(offset_ms=Fraction(100))))),
        tuple(cue.moved(100 * (at % 3)) for at, cue in enumerate(TRACK)),
        (*TRACK[:6], *(cue.moved(400) for cue in TRACK[6:])),
        cues_at(TRACK, Retiming(ratio=Fraction(3))),
    ],
    ids=["the same", "nothing", "other words", "one by one", "from some point on", "too much"],
)  # fmt: skip
def test_everything_else_is_no_retiming_of_the_whole(after: tuple[Cue, ...]) -> None:
    assert find_retiming(TRACK, after) == NOTHING


def test_three_cues_are_too_few_for_a_stretch() -> None:
    """Nearly any three fit one."""
    assert find_retiming(TRACK[:3], cues_at(TRACK[:3], PAL)) == NOTHING


def test_retimings_follow_each_other_and_are_undone_together() -> None:
    both = PAL.then(Retiming(offset_ms=Fraction(500)))
    assert both.time_ms(24_000) == 25_525
    assert both.then(both.inverse()).is_nothing


def machine(cues: tuple[Cue, ...]) -> MachineTrack:
    head = TrackHead(language="pt", origin="en", key="", written="", memory_key="", signatures=())
    sentences = tuple(
        SentenceRecord(id=f"s{at}", source=f"Source {at}.", text=cue.text) for at, cue in enumerate(TRACK)
    )
    return MachineTrack(head=head, sentences=sentences, cues=cues)


def test_a_persons_times_move_with_all_that_the_machine_makes() -> None:
    """Unless the person moved the whole file, too."""
    edited = (replace(TRACK[0], end_ms=2_900), *TRACK[1:])
    basis = {f"s{at}": f"Source {at}." for at in range(12)}
    later = tuple(cue.moved(100) for cue in TRACK)
    output = update_track(machine(later), basis, machine(TRACK), edited)
    assert [cue.times for cue in output.cues] == [(1_100, 3_000), *(cue.times for cue in later[1:])]
    moved = tuple(cue.moved(100) for cue in edited)
    output = update_track(machine(later), basis, machine(TRACK), moved)
    assert [cue.times for cue in output.cues] == [cue.times for cue in moved]
