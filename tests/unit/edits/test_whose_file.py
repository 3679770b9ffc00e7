"""Whose file it is: one without a record of the machine is the machine's, or a person's own."""

from __future__ import annotations

import pytest

from pipeline.edits.updating import update_track
from pipeline.model import Cue
from pipeline.records import MachineTrack, SentenceRecord, TrackHead

NEW = tuple(
    Cue(start_ms=4_000 * n, end_ms=4_000 * n + 3_000, text=f"Frase {n}.", sentence_ids=(f"s{n}",)) for n in range(4)
)
BASIS = {f"s{n}": f"Sentence {n}." for n in range(4)}


def machine() -> MachineTrack:
    head = TrackHead(language="pt", origin="en", key="k", written="", memory_key="m", signatures=())
    sentences = tuple(SentenceRecord(id=f"s{n}", source=f"Sentence {n}.", text=f"Frase {n}.") for n in range(4))
    return MachineTrack(head=head, sentences=sentences, cues=NEW)


def file_with(same: int) -> tuple[Cue, ...]:
    """Four cues, some exactly as the machine would write them, the others in a person's words and times."""
    own = (
        Cue(start_ms=4_000 * n + 300, end_ms=4_000 * n + 3_100, text=f"Dito de outro modo, {n}.")
        for n in range(same, 4)
    )
    return (*NEW[:same], *own)


@pytest.mark.parametrize(("same", "is_own"), [(0, True), (1, True), (2, False), (3, False)])
def test_half_of_the_cues_must_be_exactly_the_machines(same: int, is_own: bool) -> None:
    """A quarter may be chance: short cues that anybody would write so. A person's own file stays as it is."""
    output = update_track(machine(), BASIS, None, file_with(same))
    assert output.machine.head.is_own is is_own
    assert [(cue.start_ms, cue.text) for cue in output.cues] == [(cue.start_ms, cue.text) for cue in file_with(same)]
