"""What people wrote into a track, and whether it still stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.cues.profiles import PROFILE_NAMES, profile_for
from pipeline.edits.merge import Conflict, Lineage, MergeResult
from pipeline.edits.tracking import SHORTEST_MS, describe_conflict, find_edits, make_legal
from pipeline.edits.updating import update_track
from pipeline.model import Cue
from pipeline.records import Edit, EditState, MachineTrack, SentenceRecord, TrackHead

CUES = tuple(
    Cue(start_ms=3_000 * at, end_ms=3_000 * at + 2_800, text=f"Frase {word}.", sentence_ids=(f"s{at}",))
    for at, word in enumerate(("um", "dois", "quatro"))
)


def machine(cues: tuple[Cue, ...]) -> MachineTrack:
    head = TrackHead(language="pt", origin="en", key="", written="", memory_key="", signatures=())
    records = tuple(SentenceRecord(id=f"s{at}", source=f"Sentence {at}.", text=cue.text) for at, cue in enumerate(cues))
    return MachineTrack(head=head, sentences=records, cues=cues)


def basis(count: int) -> dict[str, str]:
    return {f"s{at}": f"Sentence {at}." for at in range(count)}


def test_an_edit_that_stands_on_no_sentence_any_more_is_not_stale() -> None:
    """Nothing changed under it: there is nothing. It was written, and it stays."""
    note = Cue(start_ms=8_900, end_ms=8_990, text="Obrigado por assistir!")
    first = update_track(machine(CUES), basis(3), machine(CUES), (*CUES, note))
    assert [edit.state for edit in first.machine.head.edits] == [EditState.EDITED]
    known = replace(first.machine.head.edits[0], basis="Sentence 3.", basis_now="Sentence 3.")
    previous = replace(first.machine, head=replace(first.machine.head, edits=(known,)))
    again = update_track(machine(CUES), basis(3), previous, first.cues)
    assert [(edit.text, edit.state) for edit in again.machine.head.edits] == [(note.text, EditState.EDITED)]


def test_an_edit_whose_sentence_is_gone_waits_for_no_decision() -> None:
    """It was written against something that nobody says any more; there is nothing to compare it with."""
    result = MergeResult(
        cues=(replace(CUES[0], text="Frase 1.", sentence_ids=()),),
        base=(),
        origins=("person",),
        lineage=(Lineage(base_ids=("s0",), new_ids=()),),
    )
    (edit,) = find_edits(result, machine(CUES[1:]), {}, machine(CUES))
    assert (edit.basis, edit.basis_now, edit.state) == ("Sentence 0.", "", EditState.EDITED)


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("text", "0:00 kept “Frase um.”; the machine would now write “Frase dois.”"),
        ("deleted", "0:00 stays deleted; the machine would now write “Frase dois.”"),
        ("time", "0:00 “Frase dois.” finds little room beside “Frase um.”"),
    ],
)
def test_every_kind_of_conflict_has_its_line(kind: str, line: str) -> None:
    conflict = Conflict(
        kind=kind,  # type: ignore[arg-type]
        start_ms=0,
        kept_at=(0,),
        kept=CUES[:1],
        suggested=CUES[1:2],
        replaced=(),
    )
    assert describe_conflict(conflict) == line


def test_a_cue_without_duration_is_shown_as_briefly_as_any_profile_allows() -> None:
    """Half a second, in Japanese; or until the next cue."""
    shortest = min(profile_for(language, name).min_ms for name in PROFILE_NAMES for language in ("en", "ja", "zh"))
    assert shortest == SHORTEST_MS
    empty = Cue(start_ms=1_000, end_ms=1_000, text="Sim.")
    assert [cue.times for cue in make_legal((empty,))[0]] == [(1_000, 1_000 + SHORTEST_MS)]
    assert next(cue.times for cue in make_legal((empty, replace(empty, start_ms=1_200, end_ms=2_000)))[0]) == (
        1_000,
        1_200,
    )


STALE = Edit(
    text="Frase número dois, bem longa.",
    basis="Before.",
    basis_now="Sentence 1.",
    machine="Frase dois.",
    suggestion="Frase dois.",
    state=EditState.STALE,
    start_ms=3_000,
)


def edits_after(*texts: str, known: tuple[Edit, ...] = ()) -> list[EditState]:
    """The states of all edits once these texts stand in the place of the second cue."""
    step_ms = 2_800 // len(texts)
    cues = [
        Cue(start_ms=3_000 + at * step_ms, end_ms=3_000 + (at + 1) * step_ms, text=text)
        for at, text in enumerate(texts)
    ]
    track = machine(CUES)
    previous = replace(track, head=replace(track.head, edits=known))
    result = update_track(track, basis(3), previous, (CUES[0], *cues, CUES[2]))
    return [edit.state for edit in result.machine.head.edits]


@pytest.mark.parametrize(
    ("texts", "state"),
    [
        (("Frase\ndois.",), EditState.RETIMED),
        (("Frase", "dois."), EditState.RETIMED),
        (("Frasedois.",), EditState.EDITED),
        (("Frase do is.",), EditState.EDITED),
        (("Frase do", "is."), EditState.EDITED),
    ],
)
def test_a_corrected_space_is_an_edit_and_a_break_is_none(texts: tuple[str, ...], state: EditState) -> None:
    """Two lines, or two cues, with the machine's words are the machine's text."""
    assert set(edits_after(*texts)) == {state}


@pytest.mark.parametrize(
    ("texts", "state"),
    [
        (("Frase número dois, bem longa.",), EditState.STALE),
        (("Frase número\ndois, bem longa.",), EditState.STALE),
        (("Frase número", "dois, bem\nlonga."), EditState.STALE),
        (("Frase númerodois, bem longa.",), EditState.EDITED),
        (("Frase númerodois,", "bem longa."), EditState.EDITED),
        (("Frase nú mero", "dois, bem longa."), EditState.EDITED),
    ],
)
def test_a_corrected_space_settles_what_was_stale_and_a_break_does_not(
    texts: tuple[str, ...], state: EditState
) -> None:
    """Who corrects a stale text has read it, be it by a space; who splits a cue may not have."""
    assert set(edits_after(*texts, known=(STALE,))) == {state}
